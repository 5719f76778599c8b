import { DateTime } from "luxon";
import { RecentMap } from "../../platform/cache/recent-map";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import { type EstimatedAudience, type Estimator, tellSize } from "../audiences";
import type { Brand, BrandService } from "../brands";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { Period } from "./campaign";
import type { CampaignService } from "./campaign.service";
import type { PlacementPeopleStore, PlacementQuestion } from "./placement-people.store";

/** Whether a platform has a price; if not, why. */
export const reachCostStates = ["KNOWN", "NO_DELIVERY", "NOBODY_REACHED", "SUPPRESSED"] as const;
export type ReachCostState = (typeof reachCostStates)[number];

/** What the brand's placements on one platform cost in a window, and whom they reached. */
interface PlatformPrice {
  readonly costMinor: bigint;
  readonly reached: bigint;
}

/** Money in minor units of the brand's currency; null unless KNOWN. */
export interface ReachCost {
  readonly platform: string;
  readonly state: ReachCostState;
  readonly costMinor: bigint | null;
  readonly spentMinor: bigint | null;
  readonly reachedPeople: bigint | null;
}

export interface ToldReachCost {
  readonly platforms: readonly ReachCost[];
  readonly currencyCode: string;
  readonly window: Period;
}

export interface EstimateCostParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly estimator: Estimator;
  readonly people: PlacementPeopleStore;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

export const MAX_PRICE_DAYS = 90;
/** Of a platform in a window; each takes a kilobyte or so. */
const MOST_COUNTS = 1_000;

/**
 * What it costs to reach an estimated audience, at the price that the brand paid: cost of its placements on a platform over the
 * different people whom they reached there, times those of the audience who can be reached there. The next person is taken to
 * cost what the last ones did.
 */
export class EstimateCost {
  private readonly counted = new RecentMap<string, bigint>(MOST_COUNTS);

  constructor(private readonly parts: EstimateCostParts) {}

  async find(context: RequestContext, audience: EstimatedAudience, days: number): Promise<ToldReachCost> {
    if (days < 1 || days > MAX_PRICE_DAYS)
      throw UserProblems.one("INVALID_INPUT", ["days"], `days must be 1 to ${MAX_PRICE_DAYS}, but got ${days}.`);
    const { access, questions, brands, estimator } = this.parts;
    const brand = await brands.requireGranted(context, audience.brandId, ["brandId"]);
    const window = lastDays(audience.asOf, brand.zone, days);
    const { from, to } = window;
    await questions.spend(context, { figure: "PLACEMENT_REACH", brandId: brand.id, from, to });
    const [reach, prices, organisation] = await Promise.all([
      estimator.reach(context, audience),
      this.prices(context, brand, window),
      access.ownOrganisation(context),
    ]);
    const platforms = reach.map(({ platform, size }) => {
      const price = prices.get(platform);
      const reached = price ? tellSize(price.reached, organisation).people : null;
      return reachCost(platform, size.people, price ?? null, reached);
    });
    return { platforms, currencyCode: brand.currencyCode, window };
  }

  /** By platform on which a placement of the brand's campaigns has a cost in the window. */
  private async prices(
    context: RequestContext,
    brand: Pick<Brand, "id">,
    window: Period,
  ): Promise<ReadonlyMap<string, PlatformPrice>> {
    const { campaigns, touchpoints, overlay, plane } = this.parts;
    const spend = await campaigns.spendOfBrand(context, brand.id, window);
    const platforms = [...new Set(spend.map(({ placement }) => placement.platform))];
    return plane.read(context, async () => {
      const [overlayId, sourceIds] = await Promise.all([overlay.idOf(context), touchpoints.visibleSourceIds(context)]);
      const versions = await Promise.all([touchpoints.planeVersion(), plane.version()]);
      const prices = new Map<string, PlatformPrice>();
      for (const platform of platforms) {
        const lines = spend.filter(({ placement }) => placement.platform === platform);
        const placements = lines.flatMap(({ placement }) =>
          placement.externalIds.map((externalId) => [platform, externalId] as const),
        );
        const question = { brandId: brand.id, ...window, placements, sourceIds, overlayId };
        const costMinor = lines.reduce((sum, line) => sum + line.costMinor, 0n);
        prices.set(platform, { costMinor, reached: await this.count(question, versions) });
      }
      return prices;
    });
  }

  /** Counted once while the data stay as they are, as a slider's moves ask for the same again. */
  private async count(question: PlacementQuestion, versions: readonly bigint[]): Promise<bigint> {
    if (question.placements.length === 0) return 0n;
    const key = JSON.stringify([question, versions.map(String)]);
    const known = this.counted.get(key);
    if (known !== undefined) return known;
    const reached = BigInt((await this.parts.people.reached(question)).size);
    this.counted.set(key, reached);
    return reached;
  }
}

/** Whole days of the zone, as delivery is reported by them, the last one over at the instant. */
function lastDays(asOf: Date, zone: string, days: number): Period {
  const to = DateTime.fromJSDate(asOf, { zone }).startOf("day");
  return { from: to.minus({ days }).toJSDate(), to: to.toJSDate() };
}

/** From counts as they are told, so that the price gives away no more. */
export function reachCost(
  platform: string,
  people: bigint | null,
  price: PlatformPrice | null,
  reached: bigint | null,
): ReachCost {
  const unknown = (state: ReachCostState): ReachCost => ({
    platform,
    state,
    costMinor: null,
    spentMinor: null,
    reachedPeople: null,
  });
  if (price === null) return unknown("NO_DELIVERY");
  if (price.reached === 0n) return unknown("NOBODY_REACHED");
  if (people === null || reached === null || reached === 0n) return unknown("SUPPRESSED");
  const costMinor = (2n * people * price.costMinor + reached) / (2n * reached);
  return { platform, state: "KNOWN", costMinor, spentMinor: price.costMinor, reachedPeople: reached };
}
