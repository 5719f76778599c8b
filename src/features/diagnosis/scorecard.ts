import { type Stage, stages } from "../assets";
import { peopleMetric } from "../benchmarks";
import type { BrandDiagnosis, DiagnosedMetric } from "./diagnose";
import type { DiagnosisMetric } from "./diagnosis-metric";
import { type GapChange, gapChange } from "./gap-change";
import type { WaterLevel } from "./water-level";

/** One metric before and after. */
export interface ScorecardLine {
  readonly metric: DiagnosisMetric;
  readonly before: number | null;
  readonly after: number | null;
  readonly gap: GapChange;
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
}

export function scorecard(before: BrandDiagnosis, after: BrandDiagnosis): Scorecard {
  const [first, last] = [rowsOf(before), rowsOf(after)];
  return {
    before: before.waterLevel,
    after: after.waterLevel,
    mix: stages.map((stage) => ({ stage, before: shareOf(first, stage), after: shareOf(last, stage) })),
    lines: before.metrics.map(({ metric }) => {
      const [start, end] = [first.get(metric), last.get(metric)];
      return { metric, before: ownOf(start), after: ownOf(end), gap: gapChange(start?.figure, end?.figure) };
    }),
  };
}

type Rows = ReadonlyMap<DiagnosisMetric, DiagnosedMetric>;

const rowsOf = ({ metrics }: BrandDiagnosis): Rows => new Map(metrics.map((row) => [row.metric, row]));

const ownOf = (row: DiagnosedMetric | undefined): number | null =>
  row?.figure?.own.state === "KNOWN" ? row.figure.own.value : null;

function shareOf(rows: Rows, stage: Stage): number | null {
  const [people, all] = [ownOf(rows.get(peopleMetric(stage))), ownOf(rows.get("ASSET_PEOPLE"))];
  return people === null || !all ? null : people / all;
}

/** Later less earlier; null without either. */
export const changeOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;

/** Of the earlier; null without either, or where it is 0. */
export const growthOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null || before === 0 ? null : after / before - 1;
