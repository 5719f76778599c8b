import { RoaringBitmap32 } from "roaring";
import type { BestCombination } from "../../engines/matching/best-combination";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudiencePack, CustomerQuery, RulePeople } from "../audiences";
import type { BrandWindows } from "../journeys";
import type { AttributeDefinition, AttributePeople } from "../people";
import type { Action } from "../touchpoints";
import { type GoodsCell, goodsOf, matchGoods } from "./match-goods";
import type { NewOpportunityPack, OpportunityPacks } from "./opportunity-packs";
import { noData, type OpportunityScope, type OpportunityScopes } from "./opportunity-scope";
import { customersQuery } from "./own-potential.service";
import type { OwnPotentialStore } from "./own-potential.store";
import type { SoldProduct, TargetGroupStore } from "./target-group.store";
import { type CategoryWindow, categoryBuyers, type GroupTrait, targetGroupRules } from "./target-group-rules";
import { tellOverlap } from "./told-overlap";

/** A group of the category's customers that the brand's buyers are strong in; counts are told ones. */
export interface TargetGroup {
  readonly trait: GroupTrait;
  readonly people: number;
  readonly buyers: number;
  readonly tgi: TargetGroupIndex;
  readonly goods: readonly GoodsCell[];
}

/** Target groups (G17), which product leads each of them (G18), and the best combination with a channel (G33). */
export interface TargetGroups {
  readonly scope: OpportunityScope;
  readonly window: CategoryWindow;
  readonly groups: readonly TargetGroup[];
  readonly products: readonly SoldProduct[];
  readonly match: BestCombination;
}

export interface TargetGroupChoice {
  readonly days: number;
  /** How many groups at most. */
  readonly count: number;
  readonly minimumTgi: number;
  readonly minimumPeople: number;
  readonly stock: readonly { readonly product: string; readonly pieces: number }[];
}

export interface TargetGroupServiceParts {
  readonly scopes: OpportunityScopes;
  readonly windows: BrandWindows;
  readonly contacts: OwnPotentialStore;
  readonly store: TargetGroupStore;
  readonly rulePeople: RulePeople;
  readonly packs: OpportunityPacks;
  readonly attributePeople: AttributePeople;
}

export const MAX_GROUPS = 8;
/** Traits that are compared: the touchpoints most of the category's customers are active on. */
const MAX_TRAITS = 30;
/** Values of attributes that are compared beside them, in the order of the registry. */
const MAX_ATTRIBUTE_TRAITS = 50;
const MAX_STOCK = 100;

export class TargetGroupService {
  constructor(private readonly parts: TargetGroupServiceParts) {}

  async analyse(context: RequestContext, brandId: number, choice: TargetGroupChoice): Promise<TargetGroups> {
    const { scopes, windows, rulePeople, store, attributePeople } = this.parts;
    checkChoice(choice);
    const scope = await scopes.of(context, brandId, choice.days);
    const window = { categoryId: scope.categoryId, days: choice.days };
    const attributes = (await attributePeople.definitions(context)).flatMap(valuesOf).slice(0, MAX_ATTRIBUTE_TRAITS);
    const question = { figure: "TARGET_GROUPS", ...choice, attributes };
    const found = await windows.ask(context, scope.window, question, async ({ overlayId }) => {
      const products = await store.findProducts(scope, overlayId);
      const buyers = await store.findBuyers(scope, overlayId, products);
      const traits = [...(await this.traits({ ...customersQuery(scope), overlayId })), ...attributes];
      return { products, buyers, traits };
    });
    const { products, traits } = found;
    const trees = [categoryBuyers(window, "ANY"), categoryBuyers(window, "OWN")];
    const { people } = await rulePeople.read(context, brandId, [
      ...trees,
      ...traits.map((trait) => targetGroupRules(trait, window)),
    ]);
    const [base, own, ...crowds] = people as [RoaringBitmap32, RoaringBitmap32, ...RoaringBitmap32[]];
    if (own.isEmpty) throw noData("orders of the brand in its primary category", choice.days);
    const input = {
      ...{ base, products, buyers: found.buyers, channels: channelsOf(traits, crowds) },
      stock: new Map(choice.stock.map(({ product, pieces }) => [product, pieces])),
    };
    const chosen = this.choose(traits, crowds, { base, own }, scope, choice);
    const groups = chosen.map(({ place }) => crowds[place]!);
    const match = matchGoods({ ...input, groups }, scope.window);
    return {
      ...{ scope, window, products, match },
      groups: chosen.map(({ group, place }) => ({
        ...group,
        goods: goodsOf(crowds[place]!, { ...input, groups }, scope.window),
      })),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    { days, trait }: { readonly days: number; readonly trait: GroupTrait },
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const categoryId = await this.parts.scopes.categoryOf(context, pack.brandId, days, problems);
    return this.parts.packs.create(context, pack, targetGroupRules(trait, { categoryId, days }), { key, problems });
  }

  /** Touchpoints that somebody of the category is most active on, and having bought of a rival. */
  private async traits(customers: CustomerQuery): Promise<readonly GroupTrait[]> {
    const found = await this.parts.contacts.findActiveTouchpoints(customers, customers);
    const most = [...found].sort((a, b) => b.customers - a.customers || (nameOf(a) < nameOf(b) ? -1 : 1));
    const touchpoints = most
      .slice(0, MAX_TRAITS)
      .map(({ platform, action }): GroupTrait => ({ kind: "TOUCHPOINT", platform, action: action as Action }));
    return [...touchpoints, { kind: "RIVAL_BUYER" }];
  }

  /** Those of the highest index, of equal ones the larger, that are strong and large enough. */
  private choose(
    traits: readonly GroupTrait[],
    crowds: readonly RoaringBitmap32[],
    { base, own }: { readonly base: RoaringBitmap32; readonly own: RoaringBitmap32 },
    { window }: OpportunityScope,
    { count, minimumTgi, minimumPeople }: TargetGroupChoice,
  ) {
    return traits
      .flatMap((trait, place) => {
        const crowd = crowds[place]!;
        const counts = { both: own.andCardinality(crowd), audience: own.size, target: crowd.size, base: base.size };
        const told = tellOverlap(counts, window);
        const tgi = told && targetGroupIndex(told);
        if (!told || !tgi || tgi.value < minimumTgi || told.target < minimumPeople) return [];
        return [{ place, group: { trait, people: told.target, buyers: told.both, tgi } }];
      })
      .sort((a, b) => b.group.tgi.value - a.group.tgi.value || b.group.people - a.group.people || a.place - b.place)
      .slice(0, count);
  }
}

/** Of attributes that have few values; numbers and days have none that a group could share. */
function valuesOf({ code, type, allowedValues, retiredAt }: AttributeDefinition): readonly GroupTrait[] {
  if (retiredAt !== null || (type !== "ENUM" && type !== "BOOLEAN")) return [];
  const values = type === "BOOLEAN" ? ["true", "false"] : allowedValues;
  return values.map((value) => ({ kind: "ATTRIBUTE", attribute: code, value }));
}

const nameOf = ({ platform, action }: { readonly platform: string; readonly action: string }): string =>
  `${platform} ${action}`;

/** Who was on a platform: the groups of its touchpoints together. */
function channelsOf(
  traits: readonly GroupTrait[],
  crowds: readonly RoaringBitmap32[],
): ReadonlyMap<string, RoaringBitmap32> {
  const channels = new Map<string, RoaringBitmap32>();
  for (const [place, trait] of traits.entries())
    if (trait.kind === "TOUCHPOINT")
      channels.set(
        trait.platform,
        RoaringBitmap32.or(channels.get(trait.platform) ?? new RoaringBitmap32(), crowds[place]!),
      );
  return channels;
}

function checkChoice({ count, minimumTgi, minimumPeople, stock }: TargetGroupChoice): void {
  const problems = new ProblemList();
  if (count < 1 || count > MAX_GROUPS)
    problems.add("INVALID_INPUT", ["count"], `count must be 1 to ${MAX_GROUPS}, but got ${count}.`);
  if (!(minimumTgi >= 0))
    problems.add("INVALID_INPUT", ["minimumTgi"], `minimumTgi must be at least 0, but got ${minimumTgi}.`);
  if (minimumPeople < 1)
    problems.add("INVALID_INPUT", ["minimumPeople"], `minimumPeople must be at least 1, but got ${minimumPeople}.`);
  if (stock.length > MAX_STOCK || stock.some(({ pieces }) => pieces < 0))
    problems.add(
      "INVALID_INPUT",
      ["stock"],
      `stock must be at most ${MAX_STOCK} products with 0 or more pieces each, but got ${stock.length}.`,
    );
  problems.throwIfAny();
}
