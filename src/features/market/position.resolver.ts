import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { ComparedPeriod, ToldSales } from "./compare-sales";
import { toComparedRate } from "./compared-rate.types";
import { MAX_WINDOW_DAYS } from "./market-window";
import type { PositionService } from "./position.service";
import { MarketPeriod, MarketPosition, MarketSales, SalesRank } from "./position.types";

@Resolver(() => Brand)
export class BrandPositionResolver {
  constructor(private readonly service: PositionService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MarketPosition, {
    nullable: true,
    description:
      "Penetration, repurchase and sales ranks in the primary category. Without a refresh, a category or peers the states say so; null only with an error beside it.",
  })
  async marketPosition(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("from", () => DateTimeScalar, { description: "First instant of the window." }) from: Date,
    @Arg("to", () => DateTimeScalar, {
      description: `The first instant after it; at most ${MAX_WINDOW_DAYS} days later.`,
    })
    to: Date,
  ): Promise<MarketPosition> {
    const position = await this.service.position(context, brandId, { from, to });
    return Object.assign(new MarketPosition(), {
      ...position,
      zone,
      window: position.window && toPeriod(position.window, to),
      years: position.years.map((year) => toPeriod(year, to)),
    });
  }
}

function toPeriod({ penetration, repurchase, rank, sales, ...period }: ComparedPeriod, asOf: Date): MarketPeriod {
  return Object.assign(new MarketPeriod(), {
    ...period,
    sales: sales && toSales(sales),
    penetration: toComparedRate(penetration, asOf),
    repurchaseRate: toComparedRate(repurchase, asOf),
    salesRank: Object.assign(new SalesRank(), rank),
  });
}

function toSales({ gmvMinor, currencyCode, ...counts }: ToldSales): MarketSales {
  const gmv = Object.assign(new Money(), toMajor({ minor: gmvMinor, currencyCode }));
  return Object.assign(new MarketSales(), { ...counts, gmv });
}
