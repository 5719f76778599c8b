import type { MinorMoney } from "../../platform/money";
import type { RowRejection } from "../../platform/registration";

export const creatorTiers = ["KOL", "KOC"] as const;
export type CreatorTier = (typeof creatorTiers)[number];

export interface NewCreator {
  readonly code: string;
  readonly name: string;
  readonly tier: CreatorTier;
  readonly platform: string;
}

export interface Creator extends NewCreator {
  readonly id: string;
}

/** A post as it came. */
export interface NewCreatorPost {
  readonly contentCode: string;
  readonly creatorCode: string;
  readonly title: string;
  readonly publishedAt: Date;
  readonly cost: { readonly amount: string; readonly currencyCode: string };
  readonly programmeCode: string | null;
}

/** A post that was read. */
export interface CheckedPost {
  readonly contentCode: string;
  readonly creatorId: string;
  readonly title: string;
  readonly publishedAt: Date;
  readonly cost: MinorMoney;
  readonly mediaProgrammeId: string | null;
}

/** Why a row was not taken, each with what must hold. */
export const registrationRejections = {
  INVALID_VALUE: "A value is outside of what its field allows.",
  REPEATED: "An earlier row of the call has the code.",
  UNKNOWN_PLATFORM: "The platform is not known to the organisation.",
  UNKNOWN_CREATOR: "No creator of the organisation has the code; register the creator first.",
  UNKNOWN_PROGRAMME: "No media programme of the brand has the code; create it first.",
  WRONG_CURRENCY: "The cost is not in the brand's currency.",
} as const;

export type RegistrationRejection = RowRejection<keyof typeof registrationRejections>;
