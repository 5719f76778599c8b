const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Numbers in [0, 1) that fill it evenly from the first on: multiples of the golden ratio modulo 1 (Weyl's equidistribution). Delays
 * drawn from it have the wished distribution already among a dozen people.
 */
export class EvenSpread {
  constructor(private last: number) {}

  next(): number {
    this.last = (this.last + GOLDEN_RATIO) % 1;
    return this.last;
  }
}
