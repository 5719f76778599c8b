import { InvalidInputError } from "../numeric/invalid-input";
import { solveSymmetric } from "../numeric/solve-symmetric";
import { factorInPlace, solveInPlace } from "./block-cholesky";
import { BoundedValues } from "./bounded-values";

/** A smooth concave function of one number. */
export interface Smooth {
  readonly marginalReturn: (amount: number) => number;
  readonly curvature: (amount: number) => number;
}

/** A term of the objective: a concave function of a weighted sum of cells. */
export interface Term {
  readonly curve: Smooth;
  /** Places in the block. */
  readonly cells: readonly number[];
  readonly weights: readonly number[];
}

/** Neighbouring cells whose terms name no others, e.g. the periods of a line. */
export interface Block {
  readonly size: number;
  readonly terms: readonly Term[];
}

/** A sum of cells that must lie in a range, both ends included; equal ends: exactly. */
export interface Range {
  readonly cells: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** Maximise the sum of all terms with cells and sums of cells in their ranges. */
export interface ConcaveProgram {
  readonly blocks: readonly Block[];
  /** By cell, each below its upper bound. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly ranges: readonly Range[];
}

export interface ConcaveSolution {
  readonly cells: Float64Array;
  /** Worth of one more unit of each sum: above 0 when its upper end holds back, below 0 when its lower end does. */
  readonly prices: Float64Array;
  /** How far a sum lies outside its range at most. */
  readonly violation: number;
}

const MAX_ITERATIONS = 120;
/** Share of the way to the nearest bound that a step goes. */
const TO_BOUND = 0.995;

/**
 * Primal-dual interior point with Newton steps on the Schur complement (Boyd & Vandenberghe 2004, 11.7; Wright 1997, 11). Blocks are
 * factored by themselves, so the time grows with the cells and with the cube of the sums only. Pass amounts near 1. With `elastic`
 * above 0 sums may leave their ranges at the price of the square: where no cells keep all ranges, the prices then name those that are
 * in conflict.
 */
export function solveConcave(program: ConcaveProgram, elastic = 0): ConcaveSolution {
  return new InteriorPoint(program, elastic).run();
}

class InteriorPoint {
  private readonly cells: BoundedValues;
  private readonly sums: BoundedValues;
  private readonly prices: Float64Array;
  /** The mean product of room and price at which the search ends. */
  private readonly enough: number;
  /** Of each cell, the sums that it is in. */
  private readonly memberships: readonly number[][];
  private readonly starts: readonly number[];

  constructor(
    private readonly program: ConcaveProgram,
    private readonly elastic: number,
  ) {
    const { lower, upper, ranges, blocks } = program;
    this.memberships = lower.map(() => []);
    ranges.forEach(({ cells }, range) => {
      for (const cell of cells) this.memberships[cell]!.push(range);
    });
    let next = 0;
    this.starts = blocks.map(({ size }) => {
      next += size;
      return next - size;
    });
    this.cells = new BoundedValues(lower, upper, 1 / Math.max(1, lower.length));
    this.sums = new BoundedValues(
      ranges.map((range) => range.lower),
      ranges.map((range) => range.upper),
      1,
    );
    this.prices = new Float64Array(ranges.length);
    const returns = [...this.derivatives().gradient].filter((value) => value > 0 && Number.isFinite(value));
    const scale = returns.length === 0 ? 1 : Math.max(...returns);
    this.enough = 1e-13 * scale;
    this.cells.price(scale);
    this.sums.price(scale);
  }

  run(): ConcaveSolution {
    let centring = 0.3;
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      const [ofCells, ofSums] = [this.cells.complementarity(), this.sums.complementarity()];
      const gap = (ofCells.sum + ofSums.sum) / Math.max(1, ofCells.count + ofSums.count);
      if (gap < this.enough && (this.violation() < 1e-12 || gap < 0.01 * this.enough)) break;
      const length = this.step(centring * gap);
      if (!(length > 1e-10)) break;
      centring = length > 0.9 ? 0.05 : length > 0.5 ? 0.2 : 0.5;
    }
    return { cells: this.cells.values, prices: this.prices, violation: this.violation() };
  }

  /** Gradient, and of each block the negative second derivatives by rows. */
  private derivatives(): { readonly gradient: Float64Array; readonly bends: readonly Float64Array[] } {
    const amounts = this.cells.values;
    const gradient = new Float64Array(amounts.length);
    const bends = this.program.blocks.map(({ size, terms }, index) => {
      const start = this.starts[index]!;
      const bend = new Float64Array(size * size);
      for (const { curve, cells, weights } of terms) {
        let amount = 0;
        for (let place = 0; place < cells.length; place++) amount += weights[place]! * amounts[start + cells[place]!]!;
        const [slope, curvature] = [curve.marginalReturn(amount), curve.curvature(amount)];
        for (let place = 0; place < cells.length; place++) {
          const [cell, weight] = [cells[place]!, weights[place]!];
          gradient[start + cell]! += slope * weight;
          for (let other = 0; other < cells.length; other++)
            bend[cell * size + cells[other]!]! -= curvature * weight * weights[other]!;
        }
      }
      return bend;
    });
    return { gradient, bends };
  }

  /** By sum: what its cells make up less where it stands. */
  private residuals(): Float64Array {
    return Float64Array.from(this.program.ranges, ({ cells }, range) => {
      let made = -this.sums.values[range]! - this.elastic * this.prices[range]!;
      for (const cell of cells) made += this.cells.values[cell]!;
      return made;
    });
  }

  private violation(): number {
    return this.residuals().reduce((worst, value) => Math.max(worst, Math.abs(value)), 0);
  }

  /** One Newton step towards complementary products of `target`; the share of it that was gone. */
  private step(target: number): number {
    const { blocks, ranges } = this.program;
    const { gradient, bends } = this.derivatives();
    const pull = gradient.map((slope, cell) => {
      let worth = slope + this.cells.push(cell, target);
      for (const range of this.memberships[cell]!) worth -= this.prices[range]!;
      return worth;
    });
    const schur = ranges.map(() => new Float64Array(ranges.length));
    const right = this.residuals();
    blocks.forEach(({ size }, index) => {
      const start = this.starts[index]!;
      const bend = bends[index]!;
      for (let place = 0; place < size; place++) bend[place * size + place]! += this.cells.stiffness(start + place);
      factorInPlace(bend, size);
      this.addBlock(schur, right, { factor: bend, size, start, pull });
    });
    const sumPull = ranges.map((_, range) => {
      schur[range]![range]! += this.elastic;
      if (this.sums.isFixed(range)) return 0;
      const worth = this.prices[range]! + this.sums.push(range, target);
      schur[range]![range]! += 1 / this.sums.stiffness(range);
      right[range]! -= worth / this.sums.stiffness(range);
      return worth;
    });
    // Sums of which one follows from others, e.g. all steps and the total, leave the matrix singular.
    for (let range = 0; range < ranges.length; range++) schur[range]![range]! *= 1 + 1e-12;
    const priceMove = solvedOrNull(schur, right);
    if (priceMove === null) return 0;
    const move = pull.map((worth, cell) => {
      let rest = worth;
      for (const range of this.memberships[cell]!) rest -= priceMove[range]!;
      return rest;
    });
    blocks.forEach(({ size }, index) => {
      const start = this.starts[index]!;
      solveInPlace(bends[index]!, move.subarray(start, start + size), size);
    });
    const sumMove = Float64Array.from(sumPull, (worth, range) =>
      this.sums.isFixed(range) ? 0 : (worth + priceMove[range]!) / this.sums.stiffness(range),
    );
    const plans = [this.cells.plan(move, target), this.sums.plan(sumMove, target)];
    const length = Math.min(1, ...plans.map(({ longest }) => TO_BOUND * longest));
    for (const { go } of plans) go(length);
    priceMove.forEach((by, range) => {
      this.prices[range]! += length * by;
    });
    return length;
  }

  /** What a block adds to the equations of the prices. */
  private addBlock(
    schur: readonly Float64Array[],
    right: Float64Array,
    { factor, size, start, pull }: { factor: Float64Array; size: number; start: number; pull: Float64Array },
  ): void {
    const wanted = pull.slice(start, start + size);
    solveInPlace(factor, wanted, size);
    const columns = new Map<number, Float64Array>();
    for (let place = 0; place < size; place++)
      for (const range of this.memberships[start + place]!) {
        right[range]! += wanted[place]!;
        const column = columns.get(range) ?? new Float64Array(size);
        column[place] = 1;
        columns.set(range, column);
      }
    for (const [range, column] of columns) {
      solveInPlace(factor, column, size);
      for (let place = 0; place < size; place++)
        for (const other of this.memberships[start + place]!) schur[range]![other]! += column[place]!;
    }
  }
}

/** Null where rounding has made the equations unsolvable: as near as doubles come, or far off where nothing can be kept. */
function solvedOrNull(matrix: readonly Float64Array[], right: Float64Array): Float64Array | null {
  try {
    return solveSymmetric(matrix, right);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}
