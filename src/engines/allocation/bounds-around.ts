import { InvalidInputError } from "../numeric/invalid-input";

/** Bounds by how far a line may move from what it receives now. */
export interface Reach {
  /** Share of the current amount by which it may fall at most, 0 to 1. */
  readonly below: number;
  /** Share by which it may rise at most, at least 0. */
  readonly above: number;
}

/** Both bounds of the current amount, all three rounded to `unit` minor units (10,000 for a hundred yuan); halves go up. */
export function boundsAround(
  current: bigint,
  { below, above }: Reach,
  unit = 1,
): { readonly lower: bigint; readonly upper: bigint } {
  if (!(current >= 0n && below >= 0 && below <= 1 && above >= 0 && Number.isFinite(above) && unit >= 1))
    throw new InvalidInputError(
      `Bounds around an amount need one of at least 0, a fall from 0 to 1, a rise of at least 0 and a unit of at least 1, but got ${current}, ${below}, ${above}, ${unit}; correct them.`,
    );
  const units = Math.round(Number(current) / unit);
  const rounded = (share: number): bigint => BigInt(Math.round(units * share)) * BigInt(unit);
  return { lower: rounded(1 - below), upper: rounded(1 + above) };
}
