import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import type { ExposureKind } from "../touchpoints";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import { AttributionModelUse, toModelUse } from "./attribution-model.types";
import type { VisibleReport } from "./attribution-report";
import { type ReportState, SETTLING_DAYS } from "./report-state";

const AttributionState = { PROVISIONAL: "PROVISIONAL", FINAL: "FINAL" };
registerEnumType(AttributionState, {
  name: "AttributionState",
  description:
    "Whether a report's orders could still change when it was made. A published report never changes: run again for the next version.",
  valuesConfig: {
    PROVISIONAL: {
      description: `As of a time when orders or refunds were still to come: before ${SETTLING_DAYS} days after the campaign's window.`,
    },
    FINAL: { description: `As of ${SETTLING_DAYS} days after the campaign's window, or later.` },
  },
});

const ConversionAction = { ORDER: "ORDER" } as const;
registerEnumType(ConversionAction, {
  name: "ConversionAction",
  description: "What counts as a conversion (转化); clients must handle unknown values.",
  valuesConfig: {
    ORDER: {
      description:
        "An order of the campaign's brand, by anyone, first seen in the campaign's window and not refunded in full.",
    },
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
@ObjectType({
  implements: Node,
  description:
    "What contributed to the orders of a campaign's window (归因报告): all models side by side over the same journeys. Published once, never changed.",
})
export class AttributionReport extends Node {
  /** The row; not a field of the schema. */
  report!: VisibleReport;

  @Field(() => Campaign, { description: "The campaign that it is about." })
  campaign!: Campaign;

  @Field(() => Int, { description: "1 for the campaign's first report; counts up with every run that was published." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "Orders, refunds and touches before this instant count." })
  asOf!: Date;

  @Field(() => AttributionState, { description: "Whether orders or refunds were still to come then." })
  state!: ReportState;

  @Field(() => Int, {
    description:
      "Days of 24 hours before an order within which a touch is eligible, the order's own instant excluded. Eligible are contacts by media (impressions, content, clicks, live streams, searches, visits and product views) that name the campaign or one of its placements.",
  })
  lookbackDays!: number;

  @Field(() => [ExposureKindEnum], { description: "Kinds of exposure that were eligible, at least one." })
  exposures!: readonly ExposureKind[];

  @Field(() => ConversionAction, { description: "What was counted as a conversion." })
  conversionAction!: "ORDER";

  @Field(() => BigInt, {
    description: "Conversions in the window, with a touch or without. Told exactly, as orders are the brand's own.",
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
}

export function toReport(report: VisibleReport, now: Date): AttributionReport {
  const { campaign, currencyCode, unattributedConversions, unattributedValueMinor } = report;
  return Object.assign(new AttributionReport(), {
    report,
    id: toNodeId("AttributionReport", report.id),
    campaign: toCampaign(campaign, now),
    version: report.version,
    asOf: report.asOf,
    state: report.state,
    lookbackDays: report.lookbackDays,
    exposures: report.exposures,
    conversionAction: ConversionAction.ORDER,
    conversions: report.conversions,
    value: toMajor({ minor: report.valueMinor, currencyCode }),
    models: report.models.map(toModelUse),
    unattributed: Object.assign(new UnattributedConversions(), {
      conversions: unattributedConversions,
      value: toMajor({ minor: unattributedValueMinor, currencyCode }),
    }),
  });
}
