import { absorbingValues } from "./absorbing-values";
import type { JourneyTable } from "./journey-table";
import { buildMemoryChain } from "./memory-chain";

/**
 * For each channel in order: the share of conversions of a chain of this order that are lost when every way into a state that
 * ends in the channel ends in NULL instead (Anderl et al. 2016, section 3.2, for chains of higher order).
 *
 * Lost are the conversions of journeys that ever meet the channel. That probability is solved for itself, with the states that
 * end in the channel worth what they convert with: it adds positive numbers only, where solving the chain again without the
 * channel and subtracting would cancel digits.
 */
export function memoryRemovalEffects(table: JourneyTable, order: number): number[] {
  const chain = buildMemoryChain(table, order);
  const { conversion, newest } = chain;
  const free = new Float64Array(newest.length).fill(Number.NaN);
  const converts = absorbingValues(chain, conversion, free);
  const base = converts[0]!;
  if (base === 0) return table.channels.map(() => 0);
  const nothing = new Float64Array(newest.length);
  return table.channels.map((_, channel) => {
    const fixed = free.map((value, state) => (newest[state] === channel ? converts[state]! : value));
    return Math.min(1, absorbingValues(chain, nothing, fixed)[0]! / base);
  });
}
