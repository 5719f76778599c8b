import type { BrandFigure } from "../benchmarks";
import { type Severity, type Shortfall, severityOf } from "./severity";

/** How a figure of the brand stands to its industry. */
export interface Judgement extends Shortfall {
  /** People missing to the industry mean, 0 where none are: in a count, or at the end of a share. */
  readonly gapPeople: bigint;
  /** Null: no finding. */
  readonly severity: Severity | null;
}

/** Null where the own figure is withheld or has no base, or there are too few peers. */
export function judgeFigure(figure: BrandFigure | undefined): Judgement | null {
  if (figure?.own.state !== "KNOWN" || !figure.standing) return null;
  const { own } = figure;
  const { industryMean, peerDeviation } = figure.standing;
  const shortfall: Shortfall = {
    z: peerDeviation === 0 ? null : (own.value - industryMean) / peerDeviation,
    relative: industryMean === 0 ? 0 : (industryMean - own.value) / industryMean,
  };
  const missing = Math.round((industryMean - own.value) * Number(own.base ?? 1n));
  const gapPeople = BigInt(Math.max(0, missing));
  return { ...shortfall, gapPeople, severity: gapPeople === 0n ? null : severityOf(shortfall) };
}
