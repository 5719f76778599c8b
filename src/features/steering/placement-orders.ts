import type { RequestContext } from "../../platform/request-context";
import { SMALLEST_LINE } from "../../platform/small-groups";
import { type CampaignService, externalKey } from "../campaigns";
import { HOUR_MS } from "../flights";
import type { BrandWindow, BrandWindows } from "../journeys";
import type { TouchpointService } from "../touchpoints";
import type { PlacementOrdersStore } from "./placement-orders.store";
import type { SteeringPlan } from "./steering";

/** Orders of a line in an hour of the plan. */
export interface LineOrders {
  readonly placementId: string;
  readonly hour: number;
  readonly orders: number;
  readonly people: readonly number[];
}

export interface PlanOrders {
  /** Orders of the hours before are complete. */
  readonly until: Date;
  /** Fewer people are not told apart. */
  readonly smallest: number;
  readonly lines: readonly LineOrders[];
}

export interface PlacementOrdersParts {
  readonly campaigns: CampaignService;
  readonly windows: BrandWindows;
  readonly touchpoints: TouchpointService;
  readonly store: PlacementOrdersStore;
}

/** Reads which of the brand's net orders followed a plan's placements. */
export class PlacementOrders {
  constructor(private readonly its: PlacementOrdersParts) {}

  /**
   * Orders by the hour in which they were placed. An hour is complete by the rule of media: it ended `lateHours` ago or longer, and it
   * has an order of the brand, or a later one has. `seen` tells what came since.
   */
  async read(context: RequestContext, plan: SteeringPlan) {
    const campaign = (await this.its.campaigns.find(context, plan.campaignId))!;
    const seen = await this.its.touchpoints.planeAndPeople();
    const { from } = plan.window;
    const due = Math.floor(context.clock.now().getTime() / HOUR_MS) * HOUR_MS - plan.lateHours * HOUR_MS;
    const to = new Date(Math.min(due, plan.window.to.getTime()));
    if (to <= from) return { seen, orders: { until: from, smallest: 1, lines: [] } };
    const granted = await this.its.windows.grant(context, campaign.brandId, { from, to });
    const asked = { figure: "STEERING_ORDERS", planId: plan.id };
    const orders = await this.its.windows.ask(context, granted, asked, (window) =>
      this.readAll(window, plan, campaign),
    );
    return { seen, orders: { ...orders, smallest: granted.threshold > 1 ? SMALLEST_LINE : 1 } };
  }

  private async readAll(
    window: BrandWindow,
    { lookbackDays }: SteeringPlan,
    campaign: Parameters<PlacementOrdersStore["readOrders"]>[1],
  ): Promise<Omit<PlanOrders, "smallest">> {
    const last = await this.its.store.readLastOrder(window);
    if (last === null) return { until: window.from, lines: [] };
    const until = new Date(Math.floor(last.getTime() / HOUR_MS + 1) * HOUR_MS);
    const complete = { ...window, to: until, asOf: until };
    const byName = new Map(
      campaign.placements.flatMap(({ id, platform, externalIds }) =>
        externalIds.map((externalId) => [externalKey(platform, externalId), id] as const),
      ),
    );
    const rows = await this.its.store.readOrders(complete, campaign, lookbackDays!);
    return {
      until,
      lines: rows.flatMap(({ platform, placement, ...row }) => {
        const placementId = byName.get(externalKey(platform, placement));
        return placementId === undefined ? [] : [{ placementId, ...row }];
      }),
    };
  }
}
