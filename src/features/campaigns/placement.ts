import type { CampaignStep } from "./campaign";

export type PlacementObjective = "BRAND_AD" | "CONTENT_SEED" | "PERFORMANCE_AD" | "SEARCH_AD" | "RETARGETING";

export interface NewPlacement {
  readonly name: string;
  readonly platform: string;
  readonly site: "OFF_SITE" | "ON_SITE";
  readonly step: CampaignStep;
  readonly objective: PlacementObjective;
  readonly audiencePackId: string | null;
  readonly externalIds: readonly string[];
}

export interface Placement extends NewPlacement {
  readonly id: string;
  readonly campaignId: string;
}

/** One key per external id of a platform: the text of an external id is free, so it may hold any separator. */
export const externalKey = (platform: string, externalId: string): string => JSON.stringify([platform, externalId]);
