import { findConstrainedRefusals } from "../../engines/allocation/allocate-constrained";
import {
  allocateAtPrice,
  allocateAtReturn,
  isPlain,
  type OpenInput,
} from "../../engines/allocation/allocate-to-target";
import { MAXIMAL_TOTAL } from "../../engines/allocation/allocation-input";
import {
  type AllocationRefusal,
  AllocationRefusedError,
  findRefusals,
} from "../../engines/allocation/allocation-refusal";
import type { ConstrainedInput } from "../../engines/allocation/constrained-input";
import { currencyExponent } from "../../platform/money";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AllocationRequest } from "./allocation-request";
import type { GivenGroup, GivenLine, GivenTarget, PlannedBudget } from "./budget-plan";
import { type CurveTerms, carryOverOf, toEngineCurve } from "./engine-curve";
import { explainRefusal, type RefusalTerms } from "./explain-refusal";
import { tellLines } from "./planned-lines";
import { type AllocationFacts, type ReadAllocation, readAllocation } from "./read-allocation";
import { type SolvedPlan, solveTotal } from "./solve-plan";

interface Judged {
  readonly read: ReadAllocation;
  readonly request: AllocationRequest;
  readonly facts: AllocationFacts;
  readonly minorPerMajor: number;
}

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

  const given = read.lines as readonly GivenLine[];
  const open = toOpen(judged);
  const { total, solved, atMost } = explained(judged, () => solve(open, judged, given));
  return {
    total,
    currencyCode: facts.currencyCode,
    objective: request.objective,
    lines: tellLines(given, solved, { ...curveTermsOf(judged), open }),
    certificate: {
      ...solved.certificate,
      shadowPrices: solved.certificate.shadowPrices.map(({ constraint, price }) => ({
        constraint,
        price: price * minorPerMajor,
      })),
    },
    terms: {
      target: read.target && {
        ...read.target,
        attained: attainedBy(solved, total, read.target) * minorPerMajor,
        atMost,
      },
      weights: request.weights?.map(({ objective, weight }) => ({ objective, weight })) ?? [],
      calendar: read.calendar,
    },
  };
}

/** With a target first the total that attains it, then its best split, which is proven as that of any total. */
function solve(
  open: OpenInput,
  { read, minorPerMajor }: Judged,
  given: readonly GivenLine[],
): { readonly total: bigint; readonly solved: SolvedPlan; readonly atMost: string | null } {
  const { target, maximum } = read;
  if (target === null)
    return { total: read.total!, solved: solveTotal({ ...open, total: read.total! }, given), atMost: null };
  const perMinor = Number(target.value) / minorPerMajor;
  if (target.kind === "ROI") {
    const { total, atMost } = allocateAtReturn(open, perMinor, maximum);
    return { total, solved: solveTotal({ ...open, total }, given), atMost: String(atMost) };
  }
  const { total } = allocateAtPrice(open, perMinor, maximum);
  return { total, solved: solveTotal({ ...open, total }, given), atMost: null };
}

/** Per minor unit: what all of it brings, or its last unit. */
function attainedBy({ lines, certificate }: SolvedPlan, total: bigint, { kind }: GivenTarget): number {
  if (kind === "ROI") return lines.reduce((sum, { expected }) => sum + expected, 0) / Number(total);
  return certificate.shadowPrices.find(({ constraint }) => constraint === "total")!.price;
}

/** Constraints in conflict are found while they are solved. */
function explained<T>(judged: Judged, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AllocationRefusedError)) throw error;
    throw new UserProblems(error.refusals.map((refusal) => explainRefusal(refusal, termsOf(judged))));
  }
}

const curveTermsOf = ({ read, facts, minorPerMajor }: Judged): CurveTerms => ({
  ...{ minorPerMajor, curves: facts.curves, hasCalendar: read.calendar !== null },
});

/** What can be read of the request. Without a bound only the total limits, so that none is ever said to lie on one that nobody set. */
function toOpen(judged: Judged): OpenInput {
  const { read, facts } = judged;
  return {
    periods: read.calendar?.periods ?? 1,
    lines: read.lines.flatMap((line) =>
      line === null
        ? []
        : [
            {
              curve: toEngineCurve(line.curve, curveTermsOf(judged)),
              lower: line.lower ?? 0n,
              upper: line.upper ?? MAXIMAL_TOTAL,
              mayBeOff: line.mayBeOff,
              carryOver: read.calendar === null ? [1] : carryOverOf(line.curve, facts.curves),
              spendIn: line.spendIn,
            },
          ],
    ),
    groups: (read.groups as readonly GivenGroup[]).map(({ lines, periods, lower, upper }) => ({
      ...{ lines, periods, lower: lower ?? 0n, upper: upper ?? MAXIMAL_TOTAL },
    })),
  };
}

/** Lines that can be read are judged in any case, their sums only where everything can. */
function judgeFeasibility(problems: ProblemList, judged: Judged): void {
  const { read, request } = judged;
  const places = read.lines.flatMap((line, index) => (line === null ? [] : [index]));
  const isRead = places.length === request.lines.length && !read.groups.includes(null);
  const isWhole = read.total !== null && isRead;
  const terms = termsOf(judged);
  const open = toOpen(isRead ? judged : { ...judged, read: { ...read, groups: [] } });
  const input: ConstrainedInput = { ...open, total: read.total ?? MAXIMAL_TOTAL };
  const refusals = isWhole && isPlain(open) ? findRefusals(input) : findConstrainedRefusals(input);
  for (const refusal of refusals) {
    const isOfLine = "line" in refusal;
    if (!isRead && !isOfLine && refusal.code !== "TOTAL_OUT_OF_RANGE") continue;
    const placed: AllocationRefusal = isOfLine ? { ...refusal, line: places[refusal.line]! } : refusal;
    const { code, field, message } = explainRefusal(placed, terms);
    problems.add(code, field, message);
  }
}

function termsOf({ read, request, facts, minorPerMajor }: Judged): RefusalTerms {
  const targetField = read.target === null ? "total" : read.target.kind === "ROI" ? "targetRoi" : "targetMarginalRoi";
  return {
    currencyCode: facts.currencyCode,
    total: read.total ?? read.maximum ?? MAXIMAL_TOTAL,
    ...{ lines: request.lines, minorPerMajor, targetField },
  };
}
