import type { BenchmarkMetric, BrandFigure } from "../benchmarks";
import { type FindingGuide, type FindingMetric, findingGuides } from "./finding-guide";
import { type Judgement, judgeFigure } from "./judge-figure";
import { compareShortfalls, type Severity } from "./severity";

/**
 * The numbers behind a finding, rounded as its sentence says them, so that sentence and fields agree: people to whole ones, shares
 * to 4 decimals, z to 2. Exact figures stand with the diagnosis's metrics.
 */
export interface Evidence {
  readonly metric: FindingMetric;
  readonly own: number;
  readonly industryMean: number;
  readonly topMean: number;
  readonly topCount: number;
  /** People missing to the industry mean: in a count, or at the end of a share. */
  readonly gapPeople: bigint;
  readonly z: number | null;
}

export interface Finding extends FindingGuide {
  readonly severity: Severity;
  readonly evidence: Evidence;
}

/** Where the brand falls short of its industry, worst first. A figure that is withheld or has no base is not judged. */
export function findGaps(figures: ReadonlyMap<BenchmarkMetric, BrandFigure>): readonly Finding[] {
  return (Object.keys(findingGuides) as FindingMetric[])
    .flatMap((metric) => {
      const figure = figures.get(metric);
      const judgement = judgeFigure(figure);
      return judgement?.severity ? [{ judgement, finding: findingOf(metric, figure!, judgement) }] : [];
    })
    .sort((a, b) => compareShortfalls(a.judgement, b.judgement))
    .map(({ finding }) => finding);
}

function findingOf(metric: FindingMetric, { own, standing }: BrandFigure, judgement: Judgement): Finding {
  const { value, base } = own as Extract<BrandFigure["own"], { readonly state: "KNOWN" }>;
  const { industryMean, topMean, topCount } = standing!;
  const { gapPeople, z, severity } = judgement;
  const decimals = base === null ? 0 : 4;
  const evidence: Evidence = {
    metric,
    own: round(value, decimals),
    industryMean: round(industryMean, decimals),
    topMean: round(topMean, decimals),
    topCount,
    gapPeople,
    z: z === null ? null : round(z, 2),
  };
  return { ...findingGuides[metric], severity: severity!, evidence };
}

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
