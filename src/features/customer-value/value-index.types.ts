import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { type ValueIndex as IndexFigures, USUAL_POINTS } from "../../engines/customer-value/value-index";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { HighValueChange as ChangeFigures, IndexSeries } from "./value-index.service";
import { toValueScoring, ValueScoring } from "./value-scoring.types";

const AlertDriver = { MIX: "MIX", LEVEL: "LEVEL" };
registerEnumType(AlertDriver, {
  name: "ValueAlertDriver",
  description: "Which part of an index fell more; clients must handle unknown values.",
  valuesConfig: {
    MIX: { description: "People stand in lower tiers than before." },
    LEVEL: { description: "The tiers are worth less than before." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "Mean value against the base's; index = 1 + mix + level." })
class ValueIndexFigures {
  @Field(() => Float, { description: "Mean now / mean of the base." })
  index!: number;

  @Field(() => Float, { description: "Part of the change by people standing in other tiers, by the base's bounds." })
  mix!: number;

  @Field(() => Float, { description: "Part of the change by the tiers being worth more or less." })
  level!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "An index that fell." })
class ValueAlert {
  @Field(() => Float, { description: `Mean index of the ${USUAL_POINTS} points before.` })
  usual!: number;

  @Field(() => AlertDriver, { description: "What fell more." })
  driver!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A day of a value index." })
class ValueIndexPoint {
  @Field(() => ValueScoring, { description: "What it is told from." })
  scoring!: ValueScoring;

  @Field(() => ValueIndexFigures, {
    nullable: true,
    description:
      "Of all customers then; null when too few to tell (SUPPRESSED) or the base is worth nothing (BASE_NOT_POSITIVE).",
  })
  population!: ValueIndexFigures | null;

  @Field(() => ValueIndexFigures, { nullable: true, description: "Of those whom the base scored; null likewise." })
  cohort!: ValueIndexFigures | null;

  @Field(() => ValueAlert, {
    nullable: true,
    description: `Set where the population's index lies more than the tolerance below the mean of the ${USUAL_POINTS} points before; null: it does not, or there are fewer.`,
  })
  alert!: ValueAlert | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "How customers' mean value moves from day to day (客户价值指数)." })
export class ValueIndex {
  @Field(() => ValueScoring, { description: "The first day scored in the window: index 1." })
  base!: ValueScoring;

  @Field(() => BigIntScalar, { description: "Points that alert." })
  alerts!: bigint;

  @Field(() => [ValueIndexPoint], {
    description: "A point for every day scored by the newest scoring's model, horizon and rate; at most 366.",
  })
  points!: readonly ValueIndexPoint[];
}

export function toValueIndex({ base, points }: IndexSeries): ValueIndex {
  const figures = (index: IndexFigures | null) => index && Object.assign(new ValueIndexFigures(), index);
  return Object.assign(new ValueIndex(), {
    base: toValueScoring(base),
    alerts: BigInt(points.filter(({ alert }) => alert !== null).length),
    points: points.map(({ scoring, population, cohort, alert }) =>
      Object.assign(new ValueIndexPoint(), {
        scoring: toValueScoring(scoring),
        population: figures(population),
        cohort: figures(cohort),
        alert: alert && Object.assign(new ValueAlert(), alert),
      }),
    ),
  });
}

const ChangeReason = { BASE_NOT_POSITIVE: "BASE_NOT_POSITIVE", SUPPRESSED: "SUPPRESSED" };
registerEnumType(ChangeReason, {
  name: "ValueChangeReason",
  description: "Why a change of value is not told; clients must handle unknown values.",
  valuesConfig: {
    BASE_NOT_POSITIVE: { description: "Nobody was of high value at the base." },
    SUPPRESSED: { description: "Too few people to tell." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({
  description: "More people of high value, and more value of each (量与质), both by the base's bound of HIGH.",
})
export class HighValueChange {
  @Field(() => Float, { nullable: true, description: "People now / then - 1; null with the reason." })
  quantity!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean value now / then - 1; null with the reason, or when nobody is left.",
  })
  quality!: number | null;

  @Field(() => ChangeReason, { nullable: true, description: "Why both are null; null when they are told." })
  reason!: string | null;
}

export const toHighValueChange = (change: ChangeFigures): HighValueChange =>
  Object.assign(new HighValueChange(), change);
