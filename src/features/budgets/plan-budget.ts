import { allocateBudget } from "../../engines/allocation/allocate-budget";
import { allocateConstrained, findConstrainedRefusals } from "../../engines/allocation/allocate-constrained";
import { type AllocationInput, MAXIMAL_TOTAL, toWorkingLines } from "../../engines/allocation/allocation-input";
import {
  type AllocationRefusal,
  AllocationRefusedError,
  findRefusals,
} from "../../engines/allocation/allocation-refusal";
import { certifyAllocation, type ShadowPrice } from "../../engines/allocation/certificate";
import { compareWith } from "../../engines/allocation/comparison";
import type { ConstrainedInput, ConstraintName } from "../../engines/allocation/constrained-input";
import { equalSplit } from "../../engines/allocation/equal-split";
import { isConcave } from "../../engines/allocation/response-curve";
import { currencyExponent } from "../../platform/money";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AllocationRequest } from "./allocation-request";
import type { GivenGroup, GivenLine, PlanCertificate, PlannedBudget, PlannedLine } from "./budget-plan";
import { intervalOf, toEngineCurve } from "./engine-curve";
import { explainRefusal, pathOf, type RefusalTerms } from "./explain-refusal";
import { type AllocationFacts, type ReadAllocation, readAllocation } from "./read-allocation";

/**
 * The best split of the total, exact to the minor unit, or every problem of the request at once. The engine works in minor
 * units, so amounts of curves go in times 10^exponent and returns per unit come out times the same.
 */
export function planBudget(request: AllocationRequest, facts: AllocationFacts): PlannedBudget {
  const problems = new ProblemList();
  const read = readAllocation(problems, request, facts);
  const minorPerMajor = 10 ** currencyExponent(facts.currencyCode);
  const judged = { read, request, facts, minorPerMajor };
  judgeFeasibility(problems, judged);
  problems.throwIfAny();

  const lines = read.lines as readonly GivenLine[];
  const input = toConstrained(judged);
  const solved = isPlain(input) ? solvePlain(input, lines) : solveOrExplain(input, lines, judged);
  const terms = { minorPerMajor, curves: facts.curves };
  return {
    total: input.total,
    currencyCode: facts.currencyCode,
    objective: request.objective,
    lines: solved.lines.map((line, index) => ({
      ...lines[index]!,
      ...line,
      interval: intervalOf(lines[index]!.curve, line.amount, terms),
      marginalReturn: line.marginalReturn * minorPerMajor,
    })),
    certificate: {
      ...solved.certificate,
      shadowPrices: solved.certificate.shadowPrices.map(({ constraint, price }) => ({
        constraint,
        price: price * minorPerMajor,
      })),
    },
  };
}

/** Figures per minor unit. */
interface SolvedPlan {
  readonly lines: readonly Pick<PlannedLine, "amount" | "expected" | "marginalReturn" | "bound">[];
  readonly certificate: PlanCertificate;
}

/** Concave lines with bounds of their own only are solved in whole units. */
const isPlain = ({ lines, groups }: ConstrainedInput): boolean =>
  groups.length === 0 && lines.every(({ curve, mayBeOff }) => isConcave(curve) && !mayBeOff);

function solvePlain(input: AllocationInput, given: readonly GivenLine[]): SolvedPlan {
  const amounts = allocateBudget(input);
  const certificate = certifyAllocation(input, amounts, currentOf(given));
  return {
    lines: certificate.lines.map(({ response, marginalReturn, bound }, index) => ({
      amount: amounts[index]!,
      expected: response,
      marginalReturn,
      bound,
    })),
    certificate: {
      optimalityGap: certificate.optimalityGap,
      gainOverEqualSplit: certificate.overEqualSplit.gain,
      gainOverCurrent: certificate.overCurrent?.gain ?? null,
      shadowPrices: certificate.shadowPrices.map((price) => ({ constraint: constraintOf(price), price: price.price })),
    },
  };
}

/** Constraints in conflict are found while they are solved. */
function solveOrExplain(input: ConstrainedInput, given: readonly GivenLine[], judged: Judged): SolvedPlan {
  try {
    return solveConstrained(input, given);
  } catch (error) {
    if (!(error instanceof AllocationRefusedError)) throw error;
    throw new UserProblems(error.refusals.map((refusal) => explainRefusal(refusal, termsOf(judged))));
  }
}

/** Groups, S-shapes and lines that may be off. The equal split that it is compared with keeps bounds of lines, not of groups. */
function solveConstrained(input: ConstrainedInput, given: readonly GivenLine[]): SolvedPlan {
  const { amounts, prices, optimalityGap } = allocateConstrained(input);
  const cells = amounts.map(([amount]) => amount!);
  const working = toWorkingLines(input);
  const spent = cells.map(Number);
  const priceOf = (line: number): number =>
    prices.reduce((sum, { name, price }) => sum + (isIn(input, name, line) ? price : 0), 0);
  const lines = cells.map((amount, line) => {
    const { lower, upper, mayBeOff } = input.lines[line]!;
    const marginalReturn = working[line]!.curve.marginalReturn(spent[line]!);
    const bound = amount === upper ? "UPPER" : amount === lower || (mayBeOff && amount === 0n) ? "LOWER" : "NONE";
    return { amount, expected: working[line]!.curve.response(spent[line]!), marginalReturn, bound } as const;
  });
  const split = equalSplit({
    ...input,
    lines: input.lines.map((line) => (line.mayBeOff ? { ...line, lower: 0n } : line)),
  });
  const current = currentOf(given);
  const shadowPrices = [
    ...prices.flatMap(({ name, price }) =>
      name.kind === "TOTAL"
        ? [{ constraint: "total", price }]
        : Math.abs(price) > NO_PRICE * Math.abs(prices[0]!.price)
          ? [{ constraint: `${pathOf(name)}.${price > 0 ? "upper" : "lower"}`, price: Math.abs(price) }]
          : [],
    ),
    ...lines.flatMap(({ bound, marginalReturn }, line) =>
      bound === "NONE" || !Number.isFinite(marginalReturn)
        ? []
        : [
            {
              constraint: `lines.${line}.${bound === "UPPER" ? "upper" : "lower"}`,
              price: Math.max(0, bound === "UPPER" ? marginalReturn - priceOf(line) : priceOf(line) - marginalReturn),
            },
          ],
    ),
  ];
  return {
    lines,
    certificate: {
      optimalityGap,
      gainOverEqualSplit: compareWith(working, spent, split).gain,
      gainOverCurrent: current === null ? null : compareWith(working, spent, current).gain,
      shadowPrices,
    },
  };
}

/** A price below this share of the total's is the rounding of a constraint that holds nothing back. */
const NO_PRICE = 1e-6;

const isIn = ({ groups }: ConstrainedInput, name: ConstraintName, line: number): boolean =>
  name.kind === "TOTAL" || (name.kind === "GROUP" && groups[name.group]!.lines.includes(line));

function currentOf(given: readonly GivenLine[]): bigint[] | null {
  const current = given.flatMap((line) => line.current ?? []);
  return current.length > 0 ? current : null;
}

interface Judged {
  readonly read: ReadAllocation;
  readonly request: AllocationRequest;
  readonly facts: AllocationFacts;
  readonly minorPerMajor: number;
}

/** What can be read of the request. Without a bound only the total limits, so that none is ever said to lie on one that nobody set. */
function toConstrained({ read, facts, minorPerMajor }: Judged): ConstrainedInput {
  const terms = { minorPerMajor, curves: facts.curves };
  return {
    total: read.total ?? MAXIMAL_TOTAL,
    periods: 1,
    lines: read.lines.flatMap((line) =>
      line === null
        ? []
        : [
            {
              curve: toEngineCurve(line.curve, terms),
              lower: line.lower ?? 0n,
              upper: line.upper ?? MAXIMAL_TOTAL,
              mayBeOff: line.mayBeOff,
              carryOver: [1],
            },
          ],
    ),
    groups: (read.groups as readonly GivenGroup[]).map(({ lines, lower, upper }) => ({
      lines,
      periods: null,
      lower: lower ?? 0n,
      upper: upper ?? MAXIMAL_TOTAL,
    })),
  };
}

/** Lines that can be read are judged in any case, their sums only where everything can. */
function judgeFeasibility(problems: ProblemList, judged: Judged): void {
  const { read, request } = judged;
  const places = read.lines.flatMap((line, index) => (line === null ? [] : [index]));
  const isWhole = read.total !== null && places.length === request.lines.length && !read.groups.includes(null);
  const terms = termsOf(judged);
  const input = toConstrained(isWhole ? judged : { ...judged, read: { ...read, groups: [] } });
  const refusals = isWhole && !isPlain(input) ? findConstrainedRefusals(input) : findRefusals(input);
  for (const refusal of refusals) {
    if (!isWhole && !("line" in refusal) && refusal.code !== "TOTAL_OUT_OF_RANGE") continue;
    const placed: AllocationRefusal = "line" in refusal ? { ...refusal, line: places[refusal.line]! } : refusal;
    const { code, field, message } = explainRefusal(placed, terms);
    problems.add(code, field, message);
  }
}

function termsOf({ read, request, facts }: Judged): RefusalTerms {
  return {
    currencyCode: facts.currencyCode,
    total: read.total ?? MAXIMAL_TOTAL,
    curves: request.lines.map(({ curve }) => curve),
  };
}

const constraintOf = (price: ShadowPrice): string =>
  price.constraint === "TOTAL"
    ? "total"
    : `lines.${price.line}.${price.constraint === "UPPER_BOUND" ? "upper" : "lower"}`;
