import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { Campaign } from "../campaigns/campaign.types";
import type { AcquiredService } from "./acquired.service";
import { toValuePerAcquired, ValuePerAcquired } from "./acquired.types";
import { MAX_INDEX_DAYS, type ValueIndexService } from "./value-index.service";
import { toValueIndex, ValueIndex } from "./value-index.types";
import type { ValueReader } from "./value-reader";
import type { ValueScoringService } from "./value-scoring.service";
import { toValueScoring, toValueTierCuts, ValueScoring, ValueTierCuts } from "./value-scoring.types";

@Resolver(() => Brand)
export class BrandValueResolver {
  constructor(
    private readonly scorings: ValueScoringService,
    private readonly index: ValueIndexService,
    private readonly reader: ValueReader,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ValueScoring, {
    nullable: true,
    description:
      "What customers are worth: the newest scoring of the newest day at or before one; null when there is none.",
  })
  async valueScoring(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("asOf", () => DateScalar, { description: "A day of the brand's zone." }) asOf: string,
  ): Promise<ValueScoring | null> {
    const scoring = await this.scorings.findNewest(context, brandId, asOf);
    return scoring && toValueScoring(scoring);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ValueTierCuts, { description: "How the next scoring cuts values into tiers." })
  async valueTierCuts(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<ValueTierCuts> {
    return toValueTierCuts(await this.scorings.cuts(context, brandId), await this.reader.currencyOf(context, brandId));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ValueIndex, {
    nullable: true,
    description: "The daily index of mean value, split into mix and level; null when no day of the window was scored.",
  })
  async valueIndex(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateScalar, { description: "First day; the first one that was scored is the base." })
    from: string,
    @Arg("to", () => DateScalar, { description: `Last day; at most ${MAX_INDEX_DAYS} days in all.` }) to: string,
    @Arg("tolerance", () => Float, {
      defaultValue: 0.05,
      description: "Share of the usual index that may be lost before a point alerts.",
    })
    tolerance: number,
  ): Promise<ValueIndex | null> {
    const series = await this.index.series(context, brandId, { from, to }, tolerance);
    return series && toValueIndex(series);
  }
}

@Resolver(() => Campaign)
export class CampaignValueResolver {
  constructor(private readonly acquired: AcquiredService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => ValuePerAcquired, {
    nullable: true,
    description: "What the customers whom it won are worth; null when its brand is no longer granted.",
  })
  async valuePerAcquired(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
  ): Promise<ValuePerAcquired | null> {
    const figures = await this.acquired.find(context, campaignId);
    return figures && toValuePerAcquired(figures);
  }
}
