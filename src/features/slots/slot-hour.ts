import type { MinorMoney } from "../../platform/money";
import type { RowRejection } from "../../platform/registration";

/*
 * Terms of this feature
 *
 * slot:       a place on a site where a brand is shown (资源位); touchpoints name it by their slotCode.
 * inventory:  the hours of slots that a brand has, what each cost, and how often it was shown in it.
 */

/** An hour as it came. */
export interface NewSlotHour {
  readonly platform: string;
  readonly slotCode: string;
  readonly startsAt: Date;
  readonly exposures: bigint;
  readonly price: { readonly amount: string; readonly currencyCode: string };
}

/** An hour of a slot that was read. */
export interface SlotHour {
  readonly platform: string;
  readonly slotCode: string;
  readonly startsAt: Date;
  readonly exposures: bigint;
  readonly price: MinorMoney;
}

/** Why a row was not taken, each with what must hold. */
export const slotHourRejections = {
  INVALID_VALUE: "A value is outside of what its field allows.",
  REPEATED: "An earlier row of the call is of the slot and hour.",
  UNKNOWN_PLATFORM: "The platform is not known to the organisation.",
  WRONG_CURRENCY: "The price is not in the brand's currency.",
} as const;

export type SlotHourRejection = RowRejection<keyof typeof slotHourRejections>;

/** Names an hour of a slot among those of a brand: codes are free, so they may hold any separator. */
export const slotHourKey = ({ platform, slotCode, startsAt }: Pick<SlotHour, "platform" | "slotCode" | "startsAt">) =>
  JSON.stringify([platform, slotCode, startsAt.getTime()]);
