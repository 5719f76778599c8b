import { InvalidInputError } from "./invalid-input";
import { solveSymmetric } from "./solve-symmetric";

/** A smooth function at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: readonly number[];
}

export interface Minimum extends Slope {
  readonly point: readonly number[];
  /** Second derivatives there, by central differences of the gradient. */
  readonly hessian: readonly Float64Array[];
  readonly iterations: number;
  /** The largest slope is at most the tolerance, and the function bends upwards in every direction. */
  readonly isConverged: boolean;
}

export interface MinimiseOptions {
  /** On the largest absolute slope. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

const SUFFICIENT = 1e-4;
const MAX_HALVINGS = 40;
/** No step moves a coordinate further: coordinates are logarithms, of which one step in ten spans e^2. */
const MAX_MOVE = 2;
const NEWTON_STEPS = 6;
/** Of the tolerance: a slope so small moves no digit that anybody reads. */
const POLISHED = 1e-3;
/** About the cube root of a rounding unit, where central differences err least. */
const DIFFERENCE = 6e-6;

/**
 * A local minimum of a smooth function of few variables: quasi-Newton steps with the BFGS update and backtracking (Nocedal & Wright
 * 2006, algorithms 6.1 and 3.1), then Newton steps, which carry the slope down to rounding. What the function is not finite at is
 * avoided. Scale it so that slopes near 1 are large.
 */
export function minimise(
  slopeAt: (point: readonly number[]) => Slope,
  start: readonly number[],
  { tolerance = 1e-8, maxIterations = 300 }: MinimiseOptions = {},
): Minimum {
  let here: Slope & { readonly point: readonly number[] } = { point: start, ...slopeAt(start) };
  if (!isUsable(here))
    throw new InvalidInputError(
      `A function must be finite where its minimum is searched from, but is ${here.value} at ${start.join(", ")}; start elsewhere.`,
    );
  let inverse = identity(start.length);
  let iterations = 0;
  for (; iterations < maxIterations && steepest(here) > tolerance; iterations++) {
    let direction = inverse.map((row) => -dot(row, here.gradient));
    if (dot(direction, here.gradient) >= 0) {
      inverse = identity(start.length);
      direction = here.gradient.map((slope) => -slope);
    }
    const next = backtrack(slopeAt, here, direction);
    if (next === null) break;
    inverse = updated(inverse, difference(next.point, here.point), difference(next.gradient, here.gradient));
    here = next;
  }
  for (let step = 0; step < NEWTON_STEPS && steepest(here) > POLISHED * tolerance; step++) {
    const next = newton(slopeAt, here);
    if (next === null) break;
    here = next;
    iterations++;
  }
  const hessian = hessianAt(slopeAt, here.point);
  return { ...here, hessian, iterations, isConverged: steepest(here) <= tolerance && inverseOf(hessian) !== null };
}

/** The inverse of a symmetric matrix; null where it is not positive definite. */
export function inverseOf(matrix: readonly Float64Array[]): readonly Float64Array[] | null {
  try {
    return matrix.map((_, column) =>
      solveSymmetric(
        matrix,
        Float64Array.from(matrix, (_row, row) => +(row === column)),
      ),
    );
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

type Place = Slope & { readonly point: readonly number[] };

function backtrack(
  slopeAt: (point: readonly number[]) => Slope,
  from: Place,
  direction: readonly number[],
): Place | null {
  const fall = dot(direction, from.gradient);
  let length = Math.min(1, MAX_MOVE / Math.max(...direction.map(Math.abs)));
  for (let halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
    const point = from.point.map((value, index) => value + length * direction[index]!);
    const slope = slopeAt(point);
    if (isUsable(slope) && slope.value <= from.value + SUFFICIENT * length * fall) return { point, ...slope };
  }
  return null;
}

/** Null where a Newton step leads no further down. */
function newton(slopeAt: (point: readonly number[]) => Slope, from: Place): Place | null {
  const inverse = inverseOf(hessianAt(slopeAt, from.point));
  if (inverse === null) return null;
  const point = from.point.map((value, row) => value - dot(inverse[row]!, from.gradient));
  if (point.some((value, index) => !(Math.abs(value - from.point[index]!) <= MAX_MOVE))) return null;
  const slope = slopeAt(point);
  return isUsable(slope) && steepest(slope) < steepest(from) ? { point, ...slope } : null;
}

function hessianAt(slopeAt: (point: readonly number[]) => Slope, point: readonly number[]): readonly Float64Array[] {
  const columns = point.map((value, index) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(value));
    const [up, down] = [step, -step].map((by) => slopeAt(point.with(index, value + by)).gradient);
    return up!.map((slope, row) => (slope - down![row]!) / (2 * step));
  });
  return columns.map((column, row) => Float64Array.from(column, (value, index) => (value + columns[index]![row]!) / 2));
}

/** The BFGS update of an inverse Hessian (Nocedal & Wright 2006, 6.17); left as it is where the slope did not rise along the step. */
function updated(inverse: readonly number[][], step: readonly number[], rise: readonly number[]): number[][] {
  const curvature = dot(step, rise);
  if (!(curvature > 1e-12)) return inverse.map((row) => [...row]);
  const turned = inverse.map((row) => dot(row, rise));
  const factor = (1 + dot(rise, turned) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (value, j) => value + factor * step[i]! * step[j]! - (turned[i]! * step[j]! + step[i]! * turned[j]!) / curvature,
    ),
  );
}

const isUsable = ({ value, gradient }: Slope): boolean =>
  Number.isFinite(value) && gradient.every((slope) => Number.isFinite(slope));

const steepest = ({ gradient }: Slope): number => Math.max(...gradient.map(Math.abs));

const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => +(row === column)));

const difference = (a: readonly number[], b: readonly number[]): number[] => a.map((value, index) => value - b[index]!);

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += a[index]! * b[index]!;
  return total;
}
