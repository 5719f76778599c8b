import { Field, Float, InputType, Int } from "type-graphql";
import { type CrowdGroup, type Intent, intents, type Loyalty, type Stage } from "../assets";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";
import { ActionEnum } from "../touchpoints/action.types";
import { DEEPEST_FIRST, MAX_LOOKBACK_DAYS, MAX_TIMES } from "./check-definition";
import type { DefinitionDraft } from "./definition-draft";

const DAYS = `Days of 24 hours, 1 to ${MAX_LOOKBACK_DAYS}`;
const STAGE_DAYS = `${DAYS} and at most universeDays.`;
const COUNTED = "ORDER and REFUND are refused, as they are weighed against each other.";

@InputType({ description: "At least so many touchpoints of any of these actions." })
export class ActionCountInput {
  @Field(() => [ActionEnum], { description: `One action or more, each once. ${COUNTED}` })
  actions!: string[];

  @Field(() => Int, { description: `At least this often, 1 to ${MAX_TIMES}.` })
  times!: number;
}

@InputType({ description: "A look-back of a stage." })
export class LookbackInput {
  @Field(() => Int, { description: STAGE_DAYS })
  days!: number;
}

@InputType({ description: "Who is APPEAL: one of two counts in the look-back." })
export class AppealInput {
  @Field(() => Int, { description: STAGE_DAYS })
  days!: number;

  @Field(() => ActionCountInput, { description: "Weak signs, which count when they come again." })
  repeated!: ActionCountInput;

  @Field(() => ActionCountInput, { description: "Strong signs." })
  strong!: ActionCountInput;
}

@InputType({ description: "Who of ACT is ADVOCATE." })
export class AdvocateInput {
  @Field(() => Int, { description: STAGE_DAYS })
  days!: number;

  @Field(() => Int, {
    description: `Net orders on at least this many days, 1 to ${MAX_TIMES}; with 1 every buyer is an advocate.`,
  })
  orderDays!: number;

  @Field(() => Int, { description: "Least rating of a review, 1 to 5." })
  minimumRating!: number;

  @Field(() => [ActionEnum], {
    description: `Actions after an order, each once; may be none. ${COUNTED} REVIEW is refused: it counts by its rating.`,
  })
  actionsAfterOrder!: string[];
}

@InputType({ description: "Rows and columns of the nine-grid." })
export class NineGridRuleInput {
  @Field(() => [IntentEnum], {
    defaultValue: intents,
    description:
      "Who shows several intents is in the first of these; each of the three once, else rows overlap: INVALID_INPUT.",
  })
  intentPriority!: Intent[];

  @Field(() => Int, { description: `${DAYS}.` })
  intentDays!: number;

  @Field(() => [ActionEnum], { description: "Actions that show no intent for a brand, each once; may be none." })
  intentExcludes!: string[];

  @Field(() => Int, { description: `${DAYS}.` })
  loyaltyDays!: number;

  @Field(() => Float, {
    description: "Least share of the brand in a loyal person's net orders of the category, 0 to 1.",
  })
  loyalShare!: number;
}

@InputType({ description: "A cell of the nine-grid by its row and column." })
export class NineGridPlaceInput {
  @Field(() => IntentEnum, { description: "Its row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Its column." })
  loyalty!: Loyalty;
}

@InputType({ description: "The cells that a group consists of." })
export class CrowdGroupInput {
  @Field(() => CrowdGroupEnum, { description: "Which group; each once." })
  group!: CrowdGroup;

  @Field(() => [NineGridPlaceInput], { description: "Its cells." })
  cells!: NineGridPlaceInput[];
}

@InputType({
  description: `The rules behind stages, cells and groups, whole. A look-back of zero or of more than ${MAX_LOOKBACK_DAYS} days is INVALID_INPUT at its path; all problems are told at once.`,
})
export class RuleSetDefinitionInput {
  @Field(() => Int, { description: `Whoever had a touchpoint of the brand in so many days was met by it. ${DAYS}.` })
  universeDays!: number;

  @Field(() => [StageEnum], {
    defaultValue: DEEPEST_FIRST,
    description: `Who meets several stages is in the first of these. Each of the four once, else stages overlap without priority; and ${DEEPEST_FIRST.join(", ")} only, as a stage is a depth. Anything else is INVALID_INPUT.`,
  })
  stagePriority!: Stage[];

  @Field(() => LookbackInput, { description: "AWARE: any touchpoint of the brand in the look-back." })
  aware!: LookbackInput;

  @Field(() => AppealInput, { description: "APPEAL." })
  appeal!: AppealInput;

  @Field(() => LookbackInput, { description: "ACT: a net order of the brand in the look-back." })
  act!: LookbackInput;

  @Field(() => AdvocateInput, { description: "ADVOCATE." })
  advocate!: AdvocateInput;

  @Field(() => NineGridRuleInput, { description: "The nine-grid." })
  nineGrid!: NineGridRuleInput;

  @Field(() => [CrowdGroupInput], {
    description:
      "The map of the nine cells to groups: each cell in exactly one, else INVALID_INPUT. A group may be left out and is empty then.",
  })
  groups!: CrowdGroupInput[];
}

/** Plain objects, as definitions are compared with those that were stored. */
export const toDraft = (input: RuleSetDefinitionInput): DefinitionDraft => JSON.parse(JSON.stringify(input));
