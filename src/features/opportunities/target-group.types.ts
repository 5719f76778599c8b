import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import {
  DAYS,
  OpportunityAnswer,
  OpportunityArgs,
  RatioWithInterval,
  toCount,
  toOpportunityAnswer,
  toRatio,
} from "./opportunity.types";
import { OpportunityPackInput } from "./opportunity-pack.types";
import { toRuleTree } from "./rule-tree.types";
import { type TargetGroups as Analysis, MAX_GROUPS } from "./target-group.service";
import { type GroupTrait, targetGroupRules } from "./target-group-rules";

const TraitEnum = { TOUCHPOINT: "TOUCHPOINT", RIVAL_BUYER: "RIVAL_BUYER", ATTRIBUTE: "ATTRIBUTE" };
registerEnumType(TraitEnum, {
  name: "TargetGroupTrait",
  description:
    "What people of a target group have in common besides buying in the category; clients must handle unknown values.",
  valuesConfig: {
    TOUCHPOINT: { description: "They did an action on a platform, whatever the brand." },
    RIVAL_BUYER: { description: "They ordered of another brand of the category." },
    ATTRIBUTE: { description: "They have a value of an attribute of the organisation's registry, ENUM or BOOLEAN." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A product beside a target group." })
class GroupProduct {
  @Field({ description: "Code of the product, as touchpoints carry it." })
  product!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "People of the group who ordered it; null when withheld." })
  buyers!: bigint | null;

  @Field(() => Float, { nullable: true, description: "buyers / people of the group, 0 to 1; null when withheld." })
  conversion!: number | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description:
      "Target group index: 100 x conversion / conversion of all customers of the category; null when withheld.",
  })
  tgi!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "The product that leads a target group, and where (人货场)." })
class LeadProduct {
  @Field({ description: "Code of the product; it leads no other group." })
  product!: string;

  @Field({ description: "Code of the platform of the highest expected value." })
  platform!: string;

  @Field(() => Money, {
    description:
      "The group's buyers of the product who were on the platform, no more than there are pieces, times the mean value of an order line of it in the window.",
  })
  expectedValue!: Money;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A group of the category's customers that the brand is strong in (靶向人群)." })
class TargetGroup {
  @Field(() => TraitEnum, { description: "What its people have in common." })
  trait!: string;

  @Field(() => String, { nullable: true, description: "Code of the platform; null unless TOUCHPOINT." })
  platform!: string | null;

  @Field(() => ActionEnum, { nullable: true, description: "What they did there; null unless TOUCHPOINT." })
  action!: Action | null;

  @Field(() => String, { nullable: true, description: "Code of the attribute; null unless ATTRIBUTE." })
  attribute!: string | null;

  @Field(() => String, { nullable: true, description: "Its value; null unless ATTRIBUTE." })
  value!: string | null;

  @Field(() => BigIntScalar, { description: "Customers of the category in it." })
  people!: bigint;

  @Field(() => BigIntScalar, { description: "Of them, buyers of the brand." })
  buyers!: bigint;

  @Field(() => RatioWithInterval, {
    description: "Target group index: 100 x share of the brand's buyers / share of all customers of the category.",
  })
  tgi!: RatioWithInterval;

  @Field(() => [GroupProduct], { description: "The brand's 30 products of most buyers." })
  products!: readonly GroupProduct[];

  @Field(() => LeadProduct, {
    nullable: true,
    description: "Null when no product and platform can be told, or another group needs it more.",
  })
  lead!: LeadProduct | null;

  @Field(() => AudienceRuleTree, { description: "The rules of its pack." })
  packRules!: object;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Target groups of the primary category's customers, the product that leads each of them, and the best combination of group, product and platform. An order counts when it was placed, also if it was refunded later.",
})
export class TargetGroups extends OpportunityAnswer {
  @Field(() => [TargetGroup], { description: "The highest index first." })
  groups!: readonly TargetGroup[];

  @Field(() => Money, {
    description: "Sum of the leads' expected values: the most that any selection with different products brings.",
  })
  expectedValue!: Money;

  @Field(() => Money, {
    nullable: true,
    description: "How much less the second best selection brings; null when there is no other.",
  })
  runnerUpDifference!: Money | null;
}

export function toTargetGroups({ scope, window, groups, products, match }: Analysis): TargetGroups {
  const money = (amount: number): Money =>
    Object.assign(new Money(), toMajor({ minor: BigInt(amount), currencyCode: scope.currencyCode }));
  return Object.assign(new TargetGroups(), {
    ...toOpportunityAnswer(scope),
    expectedValue: money(match.total),
    runnerUpDifference: match.runnerUpTotal === null ? null : money(match.total - match.runnerUpTotal),
    groups: groups.map(({ trait, people, buyers, tgi, goods }, place) => {
      const lead = match.chosen.find(({ crowd }) => crowd === place);
      const { platform, action } = trait.kind === "TOUCHPOINT" ? trait : { platform: null, action: null };
      const { attribute, value } = trait.kind === "ATTRIBUTE" ? trait : { attribute: null, value: null };
      return Object.assign(new TargetGroup(), {
        ...{ trait: trait.kind, platform, action, attribute, value },
        ...{ people: BigInt(people), buyers: BigInt(buyers), tgi: toRatio(tgi) },
        products: goods.map((cell) =>
          Object.assign(new GroupProduct(), { ...cell, buyers: toCount(cell.buyers), tgi: toRatio(cell.tgi) }),
        ),
        lead:
          lead &&
          Object.assign(new LeadProduct(), {
            product: products[lead.product]!.product,
            platform: lead.channel,
            expectedValue: money(lead.value),
          }),
        packRules: toRuleTree(targetGroupRules(trait, window)),
      });
    }),
  });
}

@InputType({ description: "Pieces on hand of a product." })
class StockInput {
  @Field({ description: "Code of the product." })
  product!: string;

  @Field(() => Int, { description: "0 or more." })
  pieces!: number;
}

@ArgsType()
export class TargetGroupsArgs extends OpportunityArgs {
  @Field(() => Int, { defaultValue: 4, description: `At most so many groups, 1 to ${MAX_GROUPS}.` })
  count!: number;

  @Field(() => Float, { defaultValue: 100, description: "Groups of a lower index are left out; at least 0." })
  minimumTgi!: number;

  @Field(() => Int, { defaultValue: 1000, description: "Groups of fewer people are left out; at least 1." })
  minimumPeople!: number;

  @Field(() => [StockInput], { defaultValue: [], description: "Where it is known; at most 100 products." })
  stock!: StockInput[];
}

@InputType({ description: "A pack of one target group." })
export class CreateTargetGroupPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => Int, { defaultValue: 365, description: DAYS })
  days!: number;

  @Field(() => TraitEnum, { description: "What its people have in common." })
  trait!: GroupTrait["kind"];

  @Field(() => String, { nullable: true, description: "Code of the platform; given for TOUCHPOINT only." })
  platform?: string | null;

  @Field(() => ActionEnum, { nullable: true, description: "What they did there; given for TOUCHPOINT only." })
  action?: Action | null;

  @Field(() => String, { nullable: true, description: "Code of the attribute; given for ATTRIBUTE only." })
  attribute?: string | null;

  @Field(() => String, { nullable: true, description: "Its value; given for ATTRIBUTE only." })
  value?: string | null;
}
