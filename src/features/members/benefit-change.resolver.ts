import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toBenefit } from "./benefit.types";
import { ChangeBenefitInput, ChangeBenefitPayload, WithdrawBenefitPayload } from "./benefit-change.types";
import type { BenefitEditor } from "./benefit-editor";

const ID_ARGUMENT = { description: "Id of a Benefit." };

@Resolver()
export class BenefitChangeResolver {
  constructor(private readonly editor: BenefitEditor) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeBenefitPayload, {
    description: "Changes a benefit's name, validity or cost. What was issued or used before stays as it was.",
  })
  changeBenefit(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_ARGUMENT) id: string,
    @Arg("input", () => ChangeBenefitInput, { description: "What to change." }) input: ChangeBenefitInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeBenefitPayload> {
    return payload(async () => {
      const target = { id: keyOf("Benefit", id, ["id"]), expectedVersion };
      return { benefit: toBenefit(await this.editor.change(context, target, input)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => WithdrawBenefitPayload, {
    description:
      "Stops a benefit from being issued, for good. Who has it may use it until it expires; its ledger stays. Withdrawing it again changes nothing.",
  })
  withdrawBenefit(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_ARGUMENT) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<WithdrawBenefitPayload> {
    return payload(async () => {
      const target = { id: keyOf("Benefit", id, ["id"]), expectedVersion };
      return { benefit: toBenefit(await this.editor.withdraw(context, target)) };
    });
  }
}
