import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { MAX_PLATFORMS, type ReachService } from "./reach.service";
import { PlatformReach, Reach, ReachArgs, toPlatformReach, toReach } from "./reach.types";

@Resolver(() => Brand)
export class BrandReachResolver {
  constructor(private readonly service: ReachService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Reach, {
    nullable: true,
    description: "Distinct people over platforms, always deduplicated; null only when it could not be read.",
  })
  async reach(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => ReachArgs) args: ReachArgs,
    @Arg("platforms", () => [String], { description: `Codes of 1 to ${MAX_PLATFORMS} platforms.` }) platforms: string[],
  ): Promise<Reach> {
    return toReach(await this.service.reach(context, brandId, args, platforms, args));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => PlatformReach, {
    nullable: true,
    description:
      "Every platform's reach, what it adds to the others and what they have in common; null only when it could not be read.",
  })
  async reachByPlatform(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => ReachArgs) args: ReachArgs,
    @Arg("platforms", () => [String], {
      nullable: true,
      description: `Codes of 1 to ${MAX_PLATFORMS} platforms in the order in which they add people; absent: all, largest first.`,
    })
    platforms?: string[],
  ): Promise<PlatformReach> {
    return toPlatformReach(await this.service.reachByPlatform(context, brandId, args, platforms ?? null, args));
  }
}
