import { currencyExponent, parseMinor } from "../../platform/money";
import { ProblemList } from "../../platform/user-error";
import type { Placement } from "../campaigns";
import type { StoredCurve } from "../response-curves";
import {
  type AllocationRequest,
  type CurveRequest,
  type LineRequest,
  MAX_GROUPS,
  MAX_LINES,
  MAX_PERIODS,
  type MoneyText,
} from "./allocation-request";
import type { GivenCurve, GivenGroup, GivenLine } from "./budget-plan";

const MIN_SLOPE = 0.1;
const MAX_SLOPE = 20;

/** What a request is read against. */
export interface AllocationFacts {
  readonly currencyCode: string;
  readonly placements: readonly Placement[];
  /** By id: the stored curves that the request names, as far as they are of the campaign's brand. */
  readonly curves: ReadonlyMap<string, StoredCurve>;
}

export interface ReadAllocation {
  /** Null where it cannot be read. */
  readonly total: bigint | null;
  /** Null at the place of a line that cannot be read. */
  readonly lines: readonly (GivenLine | null)[];
  /** Null at the place of a group that cannot be read. */
  readonly groups: readonly (GivenGroup | null)[];
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
    return { total, lines: [], groups: [] };
  }
  checkPlacements(problems, request.lines, new Set(facts.placements.map(({ id }) => id)));
  checkCurrent(problems, request.lines);
  const lines = request.lines.map((line, index) => readLine(problems, line, facts, linePath(index)));
  return { total, lines, groups: readGroups(problems, request, facts) };
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
  { placementId, curve, mayBeOff, ...amounts }: LineRequest,
  facts: AllocationFacts,
  path: readonly string[],
): GivenLine | null {
  const read = (name: "lower" | "upper" | "current"): bigint | null | undefined => {
    const money = amounts[name];
    return money == null ? undefined : readAmount(problems, money, facts.currencyCode, [...path, name]);
  };
  const given = readCurve(problems, curve, facts, [...path, "curve"]);
  const [lower, upper, current] = [read("lower"), read("upper"), read("current")];
  if (given === null || lower === null || upper === null || current === null) return null;
  return {
    ...{ placementId, curve: given, mayBeOff: mayBeOff ?? false },
    ...{ lower: lower ?? null, upper: upper ?? null, current: current ?? null },
  };
}

function readCurve(
  problems: ProblemList,
  { log, michaelisMenten, hill, stored }: CurveRequest,
  { curves }: AllocationFacts,
  path: readonly string[],
): GivenCurve | null {
  const given = [log, michaelisMenten, hill, stored].filter((form) => form != null).length;
  const refuse = (at: readonly string[], message: string): null => {
    problems.add("INVALID_INPUT", at, message);
    return null;
  };
  if (given !== 1)
    return refuse(
      path,
      `${path.join(".")} must have exactly one of log, michaelisMenten, hill and stored, but got ${given === 0 ? "none" : given}.`,
    );
  if (log != null) return { form: "LOG", a: log.a, b: log.b };
  if (michaelisMenten != null) return { form: "MICHAELIS_MENTEN", ...michaelisMenten };
  if (hill != null) {
    if (Number(hill.slope) >= MIN_SLOPE && Number(hill.slope) <= MAX_SLOPE) return { form: "HILL", ...hill };
    const at = [...path, "hill", "slope"];
    return refuse(
      at,
      `${at.join(".")} must be ${MIN_SLOPE} to ${MAX_SLOPE}, but got ${hill.slope}; fit the curve again.`,
    );
  }
  const { responseCurveId, periods } = stored!;
  const at = [...path, "stored"];
  if (periods < 1 || periods > MAX_PERIODS)
    return refuse([...at, "periods"], `${at.join(".")}.periods must be 1 to ${MAX_PERIODS}, but got ${periods}.`);
  if (curves.has(responseCurveId)) return { form: "STORED", responseCurveId, periods };
  problems.add(
    "NOT_FOUND",
    [...at, "responseCurveId"],
    `${at.join(".")}.responseCurveId must name a response curve of the campaign's brand; list them with brand { responseCurves }.`,
  );
  return null;
}

function readGroups(
  problems: ProblemList,
  { groups, lines }: AllocationRequest,
  { placements, currencyCode }: AllocationFacts,
): (GivenGroup | null)[] {
  if ((groups?.length ?? 0) > MAX_GROUPS) {
    problems.add(
      "INVALID_INPUT",
      ["input", "groups"],
      `groups must have at most ${MAX_GROUPS} elements, but got ${groups?.length}.`,
    );
    return [];
  }
  const byId = new Map(placements.map((placement) => [placement.id, placement]));
  return (groups ?? []).map(({ step, platform, audiencePackId, placementIds, ...bounds }, index) => {
    const path = ["input", "groups", String(index)];
    const isMember = (placement: Placement): boolean =>
      (step == null || placement.step === step) &&
      (platform == null || placement.platform === platform) &&
      (audiencePackId == null || placement.audiencePackId === audiencePackId) &&
      (placementIds == null || placementIds.includes(placement.id));
    const members = lines.flatMap(({ placementId }, line) => {
      const placement = byId.get(placementId);
      return placement && isMember(placement) ? [line] : [];
    });
    const isNamed = step != null || platform != null || audiencePackId != null || placementIds != null;
    if (!isNamed || members.length === 0) {
      problems.add(
        "INVALID_INPUT",
        path,
        isNamed
          ? `${path.join(".")} must name at least one line, but none of the placements of the lines meets it.`
          : `${path.join(".")} must have at least one of step, platform, audiencePackId and placementIds, but got none.`,
      );
      return null;
    }
    const [lower, upper] = (["lower", "upper"] as const).map((name) => {
      const money = bounds[name];
      return money == null ? undefined : readAmount(problems, money, currencyCode, [...path, name]);
    });
    if (lower === null || upper === null) return null;
    return { lines: members, lower: lower ?? null, upper: upper ?? null };
  });
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
