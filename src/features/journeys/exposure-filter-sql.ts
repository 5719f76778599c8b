import { pairList } from "../../platform/clickhouse/pair-list";
import { OF_BRAND } from "./brand-window-sql";
import type { ExposureFilter } from "./exposure-filter";

export interface FilterSql {
  /** The brand's part of `sql`, for statements that read other touchpoints as well. */
  readonly brands: string;
  readonly sql: string;
  readonly params: Record<string, unknown>;
}

/** Condition on touchpoints: they are of the brand, or name its own campaign and no other brand, and pass the filter. */
export function exposureFilterSql({ platforms, site, campaignCodes, campaign }: ExposureFilter): FilterSql {
  const brands = campaign ? "brand_id IN ({brandId:UInt32}, 0)" : OF_BRAND;
  const conditions = [
    brands,
    ...(platforms ? ["platform IN {filterPlatforms:Array(String)}"] : []),
    ...(site ? ["site = {filterSite:String}"] : []),
    ...(campaignCodes ? ["campaign IN {filterCodes:Array(String)}"] : []),
    ...(campaign ? [ofCampaign(campaign)] : []),
  ];
  return {
    brands,
    sql: conditions.join(" AND "),
    params: {
      ...(platforms && { filterPlatforms: [...platforms] }),
      ...(site && { filterSite: site }),
      ...(campaignCodes && { filterCodes: [...campaignCodes] }),
      ...(campaign && { filterCampaigns: [...campaign.codes] }),
    },
  };
}

function ofCampaign({ placements }: NonNullable<ExposureFilter["campaign"]>): string {
  const byCode = "campaign IN {filterCampaigns:Array(String)}";
  return placements.length === 0 ? byCode : `(${byCode} OR (platform, placement) IN ${pairList(placements)})`;
}
