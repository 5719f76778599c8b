import type { BudgetPlan, PlannedLine } from "./budget-plan";

/** One placement in two plans; null: the plan has no line of it. */
export interface LineComparison {
  readonly placementId: string;
  readonly amount: bigint | null;
  readonly otherAmount: bigint | null;
  /** This plan's less the other's; an absent line counts 0. */
  readonly change: bigint;
  /** The same of what is expected; null: the plans aim at different things. */
  readonly expectedChange: number | null;
}

export interface PlanComparison {
  readonly totalChange: bigint;
  readonly expectedChange: number | null;
  readonly lines: readonly LineComparison[];
}

const expectedOf = (plan: BudgetPlan): number => plan.lines.reduce((sum, { expected }) => sum + expected, 0);

/** What two scenarios of one campaign do differently, placement by placement in the order of this plan, then those of the other alone. */
export function comparePlans(plan: BudgetPlan, other: BudgetPlan): PlanComparison {
  const [own, others] = [byPlacement(plan), byPlacement(other)];
  const isComparable =
    plan.objective === other.objective && JSON.stringify(plan.terms.weights) === JSON.stringify(other.terms.weights);
  const placementIds = [...new Set([...own.keys(), ...others.keys()])];
  return {
    totalChange: plan.total - other.total,
    expectedChange: isComparable ? expectedOf(plan) - expectedOf(other) : null,
    lines: placementIds.map((placementId) => {
      const [line, otherLine] = [own.get(placementId), others.get(placementId)];
      return {
        placementId,
        amount: line?.amount ?? null,
        otherAmount: otherLine?.amount ?? null,
        change: (line?.amount ?? 0n) - (otherLine?.amount ?? 0n),
        expectedChange: isComparable ? (line?.expected ?? 0) - (otherLine?.expected ?? 0) : null,
      };
    }),
  };
}

const byPlacement = ({ lines }: BudgetPlan): ReadonlyMap<string, PlannedLine> =>
  new Map(lines.map((line) => [line.placementId, line]));
