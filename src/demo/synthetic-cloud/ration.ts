import type { SeededRandom } from "../../engines/numeric/seeded-random";

/**
 * Chance with a memory: of draws whose expectations add up to x, between x - 1 and x + 1 succeed, each unit's success at a random
 * place (stratified sampling). A small cloud of independent draws would scatter rates by 10 to 15 per cent, which would drown
 * the 3 to 6 per cent by which brands differ.
 */
export class Ration {
  private expected = 0;
  private unit = 0;
  private next: number;

  constructor(private readonly random: SeededRandom) {
    this.next = random.uniform();
  }

  /** One draw of a given probability; a success that is already due passes to the draw after. */
  flip(probability: number): boolean {
    this.expected += probability;
    if (this.next > this.expected) return false;
    this.advance();
    return true;
  }

  /** How many of an expected number of things happen. */
  count(expectation: number): number {
    this.expected += expectation;
    let count = 0;
    for (; this.next <= this.expected; count += 1) this.advance();
    return count;
  }

  private advance(): void {
    this.unit += 1;
    this.next = this.unit + this.random.uniform();
  }
}
