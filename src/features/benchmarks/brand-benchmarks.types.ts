import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { Benchmark, BenchmarkStateEnum } from "./benchmark.types";
import type { BenchmarkMetric } from "./benchmark-metric";
import { BenchmarkMetricEnum } from "./benchmark-metric.types";
import type { BenchmarkLookup } from "./brand-benchmark";
import { FigureStateEnum } from "./figure-state.types";
import { ImportedBenchmark } from "./imported-benchmark.types";

@Access("READ_ASSETS")
@ObjectType({ description: "One figure of a brand with what is known of its industry." })
export class BenchmarkFigure {
  @Field(() => BenchmarkMetricEnum, { description: "What is compared." })
  metric!: BenchmarkMetric;

  @Field(() => FigureStateEnum, { description: "Whether the own figure can be told." })
  state!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People counted; of a share its numerator. Null unless state is KNOWN.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of a share its denominator, the people in the stage at the window's start; null for counts, or unless KNOWN.",
  })
  base!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Lower end of a share's 95 % Wilson interval; null as base." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of it; null as base." })
  high!: number | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the computed benchmark stands." })
  benchmarkState!: string;

  @Field(() => Benchmark, {
    nullable: true,
    description: "Computed from all brands of the category; null unless benchmarkState is AVAILABLE.",
  })
  benchmark!: Benchmark | null;

  @Field(() => [ImportedBenchmark], {
    description: "What outside sources say of the same instant, window and category, by source; a handful.",
  })
  imported!: readonly ImportedBenchmark[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "A brand beside its industry (行业对标) in every metric, at one instant." })
export class BrandBenchmarks {
  /** What was looked up, and in which category; not fields of the schema. */
  lookup!: BenchmarkLookup;
  categoryId!: number | null;

  @Field(() => BenchmarkStateEnum, {
    description:
      "AVAILABLE when the category was compared at these instants; single metrics may still have too few peers.",
  })
  state!: string;

  @Field(() => DateTimeScalar, { description: "Instant at which people are counted." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "Instant from which flows are followed until `asOf`." })
  flowFrom!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the category was compared; null when it was not." })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null when it was not compared.` })
  dataState!: DataState | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When these figures were read from the database, at most minutes ago; null when there are none.",
  })
  readAt!: Date | null;

  @Field(() => RuleSet, {
    nullable: true,
    description: "The category's rules, by which all its brands were counted; null when it was not compared.",
  })
  ruleSet!: RuleSet | null;
}
