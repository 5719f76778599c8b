import { type ClassType, Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudienceSize } from "../audiences/estimate.types";
import type { RefusedValue } from "../people";
import { PersonRowReasonEnum } from "../people/upload-row.types";
import {
  type AudienceList as AudienceListRow,
  DEFAULT_LIST_DAYS,
  MAX_LIST_DAYS,
  MAX_LIST_NAME,
  MAX_VALUES,
} from "./audience-list";
import { type AnsweredList, type ListMatch, MAX_REFUSED } from "./audience-list.service";

@Access("READ_AUDIENCES")
@ObjectType({ description: "Whom an uploaded list matches." })
export class AudienceListMatch {
  @Field(() => AudienceSize, {
    description:
      "People who were known under one of its ids when it was uploaded, as the people they are now; withheld below minimumPeople too.",
  })
  size!: AudienceSize;

  @Field(() => Int, { description: "Fewest people whom it must match before rules may name it." })
  minimumPeople!: number;

  @Field({ description: "Whether it matches as many." })
  isUsable!: boolean;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description:
    "A list of hashed ids that the organisation uploaded for rules to name (上传名单). Kept is who was known under them, not the ids: who becomes known later is not on it.",
})
export class AudienceList extends Node {
  /** The row behind it; not a field of the schema. */
  list!: AudienceListRow;

  @Field({ description: "Unique in the organisation." })
  name!: string;

  @Field({ description: "Namespace of its ids." })
  namespace!: string;

  @Field(() => Int, { description: "Ids that were taken; one that came in two calls counts twice." })
  accepted!: number;

  @Field(() => Int, { description: "Rows that were not." })
  rejected!: number;

  @Field(() => DateTimeScalar, { description: "When it was first uploaded." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "From then on nothing finds it, and its people are removed." })
  expiresAt!: Date;
}

export const toAudienceList = (list: AudienceListRow): AudienceList => {
  const { id, name, namespace, accepted, rejected, createdAt, expiresAt } = list;
  const told = { name, namespace, accepted, rejected, createdAt, expiresAt };
  return Object.assign(new AudienceList(), { ...told, list, id: toNodeId("AudienceList", id) });
};

export const toListMatch = ({ size, ...match }: ListMatch): AudienceListMatch =>
  Object.assign(new AudienceListMatch(), { ...match, size: Object.assign(new AudienceSize(), size) });

@InputType({ description: "A new list." })
export class UploadAudienceListInput {
  @Field({ description: `1 to ${MAX_LIST_NAME} characters; unique in the organisation.` })
  name!: string;

  @Field({ description: "A declared namespace of identities, e.g. PHONE." })
  namespace!: string;

  @Field(() => [String], {
    description: `1 to ${MAX_VALUES} ids as the namespace has them, hashed by the sender; more with extendAudienceList.`,
  })
  values!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: `When it expires, at most ${MAX_LIST_DAYS} days ahead; absent: after ${DEFAULT_LIST_DAYS} days.`,
  })
  expiresAt?: Date | null;
}

@Access("EDIT_AUDIENCES")
@ObjectType({ description: "A row of a list that was not taken. Its value is not repeated, as it may be a plain one." })
export class RejectedListRow {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => PersonRowReasonEnum, { description: "Why." })
  reason!: string;

  @Field({ description: "What must hold and what came; for people." })
  message!: string;
}

const AudienceListUserError = userErrorType("AudienceList", {
  NAME_TAKEN: "A list of the organisation has the name.",
});

export interface ListPayload {
  audienceList?: AudienceList | null;
  accepted: number;
  duplicates: number;
  rejected: number;
  rows: readonly RejectedListRow[];
  userErrors: readonly UserProblem[];
}

function listPayload(mutation: string): ClassType<ListPayload> {
  @Access("EDIT_AUDIENCES")
  @ObjectType(`${mutation[0]!.toUpperCase()}${mutation.slice(1)}Payload`, { description: `Answer of ${mutation}.` })
  class Payload implements ListPayload {
    @Field(() => AudienceList, { nullable: true, description: "The list; null when refused." })
    audienceList?: AudienceList | null;

    @Field(() => Int, { description: "Different ids that were taken, whether somebody is known under them or not." })
    accepted!: number;

    @Field(() => Int, { description: "Rows with an id that an earlier row of the call has." })
    duplicates!: number;

    @Field(() => Int, { description: "Rows that were not taken." })
    rejected!: number;

    @Field(() => [RejectedListRow], { description: `The rows that were not taken, at most the first ${MAX_REFUSED}.` })
    rows!: readonly RejectedListRow[];

    @Field(() => [AudienceListUserError], { description: "Why it was refused; empty on success." })
    userErrors!: readonly UserProblem[];
  }
  return Payload;
}

export const UploadAudienceListPayload = listPayload("uploadAudienceList");
export const ExtendAudienceListPayload = listPayload("extendAudienceList");

/** What a refused call answers beside its problems. */
export const NOTHING_TAKEN = { accepted: 0, duplicates: 0, rejected: 0, rows: [] };

export const answerList = (
  list: AudienceListRow,
  { accepted, duplicates, rejected, refused }: AnsweredList,
): Omit<ListPayload, "userErrors"> => ({
  ...{ audienceList: toAudienceList(list), accepted, duplicates, rejected },
  rows: refused.map(({ index, reason, message }: RefusedValue) =>
    Object.assign(new RejectedListRow(), { index, reason, message }),
  ),
});
