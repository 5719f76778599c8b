import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { WindowArgs } from "../journeys/window.types";
import { MAX_FLOW_DAYS } from "./flow-windows";
import type { StageReachService } from "./stage-reach.service";
import { StageReach, toStageReach } from "./stage-reach.types";
import type { StageTimesService } from "./stage-times.service";
import { StageTimes, toStageTimes } from "./stage-times.types";

/** How a brand's people move. */
@Resolver(() => Brand)
export class BrandFlowsResolver {
  constructor(
    private readonly reach: StageReachService,
    private readonly times: StageTimesService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => StageReach, {
    nullable: true,
    description: `How far people got in a window of at most ${MAX_FLOW_DAYS} days that has begun; needs no snapshot. Null only when it could not be read.`,
  })
  async stageReach(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
  ): Promise<StageReach> {
    return toStageReach(await this.reach.ofWindow(context, brandId, window));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => StageTimes, {
    nullable: true,
    description: `How long people took from stage to stage in a window of at most ${MAX_FLOW_DAYS} days that has begun. Null only when it could not be read.`,
  })
  async stageTimes(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
  ): Promise<StageTimes> {
    return toStageTimes(await this.times.ofWindow(context, brandId, window));
  }
}
