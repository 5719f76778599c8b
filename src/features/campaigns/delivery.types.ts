import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import { CampaignUserError } from "./campaign.types";
import { type DeliveryCounts, deliveryRejections, MAX_DELIVERY_ROWS } from "./delivery";

const DeliveryOutcome = {
  ACCEPTED: "ACCEPTED",
  RESTATED: "RESTATED",
  UNCHANGED: "UNCHANGED",
  REJECTED: "REJECTED",
};
registerEnumType(DeliveryOutcome, {
  name: "DeliveryOutcome",
  description: "What became of one row of delivery.",
  valuesConfig: {
    ACCEPTED: { description: "The first figures for its placement and period." },
    RESTATED: { description: "Other figures than before: they count from now on, the earlier ones are kept." },
    UNCHANGED: { description: "The same figures as before; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

const DeliveryRejectionReason = Object.fromEntries(Object.keys(deliveryRejections).map((code) => [code, code]));
registerEnumType(DeliveryRejectionReason, {
  name: "DeliveryRejectionReason",
  description: "Why a row of delivery was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(deliveryRejections).map(([code, description]) => [code, { description }]),
  ),
});

export enum DeliveryGrain {
  DAY = "DAY",
}
registerEnumType(DeliveryGrain, {
  name: "DeliveryGrain",
  description: "How long the periods of a delivery series are.",
  valuesConfig: { DAY: { description: "Days of the brand's zone; hours that media reported are added up." } },
});

@Access("READ_CAMPAIGNS")
@ObjectType({
  description:
    "Delivery (投放数据) added up, as media platforms reported it: cost and counts of showings, not of people.",
})
export class DeliveryTotals {
  @Field(() => BigIntScalar, { description: "Showings (曝光)." })
  impressions!: bigint;

  @Field(() => BigIntScalar, { description: "Clicks (点击); some media report more clicks than impressions." })
  clicks!: bigint;

  @Field(() => Money, { description: "Spend (消耗) in the brand's currency." })
  cost!: Money;

  @Field(() => Int, { description: "How many hours and days of placements were reported." })
  periods!: number;

  @Field(() => DateTimeScalar, { description: "When the latest of these figures was imported." })
  asOf!: Date;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Delivery of all placements of a campaign in one period." })
export class CampaignDelivery {
  @Field(() => DateTimeScalar, { description: "First instant of the period." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => BigIntScalar, { description: "Showings (曝光)." })
  impressions!: bigint;

  @Field(() => BigIntScalar, { description: "Clicks (点击)." })
  clicks!: bigint;

  @Field(() => Money, { description: "Spend (消耗) in the brand's currency." })
  cost!: Money;
}

@InputType({ description: "Exactly one hour or one day of the brand's zone, half open." })
class DeliveryPeriodInput {
  @Field(() => DateTimeScalar, { description: "Start of the hour or day." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "Start of the next one." })
  to!: Date;
}

@InputType({ description: "What a media platform reported about one placement and period." })
class DeliveryRowInput {
  @Field({ description: "What the media platform calls the placement." })
  externalId!: string;

  @Field({ description: "Code of the platform, e.g. DOUYIN." })
  platform!: string;

  @Field(() => DeliveryPeriodInput, {
    description: "The hour or day; of one placement, a day is reported either whole or by hours.",
  })
  period!: DeliveryPeriodInput;

  @Field(() => BigIntScalar, { description: "Showings (曝光), at least 0." })
  impressions!: bigint;

  @Field(() => BigIntScalar, { description: "Clicks (点击), at least 0; may exceed impressions." })
  clicks!: bigint;

  @Field(() => MoneyInput, { description: "Spend (消耗) in the brand's currency, at least 0." })
  cost!: MoneyInput;
}

@InputType({ description: "Delivery of placements of one campaign." })
export class ImportPlacementDeliveryInput {
  @Field(() => ID, { description: "The campaign whose placements are reported." })
  campaignId!: string;

  @Field({ description: "Who reports, e.g. the platform's reporting interface or a monitor; 1 to 200 characters." })
  source!: string;

  @Field(() => [DeliveryRowInput], { description: `1 to ${MAX_DELIVERY_ROWS} rows, judged in their order.` })
  rows!: DeliveryRowInput[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "What became of one row of a call." })
export class ImportedDeliveryRow {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => DeliveryOutcome, { description: "What became of it." })
  outcome!: string;

  @Field(() => DeliveryRejectionReason, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
  reason!: string | null;

  @Field(() => [String], { description: 'Path inside the row, e.g. ["cost", "amount"]; empty unless REJECTED.' })
  field!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of importPlacementDelivery." })
export class ImportPlacementDeliveryPayload {
  @Field(() => Int, {
    nullable: true,
    description: "Rows that are the first of their period; null when the whole call was refused.",
  })
  accepted?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Rows that restate their period; null when the whole call was refused.",
  })
  restated?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows that changed nothing; null when the whole call was refused." })
  unchanged?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
  rejected?: number | null;

  @Field(() => [ImportedDeliveryRow], {
    description: `One for each row of the call, at most ${MAX_DELIVERY_ROWS}, in order; empty when the whole call was refused.`,
  })
  rows!: readonly ImportedDeliveryRow[];

  @Field(() => [CampaignUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}

/** Money of the schema in place of minor units. */
export function withCost<T extends DeliveryCounts>(
  { costMinor, ...figures }: T,
  currencyCode: string,
): Omit<T, "costMinor"> & { readonly cost: Money } {
  return { ...figures, cost: toMajor({ minor: costMinor, currencyCode }) };
}
