import { type Stage, stages } from "../assets";
import { type BenchmarkLookup, type BenchmarkMetric, type BrandFigure, peopleMetric } from "../benchmarks";
import type { BrandDiagnosis, DiagnosedMetric } from "./diagnose";
import type { DiagnosisMetric } from "./diagnosis-metric";
import { type GapChange, gapChange } from "./gap-change";
import type { WaterLevel } from "./water-level";

/** A figure before and after, and its gap to the industry mean. */
export interface ComparedChange {
  readonly before: number | null;
  readonly after: number | null;
  readonly gap: GapChange;
}

/** One metric before and after. */
export interface ScorecardLine extends ComparedChange {
  readonly metric: DiagnosisMetric;
}

/** A stage's share of the people in all four. */
export interface StageMix {
  readonly stage: Stage;
  readonly before: number | null;
  readonly after: number | null;
}

/** Whether a brand's assets became sounder between two instants (V49), by more than one figure (V78). */
export interface Scorecard {
  readonly before: WaterLevel;
  readonly after: WaterLevel;
  readonly mix: readonly StageMix[];
  readonly lines: readonly ScorecardLine[];
  /** Of the asset people, those who visited the shop in the window before, and those who searched for the brand (V53). */
  readonly visitRate: ComparedChange;
  readonly searchRate: ComparedChange;
}

export function scorecard(before: ScoredDiagnosis, after: ScoredDiagnosis): Scorecard {
  const [first, last] = [rowsOf(before), rowsOf(after)];
  return {
    before: before.waterLevel,
    after: after.waterLevel,
    mix: stages.map((stage) => ({ stage, before: shareOf(first, stage), after: shareOf(last, stage) })),
    lines: before.metrics.map(({ metric }) => {
      return { metric, ...compare(first.get(metric)?.figure, last.get(metric)?.figure) };
    }),
    visitRate: compare(figureOf(before, "VISIT_RATE"), figureOf(after, "VISIT_RATE")),
    searchRate: compare(figureOf(before, "SEARCH_RATE"), figureOf(after, "SEARCH_RATE")),
  };
}

/** A diagnosis with the refresh that it comes from. */
export interface ScoredDiagnosis extends BrandDiagnosis {
  readonly lookup: BenchmarkLookup;
}

const figureOf = ({ lookup }: ScoredDiagnosis, metric: BenchmarkMetric): BrandFigure | undefined =>
  lookup.benchmark?.figures.get(metric);

const compare = (start: BrandFigure | undefined, end: BrandFigure | undefined): ComparedChange => ({
  before: ownOf(start),
  after: ownOf(end),
  gap: gapChange(start, end),
});

type Rows = ReadonlyMap<DiagnosisMetric, DiagnosedMetric>;

const rowsOf = ({ metrics }: BrandDiagnosis): Rows => new Map(metrics.map((row) => [row.metric, row]));

const ownOf = (figure: BrandFigure | undefined): number | null =>
  figure?.own.state === "KNOWN" ? figure.own.value : null;

function shareOf(rows: Rows, stage: Stage): number | null {
  const [people, all] = [ownOf(rows.get(peopleMetric(stage))?.figure), ownOf(rows.get("ASSET_PEOPLE")?.figure)];
  return people === null || !all ? null : people / all;
}

/** Later less earlier; null without either. */
export const changeOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;

/** Of the earlier; null without either, or where it is 0. */
export const growthOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null || before === 0 ? null : after / before - 1;
