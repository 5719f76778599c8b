import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { LaunchRankService } from "./launch-rank.service";
import { LaunchRank, LaunchRankArgs, toLaunchRank } from "./launch-rank.types";

@Resolver(() => Brand)
export class BrandLaunchRankResolver {
  constructor(private readonly launches: LaunchRankService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => LaunchRank, {
    nullable: true,
    description: "Where a new product stood in the category in its first week; null only when it could not be read.",
  })
  async launchRank(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => LaunchRankArgs) { product, launchedAt }: LaunchRankArgs,
  ): Promise<LaunchRank> {
    return toLaunchRank(await this.launches.ofProduct(context, brandId, product, launchedAt));
  }
}
