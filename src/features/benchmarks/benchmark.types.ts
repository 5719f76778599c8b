import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { type Benchmark as BenchmarkRow, MIN_PEERS, TOP_COUNT } from "./benchmark-of";
import { type BrandFigure, benchmarkStates } from "./brand-benchmark";

export const BenchmarkStateEnum = Object.fromEntries(benchmarkStates.map((state) => [state, state]));
registerEnumType(BenchmarkStateEnum, {
  name: "BenchmarkState",
  description:
    "Whether a figure can be compared with the industry (行业); if not, why. Clients must handle unknown values.",
  valuesConfig: {
    AVAILABLE: { description: "The benchmark stands beside the figure." },
    TOO_FEW_PEERS: { description: `Fewer than ${MIN_PEERS} other brands of the category have the figure.` },
    NOT_COMPUTED: {
      description: "The category was not refreshed for these instants, or without this brand; see refreshBenchmarks.",
    },
    NO_CATEGORY: { description: "The brand has no category, so no industry." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "Mean of the best peers (行业TOP均值), own excluded." })
export class BenchmarkTop {
  @Field(() => Int, { description: "How many peers make it." })
  count!: number;

  @Field(() => Float, { description: "Their mean." })
  mean!: number;

  @Field(() => Float, {
    nullable: true,
    description: "own / mean - 1: 0.38 is 38 % above it; null when own is or the mean is 0.",
  })
  over!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How one figure of a brand compares with the other brands of its category, all under the category's rules and over cloud sources.",
})
export class Benchmark {
  /** All that can be told; not a field of the schema. */
  tops!: readonly BenchmarkTop[];

  @Field(() => Float, {
    nullable: true,
    description:
      "The brand's own figure under the category's rules: people, or a share from 0 to 1. Null without a base, or when too small to tell.",
  })
  own!: number | null;

  @Field(() => Float, { description: "Mean of the peers (行业均值), own excluded." })
  industryMean!: number;

  @Field(() => Float, { description: "Mean of the best `topCount` peers (行业TOP均值), own excluded." })
  topMean!: number;

  @Field(() => Int, { description: `How many peers make topMean: ${TOP_COUNT}; \`top\` answers others.` })
  topCount!: number;

  @Field(() => Int, { description: `Brands of the category with this figure, own excluded; at least ${MIN_PEERS}.` })
  peers!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Share of peers strictly below own, and half of those equal, from 0 to 1; null when own is.",
  })
  percentile!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Dense rank over peers and own: 1 is the largest, equal figures share a rank; null when own is.",
  })
  rank!: number | null;

  @Field(() => Int, { description: "How many brands are ranked: the peers and the brand itself." })
  of!: number;

  @Field(() => Float, {
    nullable: true,
    description: "own / industryMean - 1: 0.38 is 38 % above the industry; null when own is or the mean is 0.",
  })
  overIndustryMean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "own / topMean - 1: 0.38 is 38 % above the TOP mean; null when own is or the mean is 0.",
  })
  overTopMean!: number | null;

  @Field(() => DateTimeScalar, { description: "Instant of the compared figures; for a flow the end of its window." })
  asOf!: Date;
}

/** Null with too few peers. */
export const toBenchmark = ({ own, peers, standing }: BrandFigure, asOf: Date): Benchmark | null =>
  shapeBenchmark({ own: own.state === "KNOWN" ? own.value : null, peers, standing }, asOf);

/** The same of a value that may be told as it is. */
export function shapeBenchmark({ own, peers, standing }: BenchmarkRow, asOf: Date): Benchmark | null {
  if (!standing) return null;
  const { industryMean, topMean, topCount, widerTops, percentile, rank } = standing;
  return Object.assign(new Benchmark(), {
    own,
    industryMean,
    topMean,
    topCount,
    peers,
    percentile,
    rank,
    of: peers + 1,
    overIndustryMean: overBase(own, industryMean),
    overTopMean: overBase(own, topMean),
    asOf,
    tops: [{ count: topCount, mean: topMean }, ...widerTops].map((top) =>
      Object.assign(new BenchmarkTop(), { ...top, over: overBase(own, top.mean) }),
    ),
  });
}

/** own / base - 1; null without one of them, or with a base of 0. */
export const overBase = (own: number | null, base: number | null): number | null =>
  own === null || base === null || base === 0 ? null : (own - base) / base;

@Access("READ_ASSETS")
@ObjectType({ implements: Run, description: "A refresh of a category's benchmarks." })
export class BenchmarkRefresh extends Run {
  @Field(() => DateTimeScalar, { description: "Instant at which people are counted." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "Instant from which flows are followed until `asOf`." })
  flowFrom!: Date;
}

@InputType({ description: "Which category to compare, and when." })
export class RefreshBenchmarksInput {
  @Field(() => ID, { description: "The category; brands of the categories below it take part." })
  categoryId!: string;

  @Field(() => DateTimeScalar, {
    description: "Instant at which people are counted: touchpoints before it; not in the future.",
  })
  asOf!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Instant from which flows are followed until `asOf`; before it, by 365 days at most. Default: 30 days before.",
  })
  flowFrom?: Date | null;
}

const BenchmarkUserError = userErrorType("Benchmark", {});

@Access("REFRESH_BENCHMARKS")
@ObjectType({ description: "Answer of refreshBenchmarks." })
export class RefreshBenchmarksPayload {
  @Field(() => BenchmarkRefresh, { nullable: true, description: "The work under way; null when refused." })
  run?: BenchmarkRefresh | null;

  @Field(() => [BenchmarkUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
