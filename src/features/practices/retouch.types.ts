import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar } from "../../graphql/scalars";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { RatioWithInterval, toRatio } from "../opportunities/opportunity.types";
import { OpportunityPackInput } from "../opportunities/opportunity-pack.types";
import { toRuleTree } from "../opportunities/rule-tree.types";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";
import type { Retouch as Analysis } from "./retouch.service";

@Access("READ_AUDIENCES")
@ObjectType({ description: "How touches on a platform were followed by orders, as evidence for the next one." })
class RetouchChannel {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People with an exposure of the brand there in the window, on site or off; null when withheld.",
  })
  touched!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those with a net order in the window after the first of these; null when withheld.",
  })
  ordered!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "ordered / touched, 0 to 1, with Wilson's interval; null with either.",
  })
  orderRate!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A platform by which people of a group can be touched again." })
class RetouchReach {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => BigIntScalar, { description: "People of the group who were met there in the 365 days before asOf." })
  people!: bigint;

  @Field(() => Float, {
    nullable: true,
    description:
      "people x the channel's orderRate: what it would bring if they ordered as those did who were touched there. Null without a rate.",
  })
  expectedOrders!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "An age of a last touch." })
class LastTouchAge {
  @Field(() => Int, { description: "More than so many days of 24 hours before asOf." })
  fromDays!: number;

  @Field(() => Int, { description: "At most so many." })
  toDays!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Retained people of one stage whose last touch off site is of one age." })
class RetouchGroup {
  @Field(() => StageEnum, { nullable: true, description: "4A stage as of asOf; null: in none." })
  stage!: Stage | null;

  @Field(() => LastTouchAge, { description: "How long ago they were touched last." })
  lastTouch!: LastTouchAge;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;

  @Field(() => [RetouchReach], {
    description:
      "Platforms that reach some of them, the most expected orders first, then the most people; reaches do not add up. Empty when people is withheld.",
  })
  reach!: readonly RetouchReach[];

  @Field(() => String, {
    nullable: true,
    description:
      "The platform of the most expected orders, for the second touch; null when none that reaches them was followed by orders, or they are withheld.",
  })
  suggestedPlatform!: string | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "How people settled who were exposed off site and did not order in the window (沉淀), and by which platform to touch them again (二次触达, RETOUCH). All is read as of the newest snapshot, whose stages it names.",
})
export class Retouch extends PracticeAnswer {
  @Field(() => RuleSet, { description: "The rules that labelled the stages." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Exposed off site to the brand in the window and without an order in it; null when withheld.",
  })
  people!: bigint | null;

  @Field(() => [RetouchChannel], { description: "By code of the platform; where nobody was touched is absent." })
  channels!: readonly RetouchChannel[];

  @Field(() => [RetouchGroup], {
    description: "By stage, then age; at most 35 that hold somebody, which sum to people.",
  })
  groups!: readonly RetouchGroup[];

  @Field(() => AudienceRuleTree, { description: "The rules of a pack of all of them." })
  packRules!: object;
}

export const toRetouch = ({ scope, ruleSet, rules, channels, groups, people }: Analysis): Retouch =>
  Object.assign(new Retouch(), {
    ...toPracticeAnswer(scope),
    people,
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
    channels: channels.map((channel) =>
      Object.assign(new RetouchChannel(), { ...channel, orderRate: toRatio(channel.orderRate) }),
    ),
    groups: groups.map((group) =>
      Object.assign(new RetouchGroup(), {
        ...group,
        lastTouch: Object.assign(new LastTouchAge(), group.lastTouch),
        reach: group.reach.map((reach) => Object.assign(new RetouchReach(), reach)),
      }),
    ),
    packRules: toRuleTree(rules),
  });

const DAYS = `Days of 24 hours before the newest snapshot's instant, 1 to ${MAX_WINDOW_DAYS}.`;

@ArgsType()
export class RetouchArgs {
  @Field(() => Int, { defaultValue: 30, description: DAYS })
  days!: number;
}

@InputType({ description: "A pack of people to touch again." })
export class CreateRetouchPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => Int, {
    defaultValue: 30,
    description: `Exposed off site in so many days before the pack's instant and without an order in them, 1 to ${MAX_WINDOW_DAYS}.`,
  })
  days!: number;

  @Field(() => [StageEnum], { defaultValue: [], description: "In any of these stages; empty: whatever the stage." })
  stages!: Stage[];

  @Field(() => Int, {
    defaultValue: 0,
    description: "Not touched off site in so many days, less than days; 0: whenever.",
  })
  restDays!: number;

  @Field(() => String, { nullable: true, description: "Met on this platform in 365 days; absent: wherever." })
  platform?: string | null;
}
