import DataLoader from "dataloader";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { Brand, BrandService } from "../brands";
import type { CampaignService, CampaignWithPlacements } from "./campaign.service";
import { checkName } from "./check-text";
import {
  type DeliveryRejection,
  type DeliveryRow,
  type DeliveryTotals,
  MAX_DELIVERY_DAYS,
  MAX_DELIVERY_ROWS,
} from "./delivery";
import type { DeliveryDay, DeliveryStore } from "./delivery.store";
import { judgeDelivery } from "./judge-delivery";
import { externalKey } from "./placement";
import { type DeliveryFacts, readDeliveryRow } from "./read-delivery-row";

export interface DeliveryImport {
  readonly campaignId: string;
  readonly source: string;
  readonly rows: readonly DeliveryRow[];
}

export interface ImportedRow {
  readonly index: number;
  readonly outcome: "ACCEPTED" | "RESTATED" | "UNCHANGED" | "REJECTED";
  readonly rejection: DeliveryRejection | null;
}

export class DeliveryService {
  constructor(
    private readonly database: Database,
    private readonly store: DeliveryStore,
    private readonly campaigns: CampaignService,
    private readonly brands: BrandService,
  ) {}

  /** Takes what can be taken row by row; a row that came before changes nothing, other figures for its period restate it. */
  async import(
    context: RequestContext,
    input: DeliveryImport,
    idempotencyKey?: string | null,
  ): Promise<readonly ImportedRow[]> {
    const campaign = await this.campaigns.require(context, input.campaignId, ["input", "campaignId"]);
    const [brand, platforms] = await Promise.all([
      this.brands.requireGranted(context, campaign.brandId, ["input", "campaignId"]),
      this.brands.platforms(context),
    ]);
    const facts = factsOf(campaign, brand, platforms);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "importPlacementDelivery", request: inText(input) };
    const outcomes = await once(this.database, context, call, async (manager) => {
      assertImport(input);
      const rows = input.rows.map((row) => readDeliveryRow(row, facts));
      const reports = rows.flatMap((row) => ("reason" in row ? [] : [row]));
      await this.store.lockCampaign(manager, campaign.id);
      const verdicts = judgeDelivery(rows, await this.store.findTouched(manager, reports));
      const figures = verdicts.flatMap((verdict) => ("figure" in verdict ? [verdict.figure] : []));
      await this.store.insert(manager, context, figures, { source: input.source, currencyCode: brand.currencyCode });
      return verdicts.map(
        (verdict, index): ImportedRow => ({
          index,
          outcome: verdict.outcome,
          rejection: "rejection" in verdict ? verdict.rejection : null,
        }),
      );
    });
    this.totals(context).clearAll();
    return outcomes;
  }

  /** Totals of a placement; null where nothing was reported yet. */
  totals(context: RequestContext): DataLoader<string, DeliveryTotals | null> {
    return context.memo(
      this.totals,
      () =>
        new DataLoader<string, DeliveryTotals | null>(async (placementIds) => {
          const totals = await this.store.findTotals(context, placementIds);
          return placementIds.map((id) => totals.get(id) ?? null);
        }),
    );
  }

  /** Totals over a campaign's placements; null where nothing was reported yet. */
  async totalsOfCampaign(context: RequestContext, campaignId: string): Promise<DeliveryTotals | null> {
    const placements = await this.campaigns.placementsOfCampaign(context).load(campaignId);
    const totals = await Promise.all(placements.map((placement) => this.totals(context).load(placement.id)));
    return totals.reduce((sum, each) => (sum && each ? add(sum, each) : (sum ?? each)), null);
  }

  /** By days of the zone, the latest {@link MAX_DELIVERY_DAYS} with delivery, oldest first. */
  daysOfCampaign(context: RequestContext, campaignId: string, zone: string): Promise<readonly DeliveryDay[]> {
    return this.store.findDays(context, { campaignId, zone, limit: MAX_DELIVERY_DAYS });
  }
}

function factsOf(
  campaign: CampaignWithPlacements,
  brand: Brand,
  platforms: readonly { readonly code: string }[],
): DeliveryFacts {
  return {
    platforms: new Set(platforms.map(({ code }) => code)),
    placements: new Map(
      campaign.placements.flatMap(({ id, platform, externalIds }) =>
        externalIds.map((externalId) => [externalKey(platform, externalId), id] as const),
      ),
    ),
    zone: brand.zone,
    currencyCode: brand.currencyCode,
  };
}

function assertImport({ source, rows }: DeliveryImport): void {
  const problems = new ProblemList();
  checkName(problems, source, ["input", "source"]);
  if (rows.length < 1 || rows.length > MAX_DELIVERY_ROWS)
    problems.add(
      "INVALID_INPUT",
      ["input", "rows"],
      `rows must have 1 to ${MAX_DELIVERY_ROWS} elements, but got ${rows.length}; send them in several calls.`,
    );
  problems.throwIfAny();
}

/** The request as JSON can hold it. */
const inText = ({ rows, ...rest }: DeliveryImport): unknown => ({
  ...rest,
  rows: rows.map((row) => ({ ...row, impressions: String(row.impressions), clicks: String(row.clicks) })),
});

const add = (a: DeliveryTotals, b: DeliveryTotals): DeliveryTotals => ({
  impressions: a.impressions + b.impressions,
  clicks: a.clicks + b.clicks,
  costMinor: a.costMinor + b.costMinor,
  currencyCode: a.currencyCode,
  periods: a.periods + b.periods,
  asOf: new Date(Math.max(+a.asOf, +b.asOf)),
});
