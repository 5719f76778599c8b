import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { acquiredReasons, type ValuePerAcquired as Figures, NEW_AFTER_DAYS } from "./acquired.service";
import { toMoney, toValueScoring, ValueScoring } from "./value-scoring.types";

const AcquiredReasonEnum = Object.fromEntries(acquiredReasons.map((reason) => [reason, reason]));
registerEnumType(AcquiredReasonEnum, {
  name: "ValuePerAcquiredReason",
  description: "Why the value of new customers is not told; clients must handle unknown values.",
  valuesConfig: {
    NO_SCORING: { description: "No scoring is of the campaign's last day or later; score customers after it." },
    NOBODY_ACQUIRED: { description: "Nobody new was acquired, or none of them was a customer at the scoring's day." },
    SUPPRESSED: { description: "Too few people to tell." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Bounds of a mean value, 95 % by its standard error." })
class MoneyInterval {
  @Field(() => Money, { description: "Lower end." })
  low!: Money;

  @Field(() => Money, { description: "Upper end." })
  high!: Money;
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  description: `What the new customers of a campaign are worth, instead of what its clicks cost (价值经营): people who met it in its window and then, still in it, bought the brand for the first time in ${NEW_AFTER_DAYS} days.`,
})
export class ValuePerAcquired {
  @Field(() => AcquiredReasonEnum, { nullable: true, description: "Why the rest is null; null when it is told." })
  reason!: string | null;

  @Field(() => ValueScoring, {
    nullable: true,
    description: "The brand's newest: it says what people are worth; null without one.",
  })
  scoring!: ValueScoring | null;

  @Field(() => BigIntScalar, { nullable: true, description: "New customers." })
  acquired!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those whom the scoring knows; the worth is theirs.",
  })
  scored!: bigint | null;

  @Field(() => Money, { nullable: true, description: "What they are expected to bring, together." })
  worth!: Money | null;

  @Field(() => Money, { nullable: true, description: "worth / scored." })
  meanWorth!: Money | null;

  @Field(() => MoneyInterval, { nullable: true, description: "Of meanWorth; null of one person too." })
  interval!: MoneyInterval | null;

  @Field(() => Money, {
    nullable: true,
    description: "What the placements cost, as delivery reports it; null when none does.",
  })
  cost!: Money | null;

  @Field(() => Money, { nullable: true, description: "cost / acquired." })
  costPerAcquired!: Money | null;

  @Field(() => Float, {
    nullable: true,
    description: "worth / cost; null when the cost is not known or not above 0 (BASE_NOT_POSITIVE).",
  })
  worthPerCost!: number | null;
}

export function toValuePerAcquired(figures: Figures): ValuePerAcquired {
  const { reason, scoring, acquired, scored, worth, mean, interval, cost, costPerAcquired, worthPerCost } = figures;
  return Object.assign(new ValuePerAcquired(), {
    ...{ reason, acquired, scored, worthPerCost },
    scoring: scoring && toValueScoring(scoring),
    worth: worth && toMoney(worth),
    meanWorth: mean && toMoney(mean),
    interval:
      interval && Object.assign(new MoneyInterval(), { low: toMoney(interval.low), high: toMoney(interval.high) }),
    cost: cost && toMoney(cost),
    costPerAcquired: costPerAcquired && toMoney(costPerAcquired),
  });
}
