import { type ConstrainedInput } from "./constrained-input";

/** Amounts of lines by cell, each spread evenly over the periods in which it may be spent: what a plan without a calendar would do. */
export function spreadEvenly({ lines, periods }: ConstrainedInput, amounts: readonly bigint[]): number[] {
  return lines.flatMap(({ spendIn }, line) => {
    const isSpent = (period: number): boolean => spendIn == null || spendIn.includes(period);
    const each = Number(amounts[line]) / (spendIn?.length ?? periods);
    return Array.from({ length: periods }, (_, period) => (isSpent(period) ? each : 0));
  });
}
