import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { CustomerValueFit, CustomerValueModel } from "./customer-value-model.types";
import { CustomerValueScoringRun, ValueTierCuts } from "./value-scoring.types";

const ERRORS = { description: "Why it was refused; empty on success." };

const CustomerValueUserError = userErrorType("CustomerValue", {
  ALREADY_APPROVED: "The model was approved before.",
  NOT_APPROVED: "Nobody has approved the model yet.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of fitCustomerValueModel." })
export class FitCustomerValueModelPayload {
  @Field(() => CustomerValueFit, { nullable: true, description: "The run that was begun; null when refused." })
  run?: CustomerValueFit | null;

  @Field(() => [CustomerValueUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of approveCustomerValueModel." })
export class ApproveCustomerValueModelPayload {
  @Field(() => CustomerValueModel, { nullable: true, description: "The model, approved; null when refused." })
  customerValueModel?: CustomerValueModel | null;

  @Field(() => [CustomerValueUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of setValueTierCuts." })
export class SetValueTierCutsPayload {
  @Field(() => ValueTierCuts, { nullable: true, description: "The cuts in force from now on; null when refused." })
  valueTierCuts?: ValueTierCuts | null;

  @Field(() => [CustomerValueUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of scoreCustomerValue." })
export class ScoreCustomerValuePayload {
  @Field(() => CustomerValueScoringRun, { nullable: true, description: "The run that was begun; null when refused." })
  run?: CustomerValueScoringRun | null;

  @Field(() => [CustomerValueUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
