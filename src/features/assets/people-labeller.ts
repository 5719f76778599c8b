import { RoaringBitmap32 } from "roaring";
import type { BrandService } from "../brands";
import type { AssetLabelStore } from "./asset-label.store";
import type { LabelRequest, LabelTarget } from "./label-request";
import { type Fact, labelStatement } from "./label-statement";
import { labelPeople, type PeopleLabels } from "./people-labels";
import type { Market, Population } from "./population";

/** Facts of the market that come by the brand they were seen at, and hold whichever it was. */
const MARKET_FACTS: ReadonlySet<Fact> = new Set(["CATEGORY_INTENT", "ON_SITE", "CATEGORY_BUYER"]);

/** Works out labels from touchpoints; what becomes of them is the caller's affair. */
export class PeopleLabeller {
  constructor(
    private readonly labels: Pick<AssetLabelStore, "select">,
    private readonly brands: BrandService,
  ) {}

  /** Everybody whom the brands met, in one pass a market; by brand. */
  async label(request: Omit<LabelRequest, "labelsId">): Promise<ReadonlyMap<number, PeopleLabels>> {
    const labels = new Map<number, PeopleLabels>();
    for (const population of await this.populationsOf(request)) {
      const found = await this.labels.select<Fact>("assets.label", labelStatement(population, request.asOf));
      const everywhere = (fact: Fact): RoaringBitmap32 =>
        RoaringBitmap32.orMany([...found.values()].flatMap((facts) => facts.get(fact) ?? []));
      const market = new Map([...MARKET_FACTS].map((fact) => [fact, everywhere(fact)]));
      for (const brand of population.brands) {
        const own = found.get(brand.id);
        labels.set(
          brand.id,
          labelPeople(
            (fact) => market.get(fact) ?? own?.get(fact) ?? new RoaringBitmap32(),
            population.definition.nineGrid.intentPriority,
          ),
        );
      }
    }
    return labels;
  }

  /** Brands of one market share a statement; a brand without a category is a market of its own. */
  async populationsOf(request: LabelTarget): Promise<readonly Population[]> {
    const { ruleSet, sourceIds, overlayId, scope, brands } = request;
    const shared = { definition: ruleSet.definition, sourceIds, overlayId };
    if (brands.length === 0) return [];
    if (scope.kind === "CATEGORY") {
      const market = await this.marketOf(scope.categoryId);
      return [{ ...shared, brands, scopeCategoryIds: market.categoryIds, market }];
    }
    const populations: Population[] = brands
      .filter((brand) => brand.primaryCategoryId === null)
      .map((brand) => ({ ...shared, brands: [brand], scopeCategoryIds: null, market: null }));
    for (const categoryId of new Set(brands.map((brand) => brand.primaryCategoryId))) {
      if (categoryId === null) continue;
      const members = brands.filter((brand) => brand.primaryCategoryId === categoryId);
      populations.push({ ...shared, brands: members, scopeCategoryIds: null, market: await this.marketOf(categoryId) });
    }
    return populations;
  }

  private async marketOf(categoryId: number): Promise<Market> {
    const [categoryIds, brands] = await Promise.all([
      this.brands.categoryTree(categoryId),
      this.brands.brandsOfCategory(categoryId),
    ]);
    return { categoryIds, brandIds: brands.map((brand) => brand.id) };
  }
}
