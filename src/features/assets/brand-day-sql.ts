import type { LabelledBrand } from "./label-request";

type ZonedBrand = Pick<LabelledBrand, "id" | "zone">;

/** `params` of {@link zonedDay}. */
export function zoneParams(brands: readonly ZonedBrand[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    zonesOf(brands).flatMap((zone, index) => [
      [`zone${index}`, zone],
      [`zoneBrands${index}`, brands.filter((brand) => brand.zone === zone).map((brand) => brand.id)],
    ]),
  );
}

/** The day of an instant in the zone of `brand_id`, for at least one brand; ClickHouse wants a constant zone in each call. */
export function zonedDay(brands: readonly ZonedBrand[], instant: string): string {
  const days = zonesOf(brands).map((_, index) => `toDate(${instant}, {zone${index}:String})`);
  const cases = days.slice(0, -1).map((day, index) => `brand_id IN {zoneBrands${index}:Array(UInt32)}, ${day}`);
  return cases.length === 0 ? days[0]! : `multiIf(${cases.join(", ")}, ${days.at(-1)})`;
}

const zonesOf = (brands: readonly ZonedBrand[]): readonly string[] => [...new Set(brands.map((brand) => brand.zone))];
