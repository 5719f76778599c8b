import fc from "fast-check";
import type { Credit } from "../../../../src/engines/attribution/credit";
import type { Journey } from "../../../../src/engines/attribution/journey";

/** Touches as `a > b`, conversions, nulls; each conversion is worth 100 minor units. */
export type JourneyRow = readonly [path: string, conversions: number, nulls: number];

export function journeysOf(...rows: readonly JourneyRow[]): Journey[] {
  return rows.map(([path, conversions, nulls]) => ({
    touches: path.split(" > "),
    conversions: BigInt(conversions),
    value: BigInt(conversions) * 100n,
    nulls: BigInt(nulls),
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
      .map(({ price, ...journey }) => ({ ...journey, value: journey.conversions * price })),
    { minLength: 1, maxLength: 8 },
  )
  .filter((journeys) => journeys.some(({ conversions }) => conversions > 0n));
