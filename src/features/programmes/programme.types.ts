import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import type { MediaProgramme as ProgrammeRow } from "./programme";

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "A contract between a brand and a partner medium (京X计划), e.g. with Xiaohongshu or Tencent.",
})
export class MediaProgramme extends Node {
  /** The row; not a field of the schema. */
  row!: ProgrammeRow;

  @Field({ description: "Unique in the organisation; touchpoints carry it as `programmeCode`." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field({ description: "Code of the partner's platform, e.g. XIAOHONGSHU." })
  partnerPlatform!: string;

  @Field(() => String, { nullable: true, description: "Number of the contract; null when there is none." })
  contractNumber!: string | null;

  @Field(() => DateScalar, { description: "First day of the contract in the brand's zone." })
  startsOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day after the contract in the brand's zone; null: no end is agreed.",
  })
  endsOn!: string | null;

  @Field({ description: "True when the partner sends back who was reached (数据回流)." })
  hasDataReturn!: boolean;

  @Field(() => Money, { nullable: true, description: "What is agreed to be spent; null when nothing is." })
  budget!: Money | null;

  @Field(() => Int, { description: "1 when it was created; counts up with every change." })
  version!: number;
}

export const toMediaProgramme = (row: ProgrammeRow): MediaProgramme =>
  Object.assign(new MediaProgramme(), {
    ...row,
    id: toNodeId("MediaProgramme", row.id),
    row,
    budget: row.budget && toMajor(row.budget),
  });

export const MediaProgrammeConnection = connectionType(MediaProgramme, "MediaProgramme", "READ_CAMPAIGNS");

@InputType({ description: "A new media programme." })
export class CreateMediaProgrammeInput {
  @Field(() => ID, { description: "The brand that has the contract." })
  brandId!: string;

  @Field({ description: "As the partner's touchpoints carry it, 1 to 200 characters; unique in the organisation." })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field({ description: "Code of a platform known to the organisation, e.g. XIAOHONGSHU." })
  partnerPlatform!: string;

  @Field(() => String, { nullable: true, description: "Number of the contract, 1 to 100 characters." })
  contractNumber?: string | null;

  @Field(() => DateScalar, { description: "First day of the contract in the brand's zone." })
  startsOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day after the contract; later than startsOn; absent: no end is agreed.",
  })
  endsOn?: string | null;

  @Field({ description: "Whether the partner sends back who was reached." })
  hasDataReturn!: boolean;

  @Field(() => MoneyInput, { nullable: true, description: "What is agreed to be spent, in the brand's currency." })
  budget?: MoneyInput | null;
}

@InputType({ description: "What to change of a media programme: what is absent stays as it is." })
export class ChangeMediaProgrammeInput {
  @Field(() => String, { nullable: true, description: "Name for people, 1 to 200 characters; not null." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "Code of a platform known to the organisation; not null." })
  partnerPlatform?: string | null;

  @Field(() => String, { nullable: true, description: "Number of the contract; null: there is none." })
  contractNumber?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "First day of the contract; not null." })
  startsOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The first day after the contract; null: no end is agreed." })
  endsOn?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the partner sends back who was reached; not null." })
  hasDataReturn?: boolean | null;

  @Field(() => MoneyInput, { nullable: true, description: "What is agreed to be spent; null: nothing is." })
  budget?: MoneyInput | null;
}

const MediaProgrammeUserError = userErrorType("MediaProgramme", { CODE_TAKEN: "The code is in use." });

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of createMediaProgramme." })
export class CreateMediaProgrammePayload {
  @Field(() => MediaProgramme, { nullable: true, description: "The new programme; null when refused." })
  mediaProgramme?: MediaProgramme | null;

  @Field(() => [MediaProgrammeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of changeMediaProgramme." })
export class ChangeMediaProgrammePayload {
  @Field(() => MediaProgramme, { nullable: true, description: "The programme as it is now; null when refused." })
  mediaProgramme?: MediaProgramme | null;

  @Field(() => [MediaProgrammeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
