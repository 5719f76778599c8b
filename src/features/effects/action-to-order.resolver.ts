import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { ActionToOrderService } from "./action-to-order.service";
import { ActionToOrder, ActionToOrderArgs, toActionToOrder } from "./action-to-order.types";

@Resolver(() => Brand)
export class BrandActionResolver {
  constructor(private readonly actions: ActionToOrderService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ActionToOrder, {
    nullable: true,
    description: "Which small steps in the shop lead to orders; null only when it could not be read.",
  })
  async actionToOrder(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => ActionToOrderArgs) { from, to, withinDays, deepSeconds }: ActionToOrderArgs,
  ): Promise<ActionToOrder> {
    return toActionToOrder(await this.actions.ofBrand(context, brandId, { from, to }, { withinDays, deepSeconds }));
  }
}
