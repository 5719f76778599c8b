import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand, Category, toCategory } from "../brands/brand.types";
import type { CrossCategoryService } from "./cross-category.service";
import { CategoryAssociation, CrossCategory, toCrossCategory } from "./cross-category.types";
import { OpportunityArgs } from "./opportunity.types";
import type { OwnPotentialService } from "./own-potential.service";
import { OwnPotential, OwnPotentialArgs, toOwnPotential } from "./own-potential.types";
import type { RivalInterceptService } from "./rival-intercept.service";
import { RivalIntercept, RivalInterceptArgs, toRivalIntercept } from "./rival-intercept.types";

/** Templates of the practice: what a brand could do next, each with the pack that it proposes. */
@Resolver(() => Brand)
export class BrandOpportunitiesResolver {
  constructor(
    private readonly ownPotentials: OwnPotentialService,
    private readonly rivalIntercepts: RivalInterceptService,
    private readonly crossCategories: CrossCategoryService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => OwnPotential, {
    nullable: true,
    description:
      "Who is like the brand's buyers and did not buy of it lately (OWN_POTENTIAL). Null only when it could not be read.",
  })
  async ownPotential(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => OwnPotentialArgs) args: OwnPotentialArgs,
  ): Promise<OwnPotential> {
    return toOwnPotential(await this.ownPotentials.analyse(context, brandId, args));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => RivalIntercept, {
    nullable: true,
    description:
      "Who left a rival's cart for the brand, and the other way round (RIVAL_INTERCEPT). Null only when it could not be read.",
  })
  async rivalIntercept(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => RivalInterceptArgs) args: RivalInterceptArgs,
  ): Promise<RivalIntercept> {
    return toRivalIntercept(await this.rivalIntercepts.analyse(context, brandId, args));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CrossCategory, {
    nullable: true,
    description:
      "Which categories go with the brand's, and whom to draw from them (CROSS_CATEGORY). Null only when it could not be read.",
  })
  async crossCategory(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => OpportunityArgs) { days }: OpportunityArgs,
  ): Promise<CrossCategory> {
    return toCrossCategory(await this.crossCategories.analyse(context, brandId, days));
  }
}

@Resolver(() => CategoryAssociation)
export class CategoryAssociationResolver {
  constructor(private readonly brands: BrandService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Category, { nullable: true, description: "The category; null when it is in no catalogue." })
  async category(
    @Ctx() context: RequestContext,
    @Root() { categoryKey }: CategoryAssociation,
  ): Promise<Category | null> {
    const category = await this.brands.categories(context).load(categoryKey);
    return category && toCategory(category);
  }
}
