import { sum } from "../numeric/sum";
import type { WorkingLine } from "./allocation-input";

/** How much more an allocation brings than another split of budget over the same lines. */
export interface Comparison {
  /** What the other split spends. Where it is not the total, part of the gain is the difference in budget. */
  readonly total: bigint;
  readonly response: number;
  readonly gain: number;
  /** Gain over the other split's response; null where that is 0. */
  readonly relativeGain: number | null;
}

export function compareWith(
  lines: readonly WorkingLine[],
  amounts: readonly number[],
  others: readonly bigint[],
): Comparison {
  const response = sum(lines.map(({ curve }, index) => curve.response(Number(others[index]))));
  const gain = sum(lines.map(({ curve }, index) => curve.gain(Number(others[index]), amounts[index]!)));
  return {
    total: others.reduce((total, amount) => total + amount, 0n),
    response,
    gain,
    relativeGain: response === 0 ? null : gain / response,
  };
}
