import type { CampaignWithPlacements } from "./campaign.service";

/** By what touchpoints name the campaign: its code, or platform and external id of a placement. */
export const exposuresOf = ({ code, placements }: CampaignWithPlacements) => ({
  codes: [code],
  placements: placements.flatMap(({ platform, externalIds }) =>
    externalIds.map((externalId) => [platform, externalId] as const),
  ),
});
