import { InvalidInputError } from "../numeric/invalid-input";

export interface Discounting {
  /** Time ahead that counts; in one unit with the period and with what is discounted. */
  readonly horizon: number;
  /** What arrives within a period counts as at its end. */
  readonly period: number;
  /** Per period: 0.01 is one per cent. */
  readonly rate: number;
}

/** Present value of a stream that has brought `arrivedBy(t)` by each time ahead, by periods: the last one ends with the horizon. */
export function discounted(arrivedBy: (time: number) => number, { horizon, period, rate }: Discounting): number {
  if (!(horizon > 0 && Number.isFinite(horizon) && period > 0 && rate >= 0))
    throw new InvalidInputError(
      `Discounting needs a horizon and a period above 0 and a rate of at least 0, but got ${horizon}, ${period}, ${rate}.`,
    );
  let value = 0;
  let before = 0;
  for (let index = 1, end = 0; end < horizon; index++) {
    end = Math.min(index * period, horizon);
    const by = arrivedBy(end);
    value += (by - before) / (1 + rate) ** (end / period);
    before = by;
  }
  return value;
}
