import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { RuleSet } from "../assets/rule-set.types";
import { RuleSetDefinitionInput } from "./definition-input.types";

export const RuleSetConnection = connectionType(RuleSet, "RuleSet", "READ_ASSETS");

const RuleSetUserError = userErrorType("RuleSet", {
  CODE_TAKEN: "The organisation has rules of this code.",
  SHIPPED: "Shipped rules are everybody's and cannot be changed.",
});

@InputType({ description: "New rules." })
export class CreateRuleSetInput {
  @Field({
    description:
      "2 to 40 capitals, digits and underscores; new in the organisation, and not DEFAULT, which is shipped.",
  })
  code!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The only brand that they are for; absent: any of the organisation's.",
  })
  brandId?: string | null;

  @Field(() => RuleSetDefinitionInput, { description: "The rules." })
  definition!: RuleSetDefinitionInput;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of createRuleSet." })
export class CreateRuleSetPayload {
  @Field(() => RuleSet, { nullable: true, description: "Version 1; null when refused." })
  ruleSet?: RuleSet | null;

  @Field(() => [RuleSetUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of changeRuleSet." })
export class ChangeRuleSetPayload {
  @Field(() => RuleSet, {
    nullable: true,
    description: "The next version, or the current one when nothing differs from it; null when refused.",
  })
  ruleSet?: RuleSet | null;

  @Field(() => [RuleSetUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "Which rules label a brand's people when a call names none." })
export class RuleSetAssignment {
  @Field(() => RuleSet, { description: "The rules in force; benchmarks keep to the category's reference rules." })
  ruleSet!: RuleSet;

  @Field(() => Int, { description: "Counts up with every assignment; 0: none was made, so the shipped rules hold." })
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "Since when; null: none was made." })
  assignedAt!: Date | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of assignRuleSet." })
export class AssignRuleSetPayload {
  @Field(() => RuleSetAssignment, { nullable: true, description: "What is in force now; null when refused." })
  assignment?: RuleSetAssignment | null;

  @Field(() => [RuleSetUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
