import type { MinorMoney } from "../../platform/money";
import type { RowRejection } from "../../platform/registration";

/*
 * Terms of this feature
 *
 * session:  a live broadcast (直播场次), or the time in which a post or video is played (内容场次); touchpoints name its room or post
 *           by their contentCode.
 * viewer:   who has a served LIVE_VIEW or CONTENT_VIEW of it while it runs.
 * credit:   an order is the session's that its person viewed last before it, within some hours.
 */

export const sessionKinds = ["LIVE", "CONTENT"] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** A session as it came. */
export interface NewContentSession {
  readonly code: string;
  readonly kind: SessionKind;
  readonly title: string;
  readonly platform: string;
  readonly contentCode: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly goal: { readonly amount: string; readonly currencyCode: string } | null;
}

/** A session that was read. */
export interface CheckedSession extends Omit<NewContentSession, "goal"> {
  readonly goal: MinorMoney | null;
}

export interface ContentSession extends CheckedSession {
  readonly id: string;
  readonly brandId: number;
}

/** Why a row was not taken, each with what must hold. */
export const sessionRejections = {
  INVALID_VALUE: "A value is outside of what its field allows.",
  REPEATED: "An earlier row of the call has the code.",
  UNKNOWN_PLATFORM: "The platform is not known to the organisation.",
  WRONG_CURRENCY: "The goal is not in the brand's currency.",
} as const;

export type SessionRejection = RowRejection<keyof typeof sessionRejections>;
