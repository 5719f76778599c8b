import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { Campaign, Period } from "./campaign";
import type { CampaignStore } from "./campaign.store";
import type { ReportedDelivery } from "./delivery";
import type { DeliveryStore } from "./delivery.store";
import type { Placement } from "./placement";
import type { PlacementStore } from "./placement.store";

/** A campaign as attribution and budgets need it. */
export interface CampaignWithPlacements extends Campaign {
  /** Of the brand; what cost and budgets are in. */
  readonly currencyCode: string;
  readonly placements: readonly Placement[];
}

/** Minor units of the brand's currency. */
export interface PlacementSpend {
  readonly placement: Placement;
  readonly costMinor: bigint;
}

/** What was read of placements' delivery, and when. */
export interface DeliveryQuestion extends Period {
  readonly placementIds: readonly string[];
  readonly knownAt: Date;
}

/** Most campaigns that `AudiencePack.usedBy` names. */
export const MAX_USES = 50;

/** Reads campaigns and placements; what the caller may not see does not exist. */
export class CampaignService {
  constructor(
    private readonly campaignStore: CampaignStore,
    private readonly placementStore: PlacementStore,
    private readonly deliveryStore: DeliveryStore,
    private readonly brands: BrandService,
  ) {}

  async find(context: RequestContext, campaignId: string): Promise<CampaignWithPlacements | null> {
    const campaign = await this.campaigns(context).load(campaignId);
    if (!campaign) return null;
    const [brand, placements] = await Promise.all([
      this.brands.findGranted(context, campaign.brandId),
      this.placementsOfCampaign(context).load(campaignId),
    ]);
    return brand && { ...campaign, currencyCode: brand.currencyCode, placements };
  }

  /** All campaigns of a brand, oldest first. */
  async allOfBrand(
    context: RequestContext,
    brandId: number,
  ): Promise<readonly (Campaign & { readonly placements: readonly Placement[] })[]> {
    const campaigns = await this.campaignStore.findAllOfBrand(context, brandId);
    const placements = this.placementsOfCampaign(context);
    return Promise.all(
      campaigns.map(async (campaign) => ({ ...campaign, placements: await placements.load(campaign.id) })),
    );
  }

  /** A visible campaign for a change; anything else is the caller's mistake at `field`. */
  async require(
    context: RequestContext,
    campaignId: string,
    field: readonly string[],
  ): Promise<CampaignWithPlacements> {
    const campaign = await this.find(context, campaignId);
    if (!campaign)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a campaign of this organisation; list them with brand { campaigns }.`,
      );
    return campaign;
  }

  /** Minor units of the brand's currency by placement; a placement without delivery is absent: its cost is not known. */
  async costByPlacement(context: RequestContext, campaignId: string): Promise<ReadonlyMap<string, bigint>> {
    const totals = await this.deliveryStore.findTotalsOfCampaign(context, campaignId);
    return new Map([...totals].map(([placementId, { costMinor }]) => [placementId, costMinor]));
  }

  /** The same of all the brand's campaigns, by the periods inside the window. */
  async costOfBrand(context: RequestContext, brandId: number, window: Period): Promise<ReadonlyMap<string, bigint>> {
    const totals = await this.deliveryStore.findTotalsOfBrand(context, brandId, window);
    return new Map([...totals].map(([placementId, { costMinor }]) => [placementId, costMinor]));
  }

  /** What each placement of the brand's campaigns cost by the periods inside the window, and what touchpoints name it by; those that cost nothing are absent. */
  async spendOfBrand(context: RequestContext, brandId: number, window: Period): Promise<readonly PlacementSpend[]> {
    const totals = await this.deliveryStore.findTotalsOfBrand(context, brandId, window);
    const placements = await this.placements(context).loadMany([...totals.keys()]);
    return placements.flatMap((placement): PlacementSpend[] => {
      if (placement === null || placement instanceof Error) return [];
      const { costMinor } = totals.get(placement.id)!;
      return costMinor === 0n ? [] : [{ placement, costMinor }];
    });
  }

  /** What media reported of placements by hours and days inside the window, as it was known at an instant, oldest first. */
  reported(
    context: RequestContext,
    placementIds: readonly string[],
    window: Period,
    knownAt: Date,
  ): Promise<readonly ReportedDelivery[]> {
    return this.deliveryStore.findReported(context, placementIds, window, knownAt);
  }

  /** Whether figures for the periods of a question came after they were read. */
  isOutdated(context: RequestContext): DataLoader<DeliveryQuestion, boolean> {
    return context.memo(
      this.isOutdated,
      () =>
        new DataLoader<DeliveryQuestion, boolean>(async (questions) => {
          const outdated = await this.deliveryStore.findOutdated(context, questions);
          return questions.map((_, place) => outdated.has(place));
        }),
    );
  }

  campaigns(context: RequestContext): DataLoader<string, Campaign | null> {
    return context.memo(
      this.campaigns,
      () =>
        new DataLoader<string, Campaign | null>(async (ids) => {
          const found = new Map((await this.campaignStore.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  placements(context: RequestContext): DataLoader<string, Placement | null> {
    return context.memo(
      this.placements,
      () =>
        new DataLoader<string, Placement | null>(async (ids) => {
          const found = new Map((await this.placementStore.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  placementsOfCampaign(context: RequestContext): DataLoader<string, readonly Placement[]> {
    return context.memo(
      this.placementsOfCampaign,
      () =>
        new DataLoader<string, readonly Placement[]>(async (campaignIds) => {
          const placements = await this.placementStore.findByCampaignIds(context, campaignIds);
          return campaignIds.map((id) => placements.filter((placement) => placement.campaignId === id));
        }),
    );
  }

  /** The newest {@link MAX_USES} campaigns with a placement that is aimed at the pack. */
  campaignsOfPack(context: RequestContext): DataLoader<string, readonly Campaign[]> {
    return context.memo(
      this.campaignsOfPack,
      () =>
        new DataLoader<string, readonly Campaign[]>(async (packIds) => {
          const uses = await this.placementStore.findCampaignsOfPacks(context, packIds, MAX_USES);
          const campaigns = await Promise.all(uses.map((use) => this.campaigns(context).load(use.campaignId)));
          return packIds.map((packId) =>
            uses.flatMap((use, index) => (use.packId === packId ? (campaigns[index] ?? []) : [])),
          );
        }),
    );
  }

  page(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<Campaign>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.campaigns returned.`);
    }
    return this.campaignStore.findPageOfBrand(context, brandId, request);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.campaignStore.countOfBrand(context, brandId);
  }

  /** After a change in the same request, e.g. a second mutation of one document. */
  forget(context: RequestContext, campaignId: string): void {
    this.campaigns(context).clear(campaignId);
    this.placementsOfCampaign(context).clear(campaignId);
    this.campaignsOfPack(context).clearAll();
  }
}
