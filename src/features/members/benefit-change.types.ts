import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import type { UserProblem } from "../../platform/user-error";
import { MAX_VALID_DAYS } from "./benefit.service";
import { Benefit, BenefitUserError } from "./benefit.types";

@InputType({ description: "What to change; absent fields stay as they are." })
export class ChangeBenefitInput {
  @Field(() => String, { nullable: true, description: "Name for people, 1 to 200 characters." })
  name?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days of 24 hours from issue to expiry, 1 to ${MAX_VALID_DAYS}, of what is issued from now on; null: it does not expire.`,
  })
  validDays?: number | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "What one use costs from now on, in the brand's currency; at least 0.",
  })
  unitCost?: MoneyInput | null;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of changeBenefit." })
export class ChangeBenefitPayload {
  @Field(() => Benefit, { nullable: true, description: "The benefit as it is now; null when refused." })
  benefit?: Benefit | null;

  @Field(() => [BenefitUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of withdrawBenefit." })
export class WithdrawBenefitPayload {
  @Field(() => Benefit, { nullable: true, description: "The benefit as it is now; null when refused." })
  benefit?: Benefit | null;

  @Field(() => [BenefitUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
