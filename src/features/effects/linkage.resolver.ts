import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { LinkageService } from "./linkage.service";
import { LinkageArgs, LinkageScore, toLinkageScore } from "./linkage.types";

@Resolver(() => Brand)
export class BrandLinkageResolver {
  constructor(private readonly linkages: LinkageService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => LinkageScore, {
    nullable: true,
    description: "Whether what is sown is reaped, and where the chain breaks; null only when it could not be read.",
  })
  async linkageScore(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Args(() => LinkageArgs) { from, to, maxLagDays, lookbackDays }: LinkageArgs,
  ): Promise<LinkageScore> {
    const settings = { maxLagDays, lookbackDays };
    return toLinkageScore(await this.linkages.ofBrand(context, { id: brandId, zone }, { from, to }, settings));
  }
}
