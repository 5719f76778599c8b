import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { Benchmark, BenchmarkStateEnum, shapeBenchmark } from "../benchmarks/benchmark.types";
import type { ComparedRate as ComparedRateRow } from "./compared-rate";
import { marketFigureStates } from "./figure-state";

export const MarketFigureStateEnum = Object.fromEntries(marketFigureStates.map((state) => [state, state]));
registerEnumType(MarketFigureStateEnum, {
  name: "MarketFigureState",
  description:
    "Whether a figure of a brand in its market can be told; if not, why. Clients must handle unknown values.",
  valuesConfig: {
    KNOWN: { description: "It is told." },
    SUPPRESSED: {
      description:
        "People fewer than the organisation's small-group threshold, or the figure that would tell their number.",
    },
    NO_ORDERS: { description: "The brand has no net order in the category in the period." },
    BASE_NOT_POSITIVE: { description: "The base of the share, or the figure to be compared with, is 0." },
    TOO_FEW_PEERS: { description: "So few other brands are on the market that the figure would tell a rival's." },
    CURRENCIES_DIFFER: {
      description:
        "Brands on the market sell in different currencies, so their GMV cannot be ranked; use UNITS or BUYERS.",
    },
    NOT_COMPUTED: { description: "The category was not refreshed for exactly this window." },
    NO_CATEGORY: { description: "The brand has no category, so no market." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "A share of people with its 95 % Wilson interval, beside the brand's industry." })
export class ComparedRate {
  @Field(() => MarketFigureStateEnum, { description: "Whether the brand's own share can be told." })
  state!: string;

  @Field(() => Float, { nullable: true, description: "people over base, 0 to 1; null unless KNOWN." })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "Lower end of the interval; null unless KNOWN." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of the interval; null unless KNOWN." })
  high!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The numerator; null unless KNOWN." })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The denominator; null unless KNOWN." })
  base!: bigint | null;

  @Field(() => Benchmark, {
    nullable: true,
    description: "The industry's shares, with the dense rank of the brand's; null unless AVAILABLE.",
  })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  benchmarkState!: string;
}

export const toComparedRate = ({ state, rate, benchmark, benchmarkState }: ComparedRateRow, asOf: Date): ComparedRate =>
  Object.assign(new ComparedRate(), {
    state,
    value: rate?.value ?? null,
    low: rate?.low ?? null,
    high: rate?.high ?? null,
    people: rate?.people ?? null,
    base: rate?.base ?? null,
    benchmark: benchmark && shapeBenchmark(benchmark, asOf),
    benchmarkState,
  });
