import { sum } from "../numeric/sum";
import { type AllocationInput, type AllocationLine, toWorkingLines, type WorkingLine } from "./allocation-input";
import { assertAllocatable } from "./allocation-refusal";
import { assertAllocation, assertCurrent } from "./certificate-input";
import { type Comparison, compareWith } from "./comparison";
import { demandAt } from "./demand";
import { equalSplit } from "./equal-split";

/** The bound that an amount lies on; where both bounds are one, the bound that holds the line back. */
export type BindingBound = "NONE" | "LOWER" | "UPPER";

export interface CertifiedLine {
  readonly response: number;
  /** Response per further minor unit (derivative). */
  readonly marginalReturn: number;
  readonly bound: BindingBound;
}

/**
 * Response that one minor unit brings, at least 0: added to the total, taken off a lower bound, or added to an upper bound with
 * the total unchanged. A bound that is reached but holds nothing back has the price 0.
 */
export type ShadowPrice =
  | { readonly constraint: "TOTAL"; readonly price: number }
  | { readonly constraint: "LOWER_BOUND" | "UPPER_BOUND"; readonly line: number; readonly price: number };

export interface AllocationCertificate {
  readonly response: number;
  /**
   * Lagrange multiplier, also the shadow price of the total: what the least good unit bought brings. With every line on its lower
   * bound, what the best unit on offer would bring; with nothing to choose, 0.
   */
  readonly multiplier: number;
  readonly lines: readonly CertifiedLine[];
  /** The total first, then the binding bounds in order of the lines. */
  readonly shadowPrices: readonly ShadowPrice[];
  readonly overEqualSplit: Comparison;
  /** Null where no current amounts were given. */
  readonly overCurrent: Comparison | null;
  /**
   * How far any other allocation in whole units can lie above at most, as a share of the response: the Lagrangian dual at the
   * multiplier less the response. 0 proves the optimum, however the amounts were found.
   */
  readonly optimalityGap: number;
}

/**
 * Judges amounts against their problem. Current amounts, one for each line, need neither keep the bounds nor sum to the total.
 */
export function certifyAllocation(
  input: AllocationInput,
  allocated: readonly bigint[],
  current: readonly bigint[] | null = null,
): AllocationCertificate {
  assertAllocatable(input);
  assertAllocation(input, allocated);
  if (current !== null) assertCurrent(input, current);
  const lines = toWorkingLines(input);
  const amounts = allocated.map(Number);
  const multiplier = multiplierOf(lines, amounts);
  const certified = input.lines.map((line, index) => certifyLine(line, allocated[index]!, lines[index]!, multiplier));
  const response = sum(certified.map((line) => line.response));
  const slack = sum(lines.map((line, index) => dualSlack(line, amounts[index]!, multiplier)));
  return {
    response,
    multiplier,
    lines: certified,
    shadowPrices: [{ constraint: "TOTAL", price: multiplier }, ...certified.flatMap(boundPrice(multiplier))],
    overEqualSplit: compareWith(lines, amounts, equalSplit(input)),
    overCurrent: current === null ? null : compareWith(lines, amounts, current),
    optimalityGap: slack / response,
  };
}

function multiplierOf(lines: readonly WorkingLine[], amounts: readonly number[]): number {
  let leastBought = Number.POSITIVE_INFINITY;
  let bestOffered = 0;
  lines.forEach(({ curve, lower, upper }, index) => {
    const amount = amounts[index]!;
    if (amount > lower) leastBought = Math.min(leastBought, curve.gain(amount - 1, amount));
    if (amount < upper) bestOffered = Math.max(bestOffered, curve.gain(amount, amount + 1));
  });
  return leastBought === Number.POSITIVE_INFINITY ? bestOffered : leastBought;
}

function certifyLine(
  { lower, upper }: AllocationLine,
  amount: bigint,
  { curve }: WorkingLine,
  multiplier: number,
): CertifiedLine {
  const marginalReturn = curve.marginalReturn(Number(amount));
  const isHeldDown = amount === upper && (amount !== lower || marginalReturn >= multiplier);
  const bound = isHeldDown ? "UPPER" : amount === lower ? "LOWER" : "NONE";
  return { response: curve.response(Number(amount)), marginalReturn, bound };
}

function boundPrice(multiplier: number): (line: CertifiedLine, index: number) => ShadowPrice[] {
  return ({ bound, marginalReturn }, line) => {
    if (bound === "NONE") return [];
    return bound === "UPPER"
      ? [{ constraint: "UPPER_BOUND", line, price: Math.max(0, marginalReturn - multiplier) }]
      : [{ constraint: "LOWER_BOUND", line, price: Math.max(0, multiplier - marginalReturn) }];
  };
}

/** What the line would add to the Lagrangian if it bought freely at the multiplier; 0 where it already buys so. */
function dualSlack({ curve, lower, upper }: WorkingLine, amount: number, multiplier: number): number {
  const buysTooLittle = amount < upper && curve.gain(amount, amount + 1) > multiplier;
  const buysTooMuch = amount > lower && curve.gain(amount - 1, amount) < multiplier;
  if (!buysTooLittle && !buysTooMuch) return 0;
  const demand = demandAt(curve, multiplier, { from: lower, to: upper });
  return Math.max(0, curve.gain(amount, demand) - multiplier * (demand - amount));
}
