import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import type { FrozenPeople, OverlayId } from "../people";
import type { AssetFigures } from "./asset-figures";
import type { AssetLabelStore } from "./asset-label.store";
import type { AssetSnapshot } from "./asset-snapshot";
import type { AssetSnapshotStore } from "./asset-snapshot.store";
import type { LabelRequest, LabelTarget, ReachRequest } from "./label-request";
import { type Fact, labelStatement } from "./label-statement";
import { cells } from "./nine-grid";
import { figuresOf, type LabelDimension, labelPeople, type PeopleLabels } from "./people-labels";
import type { Market, Population } from "./population";
import { type AttainedStage, reachStatement } from "./reach-statement";
import type { RuleSet } from "./rule-set";
import { type PerStage, perStage } from "./stage";
import { reachFrom, type StageReach } from "./stage-reach";

/** Facts of the market that come by the brand they were seen at, and hold whichever it was. */
const MARKET_FACTS: ReadonlySet<Fact> = new Set(["CATEGORY_INTENT", "ON_SITE", "CATEGORY_BUYER"]);

/** Labels that were frozen, and whose reading of people they are wanted in. */
export interface FrozenLabel {
  readonly labelsId: string;
  readonly brandId: number;
  readonly dimension: LabelDimension;
  readonly overlayId: OverlayId;
}

/** Labels people and reads published labels; knows no caller but for what the caller may see. */
export class AssetService {
  constructor(
    private readonly snapshots: AssetSnapshotStore,
    private readonly labels: AssetLabelStore,
    private readonly brands: BrandService,
    private readonly frozen: FrozenPeople,
  ) {}

  /** The newest version of the shipped rules. */
  defaultRuleSet(): Promise<RuleSet> {
    return this.snapshots.findDefaultRuleSet();
  }

  findRuleSet(context: RequestContext, id: string): Promise<RuleSet | null> {
    return this.snapshots.findRuleSet(context, id);
  }

  /** Labels everybody whom the brands met, in one pass a market; writes the bitmaps under `labelsId` and answers the figures by brand. */
  async labelBrands(request: LabelRequest): Promise<ReadonlyMap<number, AssetFigures>> {
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
          labelPeople((fact) => market.get(fact) ?? own?.get(fact) ?? new RoaringBitmap32()),
        );
      }
    }
    await this.labels.insert(request.labelsId, labels);
    return new Map([...labels].map(([brandId, people]) => [brandId, figuresOf(people)]));
  }

  /** Three rows a brand: the people labelled 1, 2 and 3 under `labelsId`, which labelled the same brands at `from`. */
  async stageReach(request: ReachRequest): Promise<ReadonlyMap<number, readonly StageReach[]>> {
    const reach = new Map<number, readonly StageReach[]>();
    const brandIds = request.brands.map((brand) => brand.id);
    const start = await this.labels.readStages(request.labelsId, brandIds);
    for (const population of await this.populationsOf(request)) {
      const attained = await this.labels.select<AttainedStage>(
        "assets.reach",
        reachStatement(population, request.from, request.to),
      );
      for (const { id } of population.brands) {
        reach.set(
          id,
          reachFrom(stagesOf(start, id), (stage) => attained.get(id)?.get(stage) ?? new RoaringBitmap32()),
        );
      }
    }
    return reach;
  }

  /** The newest known snapshot of all categories with exactly this `asOf`; without one, that of the newest `asOf`. */
  latestSnapshot(context: RequestContext, brandId: number, asOf?: Date): Promise<AssetSnapshot | null> {
    return this.snapshots.findLatest(context, brandId, asOf ?? null);
  }

  /** `labelsId` of the newest known snapshot of all categories with exactly this instant. */
  async snapshotLabels(context: RequestContext, brandId: number, at: Date): Promise<string | null> {
    return (await this.latestSnapshot(context, brandId, at))?.labelsId ?? null;
  }

  /** Everybody with one of the labels, as the people they are now under the overlay. */
  async labelBitmap(label: FrozenLabel, labels: readonly number[]): Promise<RoaringBitmap32> {
    const people = await this.labelBitmaps(label);
    return RoaringBitmap32.orMany(labels.flatMap((name) => people.get(name) ?? []));
  }

  /** Everybody, by stage label, likewise. */
  async stageBitmaps(labelsId: string, brandId: number, overlayId: OverlayId): Promise<PerStage<RoaringBitmap32>> {
    const people = await this.labelBitmaps({ labelsId, brandId, dimension: "STAGE", overlayId });
    return perStage((label) => people.get(label) ?? new RoaringBitmap32());
  }

  /** Everybody, by cell label, likewise. */
  async cellBitmaps(labelsId: string, brandId: number, overlayId: OverlayId): Promise<readonly RoaringBitmap32[]> {
    const people = await this.labelBitmaps({ labelsId, brandId, dimension: "CELL", overlayId });
    return [0, ...cells.map(({ label }) => label)].map((label) => people.get(label) ?? new RoaringBitmap32());
  }

  /** Who was merged since is in the deepest of the stages, or in the first of the cells, that parts of them had. */
  private async labelBitmaps(label: FrozenLabel): Promise<ReadonlyMap<number, RoaringBitmap32>> {
    const frozen = await this.labels.readLabels(label);
    const order = [...frozen.keys()].sort(label.dimension === "STAGE" ? (a, b) => b - a : byCell);
    const current = await this.frozen.currentParts(
      order.map((name) => frozen.get(name)!),
      label.overlayId,
    );
    return new Map(order.map((name, index) => [name, current[index]!]));
  }

  /** Brands of one market share a statement; a brand without a category is a market of its own. */
  private async populationsOf(request: LabelTarget): Promise<readonly Population[]> {
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

/** Cells in their order; who was in one is not unplaced. */
const byCell = (a: number, b: number): number => (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY);

const stagesOf = (
  bitmaps: ReadonlyMap<number, ReadonlyMap<string, RoaringBitmap32>>,
  brandId: number,
): PerStage<RoaringBitmap32> => perStage((label) => bitmaps.get(brandId)?.get(String(label)) ?? new RoaringBitmap32());
