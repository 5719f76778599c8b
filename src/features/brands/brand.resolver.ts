import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf, toNodeId } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService, QuestionBudget as QuestionBudgetService } from "../access";
import { AccessKey, Organisation, QuestionBudget } from "../access/access.types";
import type { BrandService } from "./brand.service";
import { Brand, BrandCategory, toBrand, toCategory, Viewer } from "./brand.types";

@Resolver(() => Brand)
export class BrandResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly access: AccessService,
  ) {}

  @Access("SIGNED_IN")
  @Query(() => Viewer, { description: "Who is calling, and what they may see." })
  async viewer(@Ctx() context: RequestContext): Promise<Viewer> {
    const [organisation, brands] = await Promise.all([
      this.access.ownOrganisation(context),
      this.brands.granted(context),
    ]);
    const { accessKeyId, name, role, allowedOrigins } = context.actor;
    return Object.assign(new Viewer(), {
      organisation: Object.assign(new Organisation(), {
        ...organisation,
        id: toNodeId("Organisation", organisation.id),
      }),
      accessKey: Object.assign(new AccessKey(), { id: toNodeId("AccessKey", accessKeyId), name, role, allowedOrigins }),
      permissions: [...context.permissions],
      brands: brands.map(toBrand),
    });
  }

  @Access("SIGNED_IN")
  @Query(() => Brand, { nullable: true, description: "A brand; null when it does not exist or is not granted." })
  async brand(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a Brand." }) id: string,
  ): Promise<Brand | null> {
    const row = await this.brands.findGranted(context, integerKeyOf("Brand", id, ["id"]));
    return row && toBrand(row);
  }

  @Access("SIGNED_IN")
  @FieldResolver(() => [BrandCategory], {
    description: "The categories it sells in, the primary one first; a handful.",
  })
  async categories(@Ctx() context: RequestContext, @Root() brand: Brand): Promise<BrandCategory[]> {
    const links = await this.brands.categoriesOfBrand(context).load(brand.brandId);
    const rows = await Promise.all(links.map((link) => this.brands.categories(context).load(link.categoryId)));
    return links.flatMap((link, index) => {
      const row = rows[index];
      return row ? [Object.assign(new BrandCategory(), { isPrimary: link.isPrimary, category: toCategory(row) })] : [];
    });
  }
}

@Resolver(() => Viewer)
export class ViewerQuestionResolver {
  constructor(private readonly questions: QuestionBudgetService) {}

  @Access("SIGNED_IN")
  @FieldResolver(() => QuestionBudget, { description: "What the key may still ask of freely chosen groups today." })
  async questionBudget(@Ctx() context: RequestContext): Promise<QuestionBudget> {
    return Object.assign(new QuestionBudget(), await this.questions.state(context));
  }
}
