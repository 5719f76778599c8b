import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Campaign } from "./campaign.types";
import { MAX_DELIVERY_DAYS, MAX_DELIVERY_ROWS } from "./delivery";
import type { DeliveryService, ImportedRow } from "./delivery.service";
import {
  CampaignDelivery,
  DeliveryGrain,
  DeliveryTotals,
  ImportedDeliveryRow,
  ImportPlacementDeliveryInput,
  ImportPlacementDeliveryPayload,
  withCost,
} from "./delivery.types";

@Resolver(() => Campaign)
export class DeliveryResolver {
  constructor(
    private readonly deliveries: DeliveryService,
    private readonly brands: BrandService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ImportPlacementDeliveryPayload, {
    description: `Takes what media platforms report of a campaign's placements, 1 to ${MAX_DELIVERY_ROWS} rows, each answered by itself. Sending a row again changes nothing; other figures for its period restate it.`,
  })
  async importPlacementDelivery(
    @Ctx() context: RequestContext,
    @Arg("input", () => ImportPlacementDeliveryInput, { description: "The report." })
    input: ImportPlacementDeliveryInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ImportPlacementDeliveryPayload> {
    const answer = await payload(async () => {
      const campaignId = keyOf("Campaign", input.campaignId, ["input", "campaignId"]);
      const rows = await this.deliveries.import(context, { ...input, campaignId }, key);
      const count = (outcome: ImportedRow["outcome"]): number => rows.filter((row) => row.outcome === outcome).length;
      return {
        accepted: count("ACCEPTED"),
        restated: count("RESTATED"),
        unchanged: count("UNCHANGED"),
        rejected: count("REJECTED"),
        rows: rows.map(toImportedRow),
      };
    });
    return { ...answer, rows: answer.rows ?? [] };
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => DeliveryTotals, {
    nullable: true,
    description: "What media reported of all its placements so far; null when nothing was reported yet.",
  })
  async deliveryTotals(@Ctx() context: RequestContext, @Root() campaign: Campaign): Promise<DeliveryTotals | null> {
    const totals = await this.deliveries.totalsOfCampaign(context, campaign.campaignId);
    return totals && withCost(totals, totals.currencyCode);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [CampaignDelivery], {
    description: `What media reported of all its placements by period: the latest ${MAX_DELIVERY_DAYS} periods with delivery, oldest first.`,
  })
  async delivery(
    @Ctx() context: RequestContext,
    @Root() campaign: Campaign,
    @Arg("grain", () => DeliveryGrain, { description: "How long a period is." }) _grain: DeliveryGrain,
  ): Promise<CampaignDelivery[]> {
    const brand = (await this.brands.findGranted(context, campaign.brandId))!;
    const days = await this.deliveries.daysOfCampaign(context, campaign.campaignId, brand.zone);
    return days.map((day) => withCost(day, brand.currencyCode));
  }
}

const toImportedRow = ({ index, outcome, rejection }: ImportedRow): ImportedDeliveryRow => ({
  index,
  outcome,
  reason: rejection?.reason ?? null,
  field: rejection?.field ?? [],
  message: rejection?.message ?? null,
});
