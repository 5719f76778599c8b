/** So stiff that a fixed value does not move, and still within a double when it is squared. */
const FIXED = 1e60;

/** Values strictly between bounds with the prices of these: what an interior point moves. Fixed ones have equal bounds and stay. */
export class BoundedValues {
  readonly values: Float64Array;
  private readonly lowerPrices: Float64Array;
  private readonly upperPrices: Float64Array;

  constructor(
    private readonly lower: readonly number[],
    private readonly upper: readonly number[],
    /** How far above its lower bound a value begins at most. */
    start: number,
  ) {
    this.values = Float64Array.from(lower, (from, index) => from + Math.min((upper[index]! - from) / 2, start));
    this.lowerPrices = new Float64Array(lower.length).fill(1);
    this.upperPrices = new Float64Array(lower.length).fill(1);
  }

  price(price: number): void {
    this.lowerPrices.fill(price);
    this.upperPrices.fill(price);
  }

  isFixed(index: number): boolean {
    return this.lower[index] === this.upper[index];
  }

  /** Sum of room times price over the bounds, and how many these are. */
  complementarity(): { readonly sum: number; readonly count: number } {
    let sum = 0;
    let count = 0;
    for (let index = 0; index < this.values.length; index++) {
      if (this.isFixed(index)) continue;
      sum += this.below(index) * this.lowerPrices[index]! + this.above(index) * this.upperPrices[index]!;
      count += 2;
    }
    return { sum, count };
  }

  /** How much the bounds resist a move. */
  stiffness(index: number): number {
    if (this.isFixed(index)) return FIXED;
    return this.lowerPrices[index]! / this.below(index) + this.upperPrices[index]! / this.above(index);
  }

  /** What the bounds push towards the middle at complementary products of `target`. */
  push(index: number, target: number): number {
    return this.isFixed(index) ? 0 : target / this.below(index) - target / this.above(index);
  }

  /** A move with the prices' own, and the share of it that may be gone before something reaches 0. */
  plan(move: Float64Array, target: number): { readonly longest: number; readonly go: (length: number) => void } {
    const lowerMove = new Float64Array(move.length);
    const upperMove = new Float64Array(move.length);
    let longest = Number.POSITIVE_INFINITY;
    const keep = (value: number, by: number): void => {
      if (by < 0) longest = Math.min(longest, -value / by);
    };
    for (let index = 0; index < move.length; index++) {
      if (this.isFixed(index)) continue;
      const [below, above, by] = [this.below(index), this.above(index), move[index]!];
      lowerMove[index] = (target - this.lowerPrices[index]! * (below + by)) / below;
      upperMove[index] = (target - this.upperPrices[index]! * (above - by)) / above;
      keep(below, by);
      keep(above, -by);
      keep(this.lowerPrices[index]!, lowerMove[index]!);
      keep(this.upperPrices[index]!, upperMove[index]!);
    }
    const go = (length: number): void => {
      for (let index = 0; index < move.length; index++) {
        if (this.isFixed(index)) continue;
        this.values[index]! += length * move[index]!;
        this.lowerPrices[index]! += length * lowerMove[index]!;
        this.upperPrices[index]! += length * upperMove[index]!;
      }
    };
    return { longest, go };
  }

  private below(index: number): number {
    return this.values[index]! - this.lower[index]!;
  }

  private above(index: number): number {
    return this.upper[index]! - this.values[index]!;
  }
}
