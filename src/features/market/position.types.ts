import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { ComparedRate, MarketFigureStateEnum } from "./compared-rate.types";
import { MAX_YEARS } from "./market-window";

const MarketPositionState = { COMPUTED: "COMPUTED", NOT_COMPUTED: "NOT_COMPUTED", NO_CATEGORY: "NO_CATEGORY" };
registerEnumType(MarketPositionState, {
  name: "MarketPositionState",
  description: "Whether a market was counted; clients must handle unknown values.",
  valuesConfig: {
    COMPUTED: { description: "It was; each figure says whether it can be told." },
    NOT_COMPUTED: { description: "The category was not refreshed for exactly this window; see refreshMarket." },
    NO_CATEGORY: { description: "The brand has no category, so no market." },
  },
});

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What a brand sold in a category in one period: net orders, paid and not fully refunded before the end of the refresh, dated by their first line.",
})
export class MarketSales {
  @Field(() => BigIntScalar, { description: "Distinct people with a net order." })
  buyers!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them those with net orders on at least two days of the brand's zone; null when withheld.",
  })
  repeatBuyers!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Net orders; null when repeatBuyers is." })
  orders!: bigint | null;

  @Field(() => BigIntScalar, {
    description: "Pieces in the category less those refunded; a line without a quantity counts as one.",
  })
  units!: bigint;

  @Field(() => Money, {
    description:
      "Value of the lines in the category less what was refunded of them (净GMV); lines of unknown value are not in it.",
  })
  gmv!: Money;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Orders with a line of unknown value, which gmv lacks; null when withheld.",
  })
  ordersWithoutValue!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "A brand's place by GMV among the brands on the market: those with a net order. Equal GMV is ranked by units, then by the catalogue's number, so no two share a rank.",
})
export class SalesRank {
  @Field(() => MarketFigureStateEnum, { description: "Whether the rank can be told." })
  state!: string;

  @Field(() => Int, { nullable: true, description: "1 sold most; null unless KNOWN." })
  rank!: number | null;

  @Field(() => Int, { description: "Brands on the market, the brand among them if it is." })
  of!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A brand in its category in one period: the window, or a calendar year." })
export class MarketPeriod {
  @Field(() => Int, { nullable: true, description: "Calendar year in the zones of the brands; null: the window." })
  year!: number | null;

  @Field(() => Boolean, {
    description: "Whether the period had ended, in every brand's zone, at the end of the refresh.",
  })
  isComplete!: boolean;

  @Field(() => MarketFigureStateEnum, { description: "Whether the brand's sales can be told." })
  state!: string;

  @Field(() => MarketSales, { nullable: true, description: "What the brand sold; null unless KNOWN." })
  sales!: MarketSales | null;

  @Field(() => ComparedRate, {
    description:
      "Penetration (类目渗透率): the brand's buyers among all buyers of the category. Withheld with fewer than 5 peers on the market, as its base would tell what they sold.",
  })
  penetration!: ComparedRate;

  @Field(() => ComparedRate, {
    description:
      "Repurchase rate (复购率): buyers on at least two days of the brand's zone among its buyers; several orders of one day count once.",
  })
  repurchaseRate!: ComparedRate;

  @Field(() => SalesRank, { description: "Place by GMV (销冠)." })
  salesRank!: SalesRank;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Where a brand stands in its primary category by what was sold (市场地位), over cloud sources, by the newest refresh for exactly this window. Of rivals it tells ranks and what at least 5 of them make.",
})
export class MarketPosition {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it: refunds before it are known." })
  to!: Date;

  @Field(() => MarketPositionState, { description: "Whether the market was counted." })
  state!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was counted; null unless COMPUTED." })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null unless COMPUTED.` })
  dataState!: DataState | null;

  @Field({ description: "IANA zone in which the brand's days and years begin." })
  zone!: string;

  @Field(() => MarketPeriod, { nullable: true, description: "The window; null unless COMPUTED." })
  window!: MarketPeriod | null;

  @Field(() => [MarketPeriod], {
    description: `Calendar years, oldest first, the one in which the window ends last; at most ${MAX_YEARS + 1}, none unless COMPUTED.`,
  })
  years!: readonly MarketPeriod[];

  @Field(() => Int, {
    nullable: true,
    description:
      "How many complete years in a row, up to the last one, the brand was first by GMV (连续N年销冠); at most the complete years counted. Null when none was counted or the last one's rank cannot be told.",
  })
  yearsFirst!: number | null;
}
