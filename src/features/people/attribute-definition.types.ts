import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { AttributeDefinition as AttributeDefinitionRow, AttributeType } from "./attribute-definition";

const AttributeTypeEnum: { readonly [type in AttributeType]: type } = {
  ENUM: "ENUM",
  INTEGER: "INTEGER",
  DECIMAL: "DECIMAL",
  BOOLEAN: "BOOLEAN",
  DATE: "DATE",
};
registerEnumType(AttributeTypeEnum, {
  name: "AttributeType",
  description: "What values of an attribute look like; they are always sent and answered as text.",
  valuesConfig: {
    ENUM: { description: "One of the attribute's allowedValues, letter by letter." },
    INTEGER: { description: "A whole number within the attribute's bounds." },
    DECIMAL: { description: "An exact decimal number with at most 12 decimal places." },
    BOOLEAN: { description: "true or false." },
    DATE: { description: "A calendar day, e.g. 2025-11-11." },
  },
});

enum AttributeState {
  ACTIVE = "ACTIVE",
  RETIRED = "RETIRED",
}
registerEnumType(AttributeState, {
  name: "AttributeState",
  description: "Whether an attribute takes values.",
  valuesConfig: {
    ACTIVE: { description: "It takes values." },
    RETIRED: { description: "It takes none any more; those recorded stay readable, and its code stays taken." },
  },
});

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description: "An attribute (人群属性) that the organisation may record of people: an entry of its closed registry.",
})
export class AttributeDefinition extends Node {
  @Field({ description: "Short name, unique in the organisation; rows and mappings carry it." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field({ description: "What it says, and where it comes from; empty when nothing was given." })
  description!: string;

  @Field(() => AttributeTypeEnum, { description: "What its values look like." })
  type!: string;

  @Field(() => [String], { description: "Every value of an ENUM, at most 200, in the order given; else empty." })
  allowedValues!: readonly string[];

  @Field(() => BigIntScalar, { nullable: true, description: "Least value of an INTEGER; null: no bound." })
  minimum!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Greatest value of an INTEGER; null: no bound." })
  maximum!: bigint | null;

  @Field(() => Int, {
    nullable: true,
    description: "A value older than this many days is stale and counts for nothing; null: values never go stale.",
  })
  maximumAgeDays!: number | null;

  @Field({ description: "Whether values were sent already: then it may widen and no longer narrow." })
  isUsed!: boolean;

  @Field(() => AttributeState, { description: "Whether it takes values." })
  state!: AttributeState;

  @Field(() => Int, { description: "Counts its changes, from 1." })
  version!: number;
}

export const toAttributeDefinition = ({ usedAt, retiredAt, ...row }: AttributeDefinitionRow): AttributeDefinition =>
  Object.assign(new AttributeDefinition(), {
    ...row,
    id: toNodeId("AttributeDefinition", row.id),
    isUsed: usedAt !== null,
    state: retiredAt === null ? AttributeState.ACTIVE : AttributeState.RETIRED,
  });

const IS_SENSITIVE = {
  description:
    "The definer's declaration that the attribute is sensitive personal information (PIPL art. 28, GDPR art. 9): only false is taken. Its code, name, description and values are also searched for words of these kinds, in English and Chinese.",
};

@InputType({ description: "A new attribute." })
export class DefineAttributeInput {
  @Field({ description: "1 to 64 small letters, digits and underscores, a letter first; unique in the organisation." })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field({ defaultValue: "", description: "What it says, and where it comes from; at most 2,000 characters." })
  description!: string;

  @Field(() => AttributeTypeEnum, { description: "What its values look like; never changes." })
  type!: AttributeType;

  @Field(() => [String], { defaultValue: [], description: "For an ENUM: 1 to 200 values; else empty." })
  allowedValues!: string[];

  @Field(() => BigIntScalar, { nullable: true, description: "For an INTEGER: its least value; absent: no bound." })
  minimum?: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "For an INTEGER: its greatest value; absent: no bound." })
  maximum?: bigint | null;

  @Field(() => Int, {
    nullable: true,
    description: "1 to 36,500: a value older than this is stale; absent: values never go stale.",
  })
  maximumAgeDays?: number | null;

  @Field(IS_SENSITIVE)
  isSensitive!: boolean;
}

@InputType({ description: "A change of an attribute: what is absent stays. Once used it may widen and never narrow." })
export class ChangeAttributeInput {
  @Field(() => String, { nullable: true, description: "Name for people; null stays as absent." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "What it says; null stays as absent, empty clears it." })
  description?: string | null;

  @Field(() => [String], { nullable: true, description: "Every value of an ENUM from now on; null stays as absent." })
  allowedValues?: string[] | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Least value of an INTEGER; null: no bound any more." })
  minimum?: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Greatest value of an INTEGER; null: no bound any more." })
  maximum?: bigint | null;

  @Field(() => Int, { nullable: true, description: "Age in days from which a value is stale; null: never any more." })
  maximumAgeDays?: number | null;

  @Field(IS_SENSITIVE)
  isSensitive!: boolean;
}

const AttributeUserError = userErrorType("Attribute", {
  CODE_TAKEN: "The code is in use, perhaps by a retired attribute.",
  SENSITIVE_ATTRIBUTE: "The attribute is or reads as sensitive personal information, which is not kept here.",
  ATTRIBUTE_IN_USE: "Values were sent already: the attribute may widen and no longer narrow.",
  ATTRIBUTE_RETIRED: "The attribute was retired and changes no more.",
});

@Access("MANAGE_ATTRIBUTES")
@ObjectType({ description: "Answer of defineAttribute." })
export class DefineAttributePayload {
  @Field(() => AttributeDefinition, { nullable: true, description: "The new attribute; null when refused." })
  attributeDefinition?: AttributeDefinition | null;

  @Field(() => [AttributeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("MANAGE_ATTRIBUTES")
@ObjectType({ description: "Answer of changeAttribute." })
export class ChangeAttributePayload {
  @Field(() => AttributeDefinition, { nullable: true, description: "The changed attribute; null when refused." })
  attributeDefinition?: AttributeDefinition | null;

  @Field(() => [AttributeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("MANAGE_ATTRIBUTES")
@ObjectType({ description: "Answer of retireAttribute." })
export class RetireAttributePayload {
  @Field(() => AttributeDefinition, { nullable: true, description: "The retired attribute; null when refused." })
  attributeDefinition?: AttributeDefinition | null;

  @Field(() => [AttributeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
