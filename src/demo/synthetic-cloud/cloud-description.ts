import { type DateRange, instantOf, toZonedTime } from "./calendar";
import { CAMPAIGNS, type Campaign, type Placement, type ResponseCurve } from "./campaigns";
import { BRANDS, CATEGORIES, CURRENCY_CODE, PLATFORMS, PRODUCTS, TIME_ZONE } from "./catalogue";

export interface CloudSize extends DateRange {
  readonly seed: number;
  readonly people: number;
  readonly touchpoints: number;
}

const CURVES_FITTED_AT = 3_000_000;

/** The catalogue and the campaigns as `cloud.json` says them: what a marketer would have entered by hand. */
export function describeCloud(size: CloudSize, files: readonly string[]): object {
  return {
    synthetic: true,
    seed: size.seed,
    people: size.people,
    touchpoints: size.touchpoints,
    ...zoned(size),
    timeZone: TIME_ZONE,
    currencyCode: CURRENCY_CODE,
    files,
    categories: CATEGORIES.map(({ code, names }) => ({ code, names })),
    platforms: PLATFORMS.map(({ code, names, site }) => ({ code, names, site })),
    brands: BRANDS,
    products: PRODUCTS.map(({ code, brand, names, priceMinor }) => ({ code, brand, names, price: major(priceMinor) })),
    campaigns: CAMPAIGNS.map((campaign) => describeCampaign(campaign, size.touchpoints / CURVES_FITTED_AT)),
  };
}

function describeCampaign({ code, brand, names, window, steps, placements }: Campaign, scale: number): object {
  return {
    code,
    brand,
    names,
    window: zoned(window),
    steps: steps.map(({ step, ...range }) => ({ step, ...zoned(range) })),
    placements: placements.map((placement) => describePlacement(placement, scale)),
  };
}

function describePlacement({ flight, weight: _, curve, ...placement }: Placement, scale: number): object {
  return { ...placement, flight: zoned(flight), responseCurve: scaled(curve, scale) };
}

/** Spend and orders of a smaller cloud are smaller by the same factor. */
function scaled(curve: ResponseCurve, scale: number): ResponseCurve {
  const times = (parameter: number): number => Math.round(parameter * scale * 1000) / 1000;
  if (curve.kind === "LOG") return { kind: curve.kind, a: times(curve.a), b: times(curve.b) };
  return { kind: curve.kind, b: times(curve.b), k: times(curve.k) };
}

function zoned({ from, to }: DateRange): DateRange {
  return { from: toZonedTime(instantOf(from)), to: toZonedTime(instantOf(to)) };
}

function major(minor: number): string {
  return (minor / 100).toFixed(2);
}
