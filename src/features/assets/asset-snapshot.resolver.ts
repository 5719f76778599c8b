import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand, Category } from "../brands/brand.types";
import { AssetSnapshot } from "./asset-snapshot.types";

/** What a snapshot is about. */
@Resolver(() => AssetSnapshot)
export class AssetSnapshotResolver {
  constructor(private readonly brands: BrandService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Brand, {
    nullable: true,
    description: "Whose people; null when the brand is no longer granted.",
  })
  async brand(@Ctx() context: RequestContext, @Root() { snapshot }: AssetSnapshot): Promise<Brand | null> {
    const row = await this.brands.findGranted(context, snapshot.brandId);
    return row && Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Category, {
    nullable: true,
    description:
      "The category that its touchpoints are of, with those below it; null: all touchpoints of the brand count.",
  })
  async category(@Ctx() context: RequestContext, @Root() { snapshot }: AssetSnapshot): Promise<Category | null> {
    if (snapshot.categoryId === null) return null;
    const row = await this.brands.categories(context).load(snapshot.categoryId);
    return row && Object.assign(new Category(), { ...row, id: toNodeId("Category", row.id) });
  }
}
