import { defaultModelSettings, type ModelSettings } from "../../engines/attribution/attribution-models";
import { markovOrders } from "../../engines/attribution/markov";
import { positionBased } from "../../engines/attribution/position-based";
import { InvalidInputError } from "../../engines/numeric/invalid-input";
import { ProblemList } from "../../platform/user-error";
import type { Stage } from "../assets";
import { type ExposureKind, exposureKinds } from "../touchpoints";
import type { ReportDefinition } from "./attribution-report";
import type { Conversion, ConversionAction } from "./conversion-action";
import { DEFAULT_DIMENSIONS, type Dimension, dimensions } from "./dimension";
import type { Lookback } from "./journey-question";
import { type ModelKey, modelKeys } from "./model-key";
import type { ReportSubject } from "./report-subject";

export const DEFAULT_LOOKBACK_DAYS = 14;
export const MAX_LOOKBACK_DAYS = 365;
export const MAX_LOOKBACKS = 10;
export const MAX_WINDOW_DAYS = 400;
export const MAX_HALF_LIFE_DAYS = 365;
const DAY_MS = 86_400_000;

type Optional<T> = T | null | undefined;

/** What may be asked for; absent: the default. Exactly one of the first three is given. */
export interface NewAttributionRun {
  readonly campaignId?: Optional<string>;
  readonly brandId?: Optional<number>;
  readonly pathSetId?: Optional<string>;
  /** Of a brand's conversions. */
  readonly window?: Optional<{ readonly from: Date; readonly to: Date }>;
  readonly models?: Optional<readonly ModelKey[]>;
  readonly settings?: Optional<{ readonly [Key in keyof ModelSettings]?: Optional<ModelSettings[Key]> }>;
  readonly dimensions?: Optional<readonly Dimension[]>;
  readonly conversionAction?: Optional<ConversionAction>;
  readonly stage?: Optional<Stage>;
  readonly lookbackDays?: Optional<number>;
  readonly lookbacks?: Optional<readonly Lookback[]>;
  readonly exposures: readonly ExposureKind[];
}

/** The report that is asked for, after every problem of the input was told at once. */
export function checkRequest(input: NewAttributionRun): ReportDefinition {
  const problems = new ProblemList();
  const refuse = (field: string, message: string): void =>
    problems.add("INVALID_INPUT", ["input", ...field.split(".")], message);
  const exposures = exposureKinds.filter((kind) => input.exposures.includes(kind));
  if (exposures.length === 0) refuse("exposures", "exposures must name at least one kind; leave it out for SERVED.");
  const subject = subjectOf(input, refuse);
  const isOfPaths = subject?.kind === "PATHS";
  const lookbackDays = input.lookbackDays ?? DEFAULT_LOOKBACK_DAYS;
  const definition = {
    models: modelsOf(input, isOfPaths, refuse),
    settings: settingsOf(input, refuse),
    dimensions: dimensionsOf(input, isOfPaths, refuse),
    conversion: conversionOf(input, isOfPaths, refuse),
    lookbackDays,
    lookbacks: input.lookbacks ?? [],
    exposures,
  };
  checkDays(lookbackDays, "lookbackDays", refuse);
  if (definition.lookbacks.length > MAX_LOOKBACKS)
    refuse("lookbacks", `lookbacks must be at most ${MAX_LOOKBACKS}, but got ${definition.lookbacks.length}.`);
  definition.lookbacks.forEach(({ days }, index) => {
    checkDays(days, `lookbacks.${index}.days`, refuse);
  });
  problems.throwIfAny();
  return { ...definition, subject: subject! };
}

type Refuse = (field: string, message: string) => void;

function subjectOf(input: NewAttributionRun, refuse: Refuse): ReportSubject | null {
  const { campaignId, brandId, pathSetId, window } = input;
  const given = [campaignId, brandId, pathSetId].filter((id) => id != null).length;
  if (given !== 1) {
    refuse("campaignId", `Exactly one of campaignId, brandId and pathSetId must be given, but got ${given}.`);
    return null;
  }
  if (brandId == null && window != null) {
    refuse("window", "window must be left out but with brandId: a campaign has its own, and paths have none.");
    return null;
  }
  if (campaignId != null) return { kind: "CAMPAIGN", campaignId };
  if (pathSetId != null) return { kind: "PATHS", pathSetId };
  if (window == null) {
    refuse("window", "window must be given with brandId: the conversions of that time are attributed.");
    return null;
  }
  const days = (window.to.getTime() - window.from.getTime()) / DAY_MS;
  if (!(days > 0 && days <= MAX_WINDOW_DAYS)) {
    refuse(
      "window",
      `window must run from an instant to a later one, at most ${MAX_WINDOW_DAYS} days, but got ${window.from.toISOString()} to ${window.to.toISOString()}.`,
    );
  }
  return { kind: "BRAND", brandId: brandId!, from: window.from.toISOString(), to: window.to.toISOString() };
}

function modelsOf(input: NewAttributionRun, isOfPaths: boolean, refuse: Refuse): readonly ModelKey[] {
  if (input.models?.length === 0) refuse("models", "models must name at least one model; leave it out for all.");
  if (isOfPaths && input.models?.includes("TIME_DECAY"))
    refuse("models", "models must be without TIME_DECAY, as imported paths have no times; leave it out.");
  return [...new Set(input.models ?? modelKeys.filter((key) => !isOfPaths || key !== "TIME_DECAY"))];
}

function settingsOf({ settings }: NewAttributionRun, refuse: Refuse): ModelSettings {
  const position = settings?.position ?? defaultModelSettings.position;
  const halfLifeDays = settings?.halfLifeDays ?? defaultModelSettings.halfLifeDays;
  const markovOrder = settings?.markovOrder ?? defaultModelSettings.markovOrder;
  const shapleySeed = settings?.shapleySeed ?? defaultModelSettings.shapleySeed;
  try {
    positionBased(position);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    refuse("settings.position", error.message);
  }
  if (!(halfLifeDays > 0 && halfLifeDays <= MAX_HALF_LIFE_DAYS))
    refuse(
      "settings.halfLifeDays",
      `halfLifeDays must be above 0 and at most ${MAX_HALF_LIFE_DAYS}, but got ${halfLifeDays}.`,
    );
  if (!markovOrders.includes(markovOrder))
    refuse("settings.markovOrder", `markovOrder must be 1 to ${markovOrders.length}, but got ${markovOrder}.`);
  return { position, halfLifeDays, markovOrder, shapleySeed };
}

/** In the order of the list. PLATFORM and PLACEMENT are always among those of people. */
function dimensionsOf(input: NewAttributionRun, isOfPaths: boolean, refuse: Refuse): readonly Dimension[] {
  if (isOfPaths) {
    if (input.dimensions?.some((dimension) => dimension !== "CHANNEL"))
      refuse("dimensions", "dimensions must be left out with pathSetId: imported paths have channels only.");
    return ["CHANNEL"];
  }
  if (input.dimensions?.includes("CHANNEL"))
    refuse("dimensions", "dimensions must be without CHANNEL, which is of imported paths; name PLATFORM.");
  const wanted = new Set<Dimension>(["PLATFORM", "PLACEMENT", ...(input.dimensions ?? DEFAULT_DIMENSIONS)]);
  return dimensions.filter((dimension) => wanted.has(dimension));
}

function conversionOf(input: NewAttributionRun, isOfPaths: boolean, refuse: Refuse): Conversion {
  const action = input.conversionAction ?? "ORDER";
  const stage = input.stage ?? null;
  if (isOfPaths && input.conversionAction != null)
    refuse("conversionAction", "conversionAction must be left out with pathSetId: the paths' source counted them.");
  if ((action === "STAGE_REACHED") !== (stage !== null))
    refuse("stage", `stage must be given with STAGE_REACHED and with nothing else, but got ${stage} with ${action}.`);
  if (stage !== "AWARE") return { action, stage };
  refuse("stage", "stage must be APPEAL, ACT or ADVOCATE: any touch makes a person AWARE.");
  return { action, stage: null };
}

function checkDays(days: number, field: string, refuse: Refuse): void {
  if (days < 1 || days > MAX_LOOKBACK_DAYS)
    refuse(field, `${field} must be 1 to ${MAX_LOOKBACK_DAYS}, but got ${days}.`);
}
