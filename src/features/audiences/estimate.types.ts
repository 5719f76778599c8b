import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { EstimatedAudience } from "./estimated-audience";

@Access("READ_AUDIENCES")
@ObjectType({ description: "How many people, as exactly as a caller may know." })
export class AudienceSize {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Rounded; null when above zero and below suppressedBelow.",
  })
  people!: bigint | null;

  @Field(() => Int, { description: "The step that people is rounded to, half a step up; 1: it is exact." })
  roundedTo!: number;

  @Field(() => Int, { description: "Counts above zero and below this are withheld; 1: none are." })
  suppressedBelow!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Who an audience pack (人群包) with these rules would hold. Stages, lapsed and notMet sum to the size, and so do cells, or groups, unplaced and notMet, but for rounding. One question of the day's budget, but where a field says otherwise.",
})
export class AudiencePackEstimate {
  /** What was estimated; not a field of the schema. */
  audience!: EstimatedAudience;

  @Field(() => DateTimeScalar, {
    description:
      "The instant that the rules are read as of: that of the brand's newest snapshot when they ask for stages, cells or groups, else the last full minute.",
  })
  asOf!: Date;

  @Field(() => AudienceSize, { description: "How many people." })
  size!: AudienceSize;
}

export const toEstimate = (audience: EstimatedAudience): AudiencePackEstimate =>
  Object.assign(new AudiencePackEstimate(), {
    audience,
    asOf: audience.asOf,
    size: Object.assign(new AudienceSize(), audience.size),
  });
