import { cutTo } from "../../engines/steering/bounded-split";
import { chancesToBeBest } from "../../engines/steering/chance-to-be-best";
import { decideHour } from "../../engines/steering/decide-hour";
import { middleOf } from "../../engines/steering/yield-posterior";
import { currencyExponent } from "../../platform/money";
import { hoursBetween } from "../flights";
import type { PlanFacts } from "./plan-facts";
import { type DecisionEvidence, HALF_LIFE_HOURS, type SteeringPlan } from "./steering";

/** Most hours of a plan: seeds of two plans whose own seeds differ never meet. */
const SEED_STRIDE = 10_000;

/** The levels of the next hours with all that they were made of. The same facts and the same seed give the same decision. */
export function makeDecision(plan: SteeringPlan, facts: PlanFacts): DecisionEvidence {
  const seed = plan.seed * SEED_STRIDE + hoursBetween(plan.window.from, facts.effectiveFrom);
  const { spent, reserved, left } = moneyOf(plan, facts);
  const { weightLeft, pacing, pacedUntil } = facts;
  const decided = decideHour({
    ...{ seed, left, weightLeft, maxStep: plan.maxStepPercent / 100, halfLife: HALF_LIFE_HOURS },
    lines: facts.lines.map(({ line, level, facts: known }) => ({ ...line, level, facts: known })),
  });
  const chances = chancesToBeBest(
    decided.lines.map(({ posterior }) => posterior),
    seed,
  );
  const perMajor = 10 ** currencyExponent(plan.currencyCode);
  const [spentText, reservedText, leftText] = [String(spent), String(reserved), String(left)];
  return {
    ...{ seed, spent: spentText, reserved: reservedText, left: leftText, weightLeft, pacing },
    target: String(decided.target),
    pacedUntil: pacedUntil.toISOString(),
    lines: facts.lines.map((line, place) => {
      const { level, limit, posterior, drawnYield, use } = decided.lines[place]!;
      const { low, high } = middleOf(posterior);
      const sum = (key: "spend" | "outcomes"): string =>
        String(Math.round(line.facts.reduce((all, fact) => all + fact[key], 0)));
      return {
        placementId: line.line.placementId,
        ...{ before: String(line.level), after: String(level), limit, use },
        completeUntil: line.completeUntil.toISOString(),
        outcomesUntil: line.outcomesUntil.toISOString(),
        ...{ hours: line.facts.length, spend: sum("spend"), outcomes: line.isTold ? sum("outcomes") : null },
        yield: { value: posterior.mean * perMajor, low: low * perMajor, high: high * perMajor },
        drawnYield: drawnYield * perMajor,
        chanceToBeBest: chances[place]!,
      };
    }),
  };
}

/** What the plan has spent, what hours that are not complete may cost, and what is left of the total; below 0: it was passed. */
export function moneyOf({ total }: SteeringPlan, { lines }: PlanFacts) {
  const sum = (key: "spent" | "reserved"): bigint => lines.reduce((all, line) => all + line[key], 0n);
  const [spent, reserved] = [sum("spent"), sum("reserved")];
  return { spent, reserved, left: total - spent - reserved };
}

/** What levels may sum to so that the money lasts until the plan ends. */
export function bearable(plan: SteeringPlan, facts: PlanFacts): bigint {
  const { left } = moneyOf(plan, facts);
  return left <= 0n || facts.weightLeft === 0 ? 0n : (left * 1_000n) / BigInt(facts.weightLeft);
}

/** The levels before a decision, cut in one proportion where the money no longer bears them. */
export const levelsBefore = (
  plan: SteeringPlan,
  facts: PlanFacts,
  { lines }: DecisionEvidence,
): readonly { readonly placementId: string; readonly level: bigint }[] => {
  const levels = cutTo(
    bearable(plan, facts),
    lines.map(({ before }) => BigInt(before)),
  );
  return lines.map(({ placementId }, place) => ({ placementId, level: levels[place]! }));
};
