import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { dataStateOf } from "../benchmarks";
import { Brand } from "../brands/brand.types";
import type { ActivityService } from "./activity.service";
import { AssetActivity } from "./activity.types";
import { toComparedRate } from "./compared-rate.types";

@Resolver(() => Brand)
export class BrandActivityResolver {
  constructor(private readonly service: ActivityService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetActivity, {
    nullable: true,
    description:
      "Visit rate and search rate of the brand's assets against its primary category, by the newest refreshBenchmarks with this flowFrom and asOf. Without one, or without a category or peers, the states say so; null only with an error beside it.",
  })
  async assetActivity(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, { description: "First instant of the window: flowFrom of the refresh." })
    from: Date,
    @Arg("to", () => DateTimeScalar, { description: "The first instant after it: asOf of the refresh." }) to: Date,
  ): Promise<AssetActivity> {
    const { lookup, visitRate, searchRate } = await this.service.activity(context, brandId, { from, to });
    return Object.assign(new AssetActivity(), {
      from,
      to,
      computedAt: lookup.benchmark?.computedAt ?? null,
      dataState: dataStateOf(lookup, context.clock.now()),
      ruleSet: lookup.benchmark && toRuleSet(lookup.benchmark.ruleSet),
      visitRate: toComparedRate(visitRate, to),
      searchRate: toComparedRate(searchRate, to),
    });
  }
}
