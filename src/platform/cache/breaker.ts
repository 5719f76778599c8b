export type BreakerState = "CLOSED" | "OPEN" | "HALF_OPEN";

/**
 * Keeps callers from waiting for what does not answer. CLOSED: every call goes through. A failure makes it OPEN: calls are turned
 * away at once for `restMs`, twice as long after each failure in a row, `maxRestMs` at most. Then HALF_OPEN: one call tries, while
 * the others are still turned away; its success closes, its failure opens again. One failure is enough, as each costs its caller a
 * timeout.
 */
export class Breaker {
  private failures = 0;
  private closedAgainAt = 0;
  private isTrying = false;

  constructor(
    private readonly restMs: number,
    private readonly maxRestMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get state(): BreakerState {
    if (this.failures === 0) return "CLOSED";
    return this.now() < this.closedAgainAt ? "OPEN" : "HALF_OPEN";
  }

  /** Calls, or answers `otherwise`; `failed` hears of a failure. */
  async attempt<T>(call: () => Promise<T>, otherwise: T, failed: (error: unknown) => void): Promise<T> {
    if (this.state === "OPEN" || this.isTrying) return otherwise;
    this.isTrying = this.state === "HALF_OPEN";
    const failuresBefore = this.failures;
    try {
      const answer = await call();
      this.failures = 0;
      this.isTrying = false;
      return answer;
    } catch (error) {
      this.isTrying = false;
      // Calls that were under way together are one failure.
      if (this.failures === failuresBefore) this.open(error, failed);
      return otherwise;
    }
  }

  private open(error: unknown, failed: (error: unknown) => void): void {
    this.failures += 1;
    this.closedAgainAt = this.now() + Math.min(this.restMs * 2 ** (this.failures - 1), this.maxRestMs);
    failed(error);
  }
}
