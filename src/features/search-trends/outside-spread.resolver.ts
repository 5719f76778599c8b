import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { FEWEST_FIT_DAYS } from "../../engines/search/growth-rate";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { askedBrand } from "./asked-brand.types";
import { DayWindowArgs } from "./day-window.types";
import { FIT_DAYS, MAX_SPREAD_DAYS } from "./outside-spread";
import type { OutsideSpreadService } from "./outside-spread.service";
import { OutsideSpread, SpreadSubjectInput, toOutsideSpread } from "./outside-spread.types";

@Resolver(() => Brand)
export class OutsideSpreadResolver {
  constructor(private readonly spreads: OutsideSpreadService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => OutsideSpread, {
    nullable: true,
    description: `How fast a product or keyword spreads beyond the brand's own people, over ${FEWEST_FIT_DAYS} to ${MAX_SPREAD_DAYS} days. Null only when it could not be read.`,
  })
  async outsideSpread(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Arg("of", () => SpreadSubjectInput, { description: "What spreads." }) of: SpreadSubjectInput,
    @Args(() => DayWindowArgs) days: DayWindowArgs,
    @Arg("fitDays", () => Int, {
      defaultValue: FIT_DAYS,
      description: `Days at the window's end over which growth is fitted, ${FEWEST_FIT_DAYS} to all of them.`,
    })
    fitDays: number,
  ): Promise<OutsideSpread> {
    return toOutsideSpread(await this.spreads.spread(context, askedBrand(brand), of, { days, fitDays }));
  }
}
