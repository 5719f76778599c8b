import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { FrozenPeople, OverlayId } from "../people";
import { type Activity, activityStatement } from "./activity-statement";
import { type AssetActivity, activityOf } from "./asset-activity";
import type { AssetFigures } from "./asset-figures";
import type { AssetLabelStore } from "./asset-label.store";
import type { AssetSnapshot, SnapshotChoice } from "./asset-snapshot";
import type { AssetSnapshotStore } from "./asset-snapshot.store";
import type { ActivityRequest, LabelRequest, LabelTarget, ReachRequest } from "./label-request";
import { cells } from "./nine-grid";
import { PeopleLabeller } from "./people-labeller";
import { figuresOf, type LabelDimension } from "./people-labels";
import { type AttainedStage, reachStatement } from "./reach-statement";
import type { RuleSet, RuleSetInForce } from "./rule-set";
import { type Period, type ShopConversion, type ShopFact, shopStatement } from "./shop-conversion";
import { type PerStage, perStage } from "./stage";
import { reachFrom, type StageReach } from "./stage-reach";

/** What to do about a snapshot that has its figures only. */
export const LABELS_THINNED =
  "The snapshot's labels must be kept to say who was where, but only its figures are; take it again with takeAssetSnapshot.";

/** Labels that were frozen, and whose reading of people they are wanted in. */
export interface FrozenLabel {
  readonly labelsId: string;
  readonly brandId: number;
  readonly dimension: LabelDimension;
  readonly overlayId: OverlayId;
}

/** Labels people and reads published labels; knows no caller but for what the caller may see. */
export class AssetService {
  private readonly labeller: PeopleLabeller;

  constructor(
    private readonly snapshots: AssetSnapshotStore,
    private readonly labels: AssetLabelStore,
    brands: BrandService,
    private readonly frozen: FrozenPeople,
  ) {
    this.labeller = new PeopleLabeller(labels, brands);
  }

  /** The newest version of the shipped rules. */
  defaultRuleSet(): Promise<RuleSet> {
    return this.snapshots.findDefaultRuleSet();
  }

  /** The rules that label a brand's people when a call names none. */
  ruleSetInForce(context: RequestContext, brandId: number): Promise<RuleSetInForce> {
    return this.snapshots.findRuleSetInForce(context, brandId);
  }

  findRuleSet(context: RequestContext, id: string): Promise<RuleSet | null> {
    return this.snapshots.findRuleSet(context, id);
  }

  /** Labels everybody whom the brands met, in one pass a market; writes the bitmaps under `labelsId` and answers the figures by brand. */
  async labelBrands(request: LabelRequest): Promise<ReadonlyMap<number, AssetFigures>> {
    const labels = await this.labeller.label(request);
    await this.labels.insert(request.labelsId, labels);
    return new Map([...labels].map(([brandId, people]) => [brandId, figuresOf(people)]));
  }

  /** Three rows a brand: the people labelled 1, 2 and 3 under `labelsId`, which labelled the same brands at `from`. */
  async stageReach(request: ReachRequest): Promise<ReadonlyMap<number, readonly StageReach[]>> {
    const reach = new Map<number, readonly StageReach[]>();
    const brandIds = request.brands.map((brand) => brand.id);
    const start = await this.labels.readStages(request.labelsId, brandIds);
    for (const population of await this.labeller.populationsOf(request)) {
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

  /** What the people in the four stages under `labelsId`, which labelled the same brands at `to`, did in the window before. */
  async activity(request: ActivityRequest): Promise<ReadonlyMap<number, AssetActivity>> {
    const activity = new Map<number, AssetActivity>();
    const brandIds = request.brands.map((brand) => brand.id);
    const labels = await this.labels.readStages(request.labelsId, brandIds);
    for (const population of await this.labeller.populationsOf(request)) {
      const statement = activityStatement(population, request.from, request.to);
      const did = await this.labels.select<Activity>("assets.activity", statement);
      for (const { id } of population.brands) {
        activity.set(
          id,
          activityOf(stagesOf(labels, id), (name) => did.get(id)?.get(name) ?? new RoaringBitmap32()),
        );
      }
    }
    return activity;
  }

  /** By brand, of the people who visited its shop in the window, how many bought; a brand without a visitor is absent. */
  async shopConversion(target: LabelTarget, window: Period): Promise<ReadonlyMap<number, ShopConversion>> {
    const conversions = new Map<number, ShopConversion>();
    for (const population of await this.labeller.populationsOf(target)) {
      const found = await this.labels.select<ShopFact>("assets.shop", shopStatement(population, window));
      for (const [brandId, facts] of found) {
        const visitors = facts.get("VISITOR");
        if (!visitors) continue;
        const buyers = visitors.andCardinality(facts.get("BUYER") ?? new RoaringBitmap32());
        conversions.set(brandId, { visitors: BigInt(visitors.size), buyers: BigInt(buyers) });
      }
    }
    return conversions;
  }

  /** The newest known snapshot of all categories with exactly this `asOf`; without one, that of the newest `asOf`. */
  latestSnapshot(
    context: RequestContext,
    brandId: number,
    asOf?: Date,
    choice?: SnapshotChoice,
  ): Promise<AssetSnapshot | null> {
    return this.snapshots.findLatest(context, brandId, asOf ?? null, choice);
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

  /** Everybody by label, likewise: who was merged since is in the deepest of the stages, or in the first of the cells, that parts of them had. */
  async labelBitmaps(label: FrozenLabel): Promise<ReadonlyMap<number, RoaringBitmap32>> {
    const frozen = await this.labels.readLabels(label);
    // Every label is written, also that of nobody: none at all were given up since.
    if (frozen.size === 0) throw UserProblems.one("LABELS_THINNED", null, LABELS_THINNED);
    const order = [...frozen.keys()].sort(label.dimension === "STAGE" ? (a, b) => b - a : byCell);
    const current = await this.frozen.currentParts(
      order.map((name) => frozen.get(name)!),
      label.overlayId,
    );
    return new Map(order.map((name, index) => [name, current[index]!]));
  }
}

/** Cells in their order; who was in one is not unplaced. */
const byCell = (a: number, b: number): number => (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY);

const stagesOf = (
  bitmaps: ReadonlyMap<number, ReadonlyMap<string, RoaringBitmap32>>,
  brandId: number,
): PerStage<RoaringBitmap32> => perStage((label) => bitmaps.get(brandId)?.get(String(label)) ?? new RoaringBitmap32());
