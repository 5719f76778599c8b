import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "../people/identity.types";
import { actions } from "./action";
import { rejectionReasons } from "./rejection";

const SITES = "OFF_SITE (站外) or ON_SITE (站内)";

const Visibility = { CLOUD: "CLOUD", ORGANISATION: "ORGANISATION" };
registerEnumType(Visibility, {
  name: "SourceVisibility",
  description: "Whose figures a source's touchpoints enter.",
  valuesConfig: {
    CLOUD: { description: "Everybody's, benchmarks included." },
    ORGANISATION: { description: "Its owner's only." },
  },
});

export enum TouchpointOutcome {
  ACCEPTED = "ACCEPTED",
  DUPLICATE = "DUPLICATE",
  CONFLICT = "CONFLICT",
  REJECTED = "REJECTED",
}
registerEnumType(TouchpointOutcome, {
  name: "TouchpointOutcome",
  description: "What became of one row.",
  valuesConfig: {
    ACCEPTED: { description: "New, and durable now." },
    DUPLICATE: { description: "The same event with the same content was taken before; nothing changed." },
    CONFLICT: { description: "The event id was taken before with other content; the first write stays." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

export const RejectionReasonEnum = Object.fromEntries(Object.keys(rejectionReasons).map((code) => [code, code]));
registerEnumType(RejectionReasonEnum, {
  name: "TouchpointRejectionReason",
  description: "Why a row was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(rejectionReasons).map(([code, description]) => [code, { description }]),
  ),
});

@Access("SIGNED_IN")
@ObjectType({
  implements: Node,
  description: "Who sends touchpoints: a store's feed, a media platform's monitor, a first-party upload.",
})
export class TouchpointSource extends Node {
  @Field({ description: "Short name, unique in its organisation." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Visibility, { description: "Whose figures its touchpoints enter." })
  visibility!: string;
}

export const TouchpointSourceConnection = connectionType(TouchpointSource, "TouchpointSource", "INGEST_TOUCHPOINTS");

@Access("SIGNED_IN")
@ObjectType({ description: "How fresh the touchpoints of one platform are." })
export class DataFreshness {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => DateTimeScalar, { description: "Time of the newest touchpoint." })
  lastTouchpointAt!: Date;

  @Field(() => DateTimeScalar, { description: "When touchpoints last came in." })
  lastImportAt!: Date;
}

@InputType({ description: "An amount of money in major units; checked row by row." })
export class TouchpointValueInput {
  @Field({ description: 'Major units, e.g. "399.00"; not negative.' })
  amount!: string;

  @Field({ description: "ISO 4217 code, e.g. CNY." })
  currencyCode!: string;
}

@InputType({
  description:
    "One touchpoint. Actions, sites and times are text here, so that one bad row is answered as a row and never refuses the others.",
})
export class TouchpointInput {
  @Field({ description: "Unique in its source and UTC day: the same event sent again is a duplicate." })
  eventId!: string;

  @Field({ description: "When it happened: RFC 3339 with an offset, e.g. 2025-11-11T00:00:00+08:00." })
  occurredAt!: string;

  @Field({ description: `What the person did: one of ${actions.join(", ")}.` })
  action!: string;

  @Field({ description: "Code of the platform where it happened, e.g. JD." })
  platform!: string;

  @Field({ description: `Whether it happened off or on the shop's site: ${SITES}.` })
  site!: string;

  @Field(() => String, { nullable: true, description: "Code of the brand it is about; absent: about none." })
  brandCode?: string | null;

  @Field(() => String, { nullable: true, description: "Code of the category it is about." })
  categoryCode?: string | null;

  @Field(() => String, { nullable: true, description: "The seller's product code (SKU)." })
  productCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the campaign that caused it, as createCampaign got it.",
  })
  campaignCode?: string | null;

  @Field(() => String, { nullable: true, description: "The media platform's id of the placement." })
  placementCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Media programme it belongs to, e.g. a contract with a partner medium.",
  })
  programmeCode?: string | null;

  @Field(() => String, { nullable: true, description: "Creative that was shown." })
  creativeCode?: string | null;

  @Field(() => String, { nullable: true, description: "Post, video or article." })
  contentCode?: string | null;

  @Field(() => String, { nullable: true, description: "Creator (KOL or KOC) behind the content." })
  creatorCode?: string | null;

  @Field(() => String, { nullable: true, description: "What was searched for." })
  keyword?: string | null;

  @Field(() => String, { nullable: true, description: "Resource slot on the site." })
  slotCode?: string | null;

  @Field(() => String, { nullable: true, description: "App in which it was shown." })
  appPlacementCode?: string | null;

  @Field(() => String, { nullable: true, description: "Page that the person landed on." })
  landingPage?: string | null;

  @Field(() => String, { nullable: true, description: "Coupon or other benefit." })
  benefitCode?: string | null;

  @Field(() => String, { nullable: true, description: "Experiment variant that the person saw." })
  variantCode?: string | null;

  @Field(() => String, { nullable: true, description: "The medium's id of the exposure, to join clicks to it." })
  exposureId?: string | null;

  @Field(() => String, { nullable: true, description: "Order it belongs to; a REFUND must name it." })
  orderId?: string | null;

  @Field(() => String, { nullable: true, description: "Line of the order." })
  orderLineId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "SERVED, or OPPORTUNITY_TO_SEE for an IMPRESSION of who was where it could be seen; absent: SERVED. Opportunities to see count in no reach, exposure or journey, and in attribution when it asks for them.",
  })
  exposure?: string | null;

  @Field(() => Int, { nullable: true, description: "Stars of a review, 1 to 5." })
  rating?: number | null;

  @Field(() => Int, { nullable: true, description: "How long it lasted, in seconds, up to a day." })
  durationSeconds?: number | null;

  @Field(() => TouchpointValueInput, {
    nullable: true,
    description:
      "Money paid, or paid back by a REFUND; not negative, of an ORDER above 0, and in the brand's currency.",
  })
  value?: TouchpointValueInput | null;

  @Field(() => Float, {
    nullable: true,
    description: "Pieces; a whole number, not negative, and of an ORDER at least 1.",
  })
  quantity?: number | null;

  @Field(() => [String], { nullable: true, description: "At most 50 labels of the sender." })
  tags?: string[] | null;

  @Field(() => [IdentityInput], {
    description:
      "Under which values the platform knows the person, 1 to 20; seen together they are taken as one person's.",
  })
  identities!: IdentityInput[];
}

@InputType({ description: "A new source of touchpoints." })
export class CreateTouchpointSourceInput {
  @Field({ description: "1 to 64 letters, digits, dots, hyphens and underscores; unique in the organisation." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Visibility, {
    defaultValue: "ORGANISATION",
    description: "Whose figures its touchpoints enter; CLOUD takes an operator's key.",
  })
  visibility!: string;
}

@Access("SIGNED_IN")
@ObjectType({ description: "What became of one row of a call." })
export class IngestedTouchpoint {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field({ description: "Event id of the row." })
  eventId!: string;

  @Field(() => TouchpointOutcome, { description: "What became of it." })
  outcome!: TouchpointOutcome;

  @Field(() => RejectionReasonEnum, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
  reason!: string | null;

  @Field(() => [String], {
    description: 'Path inside the row, e.g. ["identities", "0", "value"]; empty unless REJECTED.',
  })
  field!: readonly string[];

  @Field(() => [String], {
    description: "Values that would have been allowed, at most 30; empty where that is no list.",
  })
  allowed!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

export const TouchpointUserError = userErrorType("Touchpoint", {
  CODE_TAKEN: "The code is in use.",
  RUN_NOT_ENDED: "The run is being imported; stop it first.",
  RUN_ROLLED_BACK: "The run was rolled back before.",
});

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of ingestTouchpoints." })
export class IngestTouchpointsPayload {
  @Field(() => Int, { nullable: true, description: "New rows; null when the whole call was refused." })
  accepted?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Rows seen before with the same content; null when the whole call was refused.",
  })
  duplicates?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Rows whose event id was seen before with other content; null when the whole call was refused.",
  })
  conflicts?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
  rejected?: number | null;

  @Field(() => [IngestedTouchpoint], {
    description: "One for each row of the call, at most 1,000, in order; empty when the whole call was refused.",
  })
  rows!: readonly IngestedTouchpoint[];

  @Field(() => [TouchpointUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of createTouchpointSource." })
export class CreateTouchpointSourcePayload {
  @Field(() => TouchpointSource, { nullable: true, description: "The new source; null when refused." })
  touchpointSource?: TouchpointSource | null;

  @Field(() => [TouchpointUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
