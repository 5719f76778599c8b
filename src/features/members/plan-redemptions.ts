import {
  type AnsweredBenefitRow,
  type Benefit,
  type BenefitRowRejection,
  chooseIssue,
  type IssuedBenefit,
} from "./benefit";
import type { Redemption } from "./benefit.store";

/** A use of a benefit as it is asked for, checked as far as the row itself goes. */
export interface RedemptionRequest {
  readonly index: number;
  readonly benefit: Benefit;
  readonly reference: string;
  readonly redeemedAt: Date;
  readonly costMinor: bigint;
  /** Every stored key of the person; the one that the row names at least. */
  readonly keys: readonly string[];
}

/** What the ledger holds already. */
export interface LedgerState {
  readonly issues: readonly IssuedBenefit[];
  readonly redemptions: readonly Redemption[];
}

export interface RedemptionPlan {
  readonly redemptions: readonly Redemption[];
  readonly answers: readonly AnsweredBenefitRow[];
}

/** Judges redemptions in their order: each sees what those before it use. */
export function planRedemptions(requests: readonly RedemptionRequest[], state: LedgerState): RedemptionPlan {
  const issues = new Map(state.issues.map((issue) => [issue.id, issue]));
  const known = new Map(state.redemptions.map((one) => [redemptionName(one), one]));
  const redemptions: Redemption[] = [];
  const answers = requests.map((request): AnsweredBenefitRow => {
    const { index, benefit, reference, redeemedAt, costMinor } = request;
    const keys = new Set(request.keys);
    const own = [...issues.values()].filter((one) => one.benefitId === benefit.id && keys.has(one.identityKey));
    const rejected = (rejection: BenefitRowRejection) => ({ index, outcome: "REJECTED" as const, rejection });
    const earlier = known.get(redemptionName({ benefitId: benefit.id, reference }));
    if (earlier) {
      const isSame =
        own.some(({ id }) => id === earlier.issueId) &&
        earlier.redeemedAt.getTime() === redeemedAt.getTime() &&
        earlier.costMinor === costMinor;
      return isSame ? { index, outcome: "DUPLICATE", rejection: null } : rejected(conflict(reference));
    }
    const issue = chooseIssue(own, benefit.uses, redeemedAt.getTime());
    if (typeof issue === "string") return rejected(refusal(issue, request, own));
    const redemption = {
      ...{ benefitId: benefit.id, reference, redeemedAt, costMinor },
      ...{ issueId: issue.id, useNumber: issue.used + 1 },
    };
    issues.set(issue.id, { ...issue, used: issue.used + 1 });
    known.set(redemptionName(redemption), redemption);
    redemptions.push(redemption);
    return { index, outcome: "ACCEPTED", rejection: null };
  });
  return { redemptions, answers };
}

export const redemptionName = ({ benefitId, reference }: Pick<Redemption, "benefitId" | "reference">): string =>
  `${benefitId} ${reference}`;

const conflict = (reference: string): BenefitRowRejection => ({
  reason: "CONFLICT",
  field: ["redemptionId"],
  message: `redemptionId must be new for each redemption of a benefit, but ${JSON.stringify(reference.slice(0, 60))} was used for another person, time or cost.`,
});

function refusal(
  reason: "NOT_ISSUED" | "EXPIRED" | "SPENT",
  { benefit: { code, uses }, redeemedAt }: RedemptionRequest,
  own: readonly IssuedBenefit[],
): BenefitRowRejection {
  const at = redeemedAt.toISOString();
  const expired = Math.max(...own.map(({ expiresAt }) => expiresAt).filter(Number.isFinite));
  const messages = {
    NOT_ISSUED: `${code} must have been issued to the person before ${at}, but was not; issue it with issueBenefits.`,
    EXPIRED: `${code} must not have expired at ${at}, but did${Number.isFinite(expired) ? ` at ${new Date(expired).toISOString()}` : ""}.`,
    SPENT: `${code} must have a use left, but all ${uses} of what was issued to the person ${uses === 1 ? "is" : "are"} redeemed.`,
  };
  return { reason, field: reason === "NOT_ISSUED" ? ["identity"] : ["benefitCode"], message: messages[reason] };
}
