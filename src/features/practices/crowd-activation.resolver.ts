import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { CrowdStrategy } from "../crowd-strategies/crowd-strategy.types";
import type { CrowdActivationService } from "./crowd-activation.service";
import { CrowdActivation, CrowdActivationArgs, toCrowdActivation } from "./crowd-activation.types";

@Resolver(() => CrowdStrategy)
export class CrowdActivationResolver {
  constructor(private readonly activation: CrowdActivationService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CrowdActivation, {
    nullable: true,
    description: "Who of each crowd was activated, beside the budget. Null only when it could not be read.",
  })
  async crowdActivation(
    @Ctx() context: RequestContext,
    @Root() { id }: CrowdStrategy,
    @Args(() => CrowdActivationArgs) { days, budgetWeights }: CrowdActivationArgs,
  ): Promise<CrowdActivation> {
    const question = { days, budgetWeights: budgetWeights ?? null };
    return toCrowdActivation(await this.activation.analyse(context, keyOf("CrowdStrategy", id, ["id"]), question));
  }
}
