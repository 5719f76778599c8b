/** Longer durations are counted one by one in a map, shorter ones by their place. */
const PLACES = 1 << 16;

/** How often each duration occurred; seconds. */
export class DurationCounts {
  private readonly short = new Float64Array(PLACES);
  private readonly long = new Map<number, number>();
  private total = 0;

  add(seconds: number): void {
    this.total++;
    if (seconds < PLACES) this.short[seconds]!++;
    else this.long.set(seconds, (this.long.get(seconds) ?? 0) + 1);
  }

  /** The duration at place floor(share of all) from 0, the last one at most; null of none. */
  quantile(share: number): number | null {
    if (this.total === 0) return null;
    let left = Math.min(Math.floor(share * this.total), this.total - 1);
    for (const [seconds, count] of this.inOrder()) {
      left -= count;
      if (left < 0) return seconds;
    }
    throw new Error(`The counts must sum to ${this.total}, but ${left + 1} are missing`);
  }

  private *inOrder(): Generator<readonly [seconds: number, count: number]> {
    yield* this.short.entries();
    yield* [...this.long].sort(([a], [b]) => a - b);
  }
}
