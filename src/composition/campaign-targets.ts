import { DateTime } from "luxon";
import { CampaignTargetResolver, CampaignTargetsResolver } from "../features/campaign-targets/campaign-target.resolver";
import { CampaignTargetService } from "../features/campaign-targets/campaign-target.service";
import { CampaignTargetStore } from "../features/campaign-targets/campaign-target.store";
import { CampaignFigureReader, type FigureReaderParts } from "../features/campaign-targets/figure-reader";
import type { AttributionPart } from "./attribution";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { DiagnosisPart } from "./diagnosis";
import type { FlowsPart } from "./flows";
import type { GrowthProgrammesPart } from "./growth-programmes";
import type { MarketPart } from "./market";
import type { OpportunitiesPart } from "./opportunities";
import type { Composed, Kernel, Services } from "./part";
import type { PeopleFactsPart } from "./people-facts";
import type { TouchpointsPart } from "./touchpoints";

const NEWEST = { size: 1, fromEnd: false, after: null, before: null };

export function composeCampaignTargets(
  { database }: Kernel,
  known: BrandsPart &
    TouchpointsPart &
    PeopleFactsPart &
    DiagnosisPart &
    MarketPart &
    FlowsPart &
    OpportunitiesPart &
    CampaignsPart &
    AttributionPart &
    GrowthProgrammesPart,
) {
  const { attribution, lookAlikes, matchRates, growthProgrammes } = known;
  const returns: FigureReaderParts["returns"] = {
    ofCampaign: async (context, campaignId) => {
      const wanted = { version: null, models: null, exposures: ["SERVED"], conversionAction: "ORDER" } as const;
      const report = await attribution.findReportOf(context, { kind: "CAMPAIGN", campaignId }, wanted);
      return (
        report && {
          reportVersion: report.version,
          lookbackDays: report.lookbackDays,
          asOf: report.asOf,
          isSettled: report.state === "FINAL",
          conversions: report.conversions,
          gmvMinor: report.valueMinor,
          attributedMinor: report.valueMinor - report.unattributedValueMinor,
        }
      );
    },
  };
  const scores: FigureReaderParts["scores"] = {
    ofBrand: async (context, brandId) =>
      (await lookAlikes.page(context, brandId, NEWEST)).rows[0]?.row.report.heldOut.auc ?? null,
  };
  const matches: FigureReaderParts["matches"] = {
    read: async (context, { sourceId, at, zone }) => {
      const day = DateTime.fromJSDate(at, { zone });
      const window = { from: day.toISODate()!, to: day.plus({ days: 1 }).toISODate()! };
      const { days } = await matchRates.read(context, { sourceId, ...window, zone, consentedOnly: false });
      return days[0]!.rate?.value ?? null;
    },
  };
  const campaignFigures = new CampaignFigureReader({ ...known, returns, scores, matches });
  const campaignTargets = new CampaignTargetService({
    ...known,
    database,
    store: new CampaignTargetStore(database),
    figures: campaignFigures,
    baseOf: async (context, campaignId) =>
      (await growthProgrammes.ofCampaigns(context).load(campaignId))?.comparisonBaseId ?? null,
  });
  return {
    campaignFigures,
    campaignTargets,
    resolvers: [new CampaignTargetsResolver(campaignTargets), new CampaignTargetResolver(campaignTargets)],
  } satisfies Composed;
}

export type CampaignTargetsPart = Services<typeof composeCampaignTargets>;
