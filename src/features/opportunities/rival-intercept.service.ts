import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { type AudiencePack, type AudienceSize, type RulePeople, tellSize } from "../audiences";
import type { BrandWindows } from "../journeys";
import type { NewOpportunityPack, OpportunityPacks } from "./opportunity-packs";
import { MAX_WINDOW_DAYS, noData, type OpportunityScope, type OpportunityScopes } from "./opportunity-scope";
import { rankProducts, type ToldOutcomes, type ToldProduct, tellOutcomes } from "./rival-intercept";
import type { RivalInterceptStore } from "./rival-intercept.store";

/** Whom the brand won from rivals' carts and by what, and whom it lost to them (G20). */
export interface RivalIntercept {
  readonly scope: OpportunityScope;
  readonly rivalCarts: ToldOutcomes;
  readonly ownCarts: ToldOutcomes;
  readonly blockingGoods: readonly ToldProduct[];
  readonly leakingGoods: readonly ToldProduct[];
  readonly rules: RuleInput;
  readonly size: AudienceSize;
}

export interface RivalInterceptServiceParts {
  readonly scopes: OpportunityScopes;
  readonly windows: BrandWindows;
  readonly store: RivalInterceptStore;
  readonly rulePeople: RulePeople;
  readonly packs: OpportunityPacks;
}

export class RivalInterceptService {
  constructor(private readonly parts: RivalInterceptServiceParts) {}

  async analyse(
    context: RequestContext,
    brandId: number,
    { days, openDays }: { readonly days: number; readonly openDays: number },
  ): Promise<RivalIntercept> {
    const { scopes, windows, store, rulePeople } = this.parts;
    const scope = await scopes.of(context, brandId, days);
    const question = { figure: "RIVAL_INTERCEPT", days, openDays };
    const [rivalCarts, ownCarts, intercepts, leaks] = await windows.ask(context, scope.window, question, (window) =>
      Promise.all([
        store.findRivalCarts(scope, window.overlayId),
        store.findOwnCarts(scope, window.overlayId),
        store.findIntercepts(scope, window.overlayId),
        store.findLeaks(scope, window.overlayId),
      ]),
    );
    if (rivalCarts.carts === 0) throw noData("additions to rivals' carts, by sources of the cloud", days);
    const rules = openCartRules(openDays);
    const { people } = await rulePeople.read(context, brandId, [rules], ["openDays"]);
    const { threshold: smallGroupThreshold, roundingBase } = scope.window;
    const won = intercepts.find(({ product }) => product === "") ?? { some: 0, all: 0 };
    return {
      ...{ scope, rules, size: tellSize(BigInt(people[0]!.size), { smallGroupThreshold, roundingBase }) },
      rivalCarts: tellOutcomes(rivalCarts, scope.window),
      ownCarts: tellOutcomes(ownCarts, scope.window),
      blockingGoods: rankProducts(
        intercepts.filter(({ product, some }) => product !== "" && some > 0),
        won,
        scope.window,
      ),
      leakingGoods: rankProducts(
        leaks.filter(({ some }) => some > 0),
        { some: ownCarts.lost, all: ownCarts.carts },
        scope.window,
      ),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    openDays: number,
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    if (openDays < 1 || openDays > MAX_WINDOW_DAYS)
      problems.add(
        "INVALID_INPUT",
        ["input", "openDays"],
        `openDays must be 1 to ${MAX_WINDOW_DAYS}, but got ${openDays}.`,
      );
    return this.parts.packs.create(context, pack, openCartRules(openDays), { key, problems });
  }
}

/** Who has a rival's product in the cart and ordered neither there nor here in the same days: still to be won. */
const openCartRules = (days: number): RuleInput => ({
  allOf: [
    { did: { action: "ADD_TO_CART", brand: "RIVAL", within: { days } } },
    { not: { did: { action: "ORDER", brand: "RIVAL", within: { days } } } },
    { not: { did: { action: "ORDER", brand: "OWN", within: { days } } } },
  ],
});
