import { type DateRange, isWithin } from "./calendar";
import type { Names } from "./catalogue";

type CampaignStep = "VECTOR" | "ACQUIRE" | "LEAD" | "UPSELL" | "ENGAGE";
export type Objective = "BRAND_AD" | "CONTENT_SEED" | "PERFORMANCE_AD" | "SEARCH_AD" | "RETARGETING";

/**
 * Net orders expected of a placement for a spend of x in major units: a ln(1 + x / b), or b x / (k + x), in the letters of the
 * budget engine's closed forms.
 */
export type ResponseCurve =
  | { readonly kind: "LOG"; readonly a: number; readonly b: number }
  | { readonly kind: "MICHAELIS_MENTEN"; readonly b: number; readonly k: number };

export interface Placement {
  /** Unique over all media, as touchpoints and delivery rows carry it. */
  readonly externalId: string;
  readonly names: Names;
  readonly platform: string;
  readonly site: "OFF_SITE" | "ON_SITE";
  readonly objective: Objective;
  readonly step: CampaignStep;
  readonly flight: DateRange;
  /** Whole-number weight among the campaign's placements of the same site that run on a day. */
  readonly weight: number;
  /** For a cloud of 3 million touchpoints; smaller clouds scale a, b and k alike. */
  readonly curve: ResponseCurve;
}

export interface Campaign {
  readonly code: string;
  readonly brand: string;
  readonly names: Names;
  readonly window: DateRange;
  readonly steps: readonly (DateRange & { readonly step: CampaignStep })[];
  readonly placements: readonly Placement[];
  /** The media audience while an effect lasts, as a factor of the ordinary one. */
  readonly audience: number;
  readonly effects: readonly CampaignEffect[];
}

/** What the campaign changes about its brand for a time, as factors of the brand's ordinary figures. */
interface CampaignEffect {
  readonly during: DateRange;
  /** Contacts per person of the audience. */
  readonly intensity: number;
  /** Probability that interest ends in an order. */
  readonly purchase: number;
}

const log = (a: number, b: number): ResponseCurve => ({ kind: "LOG", a, b });
const saturating = (b: number, k: number): ResponseCurve => ({ kind: "MICHAELIS_MENTEN", b, k });

const VECTOR = { step: "VECTOR", from: "2025-10-20", to: "2025-10-27" } as const;
const ACQUIRE = { step: "ACQUIRE", from: "2025-10-23", to: "2025-11-10" } as const;
const LEAD = { step: "LEAD", from: "2025-10-31", to: "2025-11-12" } as const;
const UPSELL = { step: "UPSELL", from: "2025-11-08", to: "2025-11-16" } as const;
const ENGAGE = { step: "ENGAGE", from: "2025-11-12", to: "2025-12-01" } as const;

type PlacementRow = readonly [
  externalId: string,
  platform: string,
  objective: Objective,
  step: DateRange & { readonly step: CampaignStep },
  weight: number,
  curve: ResponseCurve,
  names: Names,
];

function placement([externalId, platform, objective, step, weight, curve, names]: PlacementRow): Placement {
  const { from, to } = step;
  const site = platform === "JD" ? "ON_SITE" : "OFF_SITE";
  return { externalId, names, platform, site, objective, step: step.step, flight: { from, to }, weight, curve };
}

const HAOYU_PLACEMENTS: readonly PlacementRow[] = [
  ["88011001", "DOUYIN", "BRAND_AD", ACQUIRE, 3, log(260, 40_000), { en: "Splash screen", zh: "开屏" }],
  ["88011002", "TENCENT", "BRAND_AD", ACQUIRE, 3, log(230, 45_000), { en: "Moments feed", zh: "朋友圈信息流" }],
  ["88011003", "XIAOHONGSHU", "CONTENT_SEED", ACQUIRE, 2, saturating(900, 120_000), { en: "Notes", zh: "种草笔记" }],
  ["88011004", "BILIBILI", "CONTENT_SEED", ACQUIRE, 1, saturating(420, 90_000), { en: "Reviews", zh: "测评视频" }],
  ["88011005", "TOUTIAO", "PERFORMANCE_AD", ACQUIRE, 2, log(150, 25_000), { en: "Feed", zh: "信息流" }],
  ["88011006", "KUAISHOU", "PERFORMANCE_AD", ACQUIRE, 1, log(110, 22_000), { en: "Feed", zh: "信息流" }],
  ["88012001", "JD", "SEARCH_AD", LEAD, 3, saturating(1_100, 80_000), { en: "Search", zh: "搜索快车" }],
  ["88012002", "JD", "BRAND_AD", LEAD, 2, log(180, 35_000), { en: "Home page", zh: "首页焦点" }],
  ["88013001", "JD", "PERFORMANCE_AD", UPSELL, 2, saturating(700, 50_000), { en: "Recommendation", zh: "推荐位" }],
  ["88013002", "DOUYIN", "PERFORMANCE_AD", UPSELL, 2, log(140, 18_000), { en: "Offer feed", zh: "优惠信息流" }],
  ["88014001", "TENCENT", "RETARGETING", ENGAGE, 2, saturating(380, 40_000), { en: "Recall", zh: "再营销" }],
  ["88014002", "XIAOHONGSHU", "CONTENT_SEED", ENGAGE, 2, log(120, 20_000), { en: "Owners' notes", zh: "晒单笔记" }],
  ["88014003", "JD", "RETARGETING", ENGAGE, 1, saturating(300, 25_000), { en: "Basket recall", zh: "购物车召回" }],
];

const RIVAL_FLIGHT = { step: "ACQUIRE", from: "2025-10-28", to: "2025-11-12" } as const;
const RIVAL_WINDOW: DateRange = { from: "2025-10-28", to: "2025-11-16" };

function rivalCampaign(brand: string, names: Names, firstId: number): Campaign {
  const rows: readonly PlacementRow[] = [
    [`${firstId}`, "DOUYIN", "BRAND_AD", RIVAL_FLIGHT, 2, log(200, 40_000), { en: "Feed", zh: "信息流" }],
    [
      `${firstId + 1}`,
      "XIAOHONGSHU",
      "CONTENT_SEED",
      RIVAL_FLIGHT,
      1,
      log(90, 20_000),
      { en: "Notes", zh: "种草笔记" },
    ],
    [`${firstId + 2}`, "JD", "SEARCH_AD", UPSELL, 1, saturating(500, 50_000), { en: "Search", zh: "搜索快车" }],
  ];
  return {
    code: `${brand}-1111`,
    brand,
    names,
    window: RIVAL_WINDOW,
    steps: [RIVAL_FLIGHT, UPSELL],
    placements: rows.map(placement),
    audience: 1,
    effects: [{ during: RIVAL_FLIGHT, intensity: 1.1, purchase: 1 }],
  };
}

/** The 11.11 campaign that the demo is about, and two rivals', so that the industry is not silent meanwhile. */
export const CAMPAIGNS: readonly Campaign[] = [
  {
    code: "haoyu-1111",
    brand: "haoyu",
    names: { en: "Haoyu 11.11", zh: "皓屿双11" },
    window: { from: "2025-10-20", to: "2025-12-01" },
    steps: [VECTOR, ACQUIRE, LEAD, UPSELL, ENGAGE],
    placements: HAOYU_PLACEMENTS.map(placement),
    audience: 2.1,
    effects: [
      { during: { from: "2025-10-23", to: "2025-11-12" }, intensity: 1.7, purchase: 1.35 },
      { during: { from: "2025-11-12", to: "2025-12-01" }, intensity: 0.95, purchase: 1.35 },
    ],
  },
  rivalCampaign("linchuan", { en: "Linchuan 11.11", zh: "林钏双11" }, 88021001),
  rivalCampaign("tinglan", { en: "Tinglan 11.11", zh: "汀澜双11" }, 88031001),
];

export function effectOn(date: string, campaign: Campaign | undefined): CampaignEffect | undefined {
  return campaign?.effects.find((effect) => isWithin(date, effect.during));
}
