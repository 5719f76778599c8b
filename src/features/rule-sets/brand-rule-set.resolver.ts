import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AssetService } from "../assets";
import { Brand } from "../brands/brand.types";
import { RuleSetAssignment } from "./rule-set-payload.types";
import { toAssignment } from "./shape-assignment.types";

@Resolver(() => Brand)
export class BrandRuleSetResolver {
  constructor(private readonly assets: AssetService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => RuleSetAssignment, { description: "Which rules label its people when a call names none." })
  async ruleSetInForce(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<RuleSetAssignment> {
    return toAssignment(await this.assets.ruleSetInForce(context, brandId));
  }
}
