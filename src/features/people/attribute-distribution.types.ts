import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { AttributeDefinition, toAttributeDefinition } from "./attribute-definition.types";
import type { AttributeDistribution as DistributionFigures } from "./attribute-distribution";

@Access("READ_ASSETS")
@ObjectType({ description: "People with one value of an attribute." })
export class AttributeShare {
  @Field({ description: "The value, as it was recorded." })
  value!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "The brand's people with it; null where withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "people over the brand's people with a value that is not stale, 0 to 1; null where either is withheld.",
  })
  share!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Target group index: 100 times share over the same share among all people of whom the organisation knows a value that is not stale; null as share, and where nobody has the value.",
  })
  tgi!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "A brand's people by the values of an attribute. A person's value is the newest one recorded for an instant until asOf. The values, otherValues, unknown and stale add up to people.",
})
export class AttributeDistribution {
  @Field(() => AttributeDefinition, { description: "The attribute." })
  attribute!: AttributeDefinition;

  @Field(() => DateTimeScalar, { description: "The brand's people are those whom it met from here, 365 days back." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "Until here; also the instant that values are read as of." })
  asOf!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "The brand's people; null where withheld." })
  people!: bigint | null;

  @Field(() => [AttributeShare], {
    description:
      "At most 200. Of an ENUM or BOOLEAN all its values in order; else those that enough people have, most people first.",
  })
  values!: readonly AttributeShare[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People with values that are not listed; null where withheld.",
  })
  otherValues!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People without a value; null where withheld." })
  unknown!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whose newest value is older than the attribute's maximumAgeDays; null where withheld.",
  })
  stale!: bigint | null;

  @Field(() => Int, { description: "Counts above zero and below this are withheld; 1: none are." })
  suppressedBelow!: number;

  @Field(() => Int, {
    description: "How many counts are withheld: the small ones, and those that would give them away.",
  })
  suppressedCells!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People in the withheld counts together; null when none is withheld, or when even these are too few to tell.",
  })
  remainderPeople!: bigint | null;
}

export const toAttributeDistribution = ({ attribute, values, ...rest }: DistributionFigures): AttributeDistribution =>
  Object.assign(new AttributeDistribution(), {
    ...rest,
    attribute: toAttributeDefinition(attribute),
    values: values.map((value) => Object.assign(new AttributeShare(), value)),
  });
