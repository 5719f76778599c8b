import type { BrandFigure } from "../benchmarks";

/** What became of a gap to the industry mean (V48). */
export const gapStates = ["CLOSED", "NARROWED", "UNCHANGED", "WIDENED", "NO_GAP", "UNKNOWN"] as const;

export interface GapChange {
  readonly state: (typeof gapStates)[number];
  /** Industry mean less own, before and after; null unless both are known. */
  readonly before: number | null;
  readonly after: number | null;
  /** 1 - after / before: 1 is closed; null where there was no gap. */
  readonly closed: number | null;
  /** How far the brand and its industry moved: the gap changed by the second less the first. */
  readonly ownGrowth: number | null;
  readonly benchmarkMove: number | null;
}

/** A change of less than 2 % of the gap at the start is none. */
const UNCHANGED_SHARE = 0.02;

/** A brand's own figure beside its industry's mean. */
export interface GapSides {
  readonly own: number;
  readonly mean: number;
}

export const gapChange = (start: BrandFigure | undefined, end: BrandFigure | undefined): GapChange =>
  gapBetween(sidesOf(start), sidesOf(end));

/** Null where the own figure or its mean is not known. */
export function gapBetween(first: GapSides | null, last: GapSides | null): GapChange {
  if (!first || !last)
    return { state: "UNKNOWN", before: null, after: null, closed: null, ownGrowth: null, benchmarkMove: null };
  const [before, after] = [first.mean - first.own, last.mean - last.own];
  return {
    state: stateOf(before, after),
    before,
    after,
    closed: before > 0 ? 1 - after / before : null,
    ownGrowth: last.own - first.own,
    benchmarkMove: last.mean - first.mean,
  };
}

function stateOf(before: number, after: number): GapChange["state"] {
  if (before <= 0) return "NO_GAP";
  if (after <= 0) return "CLOSED";
  if (Math.abs(after - before) < UNCHANGED_SHARE * before) return "UNCHANGED";
  return after < before ? "NARROWED" : "WIDENED";
}

function sidesOf(figure: BrandFigure | undefined): GapSides | null {
  if (figure?.own.state !== "KNOWN" || !figure.standing) return null;
  return { own: figure.own.value, mean: figure.standing.industryMean };
}
