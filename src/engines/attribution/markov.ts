import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { type Journey, totalJourneys } from "./journey";
import { buildMarkovChain, type MarkovChain } from "./markov-chain";
import { removalEffects } from "./removal-effects";

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
export function analyseMarkov(journeys: readonly Journey[]): MarkovAnalysis {
  const totals = totalJourneys(journeys);
  const chain = buildMarkovChain(journeys);
  const effects = removalEffects(chain);
  const { channels } = chain;
  return {
    chain,
    removalEffects: channels.map((channel, index) => ({ channel, effect: effects[index]! })),
    credits: apportionCredits({ channels, totals, conversionWeights: effects, valueWeights: effects }),
  };
}

/** Credit in proportion to what would be lost without the channel. Removing a platform is not removing each of its placements. */
export const markov: AttributionModel = {
  key: "MARKOV",
  isAdditiveAcrossDimensions: false,
  credit: (journeys) => analyseMarkov(journeys).credits,
};
