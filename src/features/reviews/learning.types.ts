import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import { Campaign } from "../campaigns/campaign.types";
import type { FlowStart } from "../flows";
import { FlowStartEnum } from "../flows/stage-reach.types";
import type { Learning as LearningRow } from "./learning";
import { ReviewEstimate } from "./review-lines.types";

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Node,
  description: "What a campaign taught (经验沉淀): in which condition, by which action, to which effect.",
})
export class Learning extends Node {
  /** Key of its review; not a field of the schema. */
  reviewKey!: string;

  @Field({ description: "Who it is about, and in which state." })
  condition!: string;

  @Field({ description: "What was done." })
  action!: string;

  @Field(() => FlowStartEnum, { description: "Start of the flow of the review that measures the effect." })
  from!: FlowStart;

  @Field(() => StageEnum, { nullable: true, description: "Its end; null: they were in no stage at the end." })
  to!: Stage | null;

  @Field(() => ReviewEstimate, {
    description: "By how much the flow changed against the comparison base: now / base - 1.",
  })
  effect!: ReviewEstimate;

  @Field(() => BigIntScalar, { description: "People at the start of the flow." })
  people!: bigint;

  @Field(() => DateTimeScalar, { description: "When it was recorded." })
  createdAt!: Date;
}

export const toLearning = ({ id, reviewId, brandId, ...row }: LearningRow): Learning =>
  Object.assign(new Learning(), { ...row, id: toNodeId("Learning", id), reviewKey: reviewId });

export const LearningConnection = connectionType(Learning, "Learning", "READ_ATTRIBUTION");

@InputType({ description: "A learning in words; its numbers are those of a flow of the review." })
export class RecordLearningInput {
  @Field(() => ID, { description: "Id of a CampaignReview." })
  reviewId!: string;

  @Field(() => FlowStartEnum, { description: "Start of a flow whose change has an interval." })
  from!: FlowStart;

  @Field(() => StageEnum, { nullable: true, description: "Its end; absent: in no stage at the end." })
  to?: Stage | null;

  @Field({ description: "1 to 500 characters." })
  condition!: string;

  @Field({ description: "1 to 500 characters." })
  action!: string;
}

const LearningUserError = userErrorType("Learning", {
  NOT_MEASURED: "The review has no such flow, or its change has no interval.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of recordLearning." })
export class RecordLearningPayload {
  @Field(() => Learning, { nullable: true, description: "The new learning; null when refused." })
  learning?: Learning | null;

  @Field(() => [LearningUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of attachLearning." })
export class AttachLearningPayload {
  @Field(() => Campaign, { nullable: true, description: "The campaign whose plan it is; null when refused." })
  campaign?: Campaign | null;

  @Field(() => [LearningUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of detachLearning." })
export class DetachLearningPayload {
  @Field(() => Campaign, { nullable: true, description: "The campaign whose plan it is; null when refused." })
  campaign?: Campaign | null;

  @Field(() => [LearningUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
