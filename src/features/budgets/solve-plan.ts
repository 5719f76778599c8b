import { allocateBudget } from "../../engines/allocation/allocate-budget";
import { allocateConstrained } from "../../engines/allocation/allocate-constrained";
import { isPlain } from "../../engines/allocation/allocate-to-target";
import { toWorkingLines } from "../../engines/allocation/allocation-input";
import { certifyAllocation, type ShadowPrice } from "../../engines/allocation/certificate";
import { compareWith } from "../../engines/allocation/comparison";
import {
  type ConstrainedInput,
  type ConstraintName,
  responseOf,
  slopesOf,
} from "../../engines/allocation/constrained-input";
import { equalSplit } from "../../engines/allocation/equal-split";
import { spreadEvenly } from "../../engines/allocation/spread-evenly";
import type { GivenLine, PlanCertificate, PlannedLine } from "./budget-plan";
import { pathOf } from "./explain-refusal";

/** Figures per minor unit. */
export interface SolvedPlan {
  readonly lines: readonly (Pick<PlannedLine, "amount" | "expected" | "marginalReturn" | "bound"> & {
    /** By period; one without a calendar. */
    readonly cells: readonly bigint[];
  })[];
  readonly certificate: PlanCertificate;
}

/** Concave lines with bounds of their own only are solved in whole units. */
export const solveTotal = (input: ConstrainedInput, given: readonly GivenLine[]): SolvedPlan =>
  isPlain(input) ? solvePlain(input, given) : solveConstrained(input, given);

function solvePlain(input: ConstrainedInput, given: readonly GivenLine[]): SolvedPlan {
  const amounts = allocateBudget(input);
  const certificate = certifyAllocation(input, amounts, currentOf(given));
  return {
    lines: certificate.lines.map(({ response, marginalReturn, bound }, index) => ({
      ...{ amount: amounts[index]!, cells: [amounts[index]!], expected: response, marginalReturn, bound },
    })),
    certificate: {
      optimalityGap: certificate.optimalityGap,
      gainOverEqualSplit: certificate.overEqualSplit.gain,
      gainOverCurrent: certificate.overCurrent?.gain ?? null,
      shadowPrices: certificate.shadowPrices.map((price) => ({ constraint: constraintOf(price), price: price.price })),
    },
  };
}

/** Groups, S-shapes, periods and lines that may be off. */
function solveConstrained(input: ConstrainedInput, given: readonly GivenLine[]): SolvedPlan {
  const { amounts, prices, optimalityGap } = allocateConstrained(input);
  const cells = amounts.flat().map(Number);
  const slopes = slopesOf(input, cells);
  const priceOf = (line: number): number =>
    prices.reduce((sum, { name, price }) => sum + (isIn(input, name, line) ? price : 0), 0);
  const lines = amounts.map((own, line) => {
    const { lower, upper, mayBeOff } = input.lines[line]!;
    const amount = own.reduce((sum, cell) => sum + cell, 0n);
    const bound = amount === upper ? "UPPER" : amount === lower || (mayBeOff && amount === 0n) ? "LOWER" : "NONE";
    const expected = responseOf({ ...input, lines: [input.lines[line]!] }, own.map(Number));
    const marginalReturn = Math.max(...slopes[line]!);
    return { amount, cells: own, expected, marginalReturn, bound } as const;
  });
  const shadowPrices = prices.flatMap(({ name, price }) =>
    name.kind === "TOTAL"
      ? [{ constraint: "total", price }]
      : Math.abs(price) > NO_PRICE * Math.abs(prices[0]!.price)
        ? [{ constraint: `${pathOf(name)}.${price > 0 ? "upper" : "lower"}`, price: Math.abs(price) }]
        : [],
  );
  // Over periods bounds of lines are sums with prices of their own; in one they are those of cells.
  const boundPrices = lines.flatMap(({ bound, marginalReturn }, line) =>
    input.periods > 1 || bound === "NONE" || !Number.isFinite(marginalReturn)
      ? []
      : [
          {
            constraint: `lines.${line}.${bound === "UPPER" ? "upper" : "lower"}`,
            price: Math.max(0, bound === "UPPER" ? marginalReturn - priceOf(line) : priceOf(line) - marginalReturn),
          },
        ],
  );
  const current = currentOf(given);
  return {
    lines,
    certificate: {
      optimalityGap,
      gainOverEqualSplit: gainOver(input, cells, equalAmounts(input)),
      gainOverCurrent: current === null ? null : gainOver(input, cells, current),
      shadowPrices: [...shadowPrices, ...boundPrices],
    },
  };
}

/** The equal split keeps bounds of lines, not of groups. */
const equalAmounts = (input: ConstrainedInput): readonly bigint[] =>
  equalSplit({ ...input, lines: input.lines.map((line) => (line.mayBeOff ? { ...line, lower: 0n } : line)) });

/** Another split of amounts of lines is spread evenly over the periods in which each may be spent. */
function gainOver(input: ConstrainedInput, cells: readonly number[], others: readonly bigint[]): number {
  if (input.periods === 1) return compareWith(toWorkingLines(input), cells, others).gain;
  return responseOf(input, cells) - responseOf(input, spreadEvenly(input, others));
}

/** A price below this share of the total's is the rounding of a constraint that holds nothing back. */
const NO_PRICE = 1e-6;

const isIn = ({ groups }: ConstrainedInput, name: ConstraintName, line: number): boolean =>
  name.kind === "TOTAL" || (name.kind === "GROUP" && groups[name.group]!.lines.includes(line));

function currentOf(given: readonly Pick<GivenLine, "current">[]): bigint[] | null {
  const current = given.flatMap((line) => line.current ?? []);
  return current.length > 0 ? current : null;
}

const constraintOf = (price: ShadowPrice): string =>
  price.constraint === "TOTAL"
    ? "total"
    : `lines.${price.line}.${price.constraint === "UPPER_BOUND" ? "upper" : "lower"}`;
