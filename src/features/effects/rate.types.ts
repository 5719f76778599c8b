import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { effectVerdicts } from "./lift";

export const EffectVerdictEnum = Object.fromEntries(effectVerdicts.map((verdict) => [verdict, verdict]));
registerEnumType(EffectVerdictEnum, {
  name: "EffectVerdict",
  description: "Whether an effect is more than chance, by its 95 % interval; clients must handle unknown values.",
  valuesConfig: {
    HIGHER: { description: "The whole interval lies above no effect." },
    LOWER: { description: "The whole interval lies below it." },
    NOT_SEPARABLE: { description: "The interval holds no effect." },
    UNDEFINED: { description: "There is no interval: a count is withheld, or a side has nobody or no success." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A share of people with its 95 % Wilson interval." })
export class EffectRate {
  @Field(() => Float, { description: "The share, 0 to 1." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of it." })
  high!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A 95 % interval." })
export class EffectInterval {
  @Field(() => Float, { description: "Its lower end." })
  low!: number;

  @Field(() => Float, { description: "Its upper end." })
  high!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How many times another rate a rate is." })
export class EffectLift {
  @Field(() => Float, { description: "Ratio of the two rates; 1: alike." })
  value!: number;

  @Field(() => EffectInterval, {
    nullable: true,
    description:
      "By the normal approximation of the ratio's logarithm; null where a rate is 0, as it has no finite error.",
  })
  interval!: EffectInterval | null;
}
