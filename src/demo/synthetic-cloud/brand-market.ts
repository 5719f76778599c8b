import type { SeededRandom } from "../../engines/numeric/seeded-random";
import type { BrandStrength } from "./brand-strengths";
import { CAMPAIGNS, type Campaign } from "./campaigns";
import { BRANDS, type Brand, CATEGORIES, PLATFORMS, PRODUCTS, STORE } from "./catalogue";
import { type Channel, createChannel } from "./channel";
import { EvenSpread } from "./even-spread";
import { drawAudience, type People } from "./people";
import { Ration } from "./ration";
import { AUDIENCE_PER_TOUCHPOINT } from "./volumes";

type MediaAction = (typeof MEDIA_ACTIONS)[number];
export type ShopAction = (typeof SHOP_ACTIONS)[number];

interface PricedProduct {
  /** Ready-made fields of a row. */
  readonly details: string;
  readonly priceMinor: number;
}

/** One brand as the process plays it: who may meet it, what has happened so far, and its chances. */
export interface BrandMarket {
  readonly brand: Brand;
  readonly strength: BrandStrength;
  readonly campaign: Campaign | undefined;
  readonly media: Int32Array;
  /** The media audience while the brand's campaign runs. */
  readonly campaignMedia: Int32Array;
  readonly seekers: Int32Array;
  /** By person: off-site contacts so far, at most 255. */
  readonly touches: Uint8Array;
  /** By person: 1 once the person has ordered. */
  readonly buyers: Uint8Array;
  readonly products: readonly PricedProduct[];
  readonly searches: readonly string[];
  readonly shop: Readonly<Record<ShopAction, Channel>>;
  readonly mediaChannels: ReadonlyMap<string, Readonly<Record<MediaAction, Channel>>>;
  readonly chances: Chances;
  readonly delays: Delays;
}

const CHANCES = [
  "contacts",
  "storeAds",
  "arrivals",
  "interest",
  "purchase",
  "repurchase",
  "rivalCart",
  "fullRefund",
  "partialRefund",
  "praise",
  "complaint",
  "share",
  "reorder",
  "membership",
] as const;
type Chances = Readonly<Record<(typeof CHANCES)[number], Ration>>;

const DELAYS = ["arrival", "order", "refund", "review", "share", "reorder"] as const;
type Delays = Readonly<Record<(typeof DELAYS)[number], EvenSpread>>;

const SHOP_ACTIONS = [
  "IMPRESSION",
  "CLICK",
  "SEARCH",
  "VISIT",
  "LIVE_VIEW",
  "PRODUCT_VIEW",
  "FAVOURITE",
  "FOLLOW",
  "ADD_TO_CART",
  "CONSULT",
  "ORDER",
  "REFUND",
  "REVIEW",
  "SHARE",
  "MEMBER_JOIN",
] as const;
const MEDIA_ACTIONS = ["IMPRESSION", "CONTENT_VIEW", "CLICK"] as const;

const STRAY_WEIGHT = 0.08;
/** A campaign looks for people far outside the category: its newcomers. */
const CAMPAIGN_STRAY_WEIGHT = 0.5;

interface MarketInput {
  readonly people: People;
  readonly touchpoints: number;
  readonly strengths: ReadonlyMap<string, BrandStrength>;
  readonly random: SeededRandom;
}

export function createMarkets(input: MarketInput): readonly BrandMarket[] {
  return BRANDS.map((brand) => createMarket(brand, input));
}

function createMarket(brand: Brand, { people, touchpoints, strengths, random }: MarketInput): BrandMarket {
  const strength = strengths.get(brand.code)!;
  const campaign = CAMPAIGNS.find((candidate) => candidate.brand === brand.code);
  const audience = (size: number, strayWeight: number): Int32Array =>
    drawAudience(people, { category: brand.category, size: size * touchpoints, strayWeight }, random);
  const mediaSize = AUDIENCE_PER_TOUCHPOINT.media * strength.media;
  const media = audience(mediaSize, STRAY_WEIGHT);
  const newcomers = audience(mediaSize * ((campaign?.audience ?? 1) - 1), CAMPAIGN_STRAY_WEIGHT);
  const category = CATEGORIES.find((candidate) => candidate.code === brand.category)!;
  return {
    brand,
    strength,
    campaign,
    media,
    campaignMedia: Int32Array.from(new Set([...media, ...newcomers])).sort(),
    seekers: audience(AUDIENCE_PER_TOUCHPOINT.seekers * strength.seekers, STRAY_WEIGHT),
    touches: new Uint8Array(people.count),
    buyers: new Uint8Array(people.count),
    products: PRODUCTS.filter((product) => product.brand === brand.code).map(({ code, priceMinor }) => ({
      details: `,"product":"${code}"`,
      priceMinor,
    })),
    searches: [brand.names.zh, ...category.searchWords.map((word) => `${brand.names.zh} ${word}`)].map(
      (keyword) => `,"keyword":${asciiJson(keyword)}`,
    ),
    shop: channels(SHOP_ACTIONS, STORE, brand),
    mediaChannels: new Map(PLATFORMS.map(({ code }) => [code, channels(MEDIA_ACTIONS, code, brand)])),
    chances: Object.fromEntries(CHANCES.map((name) => [name, new Ration(random)])) as Chances,
    delays: Object.fromEntries(DELAYS.map((name) => [name, new EvenSpread(random.uniform())])) as Delays,
  };
}

function channels<A extends string>(actions: readonly A[], platform: string, brand: Brand): Record<A, Channel> {
  const fields = `,"brand":"${brand.code}","category":"${brand.category}"`;
  return Object.fromEntries(actions.map((action) => [action, createChannel(action, platform, fields)])) as Record<
    A,
    Channel
  >;
}

/** Rows are kept in ASCII, so Chinese words are written as JSON escapes. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
