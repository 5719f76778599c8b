import { ArgsType, Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { parseMinor, toMajor } from "../../platform/money";
import { UserProblems } from "../../platform/user-error";
import type { CrowdGroup } from "../assets";
import { CrowdGroupEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { RatioWithInterval, toRatio } from "../opportunities/opportunity.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";
import {
  type TouchpointStrength as Analysis,
  MAX_SPEND_LINES,
  type StrengthLine,
  type TouchpointSpend,
} from "./touchpoint-strength.service";

@Access("READ_AUDIENCES")
@ObjectType({ description: "People of a group at a touchpoint." })
class TouchpointConversion {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ActionEnum, { description: "What was done there." })
  action!: Action;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People of the group with such a touchpoint of the brand in the window; null when withheld.",
  })
  touched!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those with a net order in the window after the first of these; null when withheld.",
  })
  converted!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "converted / touched, 0 to 1, with Wilson's interval; null with either.",
  })
  conversion!: RatioWithInterval | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description:
      "Target group index: 100 x share of the touched in the group / share of the touched in all four groups; null when withheld.",
  })
  tgi!: RatioWithInterval | null;

  @Field(() => Money, { nullable: true, description: "The spend that the call gave; null: none." })
  spend!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "What the step adds to the spend, below 0 where it takes away; null without a step.",
  })
  change!: Money | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "The touchpoint that converts a group best (优势触点)." })
class StrongestTouchpoint {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ActionEnum, { description: "What was done there." })
  action!: Action;

  @Field({
    description:
      "True when its conversion differs from the next best by more than chance (two-proportion z-test, two-sided .05); false: NOT_SEPARABLE, the next best may be as good.",
  })
  isSeparable!: boolean;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A group of nine-grid cells at the touchpoints of the brand." })
class GroupTouchpoints {
  @Field(() => CrowdGroupEnum, { description: "Which group, by the snapshot's rule set." })
  group!: CrowdGroup;

  @Field(() => BigIntScalar, { nullable: true, description: "People in it; null when withheld." })
  people!: bigint | null;

  @Field(() => [TouchpointConversion], {
    description: "At which somebody of any group was touched, the highest conversion first, those withheld last.",
  })
  touchpoints!: readonly TouchpointConversion[];

  @Field(() => StrongestTouchpoint, {
    nullable: true,
    description: "Null when nobody of the group converted, as far as it can be told.",
  })
  strongest!: StrongestTouchpoint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Which touchpoint converts each group best, and one step of money towards it. Groups are labelled at the window's first instant, so that nobody is in a group because of having converted. A step takes only from touchpoints that convert worse by more than chance, the weakest first; changes of a group sum to 0.",
})
export class TouchpointStrength extends PracticeAnswer {
  @Field(() => RuleSet, { description: "The rules that labelled the groups." })
  ruleSet!: RuleSet;

  @Field(() => [GroupTouchpoints], { description: "All four groups." })
  groups!: readonly GroupTouchpoints[];
}

export function toTouchpointStrength({ window, ruleSet, currencyCode, groups }: Analysis): TouchpointStrength {
  const money = (minor: bigint | null): Money | null =>
    minor === null ? null : Object.assign(new Money(), toMajor({ minor, currencyCode }));
  const lineOf = (line: StrengthLine): TouchpointConversion =>
    Object.assign(new TouchpointConversion(), {
      ...line,
      conversion: toRatio(line.conversion),
      tgi: toRatio(line.tgi),
      spend: money(line.spend),
      change: money(line.change),
    });
  return Object.assign(new TouchpointStrength(), {
    ...toPracticeAnswer(window),
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
    groups: groups.map(({ group, people, lines, strongest }) =>
      Object.assign(new GroupTouchpoints(), {
        group,
        people,
        touchpoints: lines.map(lineOf),
        strongest:
          strongest &&
          Object.assign(new StrongestTouchpoint(), {
            platform: strongest.line.platform,
            action: strongest.line.action,
            isSeparable: strongest.isSeparable,
          }),
      }),
    ),
  });
}

@InputType({ description: "What is spent at a touchpoint." })
export class TouchpointSpendInput {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ActionEnum, { description: "What is done there." })
  action!: Action;

  @Field(() => MoneyInput, { description: "At least 0, in the brand's currency." })
  spend!: MoneyInput;
}

/** Refuses what is no amount, or none in the brand's currency. */
export const toSpend = (spend: readonly TouchpointSpendInput[], currencyCode: string): readonly TouchpointSpend[] =>
  spend.map(({ platform, action, spend: money }, index) => {
    const minor = money.currencyCode === currencyCode ? parseMinor(money.amount, currencyCode) : null;
    if (minor !== null && minor >= 0n) return { platform, action, minor };
    throw UserProblems.one(
      "INVALID_INPUT",
      ["spend", String(index), "spend"],
      `spend must be an amount of at least 0 in ${currencyCode}, but got ${money.amount} ${money.currencyCode}.`.slice(
        0,
        200,
      ),
    );
  });

@ArgsType()
export class TouchpointStrengthArgs {
  @Field(() => DateTimeScalar, {
    description: "Instant of a published snapshot, whose labels say who is in which group; the window begins here.",
  })
  groupsAt!: Date;

  @Field(() => Int, {
    defaultValue: 30,
    description: `Days of 24 hours after it, 1 to ${MAX_WINDOW_DAYS}; the window ends at the last full hour at the latest.`,
  })
  days!: number;

  @Field(() => [TouchpointSpendInput], {
    defaultValue: [],
    description: `Where it is known, each touchpoint once, at most ${MAX_SPEND_LINES}; without it no step is suggested.`,
  })
  spend!: TouchpointSpendInput[];

  @Field(() => Float, {
    defaultValue: 0.1,
    description: "Most of all spend that one step moves, 0.01 to 1.",
  })
  maxShift!: number;
}
