import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand, Category } from "../brands/brand.types";
import { AssetSnapshot } from "./asset-snapshot.types";
import { stateNames } from "./label-names";
import { Language } from "./language.types";
import { toAssetSnapshot } from "./shape-snapshot.types";
import type { SnapshotService } from "./snapshot.service";

/** What a snapshot is about. */
@Resolver(() => AssetSnapshot)
export class AssetSnapshotResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly snapshots: SnapshotService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The state's name for people." })
  stateLabel(
    @Root() { state }: AssetSnapshot,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Language of the name." })
    language: Language,
  ): string {
    return stateNames[state][language];
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetSnapshot, {
    nullable: true,
    description: "The earlier figure of the same instant and rules, whose place it took; null: it is the first.",
  })
  restates(@Ctx() context: RequestContext, @Root() { snapshot }: AssetSnapshot): Promise<AssetSnapshot | null> {
    return this.read(context, snapshot.restatesId);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetSnapshot, {
    nullable: true,
    description: "The newer snapshot of the same instant and rules that took its place; null: it stands.",
  })
  restatedBy(@Ctx() context: RequestContext, @Root() { snapshot }: AssetSnapshot): Promise<AssetSnapshot | null> {
    return this.read(context, snapshot.restatedBy?.id ?? null);
  }

  private async read(context: RequestContext, id: string | null): Promise<AssetSnapshot | null> {
    const snapshot = id === null ? null : await this.snapshots.find(context, id);
    return snapshot && toAssetSnapshot(await this.snapshots.show(context, snapshot));
  }

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
