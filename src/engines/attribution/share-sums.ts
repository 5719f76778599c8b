import type { JourneyTable } from "./journey-table";

/** Low limb of a value: sums of up to 2^27 of them, and of as many high limbs of values below 2^63, stay whole in a double. */
const LIMB_BITS = 26n;
const LOW_MASK = (1n << LIMB_BITS) - 1n;

/** What journeys give to channels at one share each, not yet multiplied by it: exact sums of whole numbers. */
export class ShareSum {
  private readonly conversions: Float64Array;
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(channels: number) {
    this.conversions = new Float64Array(channels);
    this.high = new Float64Array(channels);
    this.low = new Float64Array(channels);
  }

  add(channel: number, conversions: number, high: number, low: number): void {
    this.conversions[channel]! += conversions;
    this.high[channel]! += high;
    this.low[channel]! += low;
  }

  conversionsOf(channel: number): bigint {
    return BigInt(this.conversions[channel]!);
  }

  valueOf(channel: number): bigint {
    return (BigInt(this.high[channel]!) << LIMB_BITS) + BigInt(this.low[channel]!);
  }
}

interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly sum: ShareSum;
}

/**
 * Credits of rule-based models as fractions. Shares of a k-th have no exact decimal form, so nothing is divided here: what is
 * given at one share is kept apart, brought to the least common denominator as integers, and apportioned once over the grand
 * total. Adding up millionths rounded per journey would be off by as much as the number of journeys.
 */
export class ShareSums {
  private readonly shares = new Map<string, Share>();

  constructor(private readonly channels: number) {}

  /** Where to add what is given at the share `numerator / denominator`. */
  of(numerator: bigint, denominator: bigint): ShareSum {
    const key = `${numerator}/${denominator}`;
    const known = this.shares.get(key) ?? { numerator, denominator, sum: new ShareSum(this.channels) };
    this.shares.set(key, known);
    return known.sum;
  }

  /** By channel, in proportion to what each is given. */
  weights(): { readonly conversionWeights: readonly bigint[]; readonly valueWeights: readonly bigint[] } {
    const shares = [...this.shares.values()];
    const common = shares.reduce((multiple, { denominator }) => leastCommonMultiple(multiple, denominator), 1n);
    const factors = shares.map(({ numerator, denominator }) => numerator * (common / denominator));
    const weigh = (of: (sum: ShareSum, channel: number) => bigint): readonly bigint[] =>
      Array.from({ length: this.channels }, (_, channel) =>
        shares.reduce((total, { sum }, index) => total + factors[index]! * of(sum, channel), 0n),
      );
    return {
      conversionWeights: weigh((sum, channel) => sum.conversionsOf(channel)),
      valueWeights: weigh((sum, channel) => sum.valueOf(channel)),
    };
  }
}

/** Calls `give` for every journey with conversions: its number, first touch and end, and what it has to give. */
export function forEachConverted(
  { starts, conversions, values }: JourneyTable,
  give: (journey: number, from: number, to: number, conversions: number, high: number, low: number) => void,
): void {
  for (let journey = 0; journey < conversions.length; journey += 1) {
    const count = conversions[journey]!;
    if (count === 0) continue;
    const value = values[journey]!;
    give(journey, starts[journey]!, starts[journey + 1]!, count, Number(value >> LIMB_BITS), Number(value & LOW_MASK));
  }
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let divisor = a;
  for (let rest = b; rest !== 0n; ) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
