import { ProblemList } from "../../platform/user-error";
import { checkName, type Placement } from "../campaigns";
import type { StoredCurve } from "../response-curves";
import {
  type AllocationRequest,
  type CurveRequest,
  type LineRequest,
  MAX_GROUPS,
  MAX_LINES,
  MAX_PERIODS,
} from "./allocation-request";
import type {
  GivenCurve,
  GivenGroup,
  GivenLine,
  GivenTarget,
  MixedCurvePart,
  ObjectiveWeight,
  PlanCalendar,
  SingleCurve,
} from "./budget-plan";
import { carryOverOf } from "./engine-curve";
import { type CampaignSchedule, periodsOfStep, readCalendar } from "./plan-calendar";
import { checkWeights, readAmount, readSpend } from "./read-spend";

const MIN_SLOPE = 0.1;
const MAX_SLOPE = 20;

/** What a request is read against. */
export interface AllocationFacts {
  readonly currencyCode: string;
  readonly placements: readonly Placement[];
  /** By id: the stored curves that the request names, as far as they are of the campaign's brand. */
  readonly curves: ReadonlyMap<string, StoredCurve>;
  readonly schedule: CampaignSchedule;
}

export interface ReadAllocation {
  /** Null where it cannot be read, or a target stands in its place. */
  readonly total: bigint | null;
  readonly target: GivenTarget | null;
  /** With a target; null: none was given. */
  readonly maximum: bigint | null;
  readonly calendar: PlanCalendar | null;
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
  const spend = readSpend(problems, request, facts.currencyCode);
  const calendar = readCalendar(problems, request);
  checkWeights(problems, request);
  if (request.name != null) checkName(problems, request.name, ["input", "name"]);
  if (request.lines.length > MAX_LINES) {
    problems.add(
      "INVALID_INPUT",
      ["input", "lines"],
      `lines must have 1 to ${MAX_LINES} elements, but got ${request.lines.length}.`,
    );
    return { ...spend, calendar, lines: [], groups: [] };
  }
  checkPlacements(problems, request.lines, new Set(facts.placements.map(({ id }) => id)));
  checkCurrent(problems, request.lines);
  const terms = { facts, calendar, weights: request.weights ?? [], isMix: request.objective === "WEIGHTED_MIX" };
  const lines = request.lines.map((line, index) => readLine(problems, line, terms, linePath(index)));
  return { ...spend, calendar, lines, groups: readGroups(problems, request, facts) };
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

interface LineTerms {
  readonly facts: AllocationFacts;
  readonly calendar: PlanCalendar | null;
  readonly weights: readonly ObjectiveWeight[];
  readonly isMix: boolean;
}

function readLine(
  problems: ProblemList,
  { placementId, curve, curves, mayBeOff, ...amounts }: LineRequest,
  terms: LineTerms,
  path: readonly string[],
): GivenLine | null {
  const { facts, calendar } = terms;
  const read = (name: "lower" | "upper" | "current"): bigint | null | undefined => {
    const money = amounts[name];
    return money == null ? undefined : readAmount(problems, money, facts.currencyCode, [...path, name]);
  };
  const given = terms.isMix
    ? readMix(problems, { curve, curves }, terms, path)
    : readOnly(problems, { curve, curves }, terms, path);
  const placement = facts.placements.find(({ id }) => id === placementId);
  const spendIn = calendar && placement ? periodsOfStep(calendar, facts.schedule, placement.step) : null;
  if (spendIn?.length === 0)
    problems.add(
      "INVALID_INPUT",
      [...path, "placementId"],
      `${[...path, "placementId"].join(".")} must name a placement whose step has a period in the calendar, but ${placement!.step} has none; plan other periods or leave it out.`,
    );
  const [lower, upper, current] = [read("lower"), read("upper"), read("current")];
  if (given === null || lower === null || upper === null || current === null || spendIn?.length === 0) return null;
  return {
    ...{ placementId, curve: given, mayBeOff: mayBeOff ?? false, spendIn },
    ...{ lower: lower ?? null, upper: upper ?? null, current: current ?? null },
  };
}

/** The one curve of a plan with one objective. */
function readOnly(
  problems: ProblemList,
  { curve, curves }: Pick<LineRequest, "curve" | "curves">,
  terms: LineTerms,
  path: readonly string[],
): SingleCurve | null {
  if (curve != null && curves == null) return readCurve(problems, curve, terms, [...path, "curve"]);
  problems.add(
    "INVALID_INPUT",
    [...path, "curve"],
    `${path.join(".")} must have a curve and no curves; curves are for the objective WEIGHTED_MIX.`,
  );
  return null;
}

/** A curve for each objective of the mix that the line serves. */
function readMix(
  problems: ProblemList,
  { curve, curves }: Pick<LineRequest, "curve" | "curves">,
  terms: LineTerms,
  path: readonly string[],
): GivenCurve | null {
  const at = [...path, "curves"];
  const objectives = (curves ?? []).map(({ objective }) => objective);
  const isKnown = objectives.every((objective) => terms.weights.some((weight) => weight.objective === objective));
  if (curve != null || objectives.length === 0 || new Set(objectives).size !== objectives.length || !isKnown) {
    problems.add(
      "INVALID_INPUT",
      at,
      `${at.join(".")} must have a curve for one or more objectives that weights name, each once, in place of curve; correct them.`,
    );
    return null;
  }
  const parts = curves!.map(({ objective, curve: part }, index) => {
    const read = readCurve(problems, part, terms, [...at, String(index), "curve"]);
    return read && { objective, weight: terms.weights.find((one) => one.objective === objective)!.weight, curve: read };
  });
  if (parts.includes(null)) return null;
  const carried = new Set(parts.map((part) => JSON.stringify(carryOverOf(part!.curve, terms.facts.curves))));
  if (terms.calendar === null || carried.size === 1) return { form: "MIX", parts: parts as MixedCurvePart[] };
  problems.add(
    "INVALID_INPUT",
    at,
    `${at.join(".")} must carry over alike to be spread over periods together; fit them with the same carry-over.`,
  );
  return null;
}

function readCurve(
  problems: ProblemList,
  { log, michaelisMenten, hill, stored }: CurveRequest,
  { facts: { curves }, calendar }: LineTerms,
  path: readonly string[],
): SingleCurve | null {
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
  const curve = curves.get(responseCurveId);
  if (curve && calendar && periods !== calendar.periods)
    return refuse(
      [...at, "periods"],
      `${at.join(".")}.periods must be the calendar's ${calendar.periods}, but got ${periods}.`,
    );
  if (curve && calendar && curve.period !== calendar.period)
    return refuse(
      [...at, "responseCurveId"],
      `${at.join(".")}.responseCurveId must name a curve of a ${calendar.period}, as the calendar's periods, but this one is of a ${curve.period}; fit it anew.`,
    );
  if (curve && calendar && curve.carryOverPeriods === null && curve.adstock.form !== "NONE")
    return refuse(
      [...at, "responseCurveId"],
      `${at.join(".")}.responseCurveId must name a curve that knows how long it carries over, but this version is older; fit it again.`,
    );
  if (curve) return { form: "STORED", responseCurveId, periods };
  problems.add(
    "NOT_FOUND",
    [...at, "responseCurveId"],
    `${at.join(".")}.responseCurveId must name a response curve of the campaign's brand; list them with brand { responseCurves }.`,
  );
  return null;
}

function readGroups(
  problems: ProblemList,
  { groups, lines, calendar }: AllocationRequest,
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
  return (groups ?? []).map(({ step, platform, audiencePackId, placementIds, periods, ...bounds }, index) => {
    const path = ["input", "groups", String(index)];
    const count = calendar?.periods ?? 0;
    if (periods != null && (periods.length === 0 || periods.some((period) => period < 0 || period >= count))) {
      problems.add(
        "INVALID_INPUT",
        [...path, "periods"],
        `${path.join(".")}.periods must be one or more of the calendar's periods, counted from 0${count > 0 ? ` to ${count - 1}` : "; give a calendar"}.`,
      );
      return null;
    }
    const isMember = (placement: Placement): boolean =>
      (step == null || placement.step === step) &&
      (platform == null || placement.platform === platform) &&
      (audiencePackId == null || placement.audiencePackId === audiencePackId) &&
      (placementIds == null || placementIds.includes(placement.id));
    const members = lines.flatMap(({ placementId }, line) => {
      const placement = byId.get(placementId);
      return placement && isMember(placement) ? [line] : [];
    });
    const isNamed = [step, platform, audiencePackId, placementIds, periods].some((given) => given != null);
    if (!isNamed || members.length === 0) {
      problems.add(
        "INVALID_INPUT",
        path,
        isNamed
          ? `${path.join(".")} must name at least one line, but none of the placements of the lines meets it.`
          : `${path.join(".")} must have at least one of step, platform, audiencePackId, placementIds and periods, but got none.`,
      );
      return null;
    }
    const [lower, upper] = (["lower", "upper"] as const).map((name) => {
      const money = bounds[name];
      return money == null ? undefined : readAmount(problems, money, currencyCode, [...path, name]);
    });
    if (lower === null || upper === null) return null;
    return { lines: members, periods: periods ?? null, lower: lower ?? null, upper: upper ?? null };
  });
}
