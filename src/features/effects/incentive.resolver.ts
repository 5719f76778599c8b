import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { IncentiveService } from "./incentive.service";
import { IncentiveArgs, IncentiveEffect, toIncentiveEffect } from "./incentive.types";

@Resolver(() => Brand)
export class BrandIncentiveResolver {
  constructor(private readonly incentives: IncentiveService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => IncentiveEffect, {
    nullable: true,
    description: "What a benefit brought, by people it was held back from; null only when it could not be read.",
  })
  async incentiveEffect(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => IncentiveArgs) { from, to, benefit, withinDays, ...asked }: IncentiveArgs,
  ): Promise<IncentiveEffect> {
    const holdoutPackId = keyOf("AudiencePack", asked.holdoutPackId, ["holdoutPackId"]);
    const question = { benefit, withinDays, holdoutPackId };
    return toIncentiveEffect(await this.incentives.ofBenefit(context, brandId, { from, to }, question));
  }
}
