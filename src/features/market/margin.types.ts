import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { MarketFigureStateEnum } from "./compared-rate.types";
import { type RankMetric, rankMetrics } from "./margin.service";
import { BANDS_TO_ONE } from "./rank-margin";

const BAND = 1 / BANDS_TO_ONE;

const RankMetricEnum = Object.fromEntries(rankMetrics.map((metric) => [metric, metric]));
registerEnumType(RankMetricEnum, {
  name: "RankMetric",
  description: "What brands of a category are ranked by; clients must handle unknown values.",
  valuesConfig: {
    GMV: { description: "Net GMV of the window; equal GMV by units, then by the catalogue's number." },
    UNITS: { description: "Pieces of net orders of the window." },
    BUYERS: { description: "Distinct people with a net order in the window: the rank of penetration." },
    REPURCHASE_RATE: { description: "Share of the buyers who bought on at least two days." },
    ASSET_PEOPLE: { description: "People in any of the four stages at the window's end." },
    VISIT_RATE: { description: "Share of these people who visited the shop in the window." },
    SEARCH_RATE: { description: "Share of these people who searched for the brand in the window." },
  },
});

const MarginAlertEnum = { NOT_ASKED: "NOT_ASKED", UNKNOWN: "UNKNOWN", BELOW: "BELOW", NOT_BELOW: "NOT_BELOW" };
registerEnumType(MarginAlertEnum, {
  name: "MarginAlert",
  description: "How a margin compares with the asked threshold; clients must handle unknown values.",
  valuesConfig: {
    NOT_ASKED: { description: "No threshold was asked for." },
    UNKNOWN: { description: "The margin cannot be told." },
    BELOW: { description: "The margin is below the threshold: the rank is at risk, or the lag is wide." },
    NOT_BELOW: { description: "The margin is the threshold or more." },
  },
});

@ArgsType()
export class RankMarginArgs {
  @Field(() => RankMetricEnum, { description: "What to rank by." })
  metric!: RankMetric;

  @Field(() => DateTimeScalar, { description: "First instant of the window that was refreshed." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => Float, {
    nullable: true,
    description: `Alert when the margin is below this: a multiple of ${BAND} from -1 to 1. Absent: NOT_ASKED.`,
  })
  alertBelow?: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: `How far a brand is ahead of the second of its category, or behind the first: own / best other brand - 1. It would tell that brand's figure, so it is told as the band of ${BAND} that it lies in, up to a lead of 1, and only with at least 5 peers.`,
})
export class RankMargin {
  @Field(() => RankMetricEnum, { description: "What was ranked." })
  metric!: string;

  @Field(() => MarketFigureStateEnum, {
    description:
      "Whether the margin can be told. With BASE_NOT_POSITIVE the best other brand has 0, so only the rank is told; likewise with SUPPRESSED and a rank, where it has too few people.",
  })
  state!: string;

  @Field(() => Int, { nullable: true, description: "Dense rank, 1 is the largest; null when it cannot be told." })
  rank!: number | null;

  @Field(() => Int, { nullable: true, description: "How many brands are ranked; null when rank is." })
  of!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The margin is at least this: 0.1 is a lead of 10 % over the second, -0.1 a lag of 10 % behind the first. Null unless KNOWN.",
  })
  atLeast!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The margin is below this; null unless KNOWN, and for a lead of 100 % and more.",
  })
  below!: number | null;

  @Field(() => MarginAlertEnum, { description: "How the margin compares with alertBelow." })
  alert!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the figures were counted; null when they were not.",
  })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null when they were not counted.` })
  dataState!: DataState | null;
}
