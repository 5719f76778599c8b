import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import { CountedShare, DayWindowAnswer, DayWindowArgs, toDayWindowAnswer } from "./day-window.types";
import { DEFAULT_WITHIN_DAYS, MAX_TAGS, MAX_WITHIN_DAYS } from "./mindshare-link";
import type { MindshareReport } from "./mindshare-link.service";

@ArgsType()
export class MindshareLinkArgs extends DayWindowArgs {
  @Field(() => [String], {
    description: `Tags of the brand's proposition (主打心智), 1 to ${MAX_TAGS}, exactly as touchpoints carry them.`,
  })
  tags!: string[];

  @Field(() => Int, {
    defaultValue: DEFAULT_WITHIN_DAYS,
    description: `How many days later somebody may come, 1 to ${MAX_WITHIN_DAYS}.`,
  })
  withinDays!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A difference of two shares with its 95 % interval (Newcombe 1998, method 10)." })
class ShareDifference {
  @Field(() => Float, { description: "The first share less the second, -1 to 1." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of the interval." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Whether new A1 people who met the brand's proposition come to it more than those who did not. New: at no stage at the window's first instant, and AWARE in it, with a served touchpoint about the brand. It compares who was shown what was tagged with who was not; people were not drawn by lot, so the difference is no effect of the tags by itself.",
})
export class MindshareLinkRate extends DayWindowAnswer {
  @Field(() => [String], { description: "The tags of the proposition, each once." })
  tags!: readonly string[];

  @Field(() => Int, { description: "How many days later somebody may come." })
  withinDays!: number;

  @Field(() => RuleSet, { description: "The rules that say who is new." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, { nullable: true, description: "New A1 people; null when withheld." })
  newPeople!: bigint | null;

  @Field(() => CountedShare, {
    nullable: true,
    description:
      "Of those with a tagged touchpoint about the brand in the window, the share with a SEARCH or VISIT about it after the first of these and within withinDays. Null without any, and when withheld.",
  })
  tagged!: CountedShare | null;

  @Field(() => CountedShare, {
    nullable: true,
    description: "Of the others, the share with one after their first touchpoint in the window; null likewise.",
  })
  untagged!: CountedShare | null;

  @Field(() => ShareDifference, { nullable: true, description: "tagged less untagged; null when one is null." })
  difference!: ShareDifference | null;

  @Field({ description: "True when a group is withheld, or follows from one, because it is small." })
  isSuppressed!: boolean;

  @Field({ description: "False while somebody may still come in time; the shares can then only grow." })
  isComplete!: boolean;
}

export const toMindshareLinkRate = ({ difference, ruleSet, ...report }: MindshareReport): MindshareLinkRate =>
  Object.assign(new MindshareLinkRate(), {
    ...report,
    ...toDayWindowAnswer(report),
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
    difference: difference && { value: difference.value, ...difference.interval },
  });
