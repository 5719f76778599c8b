import type { AudiencePack } from "../audiences";

export const engageActions = [
  "SECOND_TOUCH",
  "CONTENT",
  "MEMBER_INVITATION",
  "BENEFIT",
  "REPURCHASE_OFFER",
  "REVIEW_REQUEST",
  "WIN_BACK",
  "REST",
] as const;
export type EngageAction = (typeof engageActions)[number];

export interface EngageLine {
  readonly packId: string;
  readonly nextAction: EngageAction;
  readonly note: string | null;
  readonly cadenceDays: number;
  /** The first time of the action. */
  readonly startsAt: Date;
}

/** What a brand does after a campaign with the people whom it brought (持续经营). */
export interface EngagePlan {
  readonly campaignId: string;
  /** Counts up with every change. */
  readonly version: number;
  /** Who changed it last. */
  readonly accessKeyId: string;
  readonly changedAt: Date;
  /** In the order of the call that set them. */
  readonly lines: readonly EngageLine[];
}

export const MAX_LINES = 50;
export const MAX_CADENCE_DAYS = 365;
const DAY_MS = 86_400_000;

/** The first time of the action from `now` on; null: by then the pack may not be used any more. */
export function nextEngagementAt(
  { startsAt, cadenceDays }: Pick<EngageLine, "startsAt" | "cadenceDays">,
  { state, expiresAt }: Pick<AudiencePack, "state" | "expiresAt">,
  now: Date,
): Date | null {
  if (state === "ARCHIVED" || state === "EXPIRED") return null;
  const step = cadenceDays * DAY_MS;
  const steps = Math.max(0, Math.ceil((now.getTime() - startsAt.getTime()) / step));
  const next = new Date(startsAt.getTime() + steps * step);
  return expiresAt !== null && next >= expiresAt ? null : next;
}
