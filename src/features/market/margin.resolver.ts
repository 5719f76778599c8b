import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { type MarginService, readThreshold } from "./margin.service";
import { RankMargin, RankMarginArgs } from "./margin.types";
import { BANDS_TO_ONE } from "./rank-margin";

@Resolver(() => Brand)
export class BrandMarginResolver {
  constructor(private readonly service: MarginService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => RankMargin, {
    nullable: true,
    description:
      "The brand's rank in its primary category and how safe it is (排名优势), by the newest refresh for exactly this window: refreshMarket for sales, refreshBenchmarks for assets and their rates. Null only with an error beside it.",
  })
  async rankMargin(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => RankMarginArgs) { metric, from, to, alertBelow }: RankMarginArgs,
  ): Promise<RankMargin> {
    const threshold = alertBelow == null ? null : readThreshold(alertBelow);
    const { band, ...margin } = await this.service.margin(context, { brandId, metric, from, to });
    return Object.assign(new RankMargin(), {
      ...margin,
      metric,
      atLeast: band === null ? null : band / BANDS_TO_ONE,
      below: band === null ? null : (band + 1) / BANDS_TO_ONE,
      alert: alertOf(band, threshold),
    });
  }
}

function alertOf(band: number | null, threshold: number | null): string {
  if (threshold === null) return "NOT_ASKED";
  if (band === null) return "UNKNOWN";
  return band < threshold ? "BELOW" : "NOT_BELOW";
}
