import { RoaringBitmap32 } from "roaring";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppressPartition } from "../../platform/small-groups";
import { ProblemList } from "../../platform/user-error";
import { type AssetService, cells } from "../assets";
import { type AudiencePack, type AudienceSize, type RulePeople, tellSize } from "../audiences";
import type { BrandWindow, BrandWindows } from "../journeys";
import { type ToldCategory, tellCategories } from "./cross-category";
import type { CategoryBaskets, CrossCategoryStore } from "./cross-category.store";
import type { NewOpportunityPack, OpportunityPacks } from "./opportunity-packs";
import { MAX_WINDOW_DAYS, noData, type OpportunityScope, type OpportunityScopes } from "./opportunity-scope";

/** Categories that go with the own one, and the potential people in them (G21). */
export interface CrossCategory {
  readonly scope: OpportunityScope;
  /** Null when withheld. */
  readonly baskets: bigint | null;
  readonly ownBaskets: bigint | null;
  readonly categories: readonly ToldCategory[];
  readonly snapshotAsOf: Date | null;
  /** Of the proposed categories; null when none is, or without a snapshot's labels. */
  readonly rules: RuleInput | null;
  readonly size: AudienceSize | null;
}

export interface CrossCategoryServiceParts {
  readonly scopes: OpportunityScopes;
  readonly windows: BrandWindows;
  readonly assets: AssetService;
  readonly store: CrossCategoryStore;
  readonly rulePeople: RulePeople;
  readonly packs: OpportunityPacks;
}

const POTENTIAL = cells.filter(({ loyalty }) => loyalty === "POTENTIAL").map(({ label }) => label);
/** Most lines, and most categories of a pack. */
export const MAX_CATEGORIES = 50;
/** Categories of a proposed pack: those of the highest lift, above 1 with all of its interval. */
const PROPOSED_CATEGORIES = 5;

export class CrossCategoryService {
  constructor(private readonly parts: CrossCategoryServiceParts) {}

  async analyse(context: RequestContext, brandId: number, days: number): Promise<CrossCategory> {
    const { scopes, windows, assets, store, rulePeople } = this.parts;
    const scope = await scopes.of(context, brandId, days);
    const snapshot = await assets.latestSnapshot(context, brandId);
    const labelled = snapshot?.hasLabels ? snapshot : null;
    const question = { figure: "CROSS_CATEGORY", days };
    const [baskets, potential] = await windows.ask(context, scope.window, question, async (window) =>
      Promise.all([
        store.findBaskets(window, scope.categoryIds),
        labelled && this.potential(labelled.labelsId, window),
      ]),
    );
    const { all, own } = wholesOf(baskets);
    if (own.baskets === 0) throw noData("orders in the brand's primary category", days);
    const others = baskets.filter(({ categoryId }) => categoryId !== 0 && !scope.categoryIds.includes(categoryId));
    const categories = tellCategories(others, { all, own, potential }, scope.window).slice(0, MAX_CATEGORIES);
    const proposed = categories
      .filter(({ association }) => (association?.liftInterval.low ?? 0) > 1)
      .slice(0, PROPOSED_CATEGORIES)
      .map(({ categoryId }) => categoryId);
    const rules = labelled && proposed.length > 0 ? crossCategoryRules(proposed, days) : null;
    const found = rules && (await rulePeople.read(context, brandId, [rules]));
    const { threshold: smallGroupThreshold, roundingBase } = scope.window;
    return {
      ...{ scope, categories, rules, snapshotAsOf: labelled?.asOf ?? null, ...this.tellBaskets(all, own, scope) },
      size: found && tellSize(BigInt(found.people[0]!.size), { smallGroupThreshold, roundingBase }),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    { categoryIds, days }: { readonly categoryIds: readonly number[]; readonly days: number },
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    if (categoryIds.length === 0 || categoryIds.length > MAX_CATEGORIES)
      problems.add(
        "INVALID_INPUT",
        ["input", "categoryIds"],
        `categoryIds must name 1 to ${MAX_CATEGORIES} categories, but got ${categoryIds.length}.`,
      );
    if (days < 1 || days > MAX_WINDOW_DAYS)
      problems.add("INVALID_INPUT", ["input", "days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    return this.parts.packs.create(context, pack, crossCategoryRules(categoryIds, days), { key, problems });
  }

  private async potential(labelsId: string, { brandId, overlayId }: BrandWindow): Promise<RoaringBitmap32> {
    return this.parts.assets.labelBitmap({ labelsId, brandId, dimension: "CELL", overlayId }, POTENTIAL);
  }

  /** With the own category and without: two parts of all baskets, told when the people of both are enough. */
  private tellBaskets(all: CategoryBaskets, own: CategoryBaskets, { window }: OpportunityScope) {
    const people = [own.people.size, all.people.size - own.people.size].map(BigInt);
    const isTold = suppressPartition(people, window.threshold).suppressedCells === 0;
    const tell = ({ baskets }: CategoryBaskets): bigint | null =>
      isTold ? roundCount(BigInt(baskets), window.roundingBase) : null;
    return { baskets: tell(all), ownBaskets: tell(own) };
  }
}

/** All baskets, and those with the own category, which line 0 counts as its own. */
function wholesOf(rows: readonly CategoryBaskets[]): { readonly all: CategoryBaskets; readonly own: CategoryBaskets } {
  const nothing = {
    categoryId: 0,
    baskets: 0,
    both: 0,
    people: new RoaringBitmap32(),
    bothPeople: new RoaringBitmap32(),
  };
  const all = rows.find(({ categoryId }) => categoryId === 0) ?? nothing;
  return { all, own: { ...all, baskets: all.both, people: all.bothPeople } };
}

/** Potential people who bought in one of the categories and nothing of the own brand. */
const crossCategoryRules = (categoryIds: readonly number[], days: number): RuleInput => ({
  allOf: [
    {
      anyOf: categoryIds.map((categoryId) => ({
        did: { action: "ORDER", brand: "ANY", categoryId, within: { days } },
      })),
    },
    { cell: { loyalty: ["POTENTIAL"] } },
    { not: { did: { action: "ORDER", brand: "OWN", within: { days } } } },
  ],
});
