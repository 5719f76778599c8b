import { zonedDay, zoneParams } from "./brand-day-sql";
import type { Population, Statement } from "./population";

/** `params` of every fragment below. Instants and windows are the statement's own. */
export function populationParams(population: Population): Statement["params"] {
  const { definition, brands, market } = population;
  const { appeal, act, advocate } = definition;
  return {
    brands: brands.map((brand) => brand.id),
    sources: population.sourceIds,
    scopeCategories: population.scopeCategoryIds ?? [],
    scopeBrands: brands
      .filter(({ primaryCategoryId }) => isIn(population.scopeCategoryIds, primaryCategoryId))
      .map((brand) => brand.id),
    marketCategories: market?.categoryIds ?? [],
    marketBrands: market?.brandIds ?? [],
    appealDays: appeal.days,
    repeatedActions: appeal.repeated.actions,
    repeatedTimes: appeal.repeated.times,
    strongActions: appeal.strong.actions,
    strongTimes: appeal.strong.times,
    actDays: act.days,
    advocateDays: advocate.days,
    orderDays: advocate.orderDays,
    minimumRating: advocate.minimumRating,
    actionsAfterOrder: advocate.actionsAfterOrder,
    ...zoneParams(brands),
  };
}

/** Condition on a touchpoint of a labelled brand: it counts. */
export const inScope = (population: Population): string =>
  population.scopeCategoryIds === null
    ? "true"
    : "(category_id IN {scopeCategories:Array(UInt32)} OR (category_id = 0 AND brand_id IN {scopeBrands:Array(UInt32)}))";

/** Condition on a touchpoint of any brand: it belongs to the market. */
export const inMarket = (population: Population): string =>
  population.market === null
    ? "brand_id IN {brands:Array(UInt32)}"
    : "(category_id IN {marketCategories:Array(UInt32)} OR (category_id = 0 AND brand_id IN {marketBrands:Array(UInt32)}))";

/** The day of an instant in the zone of `brand_id`. */
export const brandDay = (population: Population, instant: string): string => zonedDay(population.brands, instant);

const isIn = (categoryIds: readonly number[] | null, categoryId: number | null): boolean =>
  categoryId !== null && (categoryIds?.includes(categoryId) ?? false);
