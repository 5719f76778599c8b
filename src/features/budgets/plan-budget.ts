import { Decimal } from "decimal.js";
import { allocateBudget } from "../../engines/allocation/allocate-budget";
import { type AllocationInput, type AllocationLine, MAXIMAL_TOTAL } from "../../engines/allocation/allocation-input";
import { type AllocationRefusal, findRefusals } from "../../engines/allocation/allocation-refusal";
import { certifyAllocation, type ShadowPrice } from "../../engines/allocation/certificate";
import type { ResponseCurve } from "../../engines/allocation/response-curve";
import { currencyExponent } from "../../platform/money";
import { ProblemList } from "../../platform/user-error";
import type { AllocationRequest } from "./allocation-request";
import type { GivenCurve, GivenLine, PlannedBudget } from "./budget-plan";
import { explainRefusal } from "./explain-refusal";
import { type AllocationFacts, type ReadAllocation, readAllocation } from "./read-allocation";

/**
 * The best split of the total, exact to the minor unit, or every problem of the request at once. The engine works in minor
 * units, so amounts of curves go in times 10^exponent and returns per unit come out times the same.
 */
export function planBudget(request: AllocationRequest, facts: AllocationFacts): PlannedBudget {
  const problems = new ProblemList();
  const read = readAllocation(problems, request, facts);
  const minorPerMajor = 10 ** currencyExponent(facts.currencyCode);
  judgeFeasibility(problems, { read, request, facts, minorPerMajor });
  problems.throwIfAny();

  const lines = read.lines as readonly GivenLine[];
  const input: AllocationInput = { total: read.total!, lines: lines.map((line) => toEngineLine(line, minorPerMajor)) };
  const amounts = allocateBudget(input);
  const current = lines.flatMap((line) => line.current ?? []);
  const certificate = certifyAllocation(input, amounts, current.length > 0 ? current : null);
  return {
    total: input.total,
    currencyCode: facts.currencyCode,
    objective: request.objective,
    lines: lines.map((line, index) => {
      const { response, marginalReturn, bound } = certificate.lines[index]!;
      return {
        ...line,
        amount: amounts[index]!,
        expected: response,
        marginalReturn: marginalReturn * minorPerMajor,
        bound,
      };
    }),
    certificate: {
      optimalityGap: certificate.optimalityGap,
      gainOverEqualSplit: certificate.overEqualSplit.gain,
      gainOverCurrent: certificate.overCurrent?.gain ?? null,
      shadowPrices: certificate.shadowPrices.map((price) => ({
        constraint: constraintOf(price),
        price: price.price * minorPerMajor,
      })),
    },
  };
}

interface Judged {
  readonly read: ReadAllocation;
  readonly request: AllocationRequest;
  readonly facts: AllocationFacts;
  readonly minorPerMajor: number;
}

/** Lines that can be read are judged in any case, their sums only where all of them can. */
function judgeFeasibility(problems: ProblemList, { read, request, facts, minorPerMajor }: Judged): void {
  const total = read.total ?? MAXIMAL_TOTAL;
  const sound = read.lines.flatMap((line, index) => (line === null ? [] : [{ line, index }]));
  const isWhole = read.total !== null && sound.length === request.lines.length;
  const terms = { currencyCode: facts.currencyCode, total, curves: request.lines.map(({ curve }) => curve) };
  for (const refusal of findRefusals({ total, lines: sound.map(({ line }) => toEngineLine(line, minorPerMajor)) })) {
    if (!isWhole && !("line" in refusal) && refusal.code !== "TOTAL_OUT_OF_RANGE") continue;
    const placed: AllocationRefusal = "line" in refusal ? { ...refusal, line: sound[refusal.line]!.index } : refusal;
    const { code, field, message } = explainRefusal(placed, terms);
    problems.add(code, field, message);
  }
}

/** Without an upper bound the total alone limits a line, so that none is ever said to lie on a bound that nobody set. */
function toEngineLine({ curve, lower, upper }: GivenLine, minorPerMajor: number): AllocationLine {
  return { curve: toEngineCurve(curve, minorPerMajor), lower: lower ?? 0n, upper: upper ?? MAXIMAL_TOTAL };
}

function toEngineCurve(curve: GivenCurve, minorPerMajor: number): ResponseCurve {
  const minor = (major: string): number => new Decimal(major).mul(minorPerMajor).toNumber();
  return curve.form === "LOG"
    ? { form: "LOG", a: Number(curve.a), b: minor(curve.b) }
    : { form: "MICHAELIS_MENTEN", vmax: Number(curve.maximum), km: minor(curve.halfSaturation) };
}

const constraintOf = (price: ShadowPrice): string =>
  price.constraint === "TOTAL"
    ? "total"
    : `lines.${price.line}.${price.constraint === "UPPER_BOUND" ? "upper" : "lower"}`;
