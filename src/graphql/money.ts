import { Field, InputType, ObjectType } from "type-graphql";
import { Access } from "./access";
import { DecimalScalar } from "./scalars";

@Access("SIGNED_IN")
@ObjectType({ description: "An amount of money in major units, e.g. yuan." })
export class Money {
  @Field(() => DecimalScalar, { description: "Major units with as many decimals as the currency has." })
  amount!: string;

  @Field({ description: "ISO 4217 code, e.g. CNY." })
  currencyCode!: string;
}

@InputType({ description: "An amount of money in major units, e.g. yuan." })
export class MoneyInput {
  @Field(() => DecimalScalar, { description: "Major units; at most as many decimals as the currency has." })
  amount!: string;

  @Field({ description: "ISO 4217 code, e.g. CNY." })
  currencyCode!: string;
}
