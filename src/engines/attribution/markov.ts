import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { buildMarkovChain, type MarkovChain } from "./markov-chain";
import { memoryRemovalEffects } from "./memory-removal-effects";
import { removalEffects } from "./removal-effects";

/** How many touches back the chain remembers. */
export const markovOrders = [1, 2, 3, 4] as const;
export type MarkovOrder = (typeof markovOrders)[number];

export interface RemovalEffect {
  readonly channel: string;
  /** Share of conversions lost without the channel, 0 to 1. The effects of all channels do not sum to 1. */
  readonly effect: number;
}

export interface MarkovAnalysis {
  readonly chain: MarkovChain;
  readonly removalEffects: readonly RemovalEffect[];
  readonly credits: readonly Credit[];
}

/**
 * Order 1, null journeys included. Conversions and their value are both credited in proportion to the removal effects: the chain
 * knows how often a channel is needed, not how much the conversion it is needed for is worth.
 */
export function analyseMarkov(table: JourneyTable): MarkovAnalysis {
  const chain = buildMarkovChain(table);
  const effects = removalEffects(chain);
  return {
    chain,
    removalEffects: chain.channels.map((channel, index) => ({ channel, effect: effects[index]! })),
    credits: creditEffects(table, effects),
  };
}

/** Credit in proportion to what would be lost without the channel. Removing a platform is not removing each of its placements. */
export const markov = (order: MarkovOrder): AttributionModel => ({
  key: "MARKOV",
  isAdditiveAcrossDimensions: false,
  parameters: [`order=${order}`],
  credit: (table) =>
    order === 1 ? analyseMarkov(table).credits : creditEffects(table, memoryRemovalEffects(table, order)),
});

function creditEffects(table: JourneyTable, effects: readonly number[]): Credit[] {
  const { channels } = table;
  return apportionCredits({
    channels,
    totals: totalJourneys(table),
    conversionWeights: effects,
    valueWeights: effects,
  });
}
