import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import type { Estimate } from "./estimator";

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
@ObjectType({ description: "People of an audience who are in one 4A stage (4A人群)." })
class AudienceStage {
  @Field(() => StageEnum, { description: "Which stage." })
  stage!: Stage;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "How many, rounded as the size; null when withheld: too few, or they would give away another part.",
  })
  people!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Who an audience pack (人群包) with these rules would hold. With the lapsed and those not met, the stages sum to the size, but for rounding.",
})
export class AudiencePackEstimate {
  /** What was estimated; not a field of the schema. */
  estimate!: Estimate;

  @Field(() => DateTimeScalar, {
    description:
      "The instant that the rules are read as of: that of the brand's newest snapshot when they ask for stages, cells or groups, else the last full minute.",
  })
  asOf!: Date;

  @Field(() => AudienceSize, { description: "How many people." })
  size!: AudienceSize;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "The instant of the snapshot behind share, stages, lapsed and notMet; null: the brand has none, nor have they.",
  })
  assetsAsOf!: Date | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Of the people whom the brand has met, those in the audience, 0 to 1; null when withheld, when it met nobody, or without a snapshot.",
  })
  share!: number | null;

  @Field(() => [AudienceStage], { description: "All four stages, shallowest first; empty without a snapshot." })
  stages!: readonly AudienceStage[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whom the brand has met and who are in no stage now; null when withheld or without a snapshot.",
  })
  lapsed!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whom the brand has not met; null when withheld or without a snapshot.",
  })
  notMet!: bigint | null;
}

export function toEstimate(estimate: Estimate): AudiencePackEstimate {
  const { asOf, size, makeUp } = estimate;
  return Object.assign(new AudiencePackEstimate(), {
    estimate,
    asOf,
    size: Object.assign(new AudienceSize(), size),
    assetsAsOf: makeUp?.asOf ?? null,
    share: makeUp?.share ?? null,
    stages: (makeUp?.stages ?? []).map((stage) => Object.assign(new AudienceStage(), stage)),
    lapsed: makeUp?.lapsed ?? null,
    notMet: makeUp?.notMet ?? null,
  });
}
