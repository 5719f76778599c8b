import { type AllocationLine, MAXIMAL_TOTAL } from "./allocation-input";
import type { Range } from "./concave-program";
import { toConcaveCurve } from "./response-curve";

/** Bounds on what lines receive together, in some periods or in all. */
export interface GroupConstraint {
  readonly lines: readonly number[];
  /** Null: all periods. */
  readonly periods: readonly number[] | null;
  readonly lower: bigint;
  readonly upper: bigint;
}

export interface ConstrainedLine extends AllocationLine {
  /** It may also receive nothing at all, below its lower bound. */
  readonly mayBeOff: boolean;
  /** How what is spent in a period works on in later ones, the same period first; they sum to 1. [1]: not at all. */
  readonly carryOver: readonly number[];
  /** Periods in which it may be spent on, e.g. those of its step; what it carries over works on after them. Null or absent: all. */
  readonly spendIn?: readonly number[] | null;
}

/**
 * A total over lines and periods. A curve tells what a line brings in one period for what is carried over into it, and what is carried
 * over beyond the last period counts as well. Bounds of a line hold for all its periods together.
 */
export interface ConstrainedInput {
  readonly total: bigint;
  readonly periods: number;
  readonly lines: readonly ConstrainedLine[];
  readonly groups: readonly GroupConstraint[];
}

export type ConstraintName =
  | { readonly kind: "TOTAL" }
  | { readonly kind: "GROUP"; readonly group: number }
  | { readonly kind: "LINE"; readonly line: number };

export interface NamedRange extends Range {
  readonly name: ConstraintName;
}

/** What a way to solve found; cells and prices in units, `bound` above every allocation's response. */
export interface Solved {
  readonly cells: readonly number[];
  readonly prices: readonly number[];
  readonly response: number;
  readonly bound: number;
  readonly nodes: number;
}

export const cellOf = (periods: number, line: number, period: number): number => line * periods + period;

/** Sums that are bounded, in minor units; cells are periods of lines. With one period the bounds of a line are those of its cell. */
export function rangesOf({ total, periods, lines, groups }: ConstrainedInput): NamedRange[] {
  const everything = Array.from({ length: lines.length * periods }, (_, cell) => cell);
  const all = Array.from({ length: periods }, (_, period) => period);
  const ranges: NamedRange[] = [
    { name: { kind: "TOTAL" }, cells: everything, lower: Number(total), upper: Number(total) },
  ];
  groups.forEach((group, index) => {
    const cells = group.lines.flatMap((line) => (group.periods ?? all).map((period) => cellOf(periods, line, period)));
    ranges.push({
      name: { kind: "GROUP", group: index },
      cells,
      lower: Number(group.lower),
      upper: toNumber(group.upper),
    });
  });
  if (periods === 1) return ranges;
  lines.forEach(({ lower, upper }, line) => {
    if (lower === 0n && upper >= total) return;
    const cells = all.map((period) => cellOf(periods, line, period));
    ranges.push({ name: { kind: "LINE", line }, cells, lower: Number(lower), upper: toNumber(upper) });
  });
  return ranges;
}

/** Response of amounts by cell. */
export function responseOf({ periods, lines }: ConstrainedInput, cells: ArrayLike<number>): number {
  return lines.reduce((sum, line, index) => sum + lineResponse(line, periods, cells, index * periods), 0);
}

export function lineResponse(line: ConstrainedLine, periods: number, cells: ArrayLike<number>, start: number): number {
  const { response } = toConcaveCurve(line.curve);
  return carriedInto(line, periods).reduce(
    (sum, { places, weights }) =>
      sum + response(places.reduce((amount, place, index) => amount + weights[index]! * cells[start + place]!, 0)),
    0,
  );
}

/** What one more unit in each cell would bring, by line and period in which it may be spent. */
export function slopesOf({ periods, lines }: ConstrainedInput, cells: ArrayLike<number>): number[][] {
  return lines.map((line, index) => {
    const { marginalReturn } = toConcaveCurve(line.curve);
    const slopes = new Map<number, number>();
    for (const { places, weights } of carriedInto(line, periods)) {
      const carried = places.reduce((sum, place, lag) => sum + weights[lag]! * cells[index * periods + place]!, 0);
      const slope = marginalReturn(carried);
      places.forEach((place, lag) => {
        // A weight of 0 carries nothing, whatever the slope, which may be infinite at 0.
        if (weights[lag]! > 0) slopes.set(place, (slopes.get(place) ?? 0) + weights[lag]! * slope);
      });
    }
    return [...slopes.values()];
  });
}

/** By period in which a line works: the periods whose spend it works with, and their weights. */
export function carriedInto(
  { carryOver, spendIn }: ConstrainedLine,
  periods: number,
): { readonly places: readonly number[]; readonly weights: readonly number[] }[] {
  const isSpent = (period: number): boolean =>
    period >= 0 && period < periods && (spendIn == null || spendIn.includes(period));
  return Array.from({ length: periods + carryOver.length - 1 }, (_, period) => {
    const lags = carryOver.map((_, lag) => lag).filter((lag) => isSpent(period - lag));
    return { places: lags.map((lag) => period - lag), weights: lags.map((lag) => carryOver[lag]!) };
  }).filter(({ places }) => places.length > 0);
}

const toNumber = (amount: bigint): number => Number(amount < MAXIMAL_TOTAL ? amount : MAXIMAL_TOTAL);
