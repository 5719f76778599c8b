import type { MinorMoney } from "../../platform/money";

/*
 * The ledger is the source of what the programme itself gives. It is appended to only: an issue gives a benefit to a person, a
 * redemption is one use of it. BENEFIT_ISSUE and BENEFIT_REDEEM touchpoints are what platforms report of benefits; those that
 * carry a benefit's code are counted beside the ledger and never added to it, or what is reported twice would count twice.
 */

/** What a programme gives to members. Code and uses never change, as issues of before refer to them. */
export interface Benefit {
  readonly id: string;
  readonly programmeId: string;
  readonly code: string;
  readonly name: string;
  /** How often whoever has it may use it. */
  readonly uses: number;
  /** Days from issue to expiry; null: it does not expire. */
  readonly validDays: number | null;
  /** Of one use. */
  readonly unitCost: MinorMoney;
  /** Counts up with every change. */
  readonly version: number;
  /** Since when nobody is given it any more; null: it is given. */
  readonly withdrawnAt: Date | null;
}

export const MAX_BENEFIT_ROWS = 1_000;

export const benefitRowReasons = {
  UNKNOWN_NAMESPACE: "The identity namespace is not declared.",
  IDENTITY_FORMAT:
    "The identity value does not have its namespace's format; phone numbers and e-mails must be hashed before they are sent.",
  IDENTITY_ERASED: "The identity was erased: nothing of that person is taken again.",
  NOT_A_MEMBER: "Nobody who is a member now is known under the identity; benefits are issued to members.",
  CONSENT_WITHDRAWN: "The person took back the consent given to this organisation.",
  UNKNOWN_BENEFIT: "The programme has no benefit of this code.",
  INVALID_VALUE: "A text or an amount is outside of what its field allows.",
  INVALID_TIME: "The time cannot be read, or lies before 2000 or more than 10 minutes in the future.",
  NOT_ISSUED: "The benefit was not issued to this person, or not yet at that time.",
  EXPIRED: "The benefit was issued to this person, and had expired at that time.",
  SPENT: "Every use of what was issued to this person is redeemed.",
  CONFLICT: "The redemption's own number was used for another redemption of the benefit.",
} as const;
export type BenefitRowReason = keyof typeof benefitRowReasons;

export interface BenefitRowRejection {
  readonly reason: BenefitRowReason;
  /** Path inside the row, e.g. ["identity", "value"]. */
  readonly field: readonly string[];
  readonly message: string;
}

/** What became of one row of a call, by its place in it. */
export interface AnsweredBenefitRow {
  readonly index: number;
  readonly outcome: "ACCEPTED" | "DUPLICATE" | "REJECTED";
  readonly rejection: BenefitRowRejection | null;
}

/** A benefit that a person has, as it stands before a redemption. */
export interface IssuedBenefit {
  readonly id: string;
  readonly identityKey: string;
  readonly benefitId: string;
  readonly issuedAt: number;
  /** Infinite: never. */
  readonly expiresAt: number;
  readonly used: number;
}

/**
 * Which of a person's issues of a benefit a redemption uses: of those that hold at its time and have a use left the one that
 * expires first. After a merge a person may have several.
 */
export function chooseIssue(
  issues: readonly IssuedBenefit[],
  uses: number,
  at: number,
): IssuedBenefit | "NOT_ISSUED" | "EXPIRED" | "SPENT" {
  const issued = issues.filter(({ issuedAt }) => issuedAt <= at);
  if (issued.length === 0) return "NOT_ISSUED";
  const valid = issued.filter(({ expiresAt }) => at < expiresAt);
  if (valid.length === 0) return "EXPIRED";
  const open = valid.filter(({ used }) => used < uses);
  if (open.length === 0) return "SPENT";
  return open.reduce((first, one) =>
    one.expiresAt < first.expiresAt || (one.expiresAt === first.expiresAt && one.id < first.id) ? one : first,
  );
}
