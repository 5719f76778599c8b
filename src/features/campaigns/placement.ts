import type { CampaignStep } from "./campaign";

export type PlacementObjective =
  | "BRAND_AD"
  | "CONTENT_SEED"
  | "PERFORMANCE_AD"
  | "SEARCH_AD"
  | "RECOMMEND_AD"
  | "SMART_COUPON"
  | "RETARGETING";

/** Why a placement is aimed at no pack; NOT_STATED: nobody said. */
export const noPackReasons = ["WHOLE_AUDIENCE", "PLATFORM_TARGETING", "SEARCH_INTENT", "NOT_STATED"] as const;
export type NoPackReason = (typeof noPackReasons)[number];

export interface NewPlacement {
  readonly name: string;
  readonly platform: string;
  readonly site: "OFF_SITE" | "ON_SITE";
  readonly step: CampaignStep;
  readonly objective: PlacementObjective;
  readonly audiencePackId: string | null;
  /** Only without a pack; absent: NOT_STATED. */
  readonly noPackReason?: NoPackReason | null;
  readonly externalIds: readonly string[];
}

export interface Placement extends NewPlacement {
  readonly id: string;
  readonly campaignId: string;
}

/** One key per external id of a platform: the text of an external id is free, so it may hold any separator. */
export const externalKey = (platform: string, externalId: string): string => JSON.stringify([platform, externalId]);
