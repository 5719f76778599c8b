import { currencyExponent, parseMinor } from "../../platform/money";
import type { ProblemList } from "../../platform/user-error";
import type { AllocationRequest, MoneyText } from "./allocation-request";
import type { GivenTarget } from "./budget-plan";

/** How much is to be spent: a total, or what it must bring. */
export interface ReadSpend {
  readonly total: bigint | null;
  readonly target: GivenTarget | null;
  readonly maximum: bigint | null;
}

const NAMES = ["total", "targetRoi", "targetMarginalRoi"] as const;

export function readSpend(problems: ProblemList, request: AllocationRequest, currencyCode: string): ReadSpend {
  const given = NAMES.filter((name) => request[name] != null);
  const nothing = { total: null, target: null, maximum: null };
  if (given.length !== 1) {
    problems.add(
      "INVALID_INPUT",
      ["input", "total"],
      `input must have exactly one of ${NAMES.join(", ")}, but got ${given.length === 0 ? "none" : given.join(" and ")}.`,
    );
    return nothing;
  }
  const { total, targetRoi, targetMarginalRoi, maximumTotal } = request;
  if (total != null) {
    if (maximumTotal != null)
      problems.add("INVALID_INPUT", ["input", "maximumTotal"], "input.maximumTotal must be absent beside a total.");
    return { ...nothing, total: readAmount(problems, total, currencyCode, ["input", "total"]) };
  }
  const value = (targetRoi ?? targetMarginalRoi)!;
  if (!(Number(value) > 0))
    problems.add("INVALID_INPUT", ["input", given[0]!], `input.${given[0]} must be above 0, but got ${value}.`);
  const at = ["input", "maximumTotal"];
  const maximum = maximumTotal == null ? null : readAmount(problems, maximumTotal, currencyCode, at);
  if (maximum !== null && maximum <= 0n)
    problems.add("INVALID_INPUT", at, "input.maximumTotal must be above 0; leave it out for no maximum.");
  return { ...nothing, target: { kind: targetRoi != null ? "ROI" : "MARGINAL_ROI", value }, maximum };
}

export function checkWeights(problems: ProblemList, { objective, weights }: AllocationRequest): void {
  const at = ["input", "weights"];
  const given = weights ?? [];
  if (objective !== "WEIGHTED_MIX") {
    if (given.length > 0)
      problems.add("INVALID_INPUT", at, "input.weights must be absent unless the objective is WEIGHTED_MIX.");
    return;
  }
  const names = given.map((weight) => weight.objective);
  const isSound =
    given.length >= 2 &&
    new Set(names).size === names.length &&
    !names.includes("WEIGHTED_MIX") &&
    given.every(({ weight }) => Number(weight) > 0);
  if (!isSound)
    problems.add(
      "INVALID_INPUT",
      at,
      "input.weights must name two objectives or more for a WEIGHTED_MIX, each once with a weight above 0; correct them.",
    );
}

/** Minor units, or null with the problem noted. */
export function readAmount(
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
