import { attributionModels } from "../../engines/attribution/attribution-models";
import { rollUp } from "../../engines/attribution/credit";
import { type Channel, channelKey, parseChannelKey } from "./channel";
import type { ConvertedJourneys } from "./converted-journeys";
import type { ModelKey } from "./model-key";
import { shownChannels } from "./small-lines";

/** What one model credits one shown channel with. */
export interface ReportCredit extends Channel {
  readonly model: ModelKey;
  readonly conversionMillionths: bigint;
  /** Minor units. */
  readonly value: bigint;
}

/** Credits of every shown channel under every model: over the channels they sum exactly to what is attributed. */
export function creditReport(
  { journeys, reaches }: Pick<ConvertedJourneys, "journeys" | "reaches">,
  models: readonly ModelKey[],
  threshold: number,
): readonly ReportCredit[] {
  const shown = shownChannels(reaches, threshold);
  const keys = new Map(reaches.map(({ channel }, index) => [channelKey(channel), channelKey(shown[index]!)]));
  const untouched = [...keys.keys()].map((key) => ({ key, conversionMillionths: 0n, value: 0n }));
  return models.flatMap((model) =>
    rollUp([...untouched, ...attributionModels[model].credit(journeys)], (key) => keys.get(key)!).map(
      ({ key, ...credit }) => ({ model, ...parseChannelKey(key), ...credit }),
    ),
  );
}
