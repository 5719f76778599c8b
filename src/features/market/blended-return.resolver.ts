import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { AssetScorecard } from "../diagnosis/scorecard.types";
import type { BlendedReturnService } from "./blended-return.service";
import { BlendedReturnChange, toBlendedReturnChange } from "./blended-return.types";

@Resolver(() => AssetScorecard)
export class BlendedReturnResolver {
  constructor(
    private readonly returns: BlendedReturnService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => BlendedReturnChange, {
    description: "What the brand sold over what its media cost, in the 30 days before each instant.",
  })
  async blendedReturn(
    @Ctx() context: RequestContext,
    @Root() { brandId, before, after }: AssetScorecard,
  ): Promise<BlendedReturnChange> {
    const brand = (await this.brands.findGranted(context, brandId))!;
    const [first, last] = await Promise.all([before, after].map((asOf) => this.returns.before(context, brand, asOf)));
    return toBlendedReturnChange(first!, last!);
  }
}
