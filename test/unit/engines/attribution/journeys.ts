import fc from "fast-check";
import type { AttributionModel } from "../../../../src/engines/attribution/attribution-model";
import { attributionModels, defaultModelSettings } from "../../../../src/engines/attribution/attribution-models";
import type { Credit } from "../../../../src/engines/attribution/credit";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable } from "../../../../src/engines/attribution/journey-table";

/** Every model as it comes without settings. */
export const plainModels = attributionModels(defaultModelSettings);

/** A model as a function of rows, `key` beside it for titles. */
export interface RowModel {
  readonly key: string;
  readonly isAdditiveAcrossDimensions: boolean;
  readonly credit: (journeys: readonly Journey[], directChannels?: readonly string[]) => readonly Credit[];
}

export const overRows = (model: AttributionModel): RowModel => ({
  key: [model.key, ...model.parameters].join(" "),
  isAdditiveAcrossDimensions: model.isAdditiveAcrossDimensions,
  credit: (journeys, direct) => model.credit(journeyTable(journeys, direct)),
});

/** A touch a day, the last one at the conversion. */
const daily = (touches: readonly string[]): number[] =>
  touches.map((_, index) => 86_400 * (touches.length - 1 - index));

/** Touches as `a > b`, conversions, nulls; each conversion is worth 100 minor units. */
export type JourneyRow = readonly [path: string, conversions: number, nulls: number];

export function journeysOf(...rows: readonly JourneyRow[]): Journey[] {
  return rows.map(([path, conversions, nulls]) => ({
    touches: path.split(" > "),
    conversions: BigInt(conversions),
    value: BigInt(conversions) * 100n,
    nulls: BigInt(nulls),
    ages: daily(path.split(" > ")),
  }));
}

/** Conversions by key as numbers, for comparison with printed figures. */
export function conversionsByKey(credits: readonly Credit[]): Record<string, number> {
  return Object.fromEntries(credits.map(({ key, conversionMillionths }) => [key, Number(conversionMillionths) / 1e6]));
}

export function sumCredits(credits: readonly Credit[]): Omit<Credit, "key"> {
  return {
    conversionMillionths: credits.reduce((sum, credit) => sum + credit.conversionMillionths, 0n),
    value: credits.reduce((sum, credit) => sum + credit.value, 0n),
  };
}

/** Names that a careless model would take for its own states, in order of their code units. */
export const AWKWARD_NAMES = ["", "conversion", "null", "start"] as const;

/** Up to eight journeys over four channels, at least one conversion among them. */
export const arbitraryJourneys: fc.Arbitrary<Journey[]> = fc
  .array(
    fc
      .record({
        touches: fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 5 }),
        conversions: fc.bigInt({ min: 0n, max: 20n }),
        price: fc.bigInt({ min: 0n, max: 10n ** 13n }),
        nulls: fc.bigInt({ min: 0n, max: 20n }),
      })
      .map(({ price, ...journey }) => ({
        ...journey,
        value: journey.conversions * price,
        ages: daily(journey.touches),
      })),
    { minLength: 1, maxLength: 8 },
  )
  .filter((journeys) => journeys.some(({ conversions }) => conversions > 0n));
