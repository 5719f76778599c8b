import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { enumOf } from "./steering-enums.types";
import { type DrawnArm, type NoDrawReason, noDrawReasons, type VariantDraw } from "./variant-draw";

const NoDrawReasonEnum = enumOf<NoDrawReason>("NoDrawReason", "Why no variant is drawn", noDrawReasons, {
  NOT_STARTED: "The experiment has not started.",
  NOT_A_SHARE: "Its primary metric is not a share of people.",
  SUPPRESSED: "Counts of people are withheld.",
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A variant in a draw." })
class DrawnExperimentVariant {
  @Field({ description: "Code of the variant." })
  variant!: string;

  @Field(() => BigIntScalar, { description: "People of whom the primary metric is known, as the read-out tells them." })
  people!: bigint;

  @Field(() => BigIntScalar, { description: "Of them, those who converted." })
  conversions!: bigint;

  @Field(() => Float, { description: "The rate as it is believed: the mean of a beta distribution with a flat prior." })
  mean!: number;

  @Field(() => Float, { description: "Its middle 95 %, lower bound." })
  low!: number;

  @Field(() => Float, { description: "Its middle 95 %, upper bound." })
  high!: number;

  @Field(() => Float, { description: "The rate that was drawn from that." })
  drawn!: number;

  @Field(() => Float, { description: "How likely it is the best of those drawn, 0 to 1." })
  chanceToBeBest!: number;

  @Field(() => Int, {
    description: "Of 1,000 people served next, how many should get it: as often as it is likely to be best.",
  })
  perMille!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Thompson sampling over the variants of an experiment: the same figures and the same seed give the same draw.",
})
export class ExperimentVariantDraw {
  @Field(() => Int, { description: "Seed of the draw." })
  seed!: number;

  @Field(() => NoDrawReasonEnum, { nullable: true, description: "Why nothing is drawn; null: it is." })
  reason!: NoDrawReason | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the variant whose draw is the best: what the next person is shown; null with a reason.",
  })
  served!: string | null;

  @Field(() => [DrawnExperimentVariant], { description: "Without the holdout, at most 10; empty with a reason." })
  variants!: readonly DrawnExperimentVariant[];
}

export function toVariantDraw(
  { reason, arms }: VariantDraw,
  seed: number,
  isHigherBetter: boolean,
): ExperimentVariantDraw {
  const best = (one: DrawnArm, other: DrawnArm): DrawnArm => (one.drawn > other.drawn === isHigherBetter ? one : other);
  return Object.assign(new ExperimentVariantDraw(), {
    ...{ seed, reason },
    served: arms.length === 0 ? null : arms.reduce(best).variant,
    variants: arms.map((arm) => Object.assign(new DrawnExperimentVariant(), arm)),
  });
}
