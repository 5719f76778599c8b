import { fundamentalMatrix } from "./fundamental-matrix";
import type { MarkovChain } from "./markov-chain";

/**
 * For each channel of the chain in order: the share of conversions lost when every way into the channel ends in NULL instead
 * (Anderl, Becker, von Wangenheim & Schumann 2016, Int. J. Research in Marketing 33).
 *
 * The conversions lost are those of journeys that ever meet the channel. From the start a journey meets channel i with
 * probability v_i / N_ii (all visits over visits once there) and converts from there with probability h_i, so the effect is
 * v_i h_i / (N_ii base). One inversion serves all channels, and products of positive numbers keep the digits that solving the
 * chain again without the channel and subtracting would cancel. Visits v need no algebra: a chain estimated from whole journeys
 * expects exactly the visits that were counted, because flow in equals flow out at every state.
 */
export function removalEffects(chain: MarkovChain): number[] {
  const { channels, baseConversionProbability } = chain;
  if (baseConversionProbability === 0) return channels.map(() => 0);
  const { transient, conversion, visits } = toMatrices(chain);
  const fundamental = fundamentalMatrix(transient);
  return channels.map((_, i) => {
    const row = fundamental[i]!;
    const converts = row.reduce((sum, expectedVisits, j) => sum + expectedVisits * conversion[j]!, 0);
    return Math.min(1, (visits[i]! * converts) / (row[i]! * baseConversionProbability));
  });
}

interface ChainMatrices {
  /** Probabilities between channels. */
  readonly transient: readonly Float64Array[];
  /** Probability of conversion right after each channel. */
  readonly conversion: Float64Array;
  /** Visits to each channel per journey. */
  readonly visits: Float64Array;
}

function toMatrices({ channels, transitions }: MarkovChain): ChainMatrices {
  const size = channels.length;
  const numbers = new Map(channels.map((channel, number) => [channel, number]));
  const transient = channels.map(() => new Float64Array(size));
  const conversion = new Float64Array(size);
  const entries = new Array<bigint>(size).fill(0n);
  let journeys = 0n;
  for (const { from, to, count, probability } of transitions) {
    if (to.kind === "CHANNEL") entries[numbers.get(to.channel)!]! += count;
    if (from.kind === "START") journeys += count;
    if (from.kind !== "CHANNEL") continue;
    const row = numbers.get(from.channel)!;
    if (to.kind === "CHANNEL") transient[row]![numbers.get(to.channel)!] = probability;
    if (to.kind === "CONVERSION") conversion[row] = probability;
  }
  const visits = Float64Array.from(entries, (count) => Number(count) / Number(journeys));
  return { transient, conversion, visits };
}
