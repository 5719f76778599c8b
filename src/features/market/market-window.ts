import type { ProblemList } from "../../platform/user-error";

/** Half open: an order at `from` belongs to it, one at `to` does not. */
export interface MarketWindow {
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;
/** A year, with the day that a leap year has more. Longer comparisons are made of calendar years. */
export const MAX_WINDOW_DAYS = 366;
/** Complete years besides the one in which the window ends. */
export const DEFAULT_YEARS = 5;
export const MAX_YEARS = 10;

export function checkMarketWindow(problems: ProblemList, { from, to }: MarketWindow, path: readonly string[]): void {
  const length = to.getTime() - from.getTime();
  if (length > 0 && length <= MAX_WINDOW_DAYS * DAY_MS) return;
  problems.add(
    "INVALID_INPUT",
    [...path, "from"],
    `from must lie before to, at most ${MAX_WINDOW_DAYS} days, but got ${from.toISOString()} with to ${to.toISOString()}.`,
  );
}

export function checkYears(problems: ProblemList, years: number, field: readonly string[]): void {
  if (years >= 0 && years <= MAX_YEARS) return;
  problems.add("INVALID_INPUT", field, `years must be 0 to ${MAX_YEARS}, but got ${years}.`);
}
