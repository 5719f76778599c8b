import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import type { Mapping } from "./mapping";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointService } from "./touchpoint.service";

/** Adds the brands and categories that rows name and the catalogue lacks, for mappings that ask for it. */
export class CatalogueFiller {
  private readonly linked = new Set<string>();

  constructor(
    private readonly brands: BrandService,
    private readonly touchpoints: TouchpointService,
  ) {}

  async fill(
    context: RequestContext,
    drafts: readonly TouchpointDraft[],
    newBrands: Mapping["newBrands"],
  ): Promise<void> {
    const pairs = new Map<string, readonly [string, string | null]>();
    for (const { brandCode, categoryCode } of drafts) {
      if (!brandCode) continue;
      const pair = `${brandCode}\u0000${categoryCode ?? ""}`;
      if (!this.linked.has(pair)) pairs.set(pair, [brandCode, categoryCode ?? null]);
    }
    if (pairs.size === 0) return;
    await this.brands.edit(context, { key: null, mutation: "fillCatalogue", request: null }, async (manager) => {
      const categories = new Map((await this.brands.allCategories()).map((category) => [category.code, category.id]));
      const brands = new Map((await this.brands.allBrands()).map((brand) => [brand.code, brand.id]));
      for (const [brandCode, categoryCode] of pairs.values()) {
        let categoryId = categoryCode === null ? null : categories.get(categoryCode);
        if (categoryCode !== null && categoryId === undefined) {
          categoryId = (await this.brands.createCategory(manager, { code: categoryCode, name: categoryCode })).id;
          categories.set(categoryCode, categoryId);
        }
        const brandId = brands.get(brandCode);
        if (brandId === undefined) {
          brands.set(
            brandCode,
            (
              await this.brands.createBrand(manager, {
                code: brandCode,
                name: brandCode,
                categoryIds: categoryId == null ? [] : [categoryId],
                ...newBrands,
              })
            ).id,
          );
        } else if (categoryId != null) {
          await this.brands.addToCategory(manager, { brandId, categoryId, isPrimary: false });
        }
      }
    });
    for (const pair of pairs.keys()) this.linked.add(pair);
    this.touchpoints.forgetCatalogue(context);
  }
}
