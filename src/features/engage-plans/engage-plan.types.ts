import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  type EngageAction,
  type EngageLine as EngageLineRow,
  type EngagePlan as EngagePlanRow,
  engageActions,
  MAX_CADENCE_DAYS,
  MAX_LINES,
} from "./engage-plan";

const ACTIONS: Readonly<Record<EngageAction, string>> = {
  SECOND_TOUCH: "Touch them again with advertising (二次触达).",
  CONTENT: "Show them content (内容种草).",
  MEMBER_INVITATION: "Invite them to become members (入会).",
  BENEFIT: "Give them a benefit (会员权益).",
  REPURCHASE_OFFER: "Offer them something to buy next (复购).",
  REVIEW_REQUEST: "Ask them for a review (晒单评价).",
  WIN_BACK: "Win them back after a silence (召回).",
  REST: "Leave them alone.",
};
const ActionEnum = Object.fromEntries(engageActions.map((action) => [action, action]));
registerEnumType(ActionEnum, {
  name: "EngageAction",
  description: "What is done next with a pack; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(engageActions.map((action) => [action, { description: ACTIONS[action] }])),
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What is done next with one pack, and how often." })
export class EngageLine {
  /** The row behind it; not a field of the schema. */
  line!: EngageLineRow;

  @Field(() => ActionEnum, { description: "What is done next." })
  nextAction!: EngageAction;

  @Field(() => String, { nullable: true, description: "More about it, for people; null: nothing." })
  note!: string | null;

  @Field(() => Int, { description: "Days from one time to the next." })
  cadenceDays!: number;

  @Field(() => DateTimeScalar, { description: "The first time." })
  startsAt!: Date;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What the brand does after a campaign with the people whom it brought (持续经营)." })
export class EngagePlan {
  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was last changed." })
  changedAt!: Date;

  @Field(() => [EngageLine], { description: `At most ${MAX_LINES}, in the order in which they were set.` })
  lines!: readonly EngageLine[];
}

export const toEngagePlan = ({ version, changedAt, lines }: EngagePlanRow): EngagePlan =>
  Object.assign(new EngagePlan(), {
    version,
    changedAt,
    lines: lines.map((line) => Object.assign(new EngageLine(), { line, ...line })),
  });

@InputType({ description: "What is done next with a pack." })
export class EngageLineInput {
  @Field(() => ID, { description: "A pack of the campaign's brand, in no other campaign's plan." })
  audiencePackId!: string;

  @Field(() => ActionEnum, { description: "What is done next." })
  nextAction!: EngageAction;

  @Field(() => String, { nullable: true, description: "More about it, 1 to 200 characters." })
  note?: string | null;

  @Field(() => Int, { description: `Days from one time to the next, 1 to ${MAX_CADENCE_DAYS}.` })
  cadenceDays!: number;

  @Field(() => DateTimeScalar, { description: "The first time." })
  startsAt!: Date;
}

const EngagePlanUserError = userErrorType("EngagePlan", {
  IN_OTHER_PLAN: "The plan of another campaign has the pack.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of setEngagePlan." })
export class SetEngagePlanPayload {
  @Field(() => EngagePlan, { nullable: true, description: "The plan as it is now; null when refused." })
  engagePlan?: EngagePlan | null;

  @Field(() => [EngagePlanUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
