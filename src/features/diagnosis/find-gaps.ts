import { type Stage, stages } from "../assets";
import {
  type BenchmarkMetric,
  type BrandFigure,
  peopleMetric,
  reachMetric,
  type StageFlow,
  stageFlows,
} from "../benchmarks";
import { type FindingGuide, type FindingMetric, findingGuides } from "./finding-guide";
import { compareShortfalls, type Severity, type Shortfall, severityOf } from "./severity";

/**
 * The numbers behind a finding, rounded as its sentence says them, so that sentence and fields agree: people to whole ones, shares
 * to 4 decimals, z to 2. Exact figures stand beside each stage and flow.
 */
export interface Evidence {
  readonly metric: FindingMetric;
  readonly own: number;
  readonly industryMean: number;
  readonly topMean: number;
  readonly topCount: number;
  /** People missing to the industry mean: in the stage, or at the end of the flow. */
  readonly gapPeople: bigint;
  readonly z: number | null;
}

/** What a finding is about. */
export type FindingSubject = { readonly stage: Stage } | { readonly flow: StageFlow };

export interface Finding extends FindingGuide {
  readonly severity: Severity;
  readonly subject: FindingSubject;
  readonly evidence: Evidence;
}

/** Where the brand falls short of its industry, worst first. A figure that is withheld or has no base is not judged. */
export function findGaps(figures: ReadonlyMap<BenchmarkMetric, BrandFigure>): readonly Finding[] {
  return subjects
    .flatMap(({ metric, subject }) => {
      const figure = figures.get(metric);
      const gap = figure && gapOf(metric, subject, figure);
      return gap ? [gap] : [];
    })
    .sort((a, b) => compareShortfalls(a.shortfall, b.shortfall))
    .map(({ finding }) => finding);
}

const subjects: readonly { readonly metric: FindingMetric; readonly subject: FindingSubject }[] = [
  ...stages.map((stage) => ({ metric: peopleMetric(stage), subject: { stage } })),
  ...stageFlows.map((flow) => ({ metric: reachMetric(flow), subject: { flow } })),
];

function gapOf(
  metric: FindingMetric,
  subject: FindingSubject,
  { own, standing }: BrandFigure,
): { readonly shortfall: Shortfall; readonly finding: Finding } | null {
  if (own.state !== "KNOWN" || !standing) return null;
  const { industryMean, topMean, topCount, peerDeviation } = standing;
  const shortfall: Shortfall = {
    z: peerDeviation === 0 ? null : (own.value - industryMean) / peerDeviation,
    relative: (industryMean - own.value) / industryMean,
  };
  const severity = severityOf(shortfall);
  const gapPeople = BigInt(Math.round((industryMean - own.value) * Number(own.base ?? 1n)));
  if (!severity || gapPeople < 1n) return null;
  const decimals = own.base === null ? 0 : 4;
  const evidence: Evidence = {
    metric,
    own: round(own.value, decimals),
    industryMean: round(industryMean, decimals),
    topMean: round(topMean, decimals),
    topCount,
    gapPeople,
    z: shortfall.z === null ? null : round(shortfall.z, 2),
  };
  return { shortfall, finding: { ...findingGuides[metric], severity, subject, evidence } };
}

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
