import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { askedBrand } from "./asked-brand.types";
import type { MindshareLinkService } from "./mindshare-link.service";
import { MindshareLinkArgs, MindshareLinkRate, toMindshareLinkRate } from "./mindshare-link.types";

@Resolver(() => Brand)
export class MindshareLinkResolver {
  constructor(private readonly links: MindshareLinkService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MindshareLinkRate, {
    nullable: true,
    description:
      "Share of new A1 people with a touch of the brand's proposition who later search or visit the brand. Null only when it could not be read.",
  })
  async mindshareLinkRate(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => MindshareLinkArgs) { from, to, tags, withinDays }: MindshareLinkArgs,
  ): Promise<MindshareLinkRate> {
    const request = { tags, days: { from, to }, withinDays };
    return toMindshareLinkRate(await this.links.rate(context, askedBrand(brand), request));
  }
}
