import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppress } from "../../platform/small-groups";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudiencePack, AudienceSize, CustomerQuery, RfmStore, RulePeople } from "../audiences";
import { tellSize } from "../audiences";
import type { BrandWindows } from "../journeys";
import type { Action } from "../touchpoints";
import type { NewOpportunityPack, OpportunityPacks } from "./opportunity-packs";
import { MAX_WINDOW_DAYS, noData, type OpportunityScope, type OpportunityScopes } from "./opportunity-scope";
import { type AxisProfile, profileAxes, type ToldGroup, tellGroups } from "./own-potential";
import type { OrderCycle, OwnPotentialStore } from "./own-potential.store";
import { type OwnPotentialProfile, ownPotentialRules } from "./own-potential-rules";

export interface TouchpointLine extends ToldGroup {
  readonly platform: string;
  readonly action: Action;
}

/** Who the brand's buyers are among the category's customers, and who else is like them (G19). */
export interface OwnPotential {
  readonly scope: OpportunityScope;
  /** Rounded. */
  readonly buyers: bigint;
  /** Null when the others are too few. */
  readonly customers: bigint | null;
  readonly axes: readonly AxisProfile[];
  /** Null when it is of too few people. */
  readonly cycle: OrderCycle | null;
  /** Most buyers first. */
  readonly touchpoints: readonly TouchpointLine[];
  readonly profile: OwnPotentialProfile;
  readonly size: AudienceSize;
}

export interface OwnPotentialServiceParts {
  readonly scopes: OpportunityScopes;
  readonly windows: BrandWindows;
  readonly store: OwnPotentialStore;
  readonly scores: RfmStore;
  readonly rulePeople: RulePeople;
  readonly packs: OpportunityPacks;
}

/** Touchpoints of a proposed profile: those of most buyers. */
const PROPOSED_TOUCHPOINTS = 3;
/** Most of a pack. */
const MAX_TOUCHPOINTS = 20;

export class OwnPotentialService {
  constructor(private readonly parts: OwnPotentialServiceParts) {}

  async analyse(
    context: RequestContext,
    brandId: number,
    { days, recentDays }: { readonly days: number; readonly recentDays: number },
  ): Promise<OwnPotential> {
    checkRecentDays(recentDays, days, ["recentDays"]);
    const scope = await this.parts.scopes.of(context, brandId, days);
    const { window } = scope;
    const question = { figure: "OWN_POTENTIAL", days, recentDays };
    const found = await this.parts.windows.ask(context, window, question, ({ overlayId }) =>
      this.read({ ...customersQuery(scope), overlayId }, scope),
    );
    const [recency, frequency, monetary] = found.axes.map(({ typical }) => typical);
    const profile: OwnPotentialProfile = {
      ...{ categoryId: scope.categoryId, days, recentDays },
      ...{ recency: recency ?? null, frequency: frequency ?? null, monetary: monetary ?? null },
      touchpoints: found.touchpoints.filter(({ buyers }) => (buyers ?? 0) > 0).slice(0, PROPOSED_TOUCHPOINTS),
    };
    const { people } = await this.parts.rulePeople.read(context, brandId, [ownPotentialRules(profile)]);
    const { threshold: smallGroupThreshold, roundingBase } = window;
    const size = tellSize(BigInt(people[0]!.size), { smallGroupThreshold, roundingBase });
    return { scope, ...found, profile, size };
  }

  /** A pack of the proposed profile, or of what its reader made of it. */
  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    profile: Omit<OwnPotentialProfile, "categoryId">,
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const categoryId = await this.parts.scopes.categoryOf(context, pack.brandId, profile.days, problems);
    const { touchpoints, recentDays, days, recency, frequency, monetary } = profile;
    if (recentDays < 1 || recentDays > days)
      problems.add("INVALID_INPUT", ["input", "recentDays"], RECENT(recentDays, days));
    if (touchpoints.length > MAX_TOUCHPOINTS)
      problems.add(
        "INVALID_INPUT",
        ["input", "touchpoints"],
        `touchpoints must be at most ${MAX_TOUCHPOINTS}, but got ${touchpoints.length}.`,
      );
    if (!recency && !frequency && !monetary)
      problems.add("INVALID_INPUT", ["input"], "input must set recency, frequency or monetary, but got none.");
    return this.parts.packs.create(context, pack, ownPotentialRules({ ...profile, categoryId }), { key, problems });
  }

  private async read(customers: CustomerQuery, { window, days }: OpportunityScope) {
    const { store, scores } = this.parts;
    const own = { ...customers, brandIds: [window.brandId] };
    const [cuts, buyers, cycle, touchpoints] = await Promise.all([
      scores.findCuts(customers),
      store.findCustomers(own),
      store.findCycle(own),
      store.findActiveTouchpoints(customers, own),
    ]);
    if (buyers.size < window.threshold)
      throw noData(`${window.threshold} people or more with orders of the brand in its primary category`, days);
    const bins = await store.findBins(customers, cuts);
    const axes = profileAxes((axis, bin) => {
      const people = bins.find((one) => one.axis === axis && one.bin === bin)?.people;
      return { customers: people?.size ?? 0, buyers: people?.andCardinality(buyers) ?? 0 };
    }, window);
    const all = bins.filter(({ axis }) => axis === 0).reduce((sum, { people }) => sum + people.size, 0);
    const told = tellGroups(touchpoints, window);
    const lines = touchpoints.map(({ platform, action }, index) => ({
      ...told[index]!,
      ...{ platform, action: action as Action },
    }));
    return {
      ...{ axes, cycle: cycle.people < window.threshold ? null : cycle },
      buyers: roundCount(BigInt(buyers.size), window.roundingBase),
      customers:
        suppress(BigInt(all - buyers.size), window.threshold) === null
          ? null
          : roundCount(BigInt(all), window.roundingBase),
      touchpoints: lines.sort(
        (a, b) =>
          (b.buyers ?? -1) - (a.buyers ?? -1) || (`${a.platform} ${a.action}` < `${b.platform} ${b.action}` ? -1 : 1),
      ),
    };
  }
}

/** Customers of the primary category, of any brand. */
export const customersQuery = ({
  window,
  currencyCode,
  categoryIds,
}: OpportunityScope): Omit<CustomerQuery, "overlayId"> => ({
  brandIds: null,
  categoryIds,
  currencyCode,
  sourceIds: window.sourceIds,
  from: window.from.getTime(),
  to: window.to.getTime(),
});

const RECENT = (recentDays: number, days: number): string =>
  `recentDays must be 1 to days (${Math.min(days, MAX_WINDOW_DAYS)}), but got ${recentDays}.`;

function checkRecentDays(recentDays: number, days: number, field: readonly string[]): void {
  if (recentDays < 1 || recentDays > days) throw UserProblems.one("INVALID_INPUT", field, RECENT(recentDays, days));
}
