import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BIG_TOTAL, connectionType } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { integerKeyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { Action, Site } from "./action";
import { ActionEnum, SiteEnum } from "./action.types";
import { ExposureKindEnum } from "./exposure.types";
import type { TouchpointFilter as Filter, TouchpointRecord } from "./touchpoint-query";

@Access("INSPECT_TOUCHPOINTS")
@ObjectType({
  description:
    "One recorded contact or act of one person (触点), as it was stored, for support and audit. It says nothing of who the person is; that two are of one person follows only from an orderId or exposureId that they share.",
})
export class Touchpoint {
  /** The row; not a field of the schema. */
  record!: TouchpointRecord;

  @Field({ description: "The sender's id of it, unique in its source and UTC day." })
  eventId!: string;

  @Field(() => DateTimeScalar, { description: "When it happened." })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it was taken in." })
  ingestedAt!: Date;

  @Field(() => ActionEnum, { description: "What the person did." })
  action!: Action;

  @Field({ description: "Code of the platform where it happened." })
  platform!: string;

  @Field(() => SiteEnum, { description: "Off or on the shop's site." })
  site!: Site;

  @Field(() => ExposureKindEnum, { description: "How sure the exposure is." })
  exposure!: string;

  @Field(() => String, { nullable: true, description: "The seller's product code (SKU); null when none was sent." })
  productCode!: string | null;

  @Field(() => String, { nullable: true, description: "Code of the campaign that caused it; null when none was sent." })
  campaignCode!: string | null;

  @Field(() => String, { nullable: true, description: "The medium's id of the placement; null when none was sent." })
  placementCode!: string | null;

  @Field(() => String, { nullable: true, description: "Code of the media programme; null when none was sent." })
  programmeCode!: string | null;

  @Field(() => String, { nullable: true, description: "Creative that was shown; null when none was sent." })
  creativeCode!: string | null;

  @Field(() => String, { nullable: true, description: "Post, video or article; null when none was sent." })
  contentCode!: string | null;

  @Field(() => String, { nullable: true, description: "Creator behind the content; null when none was sent." })
  creatorCode!: string | null;

  @Field(() => String, { nullable: true, description: "What was searched for; null when none was sent." })
  keyword!: string | null;

  @Field(() => String, { nullable: true, description: "Resource slot on the site; null when none was sent." })
  slotCode!: string | null;

  @Field(() => String, { nullable: true, description: "App in which it was shown; null when none was sent." })
  appPlacementCode!: string | null;

  @Field(() => String, { nullable: true, description: "Page that the person landed on; null when none was sent." })
  landingPage!: string | null;

  @Field(() => String, { nullable: true, description: "Coupon or other benefit; null when none was sent." })
  benefitCode!: string | null;

  @Field(() => String, { nullable: true, description: "Experiment variant that was seen; null when none was sent." })
  variantCode!: string | null;

  @Field(() => String, { nullable: true, description: "The medium's id of the exposure; null when none was sent." })
  exposureId!: string | null;

  @Field(() => String, { nullable: true, description: "Order it belongs to; null when none was sent." })
  orderId!: string | null;

  @Field(() => String, { nullable: true, description: "Line of the order; null when none was sent." })
  orderLineId!: string | null;

  @Field(() => Int, { nullable: true, description: "Stars of a review, 1 to 5; null when none were sent." })
  rating!: number | null;

  @Field(() => Int, { nullable: true, description: "How long it lasted, in seconds; null when not sent, or 0." })
  durationSeconds!: number | null;

  @Field(() => Money, { nullable: true, description: "Money paid, or paid back by a REFUND; null when none was sent." })
  value!: Money | null;

  @Field(() => Float, { nullable: true, description: "Pieces, a whole number; null when not sent." })
  quantity!: number | null;

  @Field(() => [String], { description: "Labels of the sender, at most 50." })
  tags!: readonly string[];
}

export function toTouchpoint(record: TouchpointRecord): Touchpoint {
  const { texts, valueMinor, currency: currencyCode } = record;
  return Object.assign(new Touchpoint(), {
    ...record,
    ...Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text === "" ? null : text])),
    record,
    occurredAt: new Date(record.at),
    ingestedAt: new Date(record.ingestedAt),
    rating: record.rating || null,
    durationSeconds: record.durationSeconds || null,
    value: valueMinor === null ? null : toMajor({ minor: BigInt(valueMinor), currencyCode }),
  });
}

export const TouchpointConnection = connectionType<Touchpoint, bigint | null>(
  Touchpoint,
  "Touchpoint",
  "INSPECT_TOUCHPOINTS",
  BIG_TOTAL,
);

@InputType({ description: "Which touchpoints: all conditions must hold, an absent one holds for all." })
export class TouchpointFilter {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; the field says how long it may be." })
  to!: Date;

  @Field(() => [ActionEnum], { nullable: true, description: "Any of these actions." })
  actions?: Action[] | null;

  @Field(() => [String], { nullable: true, description: "On any of these platforms, by code; at most 100." })
  platforms?: string[] | null;

  @Field(() => SiteEnum, { nullable: true, description: "Off or on the shop's site." })
  site?: Site | null;

  @Field(() => String, { nullable: true, description: "With exactly this campaign code." })
  campaignCode?: string | null;

  @Field(() => String, { nullable: true, description: "With exactly this keyword." })
  keyword?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this source; of one that is not visible there are none." })
  sourceId?: string | null;
}

export const toFilter = ({ sourceId, ...filter }: TouchpointFilter): Filter => ({
  ...filter,
  sourceId: sourceId == null ? null : integerKeyOf("TouchpointSource", sourceId, ["filter", "sourceId"]),
});
