import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { SiteEnum } from "../touchpoints/action.types";
import type { CampaignStep as CampaignStepCode } from "./campaign";
import { MAX_EXTERNAL_IDS } from "./check-placements";
import { type NewPlacement, type NoPackReason, noPackReasons, type Placement as PlacementRow } from "./placement";

export const CampaignStep = {
  VECTOR: "VECTOR",
  ACQUIRE: "ACQUIRE",
  LEAD: "LEAD",
  UPSELL: "UPSELL",
  ENGAGE: "ENGAGE",
};
registerEnumType(CampaignStep, {
  name: "CampaignStep",
  description: "The five links of a campaign (环节).",
  valuesConfig: {
    VECTOR: { description: "Strategy (策略): diagnosis and aim before money is spent." },
    ACQUIRE: { description: "Off-site acquisition (站外触达): reaching new people on media platforms." },
    LEAD: { description: "On-site interest (站内激发): leading them to search, visit and compare." },
    UPSELL: { description: "Conversion (转化): turning interest into orders." },
    ENGAGE: { description: "Lasting relation (持续经营): membership, reviews, buying again." },
  },
});

export const PlacementObjective = {
  BRAND_AD: "BRAND_AD",
  CONTENT_SEED: "CONTENT_SEED",
  PERFORMANCE_AD: "PERFORMANCE_AD",
  SEARCH_AD: "SEARCH_AD",
  RECOMMEND_AD: "RECOMMEND_AD",
  SMART_COUPON: "SMART_COUPON",
  RETARGETING: "RETARGETING",
};
registerEnumType(PlacementObjective, {
  name: "PlacementObjective",
  description: "What a placement is bought for; clients must handle unknown values.",
  valuesConfig: {
    BRAND_AD: { description: "Brand advertising (品牌广告): being seen." },
    CONTENT_SEED: { description: "Content seeding (内容种草): being read about and wished for." },
    PERFORMANCE_AD: { description: "Performance advertising (效果广告): clicks and orders." },
    SEARCH_AD: { description: "Search advertising (搜索广告): answering a search." },
    RECOMMEND_AD: { description: "Recommendation advertising (推荐广告): standing among what a site recommends." },
    SMART_COUPON: { description: "Smart coupons (智能优惠券): coupons dealt out by chance of use." },
    RETARGETING: { description: "Retargeting (再营销): reaching known people again." },
  },
});

export const NoPackReasonEnum = Object.fromEntries(noPackReasons.map((reason) => [reason, reason]));
registerEnumType(NoPackReasonEnum, {
  name: "NoPackReason",
  description: "Why money goes to a placement that is aimed at no audience pack; clients must handle unknown values.",
  valuesConfig: {
    WHOLE_AUDIENCE: {
      description: "It shows to everybody on the place (通投), e.g. a splash screen or a sponsorship.",
    },
    PLATFORM_TARGETING: { description: "The platform chooses whom it shows to (平台定向)." },
    SEARCH_INTENT: { description: "It answers searches, so the search is the aim (搜索意图)." },
    NOT_STATED: { description: "Nobody said; state it with stateNoPackReason." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ implements: Node, description: "One line of media buying of a campaign (投放位)." })
export class Placement extends Node {
  /** Keys of the row, its campaign and its pack; not fields of the schema. */
  placementId!: string;
  campaignId!: string;
  audiencePackId!: string | null;

  @Field({ description: "Name for people." })
  name!: string;

  @Field({ description: "Code of the platform it is bought on, e.g. DOUYIN." })
  platform!: string;

  @Field(() => SiteEnum, { description: "Off or on the shop's site." })
  site!: string;

  @Field(() => CampaignStep, { description: "The campaign step that it serves." })
  step!: CampaignStepCode;

  @Field(() => PlacementObjective, { description: "What it is bought for." })
  objective!: string;

  @Field(() => [String], {
    description: `What the media platform calls it, at most ${MAX_EXTERNAL_IDS}; touchpoints carry one as \`placementCode\`.`,
  })
  externalIds!: readonly string[];
}

export const toPlacement = (row: PlacementRow): Placement =>
  Object.assign(new Placement(), { ...row, id: toNodeId("Placement", row.id), placementId: row.id });

@InputType({ description: "A new placement." })
export class PlacementInput {
  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field({ description: "Code of a platform known to the organisation, e.g. DOUYIN." })
  platform!: string;

  @Field(() => SiteEnum, { description: "Off or on the shop's site." })
  site!: NewPlacement["site"];

  @Field(() => CampaignStep, { description: "The campaign step that it serves, whether or not that has dates yet." })
  step!: CampaignStepCode;

  @Field(() => PlacementObjective, { description: "What it is bought for." })
  objective!: NewPlacement["objective"];

  @Field(() => ID, {
    nullable: true,
    description: "The audience pack it is aimed at, of the campaign's brand; absent: no pack.",
  })
  audiencePackId?: string | null;

  @Field(() => NoPackReasonEnum, {
    nullable: true,
    description: "Why it is aimed at no pack; only without one. Absent: NOT_STATED.",
  })
  noPackReason?: NoPackReason | null;

  @Field(() => [String], {
    description: `What the media platform calls it, at most ${MAX_EXTERNAL_IDS} of 1 to 200 characters; one id on a platform belongs to one placement of the organisation.`,
  })
  externalIds!: string[];
}
