import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { StalledSalesService } from "./stalled-sales.service";
import { StalledSales, StalledSalesArgs, toStalledSales } from "./stalled-sales.types";

@Resolver(() => Brand)
export class BrandStalledSalesResolver {
  constructor(private readonly stalled: StalledSalesService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => StalledSales, {
    nullable: true,
    description: "Whether sales stood still while exposures rose; null only when it could not be read.",
  })
  async stalledSales(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => StalledSalesArgs) { from, to, exposureRise }: StalledSalesArgs,
  ): Promise<StalledSales> {
    return toStalledSales(await this.stalled.ofBrand(context, brandId, { from, to }, exposureRise));
  }
}
