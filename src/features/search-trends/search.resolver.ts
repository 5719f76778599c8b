import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { askedBrand } from "./asked-brand.types";
import { DayWindowArgs, DayWindowInput } from "./day-window.types";
import {
  BASE,
  HeatChangeArgs,
  KeywordHeatReport,
  KeywordsArgs,
  SearchHeatChangeReport,
  toKeywordHeatReport,
  toSearchHeatChangeReport,
} from "./keyword-heat.types";
import { KeywordOpportunityReport, OpportunityArgs, toOpportunityReport } from "./keyword-opportunity.types";
import type { SearchService } from "./search.service";
import { SearchMix, toSearchMix } from "./search-mix.types";

const COULD_NOT = "Null only when it could not be read.";

@Resolver(() => Brand)
export class BrandSearchResolver {
  constructor(private readonly searches: SearchService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => SearchMix, {
    nullable: true,
    description: `What people call the brand when they search: brand name, alias, product or neither. ${COULD_NOT}`,
  })
  async searchMix(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => DayWindowArgs) days: DayWindowArgs,
  ): Promise<SearchMix> {
    return toSearchMix(await this.searches.mix(context, askedBrand(brand), days));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => KeywordHeatReport, {
    nullable: true,
    description: `Daily heat index of keywords. ${COULD_NOT}`,
  })
  async keywordHeat(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => KeywordsArgs) { keywords }: KeywordsArgs,
    @Args(() => DayWindowArgs) days: DayWindowArgs,
    @Arg("base", () => DayWindowInput, { nullable: true, description: BASE }) base?: DayWindowInput | null,
  ): Promise<KeywordHeatReport> {
    const windows = { days, base: base ?? undefined };
    return toKeywordHeatReport(await this.searches.heat(context, askedBrand(brand), keywords, windows));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => SearchHeatChangeReport, {
    nullable: true,
    description: `Search heat of keywords after against before, over as many days. ${COULD_NOT}`,
  })
  async searchHeatChange(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => HeatChangeArgs) { keywords, after, before }: HeatChangeArgs,
  ): Promise<SearchHeatChangeReport> {
    const windows = { after, before: before ?? undefined };
    return toSearchHeatChangeReport(await this.searches.change(context, askedBrand(brand), keywords, windows));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => KeywordOpportunityReport, {
    nullable: true,
    description: `Keywords that broke out on a day, ranked. ${COULD_NOT}`,
  })
  async keywordOpportunities(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => OpportunityArgs) { on, volumeFloor, best }: OpportunityArgs,
  ): Promise<KeywordOpportunityReport> {
    const request = { on: on ?? undefined, volumeFloor, best };
    return toOpportunityReport(await this.searches.opportunities(context, askedBrand(brand), request));
  }
}
