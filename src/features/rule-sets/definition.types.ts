import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import type { CrowdGroup, Intent, Loyalty, Stage } from "../assets";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";
import { ActionEnum } from "../touchpoints/action.types";

@Access("READ_ASSETS")
@ObjectType({ description: "At least so many touchpoints of any of these actions." })
export class ActionCountRule {
  @Field(() => [ActionEnum], { description: "Which actions count; at most all 22." })
  actions!: readonly string[];

  @Field(() => Int, { description: "At least this often, all of them together." })
  times!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A look-back of a stage." })
export class LookbackRule {
  @Field(() => Int, { description: "Days of 24 hours before the instant that is labelled." })
  days!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Who is APPEAL: one of two counts in the look-back." })
export class AppealRule {
  @Field(() => Int, { description: "Look-back in days of 24 hours." })
  days!: number;

  @Field(() => ActionCountRule, { description: "Weak signs, which count when they come again." })
  repeated!: ActionCountRule;

  @Field(() => ActionCountRule, { description: "Strong signs." })
  strong!: ActionCountRule;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "Who of ACT is ADVOCATE: orders on several days, praise, or sharing after an order, in the look-back.",
})
export class AdvocateRule {
  @Field(() => Int, { description: "Look-back in days of 24 hours." })
  days!: number;

  @Field(() => Int, { description: "Net orders on at least this many days of the brand's zone are enough." })
  orderDays!: number;

  @Field(() => Int, { description: "A review of at least this rating is enough, 1 to 5." })
  minimumRating!: number;

  @Field(() => [ActionEnum], { description: "One of these after an order is enough; at most all 22." })
  actionsAfterOrder!: readonly string[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "Rows and columns of the nine-grid." })
export class NineGridRule {
  @Field(() => [IntentEnum], { description: "Who shows several intents is in the first of these; all three." })
  intentPriority!: readonly Intent[];

  @Field(() => Int, { description: "Look-back of intent in days of 24 hours." })
  intentDays!: number;

  @Field(() => [ActionEnum], { description: "Actions that show no intent for a brand; at most all 22." })
  intentExcludes!: readonly string[];

  @Field(() => Int, { description: "Look-back of loyalty in days of 24 hours." })
  loyaltyDays!: number;

  @Field(() => Float, {
    description: "Least share of the brand in a loyal person's net orders of the category, 0 to 1.",
  })
  loyalShare!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A cell of the nine-grid by its row and column." })
export class NineGridPlace {
  @Field(() => IntentEnum, { description: "Its row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Its column." })
  loyalty!: Loyalty;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The cells that a group consists of." })
export class CrowdGroupRule {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;

  @Field(() => [NineGridPlace], { description: "Its cells; of the nine each is in exactly one group." })
  cells!: readonly NineGridPlace[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "The rules behind stages, cells and groups as data." })
export class RuleSetDefinition {
  @Field(() => Int, { description: "Days in which a touchpoint of the brand makes a person one whom the brand met." })
  universeDays!: number;

  @Field(() => [StageEnum], {
    description: "Who meets several stages is in the first of these: the deepest; all four.",
  })
  stagePriority!: readonly Stage[];

  @Field(() => LookbackRule, { description: "AWARE: any touchpoint of the brand in the look-back." })
  aware!: LookbackRule;

  @Field(() => AppealRule, { description: "APPEAL." })
  appeal!: AppealRule;

  @Field(() => LookbackRule, { description: "ACT: an order of the brand in the look-back that is not fully refunded." })
  act!: LookbackRule;

  @Field(() => AdvocateRule, { description: "ADVOCATE." })
  advocate!: AdvocateRule;

  @Field(() => NineGridRule, { description: "The nine-grid." })
  nineGrid!: NineGridRule;

  @Field(() => [CrowdGroupRule], { description: "All four groups." })
  groups!: readonly CrowdGroupRule[];
}
