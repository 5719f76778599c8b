import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { OpportunityPackInput } from "../opportunities/opportunity-pack.types";
import { toRuleTree } from "../opportunities/rule-tree.types";
import { MAX_TOUCHES, MAX_WAIT_HOURS } from "./chase";
import type { Chase as Analysis, ChaseQuestion } from "./chase.service";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";
import { TouchLimit, toTouchLimit } from "./touch-limit.types";

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "People who were touched off site, by whether they arrived (未进站追击, CHASE). Arrived: did anything on the brand's site in the window. due, waiting, saturated and arrived sum to touched. The suppression list is applied when a pack is pushed, so nobody on it is sent.",
})
export class Chase extends PracticeAnswer {
  @Field(() => TouchLimit, { description: "The bound of touches that was gone by." })
  touchLimit!: TouchLimit;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Exposed off site to the brand in the window; null when withheld.",
  })
  touched!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "To be chased: did not arrive, were touched less often than maxTouches, and have had waitHours since the last touch. Null when withheld.",
  })
  due!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "The same, but touched in the last waitHours, so that they may still arrive; null when withheld.",
  })
  waiting!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Did not arrive after maxTouches touches or more; null when withheld.",
  })
  saturated!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Arrived; null when withheld." })
  arrived!: bigint | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "asOf when somebody is due; else the end of the hour by which as many of the waiting have waited as may be told; null when that never comes.",
  })
  nextTouchAt!: Date | null;

  @Field(() => AudienceRuleTree, { description: "The rules of the pack of people to chase." })
  packRules!: object;
}

export const toChase = ({ scope, rules, touchLimit, ...analysis }: Analysis): Chase =>
  Object.assign(new Chase(), {
    ...{ ...toPracticeAnswer(scope), ...analysis },
    ...{ touchLimit: toTouchLimit(touchLimit), packRules: toRuleTree(rules) },
  });

const DAYS = `Days of 24 hours before asOf, 1 to ${MAX_WINDOW_DAYS}.`;
const WAIT = `Hours that people are given to arrive after a touch, 1 to ${MAX_WAIT_HOURS} and no longer than the days.`;
const TOUCHES = `Whom so many touches did not bring is left alone, 2 to ${MAX_TOUCHES}: the best frequency (最佳频次), e.g. 8. Absent: the best frequency of the campaign; refused where it has none.`;
const CAMPAIGN =
  "Id of a Campaign of the brand whose best frequency is maxTouches; only without that. Absent: the one that began last.";

@ArgsType()
export class ChaseArgs {
  @Field(() => Int, { defaultValue: 14, description: DAYS })
  days!: number;

  @Field(() => Int, { defaultValue: 48, description: WAIT })
  waitHours!: number;

  @Field(() => Int, { nullable: true, description: TOUCHES })
  maxTouches?: number | null;

  @Field(() => ID, { nullable: true, description: CAMPAIGN })
  campaignId?: string | null;
}

@InputType({ description: "A live pack of people to chase." })
export class CreateChasePackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => Int, { defaultValue: 14, description: DAYS })
  days!: number;

  @Field(() => Int, { defaultValue: 48, description: WAIT })
  waitHours!: number;

  @Field(() => Int, { nullable: true, description: TOUCHES })
  maxTouches?: number | null;

  @Field(() => ID, { nullable: true, description: CAMPAIGN })
  campaignId?: string | null;

  @Field(() => Int, {
    defaultValue: 6,
    description: "Built anew every so many hours, which lets go who arrived; 1 to waitHours, and at most 168.",
  })
  everyHours!: number;
}

export const toChaseQuestion = (
  { days, waitHours, maxTouches, campaignId }: ChaseArgs | CreateChasePackInput,
  path: readonly string[],
): ChaseQuestion => ({
  ...{ days, waitHours, maxTouches: maxTouches ?? null },
  campaignId: campaignId == null ? null : keyOf("Campaign", campaignId, [...path, "campaignId"]),
});
