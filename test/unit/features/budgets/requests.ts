import type { AllocationRequest, CurveRequest, LineRequest } from "../../../../src/features/budgets/allocation-request";
import type { PlannedBudget } from "../../../../src/features/budgets/budget-plan";
import { planBudget } from "../../../../src/features/budgets/plan-budget";
import type { Placement } from "../../../../src/features/campaigns";
import { type UserProblem, UserProblems } from "../../../../src/platform/user-error";

export const money = (amount: string, currencyCode = "CNY") => ({ amount, currencyCode });
export const log = (a: string, b: string): CurveRequest => ({ log: { a, b } });
export const michaelisMenten = (maximum: string, halfSaturation: string): CurveRequest => ({
  michaelisMenten: { maximum, halfSaturation },
});

/** A request over placements p0, p1, ... in yuan. */
export function request(
  total: string,
  ...lines: readonly (Omit<LineRequest, "placementId"> & { readonly placementId?: string })[]
): AllocationRequest {
  return {
    campaignId: "campaign",
    total: money(total),
    objective: "CONVERSIONS",
    lines: lines.map((line, index) => ({ placementId: `p${index}`, ...line })),
  };
}

/** Plans over a campaign with 2,000 placements p0 to p1999. */
export function plan(asked: AllocationRequest, currencyCode = "CNY"): PlannedBudget {
  const placements = Array.from(
    { length: 2_000 },
    (_, index): Placement => ({
      ...{ id: `p${index}`, campaignId: "campaign", name: `p${index}`, platform: index % 2 === 0 ? "DOUYIN" : "JD" },
      ...{ site: "OFF_SITE", step: "ACQUIRE", objective: "BRAND_AD", audiencePackId: null, externalIds: [] },
    }),
  );
  const window = { from: new Date("2025-10-20T00:00:00+08:00"), to: new Date("2025-12-01T00:00:00+08:00") };
  const schedule = { zone: "Asia/Shanghai", window, steps: [] };
  return planBudget(asked, { currencyCode, placements, curves: new Map(), schedule });
}

export function problemsOf(asked: AllocationRequest): readonly UserProblem[] {
  try {
    plan(asked);
    return [];
  } catch (error) {
    if (error instanceof UserProblems) return error.problems;
    throw error;
  }
}
