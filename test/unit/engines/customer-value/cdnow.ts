import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HistoryCounts } from "../../../../src/engines/customer-value/purchase-history";

const FOLDER = join(__dirname, "../../../../../shared/data/cdnow");
export const hasCdnow = existsSync(FOLDER);
const DAY = 86_400_000;

/** ID, x, t_x, T and mean repeat spend of every customer, as published. */
export const summaryRows = (): readonly (readonly number[])[] =>
  readFileSync(join(FOLDER, "summary_with_spend.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));

/** The same facts rebuilt from the raw transactions, in weeks rounded to 2 decimals; repeats after the calibration beside them. */
export function rebuiltRows(): readonly { x: number; lastPurchase: number; age: number; holdout: number }[] {
  const end = Date.UTC(1997, 8, 30);
  const days = new Map<string, Set<number>>();
  for (const line of readFileSync(join(FOLDER, "CDNOW_sample.txt"), "utf8").trim().split("\n")) {
    const [, id, date] = line.trim().split(/\s+/) as [string, string, string];
    const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
    days.set(id, (days.get(id) ?? new Set()).add(day));
  }
  const weeks = (from: number, to: number): number => Math.round(((to - from) / DAY / 7) * 100) / 100;
  return [...days.values()].map((all) => {
    const known = [...all].filter((day) => day <= end).sort((a, b) => a - b);
    const [first, last] = [known[0]!, known.at(-1)!];
    return {
      x: known.length - 1,
      lastPurchase: weeks(first, last),
      age: weeks(first, end),
      holdout: all.size - known.length,
    };
  });
}

export const countsOf = (
  rows: readonly { readonly x: number; readonly lastPurchase: number; readonly age: number }[],
): HistoryCounts<"WEEK"> => ({
  unit: "WEEK",
  repeatPurchases: rows.map(({ x }) => x),
  lastPurchase: rows.map(({ lastPurchase }) => lastPurchase),
  age: rows.map(({ age }) => age),
  people: rows.map(() => 1),
});

export const summaryCounts = (): HistoryCounts<"WEEK"> =>
  countsOf(summaryRows().map(([, x, lastPurchase, age]) => ({ x: x!, lastPurchase: lastPurchase!, age: age! })));
