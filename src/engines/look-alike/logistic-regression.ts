import { InvalidInputError } from "../numeric/invalid-input";
import { solveSymmetric } from "../numeric/solve-symmetric";

/** One row a person: features, whether the person is of the seed, and how many people the row stands for. */
export interface LabelledRows {
  /** Row by row, `width` numbers each. */
  readonly features: Float64Array;
  readonly width: number;
  readonly isPositive: Uint8Array;
  /** Above 0. */
  readonly weights: Float64Array;
}

export interface LogisticModel {
  readonly intercept: number;
  readonly weights: Float64Array;
  readonly iterations: number;
}

const MAX_ITERATIONS = 100;
/** Largest change of a coefficient in the last step. */
const TOLERANCE = 1e-9;

/**
 * Maximum likelihood logistic regression with a ridge penalty (le Cessie & van Houwelingen 1992): the coefficients minimise
 *   - sum w [y log p + (1 - y) log(1 - p)] + penalty / 2 sum b^2,  p = 1 / (1 + exp(-(b0 + b x))),
 * the intercept b0 unpenalised, by Newton's method (iteratively reweighted least squares), each step halved until it descends.
 */
export function fitLogisticRegression(rows: LabelledRows, penalty: number): LogisticModel {
  assertRows(rows, penalty);
  const size = rows.width + 1;
  let coefficients = new Float64Array(size);
  let loss = lossOf(rows, penalty, coefficients);
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
    const { gradient, hessian } = derivativesOf(rows, penalty, coefficients);
    const step = solveSymmetric(hessian, gradient);
    let scale = 1;
    let next = moved(coefficients, step, scale);
    let nextLoss = lossOf(rows, penalty, next);
    while (nextLoss > loss && scale > TOLERANCE) {
      scale /= 2;
      next = moved(coefficients, step, scale);
      nextLoss = lossOf(rows, penalty, next);
    }
    coefficients = next;
    loss = nextLoss;
    if (step.every((change) => Math.abs(scale * change) < TOLERANCE))
      return { intercept: coefficients[0]!, weights: coefficients.slice(1), iterations: iteration };
  }
  throw new InvalidInputError(
    `The fit must settle within ${MAX_ITERATIONS} steps, but did not; raise the penalty of ${penalty}: without one, classes that features separate have no finite weights.`,
  );
}

export const probability = (score: number): number =>
  score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score));

/** b0 + b x of one row: the logarithm of the odds. */
export function scoreRow(
  { features, width }: Pick<LabelledRows, "features" | "width">,
  row: number,
  model: LogisticModel,
): number {
  let score = model.intercept;
  for (let k = 0; k < width; k++) score += model.weights[k]! * features[row * width + k]!;
  return score;
}

function lossOf(rows: LabelledRows, penalty: number, coefficients: Float64Array): number {
  let loss = 0;
  for (let k = 1; k < coefficients.length; k++) loss += (penalty / 2) * coefficients[k]! ** 2;
  const model = { intercept: coefficients[0]!, weights: coefficients.subarray(1), iterations: 0 };
  for (let row = 0; row < rows.isPositive.length; row++) {
    const score = scoreRow(rows, row, model);
    const margin = rows.isPositive[row] ? -score : score;
    // log(1 + exp(margin)) without overflow
    loss += rows.weights[row]! * (Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))));
  }
  return loss;
}

function derivativesOf(rows: LabelledRows, penalty: number, coefficients: Float64Array) {
  const size = coefficients.length;
  const gradient = new Float64Array(size);
  const hessian = Array.from({ length: size }, () => new Float64Array(size));
  const model = { intercept: coefficients[0]!, weights: coefficients.subarray(1), iterations: 0 };
  const x = new Float64Array(size);
  x[0] = 1;
  for (let row = 0; row < rows.isPositive.length; row++) {
    x.set(rows.features.subarray(row * rows.width, (row + 1) * rows.width), 1);
    const p = probability(scoreRow(rows, row, model));
    const weight = rows.weights[row]!;
    const error = weight * (p - rows.isPositive[row]!);
    const spread = weight * p * (1 - p);
    for (let i = 0; i < size; i++) {
      gradient[i]! += error * x[i]!;
      const line = hessian[i]!;
      for (let j = 0; j <= i; j++) line[j]! += spread * x[i]! * x[j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) hessian[j]![i] = hessian[i]![j]!;
    if (i === 0) continue;
    gradient[i]! += penalty * coefficients[i]!;
    hessian[i]![i]! += penalty;
  }
  return { gradient, hessian };
}

const moved = (from: Float64Array, step: Float64Array, scale: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(from, (value, k) => value - scale * step[k]!);

function assertRows({ features, width, isPositive, weights }: LabelledRows, penalty: number): void {
  const rows = isPositive.length;
  const isWhole = features.length === rows * width && weights.length === rows && features.every(Number.isFinite);
  const isWeighted = weights.every((weight) => weight > 0 && Number.isFinite(weight));
  const positives = isPositive.reduce((sum, one) => sum + one, 0);
  if (!isWhole || !isWeighted || !(penalty >= 0))
    throw new InvalidInputError(
      `Rows must be finite numbers, ${width} a row, with weights above 0 and a penalty of at least 0, but got ${features.length} numbers for ${rows} rows and a penalty of ${penalty}.`,
    );
  if (positives === 0 || positives === rows)
    throw new InvalidInputError(
      `Rows must be of both classes, but ${positives} of ${rows} are of the seed; add people of the other class.`,
    );
}
