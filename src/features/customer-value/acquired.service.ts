import { DateTime } from "luxon";
import { normalQuantile } from "../../engines/numeric/normal-distribution";
import type { MinorMoney } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { AcquiredStore, AcquiredWorth } from "./acquired.store";
import { meanMinor } from "./told-values";
import type { ValueScoring } from "./value-scoring";
import type { ValueScoringStore } from "./value-scoring.store";

export const acquiredReasons = ["NO_SCORING", "NOBODY_ACQUIRED", "SUPPRESSED"] as const;
export type AcquiredReason = (typeof acquiredReasons)[number];

/** What a campaign's new customers are worth; null fields with the reason. */
export interface ValuePerAcquired {
  readonly reason: AcquiredReason | null;
  readonly scoring: ValueScoring | null;
  readonly acquired: bigint | null;
  readonly scored: bigint | null;
  readonly worth: MinorMoney | null;
  readonly mean: MinorMoney | null;
  /** 95 per cent, of the mean; null of one person. */
  readonly interval: { readonly low: MinorMoney; readonly high: MinorMoney } | null;
  /** Null where no delivery is known. */
  readonly cost: MinorMoney | null;
  readonly costPerAcquired: MinorMoney | null;
  /** Null where the cost is not known or not above 0. */
  readonly worthPerCost: number | null;
}

export interface AcquiredServiceParts {
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
  readonly scorings: ValueScoringStore;
  readonly store: AcquiredStore;
}

/** So long without an order makes a customer new again: NO_ORDER_365D. */
export const NEW_AFTER_DAYS = 365;

const Z_95 = normalQuantile(0.975);

export class AcquiredService {
  constructor(private readonly parts: AcquiredServiceParts) {}

  /** By the newest scoring, which must be of a day after the campaign: before, its customers were not known. Null: no such campaign. */
  async find(context: RequestContext, campaignId: string): Promise<ValuePerAcquired | null> {
    const { access, brands, campaigns, touchpoints, overlay, plane, scorings, store } = this.parts;
    const campaign = await campaigns.find(context, campaignId);
    if (!campaign) return null;
    const { brandId, currencyCode, window } = campaign;
    const brand = await brands.requireGranted(context, brandId, ["brandId"]);
    const costs = await campaigns.costByPlacement(context, campaignId);
    const cost = costs.size === 0 ? null : [...costs.values()].reduce((sum, minor) => sum + minor, 0n);
    const today = DateTime.fromJSDate(context.clock.now(), { zone: brand.zone }).toISODate()!;
    const scoring = await scorings.findNewest(context, brandId, today);
    const money = (minor: bigint): MinorMoney => ({ minor, currencyCode });
    const none = (reason: AcquiredReason): ValuePerAcquired => ({
      ...{ reason, scoring, acquired: null, scored: null, worth: null, mean: null, interval: null },
      ...{ cost: cost === null ? null : money(cost), costPerAcquired: null, worthPerCost: null },
    });
    if (!scoring || scoring.asOf < DateTime.fromJSDate(window.to, { zone: brand.zone }).toISODate()!)
      return none("NO_SCORING");
    const found = await plane.read(context, async () =>
      store.find({
        ...{
          brandId,
          campaignCode: campaign.code,
          from: window.from,
          to: window.to,
          scoringId: scoring.id,
          newAfterDays: NEW_AFTER_DAYS,
        },
        placements: campaign.placements.flatMap(({ platform, externalIds }) =>
          externalIds.map((externalId) => [platform, externalId] as const),
        ),
        sourceIds: await touchpoints.visibleSourceIds(context),
        overlayId: await overlay.idOf(context),
      }),
    );
    if (found.people === 0n || found.scored === 0n) return none("NOBODY_ACQUIRED");
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const unscored = found.people - found.scored;
    if ([found.scored, unscored].some((people) => suppress(people, smallGroupThreshold) === null))
      return none("SUPPRESSED");
    return {
      ...none("NOBODY_ACQUIRED"),
      reason: null,
      acquired: found.people,
      scored: found.scored,
      worth: money(found.worth),
      mean: money(meanMinor(found.worth, found.scored)),
      interval: intervalOf(found, money),
      costPerAcquired: cost === null ? null : money(meanMinor(cost, found.people)),
      worthPerCost: cost === null || cost <= 0n ? null : Number(found.worth) / Number(cost),
    };
  }
}

/** Of a mean, by its standard error. */
function intervalOf(
  { scored, worth, squares }: AcquiredWorth,
  money: (minor: bigint) => MinorMoney,
): ValuePerAcquired["interval"] {
  const n = Number(scored);
  if (n < 2) return null;
  const mean = Number(worth) / n;
  const error = Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1) / n);
  const at = (value: number): MinorMoney => money(BigInt(Math.round(Math.max(0, value))));
  return { low: at(mean - Z_95 * error), high: at(mean + Z_95 * error) };
}
