import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import type { TrendGrain } from "../assets";
import { TrendGrainEnum } from "../assets/asset-series.types";
import { Brand } from "../brands/brand.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import { ownActions } from "./activity";
import type { ActivityService } from "./activity.service";
import { GrowthAccounting, toGrowthAccounting } from "./growth.types";
import { MAX_PERIODS } from "./growth-periods";
import { DEFAULT_GAP_SHARES } from "./lifecycle";
import { Lifecycle, toLifecycle } from "./lifecycle.types";

const ACTIONS = {
  nullable: true,
  description: `What makes a person active, at least one; absent: what people do of their own accord, ${ownActions.join(", ")}. Touchpoints count, so an order that is refunded later was an activity.`,
} as const;

/** Whether a brand's people come, stay and come back. */
@Resolver(() => Brand)
export class BrandLifecycleResolver {
  constructor(private readonly activity: ActivityService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => GrowthAccounting, {
    nullable: true,
    description: `New, retained, resurrected and churned people of at most ${MAX_PERIODS} whole periods. Null only when it could not be read.`,
  })
  async growthAccounting(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("from", () => DateScalar, { description: "A day of the first period, in the brand's zone." }) from: string,
    @Arg("to", () => DateScalar, { description: "A day of the last period; periods that have not begun are left out." })
    to: string,
    @Arg("grain", () => TrendGrainEnum, { description: "Length of the periods." }) grain: TrendGrain,
    @Arg("actions", () => [ActionEnum], ACTIONS) actions?: Action[] | null,
  ): Promise<GrowthAccounting> {
    const brand = { id: brandId, zone };
    return toGrowthAccounting(await this.activity.growth(context, brand, { from, to, grain }, actions ?? null), grain);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Lifecycle, {
    nullable: true,
    description: "New, active, lapsing and lost people by the brand's own rhythm. Null only when it could not be read.",
  })
  async lifecycle(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("asOf", () => DateScalar, {
      description: "Activity before this day's first instant in the brand's zone counts.",
    })
    asOf: string,
    @Arg("lapsingShare", () => Float, {
      defaultValue: DEFAULT_GAP_SHARES.lapsing,
      description: "People lapse when they stay away longer than this share of all gaps, between 0 and 1.",
    })
    lapsing: number,
    @Arg("lostShare", () => Float, {
      defaultValue: DEFAULT_GAP_SHARES.lost,
      description: "They are lost when they stay away longer than this share, above lapsingShare and below 1.",
    })
    lost: number,
    @Arg("actions", () => [ActionEnum], ACTIONS) actions?: Action[] | null,
  ): Promise<Lifecycle> {
    const shares = { lapsing, lost };
    const brand = { id: brandId, zone };
    return toLifecycle(await this.activity.lifecycle(context, brand, { asOf, shares }, actions ?? null), shares);
  }
}
