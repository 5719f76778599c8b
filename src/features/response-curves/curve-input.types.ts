import { Field, InputType } from "type-graphql";
import { DecimalScalar } from "../../graphql/scalars";

@InputType({ description: "a ln(1 + x / b) units of the objective for an amount x." })
export class LogCurveInput {
  @Field(() => DecimalScalar, {
    description: "Units of the objective that each e-fold of 1 + x / b brings; greater than 0.",
  })
  a!: string;

  @Field(() => DecimalScalar, {
    description: "Amount in major units at which one more brings half of what the first brings; greater than 0.",
  })
  b!: string;
}

@InputType({ description: "maximum x / (halfSaturation + x) units of the objective for an amount x." })
export class MichaelisMentenCurveInput {
  @Field(() => DecimalScalar, {
    description: "Units of the objective that are neared and never reached; greater than 0.",
  })
  maximum!: string;

  @Field(() => DecimalScalar, { description: "Amount in major units that brings half of the maximum; greater than 0." })
  halfSaturation!: string;
}

@InputType({
  description: "maximum x^slope / (halfSaturation^slope + x^slope) for an amount x: S-shaped above slope 1.",
})
export class HillCurveInput {
  @Field(() => DecimalScalar, { description: "What is neared and never reached; greater than 0." })
  maximum!: string;

  @Field(() => DecimalScalar, { description: "Amount in major units that brings half of the maximum; greater than 0." })
  halfSaturation!: string;

  @Field(() => DecimalScalar, { description: "0.1 to 20; above 1 little money brings little." })
  slope!: string;
}
