import { type Stage, stages } from "../assets";
import {
  type BenchmarkLookup,
  type BenchmarkMetric,
  type BenchmarkState,
  type BrandBenchmark,
  type BrandFigure,
  type FigureState,
  peopleMetric,
  reachMetric,
  type StageFlow,
  stageFlows,
  stateOf,
} from "../benchmarks";
import { type DiagnosisMetric, diagnosisMetrics } from "./diagnosis-metric";
import { type Finding, findGaps } from "./find-gaps";
import { efficiencyOf, type FlowEfficiency } from "./flow-efficiency";
import { type FlowVerdict, verdictOf } from "./flow-verdict";
import { type Judgement, judgeFigure } from "./judge-figure";
import { type WaterLevel, waterLevelOf } from "./water-level";

/** A figure of the brand with its benchmark, or the reason why there is none. */
export interface Compared {
  readonly state: FigureState;
  readonly benchmarkState: BenchmarkState;
  readonly figure: BrandFigure | undefined;
}

export interface DiagnosedStage extends Compared {
  readonly stage: Stage;
  /** Null when withheld or not computed. */
  readonly people: bigint | null;
}

export interface DiagnosedFlow extends Compared {
  readonly flow: StageFlow;
  readonly efficiency: FlowEfficiency | null;
  readonly verdict: FlowVerdict;
}

/** One line of the diagnosis: every figure has the same shape. */
export interface DiagnosedMetric extends Compared {
  readonly metric: DiagnosisMetric;
  /** Null unless both sides of the comparison are known. */
  readonly judgement: Judgement | null;
}

/** Where a brand stands against its industry, stage by stage and flow by flow. */
export interface BrandDiagnosis {
  /** Every metric, in the order of a page. */
  readonly metrics: readonly DiagnosedMetric[];
  readonly waterLevel: WaterLevel & Compared;
  readonly stages: readonly DiagnosedStage[];
  readonly flows: readonly DiagnosedFlow[];
  /** Worst first. */
  readonly findings: readonly Finding[];
}

/** Always answers all stages and flows; without a benchmark their figures are unknown and there are no findings. */
export function diagnose(lookup: BenchmarkLookup): BrandDiagnosis {
  const figures: BrandBenchmark["figures"] = lookup.benchmark?.figures ?? new Map();
  const compared = (metric: BenchmarkMetric): Compared => {
    const figure = figures.get(metric);
    return { state: figure?.own.state ?? "NOT_COMPUTED", benchmarkState: stateOf(lookup, metric), figure };
  };
  return {
    metrics: diagnosisMetrics.map((metric) => {
      const row = compared(metric);
      return { metric, judgement: judgeFigure(row.figure), ...row };
    }),
    waterLevel: { ...waterLevelOf(figures), ...compared("ASSET_PEOPLE") },
    stages: stages.map((stage) => {
      const row = compared(peopleMetric(stage));
      return { stage, people: row.figure?.own.state === "KNOWN" ? row.figure.own.people : null, ...row };
    }),
    flows: stageFlows.map((flow) => {
      const row = compared(reachMetric(flow));
      const efficiency = efficiencyOf(row.figure);
      return { flow, efficiency, verdict: verdictOf(row.figure, efficiency), ...row };
    }),
    findings: findGaps(figures),
  };
}
