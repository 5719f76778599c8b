import { InvalidInputError } from "../numeric/invalid-input";
import type { SeededRandom } from "../numeric/seeded-random";
import { type Adstock, carryOver, normalisedWeights } from "./adstock";
import { type AdstockForm, type SaturationForm, type Shape, saturationPlace, searchedOf, shapeAt } from "./curve-shape";
import { type FitRefusal, type FitSeries, judgeSeries } from "./fit-refusal";
import { hillSaturation } from "./hill-curve";
import { type LeastSquares, leastSquares, type NormalEquations, normalEquations, withColumn } from "./least-squares";
import type { ResponseCurve } from "./response-curve";

/*
 * outcome = base + controls + sum over lines of a curve of the carried-over spend + noise
 *
 * Weights of the carry-over sum to 1, so a curve tells what a period brings in which a line spends the same as ever, and its
 * parameters are amounts of one period. Base and controls are linear; what a line brings is at least 0.
 */

export interface FitInput extends FitSeries {
  /** Other causes of the outcome by period, e.g. a season or a rival's sales; each takes one linear coefficient. */
  readonly controls: readonly (readonly number[])[];
  readonly adstock: AdstockForm;
  readonly saturation: SaturationForm;
  /** Periods over which spend is carried over. */
  readonly window: number;
}

export interface FittedLine {
  readonly curve: ResponseCurve;
  readonly adstock: Adstock;
}

export interface CurveFit {
  /** By line; a line of which the data do not tell a curve has the reason. */
  readonly lines: readonly (FittedLine | FitRefusal)[];
  /** Share of the outcome's variance that the model explains. */
  readonly rSquared: number;
  /** Root of the mean squared residual as a share of the mean outcome; null where that is 0. */
  readonly relativeError: number | null;
  readonly residuals: readonly number[];
  /** Where the search ended, to start from again. */
  readonly points: readonly (readonly number[])[];
}

export class FitRefusedError extends InvalidInputError {
  override readonly name = "FitRefusedError";

  constructor(readonly refusals: readonly FitRefusal[]) {
    super(refusals.map(({ message }) => message).join(" "));
  }
}

/** Near enough to the end of what is searched that the data would have gone on. */
const EDGE = 0.98;
const STARTS = [0.15, 0.5, 0.8];
const FIRST_STEP = 0.2;
const LAST_STEP = 0.002;
const LAST_STEP_OF_DRAW = 0.01;

/** The fit with the least squared residuals that is found from robust starts, or every reason why there is none. */
export function fitCurves(input: FitInput): CurveFit {
  const parameters =
    1 + input.controls.length + input.spend.length * (1 + searchedOf(input.adstock, input.saturation).length);
  const refusals = judgeSeries(input, parameters);
  if (refusals.length > 0) throw new FitRefusedError(refusals);
  const search = new Search(input);
  search.start();
  search.descend(FIRST_STEP, LAST_STEP);
  return search.fit();
}

/**
 * One more fit, of an outcome whose residuals are drawn anew in blocks of neighbouring periods, which keeps what binds neighbours
 * (Kuensch 1989): many of them tell how far a curve is known.
 */
export function drawFit(input: FitInput, { residuals, points }: CurveFit, random: SeededRandom): CurveFit {
  const periods = residuals.length;
  const length = Math.ceil(periods ** (1 / 3));
  const mean = residuals.reduce((sum, residual) => sum + residual, 0) / periods;
  const drawn: number[] = [];
  while (drawn.length < periods) {
    const from = random.integer(0, periods - length);
    for (let place = from; place < from + length; place++) drawn.push(residuals[place]! - mean);
  }
  const outcome = input.outcome.map((value, period) => value - residuals[period]! + drawn[period]!);
  const search = new Search({ ...input, outcome }, points);
  search.descend(FIRST_STEP / 2, LAST_STEP_OF_DRAW);
  return search.fit();
}

export const isFitted = (line: FittedLine | FitRefusal): line is FittedLine => "curve" in line;

/** A point of every line in [0, 1]^n with the least squares that it gives. Searched by compass steps (Kolda, Lewis & Torczon 2003). */
class Search {
  private points: number[][];
  /** The others, then those of the lines. */
  private columns: readonly (readonly number[])[];
  private equations: NormalEquations;
  private best: LeastSquares;
  private readonly others: readonly (readonly number[])[];
  private readonly largest: readonly number[];

  constructor(
    private readonly input: FitInput,
    points?: readonly (readonly number[])[],
  ) {
    const places = searchedOf(input.adstock, input.saturation);
    this.points = input.spend.map((_, line) => (points ? [...points[line]!] : places.map(() => STARTS[0]!)));
    this.others = [input.outcome.map(() => 1), ...input.controls];
    this.largest = input.spend.map((series) => Math.max(...series));
    this.columns = [...this.others, ...this.points.map((point, line) => this.columnOf(line, point))];
    this.equations = normalEquations(this.columns, input.outcome);
    this.best = leastSquares(this.equations, this.others.length);
  }

  /** Each line in turn at each place of a coarse grid, twice, since the lines depend on one another. */
  start(): void {
    const places = searchedOf(this.input.adstock, this.input.saturation).length;
    let grid: number[][] = [[]];
    for (let place = 0; place < places; place++)
      grid = grid.flatMap((point) => STARTS.map((start) => [...point, start]));
    for (let round = 0; round < 2; round++)
      for (let line = 0; line < this.points.length; line++) for (const point of grid) this.take(line, point);
  }

  descend(first: number, last: number): void {
    for (let step = first; step >= last; ) {
      let isBetter = false;
      this.points.forEach((_, line) => {
        for (let place = 0; place < this.points[line]!.length; place++)
          for (const by of [step, -step]) {
            const value = Math.min(1, Math.max(0, this.points[line]![place]! + by));
            if (this.take(line, this.points[line]!.with(place, value))) isBetter = true;
          }
      });
      if (!isBetter) step /= 2;
    }
  }

  fit(): CurveFit {
    const { outcome } = this.input;
    const mean = outcome.reduce((sum, value) => sum + value, 0) / outcome.length;
    const { coefficients } = this.best;
    const residuals = outcome.map((value, period) =>
      this.columns.reduce((rest, column, index) => rest - coefficients[index]! * column[period]!, value),
    );
    const loss = residuals.reduce((sum, value) => sum + value * value, 0);
    const spread = outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      lines: this.points.map((point, line) => this.lineOf(line, point)),
      rSquared: 1 - loss / spread,
      relativeError: mean === 0 ? null : Math.sqrt(loss / outcome.length) / Math.abs(mean),
      residuals,
      points: this.points,
    };
  }

  private lineOf(line: number, point: readonly number[]): FittedLine | FitRefusal {
    const coefficient = this.best.coefficients[this.others.length + line]!;
    if (coefficient <= 0)
      return {
        code: "NO_EFFECT",
        line,
        message: `Line ${line} shows no effect on the outcome beside the other lines; give the curve by hand or test the line in an experiment.`,
      };
    if (point[saturationPlace(this.input.adstock)]! >= EDGE)
      return {
        code: "NO_SATURATION",
        line,
        message: `Line ${line} brings the same for every amount that was spent, so where it saturates cannot be told; spend more in some periods, or give the curve by hand.`,
      };
    const shape = this.shape(point);
    return { adstock: shape.adstock, curve: this.curveOf(coefficient, shape, this.largest[line]!) };
  }

  private curveOf(coefficient: number, { saturationAmount, slope }: Shape, largest: number): ResponseCurve {
    const amount = saturationAmount * largest;
    switch (this.input.saturation) {
      case "LOG":
        return { form: "LOG", a: coefficient, b: amount };
      case "MICHAELIS_MENTEN":
        return { form: "MICHAELIS_MENTEN", vmax: coefficient, km: amount };
      case "HILL":
        return { form: "HILL", vmax: coefficient, km: amount, slope };
    }
  }

  private take(line: number, point: readonly number[]): boolean {
    const place = this.others.length + line;
    const columns = this.columns.with(place, this.columnOf(line, point));
    const equations = withColumn(this.equations, { columns, target: this.input.outcome, place });
    const solved = leastSquares(equations, this.others.length);
    if (!(solved.loss < this.best.loss)) return false;
    this.points[line] = [...point];
    this.columns = columns;
    this.equations = equations;
    this.best = solved;
    return true;
  }

  private shape(point: readonly number[]): Shape {
    return shapeAt(this.input.adstock, this.input.saturation, point);
  }

  private columnOf(line: number, point: readonly number[]): number[] {
    const { adstock, saturationAmount, slope } = this.shape(point);
    const amount = saturationAmount * this.largest[line]!;
    const carried = carryOver(this.input.spend[line]!, normalisedWeights(adstock, this.input.window));
    return this.input.saturation === "LOG"
      ? carried.map((value) => Math.log1p(value / amount))
      : carried.map((value) => hillSaturation(value, amount, slope));
  }
}
