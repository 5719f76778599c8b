import { apportionCredits } from "./apportion-credits";
import type { AttributionModel } from "./attribution-model";
import type { Credit } from "./credit";
import { exactShapley } from "./exact-shapley";
import { type JourneyTable, totalJourneys } from "./journey-table";
import { SHAPLEY_DRAWS, sampledShapley } from "./sampled-shapley";
import { MAX_EXACT_PLAYERS } from "./shapley-values";

export interface ShapleyAnalysis {
  /** By channel, in conversions; they sum to all conversions. Below 0 where journeys convert less often with the channel than without. */
  readonly values: readonly number[];
  /** Largest standard error of a value, in conversions; null where the values are exact. */
  readonly standardError: number | null;
  readonly credits: readonly Credit[];
}

/**
 * Shapley values over observed coalitions, null journeys included (after Shao & Li 2011, "Data-driven multi-touch attribution
 * models"). A coalition of channels is worth the conversions expected if people met no other channel: every journey is cut to
 * the coalition's channels and converts as often as the journeys that met exactly those; a set that nobody met brings nothing.
 * So all channels together are worth all conversions, a channel that changes no journey's rate has 0, and a channel's value
 * grows with the people it met.
 *
 * Exact for up to 16 channels; above that sampled with a seed. Credit is in proportion to the values, where one below 0 counts 0.
 */
export function analyseShapley(table: JourneyTable, seed: number): ShapleyAnalysis {
  const { channels } = table;
  const { values, standardError } =
    channels.length <= MAX_EXACT_PLAYERS ? { values: exactShapley(table), standardError: null } : sample(table, seed);
  const weights = values.map((value) => Math.max(0, value));
  const credits = apportionCredits({
    channels,
    totals: totalJourneys(table),
    conversionWeights: weights,
    valueWeights: weights,
  });
  return { values, standardError, credits };
}

export const shapley = (seed: number): AttributionModel => ({
  key: "SHAPLEY",
  isAdditiveAcrossDimensions: false,
  parameters: [`exactUpToChannels=${MAX_EXACT_PLAYERS}`, `draws=${2 * SHAPLEY_DRAWS}`, `seed=${seed}`],
  credit: (table, tell) => {
    const { credits, standardError } = analyseShapley(table, seed);
    if (standardError !== null) tell?.(`largestStandardError=${standardError.toPrecision(3)}`);
    return credits;
  },
});

function sample(
  table: JourneyTable,
  seed: number,
): { readonly values: readonly number[]; readonly standardError: number } {
  const { values, standardErrors } = sampledShapley(table, seed);
  return { values, standardError: Math.max(...standardErrors) };
}
