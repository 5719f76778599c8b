import { currencyExponent, parseMinor } from "../../platform/money";
import { ProblemList } from "../../platform/user-error";
import {
  type AllocationRequest,
  type CurveRequest,
  type LineRequest,
  MAX_LINES,
  type MoneyText,
} from "./allocation-request";
import type { GivenCurve, GivenLine } from "./budget-plan";

/** What a request is read against. */
export interface AllocationFacts {
  readonly currencyCode: string;
  readonly placementIds: ReadonlySet<string>;
}

export interface ReadAllocation {
  /** Null where it cannot be read. */
  readonly total: bigint | null;
  /** Null at the place of a line that cannot be read. */
  readonly lines: readonly (GivenLine | null)[];
}

/** Reads money, curves and placements; whether the bounds can be kept is judged by the engine. */
export function readAllocation(
  problems: ProblemList,
  request: AllocationRequest,
  facts: AllocationFacts,
): ReadAllocation {
  const total = readAmount(problems, request.total, facts.currencyCode, ["input", "total"]);
  if (request.lines.length > MAX_LINES) {
    problems.add(
      "INVALID_INPUT",
      ["input", "lines"],
      `lines must have 1 to ${MAX_LINES} elements, but got ${request.lines.length}.`,
    );
    return { total, lines: [] };
  }
  checkPlacements(problems, request.lines, facts.placementIds);
  checkCurrent(problems, request.lines);
  const lines = request.lines.map((line, index) => readLine(problems, line, facts.currencyCode, linePath(index)));
  return { total, lines };
}

export const linePath = (index: number): readonly string[] => ["input", "lines", String(index)];

function checkPlacements(
  problems: ProblemList,
  lines: readonly LineRequest[],
  placementIds: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  for (const [index, { placementId }] of lines.entries()) {
    const at = [...linePath(index), "placementId"];
    if (!placementIds.has(placementId))
      problems.add(
        "NOT_FOUND",
        at,
        `${at.join(".")} must name a placement of the campaign; list them with campaign { placements }.`,
      );
    else if (seen.has(placementId))
      problems.add(
        "INVALID_INPUT",
        at,
        `${at.join(".")} must name a placement that no other line names, but it came before.`,
      );
    seen.add(placementId);
  }
}

/** A gain over current amounts of some lines only would compare different things. */
function checkCurrent(problems: ProblemList, lines: readonly LineRequest[]): void {
  if (lines.every(({ current }) => current == null)) return;
  for (const [index, { current }] of lines.entries()) {
    const at = [...linePath(index), "current"];
    if (current == null)
      problems.add(
        "INVALID_INPUT",
        at,
        `current must be given for every line or for none, but ${at.join(".")} is absent; give 0 for a placement that is new.`,
      );
    else if (current.amount.startsWith("-"))
      problems.add("INVALID_INPUT", at, `${at.join(".")} must be at least 0, but got ${current.amount}.`);
  }
}

function readLine(
  problems: ProblemList,
  { placementId, curve, ...amounts }: LineRequest,
  currencyCode: string,
  path: readonly string[],
): GivenLine | null {
  const read = (name: "lower" | "upper" | "current"): bigint | null | undefined => {
    const money = amounts[name];
    return money == null ? undefined : readAmount(problems, money, currencyCode, [...path, name]);
  };
  const given = readCurve(problems, curve, [...path, "curve"]);
  const [lower, upper, current] = [read("lower"), read("upper"), read("current")];
  if (given === null || lower === null || upper === null || current === null) return null;
  return { placementId, curve: given, lower: lower ?? null, upper: upper ?? null, current: current ?? null };
}

function readCurve(
  problems: ProblemList,
  { log, michaelisMenten }: CurveRequest,
  path: readonly string[],
): GivenCurve | null {
  if ((log == null) === (michaelisMenten == null)) {
    problems.add(
      "INVALID_INPUT",
      path,
      `${path.join(".")} must have exactly one of log and michaelisMenten, but got ${log == null ? "none" : "both"}.`,
    );
    return null;
  }
  if (log != null) return { form: "LOG", a: log.a, b: log.b };
  const { maximum, halfSaturation } = michaelisMenten!;
  return { form: "MICHAELIS_MENTEN", maximum, halfSaturation };
}

/** Minor units, or null with the problem noted. */
function readAmount(
  problems: ProblemList,
  { amount, currencyCode: given }: MoneyText,
  currencyCode: string,
  path: readonly string[],
): bigint | null {
  const minor = given === currencyCode ? parseMinor(amount, currencyCode) : null;
  if (minor === null)
    problems.add(
      "INVALID_INPUT",
      path,
      `${path.join(".")} must be an amount in the brand's currency ${currencyCode} with at most ${currencyExponent(currencyCode)} decimals, but got ${amount} ${given}.`,
    );
  return minor;
}
