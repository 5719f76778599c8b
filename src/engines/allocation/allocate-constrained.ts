import { type AllocationRefusal, AllocationRefusedError, refuseLine, refuseSize } from "./allocation-refusal";
import { branchAndBound } from "./branch-and-bound";
import { solveConcave } from "./concave-program";
import {
  type ConstrainedInput,
  type ConstraintName,
  carriedInto,
  type NamedRange,
  rangesOf,
  responseOf,
  type Solved,
} from "./constrained-input";
import { findConflict } from "./find-conflict";
import { isConcave, toConcaveCurve } from "./response-curve";
import { roundCells } from "./round-cells";

export interface ConstrainedAllocation {
  /** By line and period, in whole units; they sum to the total. */
  readonly amounts: readonly (readonly bigint[])[];
  readonly response: number;
  /** By sum that is bounded: the worth of one more unit of it, above 0 at its upper end and below 0 at its lower. The total first. */
  readonly prices: readonly { readonly name: ConstraintName; readonly price: number }[];
  /** How far any other allocation can lie above at most, as a share of the response; proven by weak duality from the prices. */
  readonly optimalityGap: number;
  /** Relaxations that were solved; 1 where all curves are concave. */
  readonly nodes: number;
}

/**
 * The allocation with the greatest response under bounds of lines and groups. Concave curves are solved to the rounding of doubles; with
 * S-shaped curves or lines that may be off by branch and bound. Amounts are rounded to whole units within all constraints.
 */
export function allocateConstrained(input: ConstrainedInput): ConstrainedAllocation {
  const refusals = findConstrainedRefusals(input);
  if (refusals.length > 0) throw new AllocationRefusedError(refusals);
  const ranges = rangesOf(input);
  const isConvexSomewhere = input.lines.some((line) => line.mayBeOff || isSShaped(line));
  const solved = isConvexSomewhere ? branchAndBound(input, ranges) : solveOverPeriods(input, ranges);
  if (solved === null) throw new AllocationRefusedError([conflictOf(input, ranges)]);
  return {
    amounts: input.lines.map((_, line) =>
      solved.cells.slice(line * input.periods, (line + 1) * input.periods).map(BigInt),
    ),
    response: solved.response,
    prices: ranges.map(({ name }, index) => ({ name, price: solved.prices[index]! })),
    optimalityGap: Math.max(0, solved.bound - solved.response) / solved.response,
    nodes: solved.nodes,
  };
}

/** What can be judged of each part by itself; whether the parts can be kept together is found while they are solved. */
export function findConstrainedRefusals(input: ConstrainedInput): AllocationRefusal[] {
  const refusals: AllocationRefusal[] = [...refuseSize(input), ...input.lines.flatMap(refuseLine)];
  input.groups.forEach(({ lower, upper }, group) => {
    if (lower >= 0n && lower <= upper) return;
    const message = `The bounds of group ${group} must be at least 0 and in order but got ${lower} to ${upper}; correct them.`;
    refusals.push({ code: "GROUP_BOUNDS", group, message });
  });
  input.lines.forEach((line, index) => {
    if (input.periods === 1 || !(line.mayBeOff || isSShaped(line))) return;
    const message = `Line ${index} must have a concave curve and stay on to be spread over periods; plan it in one period or lower its slope to 1.`;
    refusals.push({ code: "S_SHAPE_OVER_PERIODS", line: index, message });
  });
  if (input.lines.some(({ spendIn }) => spendIn != null && spendIn.length === 0)) {
    const line = input.lines.findIndex(({ spendIn }) => spendIn?.length === 0);
    const message = `Line ${line} must have a period to be spent in, but has none; leave it out or plan more periods.`;
    refusals.push({ code: "NO_PERIOD", line, message });
  }
  return refusals;
}

const isSShaped = ({ curve }: ConstrainedInput["lines"][number]): boolean => !isConcave(curve);

/** Bounds of cells; a line that may be off is bounded by nothing from below. */
function onLimits({ lines, periods }: ConstrainedInput): { lower: number[]; upper: number[] } {
  const most = (upper: bigint): number => Math.min(Number(upper), Number.MAX_SAFE_INTEGER);
  return periods === 1
    ? {
        lower: lines.map(({ lower, mayBeOff }) => (mayBeOff ? 0 : Number(lower))),
        upper: lines.map(({ upper }) => most(upper)),
      }
    : {
        lower: new Array<number>(lines.length * periods).fill(0),
        upper: lines.flatMap(({ spendIn }) =>
          Array.from({ length: periods }, (_, period) =>
            spendIn == null || spendIn.includes(period) ? Number.MAX_SAFE_INTEGER : 0,
          ),
        ),
      };
}

function conflictOf(input: ConstrainedInput, ranges: readonly NamedRange[]): AllocationRefusal {
  const conflict = findConflict(input, { ...onLimits(input), ranges }) ?? ranges;
  const constraints = conflict.map(({ name }) => name);
  const message = `These constraints cannot be kept together: ${constraints.map(nameOf).join(", ")}; move one of them.`;
  return { code: "CONFLICT", constraints, message };
}

const nameOf = (name: ConstraintName): string =>
  name.kind === "TOTAL"
    ? "the total"
    : name.kind === "GROUP"
      ? `group ${name.group}`
      : `the bounds of line ${name.line}`;

/** A sum may miss its range by this share of the total; whole units are made to keep it exactly. */
const KEPT = 1e-8;

/** Concave curves over one or more periods: one program, exact but for whole units. */
function solveOverPeriods(input: ConstrainedInput, ranges: readonly NamedRange[]): Solved | null {
  const total = Number(input.total);
  const limits = onLimits(input);
  const upper = limits.upper.map((most) => Math.min(most, total));
  const curves = input.lines.map(({ curve }) => toConcaveCurve(curve));
  const works = input.lines.map((line) => carriedInto(line, input.periods));
  const { cells, prices, violation } = solveConcave({
    blocks: input.lines.map((_, line) => ({
      size: input.periods,
      terms: works[line]!.map(({ places, weights }) => ({
        cells: places,
        weights,
        curve: {
          marginalReturn: (amount) => total * curves[line]!.marginalReturn(amount * total),
          curvature: (amount) => total * total * curves[line]!.curvature(amount * total),
        },
      })),
    })),
    lower: limits.lower.map((amount) => amount / total),
    upper: upper.map((amount) => amount / total),
    ranges: ranges.map((range) => ({
      cells: range.cells,
      lower: range.lower / total,
      upper: Math.min(range.upper, 2 * total) / total,
    })),
  });
  const solution = cells.map((cell) => cell * total);
  const isKept = violation < KEPT;
  const rounded = isKept ? roundCells({ cells: solution, lower: limits.lower, upper, ranges }) : null;
  if (rounded === null) return null;
  const unitPrices = [...prices].map((price) => price / total);
  const response = responseOf(input, rounded);

  const slopes = rounded.map(() => 0);
  works.forEach((terms, line) => {
    for (const { places, weights } of terms) {
      const start = line * input.periods;
      const amount = places.reduce((sum, place, index) => sum + weights[index]! * solution[start + place]!, 0);
      const slope = curves[line]!.marginalReturn(amount);
      places.forEach((place, index) => {
        slopes[start + place]! += weights[index]! * slope;
      });
    }
  });
  // A concave function lies below its tangent, here before rounding: the bound follows from amounts and prices alone.
  let bound = responseOf(input, solution);
  ranges.forEach((range, index) => {
    const price = unitPrices[index]!;
    const sum = range.cells.reduce((made, cell) => made + solution[cell]!, 0);
    bound += price * ((price > 0 ? Math.min(range.upper, total) : range.lower) - sum);
    for (const cell of range.cells) slopes[cell]! -= price;
  });
  slopes.forEach((worth, cell) => {
    bound += Math.max(worth * (upper[cell]! - solution[cell]!), worth * (limits.lower[cell]! - solution[cell]!));
  });
  return { cells: rounded, prices: unitPrices, response, bound, nodes: 1 };
}
