import { apportion } from "../numeric/apportion";

export interface WantedAmount {
  /** In which proportion the lines want the total; above 0. */
  readonly wanted: number;
  readonly lower: bigint;
  readonly upper: bigint;
}

const HALVINGS = 100;

/**
 * Splits a total in the wanted proportion within bounds: every amount is its bound or one common factor times what it wants, so no
 * line is favoured. Sums to the total, or to all upper bounds where they are less; the lower bounds must not sum to more.
 * Whole minor units: rounded down, the rest one by one to those that lost most and have room.
 */
export function boundedSplit(total: bigint, lines: readonly WantedAmount[]): bigint[] {
  const room = lines.reduce((sum, { upper }) => sum + upper, 0n);
  if (total >= room) return lines.map(({ upper }) => upper);
  const bounds = lines.map(({ lower, upper }) => [Number(lower), Number(upper)] as const);
  const amountsAt = (factor: number): number[] =>
    lines.map(({ wanted }, place) => Math.min(Math.max(factor * wanted, bounds[place]![0]), bounds[place]![1]));
  let [low, high] = [0, 1];
  const reaches = (factor: number): boolean =>
    amountsAt(factor).reduce((sum, amount) => sum + amount, 0) >= Number(total);
  while (!reaches(high)) high *= 2;
  for (let halving = 0; halving < HALVINGS && high - low > high * Number.EPSILON; halving++) {
    const middle = (low + high) / 2;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  const exact = amountsAt(low);
  const amounts = exact.map((amount, place) => {
    const whole = BigInt(Math.floor(amount));
    return whole < lines[place]!.lower ? lines[place]!.lower : whole;
  });
  return fillUp(total, amounts, exact, lines);
}

function fillUp(total: bigint, amounts: bigint[], exact: readonly number[], lines: readonly WantedAmount[]): bigint[] {
  const lost = (place: number): number => exact[place]! - Number(amounts[place]!);
  let left = total - amounts.reduce((sum, amount) => sum + amount, 0n);
  while (left > 0n) {
    const open = lines.flatMap(({ upper }, place) => (amounts[place]! < upper ? [place] : []));
    for (const place of open.sort((a, b) => lost(b) - lost(a) || a - b)) {
      if (left === 0n) break;
      amounts[place]! += 1n;
      left -= 1n;
    }
  }
  return amounts;
}

/** Cuts amounts in proportion so that they sum to no more than the total. */
export function cutTo(total: bigint, amounts: readonly bigint[]): readonly bigint[] {
  const sum = amounts.reduce((all, amount) => all + amount, 0n);
  if (sum <= total) return amounts;
  return total <= 0n ? amounts.map(() => 0n) : apportion(total, amounts);
}
