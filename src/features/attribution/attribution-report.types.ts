import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { StageEnum } from "../assets/label.types";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import type { DataState, ExposureKind } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import { AttributionDimensionEnum } from "./attribution-line.types";
import { AttributionModelUse, toModelUses } from "./attribution-model.types";
import type { VisibleReport } from "./attribution-report";
import { AttributionLookback, ConversionActionEnum } from "./conversion.types";
import type { Conversion, ConversionAction } from "./conversion-action";
import type { Dimension } from "./dimension";
import { MAX_TOUCHES } from "./journey-limits";
import { AttributionOrderChoice, toOrderChoice } from "./order-choice.types";
import { type ReportState, SETTLING_DAYS } from "./report-state";

const AttributionState = { PROVISIONAL: "PROVISIONAL", FINAL: "FINAL" };
registerEnumType(AttributionState, {
  name: "AttributionState",
  description:
    "Whether a report's orders could still change when it was made. A published report never changes: run again for the next version.",
  valuesConfig: {
    PROVISIONAL: {
      description: `As of a time when orders or refunds were still to come: before ${SETTLING_DAYS} days after the window.`,
    },
    FINAL: { description: `As of ${SETTLING_DAYS} days after the window, or later, and of imported paths.` },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Conversions that no touch of the campaign preceded within the look-back. Told exactly, as the total less the lines is.",
})
export class UnattributedConversions {
  @Field(() => BigInt, { description: "How many." })
  conversions!: bigint;

  @Field(() => Money, { description: "Their value, net of refunds." })
  value!: Money;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "The window of the conversions of a report, half open." })
export class AttributionWindow {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How much of what converted the journeys cover (旅程覆盖)." })
export class AttributionCoverage {
  @Field(() => Float, {
    nullable: true,
    description: "Share of conversions with an eligible touch before them, 0 to 1; null without conversions.",
  })
  share!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Share of those with touches on two platforms or more, 0 to 1; null when nothing is attributed, where few people are behind either side, and of imported paths.",
  })
  acrossPlatforms!: number | null;

  @Field(() => BigInt, {
    description: "Journeys without a conversion, from which MARKOV and SHAPLEY learn as well.",
  })
  journeysWithoutConversion!: bigint;

  @Field(() => BigInt, {
    description: `Journeys with more than ${MAX_TOUCHES} eligible touches, of which the last ${MAX_TOUCHES} count.`,
  })
  cappedJourneys!: bigint;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Node,
  description:
    "What contributed to the conversions of a window (归因报告), of a campaign or a brand, or of imported paths: all models side by side over the same journeys. Published once, never changed.",
})
export class AttributionReport extends Node {
  /** The row; not a field of the schema. */
  report!: VisibleReport;

  @Field(() => Campaign, { nullable: true, description: "The campaign that it is about; null of other reports." })
  campaign!: Campaign | null;

  @Field(() => AttributionWindow, {
    nullable: true,
    description: "When the conversions happened; null of imported paths.",
  })
  window!: AttributionWindow | null;

  @Field(() => Int, {
    description:
      "1 for the first report of the campaign, of the brand's window or of the paths; counts up with every run that was published.",
  })
  version!: number;

  @Field(() => DateTimeScalar, { description: "Orders, refunds and touches before this instant count." })
  asOf!: Date;

  @Field(() => AttributionState, { description: "Whether orders or refunds were still to come then." })
  state!: ReportState;

  @Field(() => DataStateEnum, { description: DATA_STATE })
  dataState!: DataState;

  @Field(() => Int, {
    description:
      "Days of 24 hours before a conversion within which a touch is eligible, the conversion's own instant excluded, where `lookbacks` says nothing else. Eligible are contacts by media (impressions, content, clicks, live streams, searches, visits and product views) that name the campaign or one of its placements; of a brand's report, the brand or any of its campaigns. What converts is not eligible.",
  })
  lookbackDays!: number;

  @Field(() => [AttributionLookback], {
    description: "Look-backs of sites and kinds of contact; the first that fits a touch holds.",
  })
  lookbacks!: readonly AttributionLookback[];

  @Field(() => [ExposureKindEnum], { description: "Kinds of exposure that were eligible, at least one." })
  exposures!: readonly ExposureKind[];

  @Field(() => ConversionActionEnum, {
    description: "What was counted as a conversion; ORDER of imported paths, whatever their source counted.",
  })
  conversionAction!: ConversionAction;

  @Field(() => StageEnum, { nullable: true, description: "The stage of STAGE_REACHED; null otherwise." })
  stage!: Conversion["stage"];

  @Field(() => [AttributionDimensionEnum], { description: "Dimensions that it has lines of." })
  dimensions!: readonly Dimension[];

  @Field(() => BigInt, {
    description: "Conversions in the window, with a touch or without. Told exactly, as they are the brand's own.",
  })
  conversions!: bigint;

  @Field(() => Money, {
    description:
      "Their value: what was ordered less what was refunded before `asOf`; an order without a value counts 0.",
  })
  value!: Money;

  @Field(() => [AttributionModelUse], { description: "The models shown, at most one of each." })
  models!: readonly AttributionModelUse[];

  @Field(() => UnattributedConversions, {
    description: "Conversions without an eligible touch: no channel is credited for them.",
  })
  unattributed!: UnattributedConversions;

  @Field(() => AttributionCoverage, { description: "How much of it the journeys cover." })
  journeyCoverage!: AttributionCoverage;

  @Field(() => AttributionOrderChoice, {
    nullable: true,
    description:
      "Which order would suit MARKOV (settings.markovOrder); null without MARKOV in the run, or of reports from before this was kept.",
  })
  orderChoice!: AttributionOrderChoice | null;
}

export function toReport(report: VisibleReport, now: Date): AttributionReport {
  const { campaign, currencyCode, conversion, unattributedConversions, unattributedValueMinor } = report;
  return Object.assign(new AttributionReport(), {
    report,
    id: toNodeId("AttributionReport", report.id),
    campaign: campaign && toCampaign(campaign, now),
    window: report.window && Object.assign(new AttributionWindow(), report.window),
    version: report.version,
    asOf: report.asOf,
    state: report.state,
    dataState: report.dataState,
    lookbackDays: report.lookbackDays,
    lookbacks: report.lookbacks.map((lookback) => Object.assign(new AttributionLookback(), lookback)),
    exposures: report.exposures,
    conversionAction: conversion.action,
    stage: conversion.stage,
    dimensions: report.dimensions,
    conversions: report.conversions,
    value: toMajor({ minor: report.valueMinor, currencyCode }),
    models: toModelUses(report),
    unattributed: Object.assign(new UnattributedConversions(), {
      conversions: unattributedConversions,
      value: toMajor({ minor: unattributedValueMinor, currencyCode }),
    }),
    journeyCoverage: coverageOf(report),
    orderChoice: toOrderChoice(report),
  });
}

function coverageOf(report: VisibleReport): AttributionCoverage {
  const attributed = report.conversions - report.unattributedConversions;
  const share = (part: bigint | null, whole: bigint): number | null =>
    part === null || whole === 0n ? null : Number(part) / Number(whole);
  return Object.assign(new AttributionCoverage(), {
    share: share(attributed, report.conversions),
    acrossPlatforms: share(report.acrossPlatforms, attributed),
    journeysWithoutConversion: report.nulls,
    cappedJourneys: report.capped,
  });
}
