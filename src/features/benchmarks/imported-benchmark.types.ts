import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { BenchmarkMetric } from "./benchmark-metric";
import { BenchmarkMetricEnum } from "./benchmark-metric.types";
import { benchmarkRejections, MAX_BENCHMARK_ROWS } from "./imported-benchmark";

const ImportedBenchmarkOutcome = {
  ACCEPTED: "ACCEPTED",
  RESTATED: "RESTATED",
  UNCHANGED: "UNCHANGED",
  REJECTED: "REJECTED",
};
registerEnumType(ImportedBenchmarkOutcome, {
  name: "ImportedBenchmarkOutcome",
  description: "What became of one row of an import.",
  valuesConfig: {
    ACCEPTED: { description: "The first figures of the source about it." },
    RESTATED: { description: "Other figures than before: they count from now on, the earlier ones are kept." },
    UNCHANGED: { description: "The same figures as before; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

const BenchmarkRejectionReason = Object.fromEntries(Object.keys(benchmarkRejections).map((code) => [code, code]));
registerEnumType(BenchmarkRejectionReason, {
  name: "BenchmarkRejectionReason",
  description: "Why a row of an import was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(benchmarkRejections).map(([code, description]) => [code, { description }]),
  ),
});

@InputType({ description: "A percentile of the brands." })
class PercentileValueInput {
  @Field(() => Int, { description: "1 to 99; 50 is the median." })
  percentile!: number;

  @Field(() => Float, { description: "The figure that so many per cent of the brands do not exceed." })
  value!: number;
}

@InputType({ description: "What an outside source says of one metric of a category; at least one figure." })
class BenchmarkRowInput {
  @Field({ description: "Code of the category." })
  categoryCode!: string;

  @Field(() => BenchmarkMetricEnum, { description: "What is compared." })
  metric!: BenchmarkMetric;

  @Field(() => DateTimeScalar, {
    description: "Instant of the figures; for a flow the end of its window; not in the future.",
  })
  asOf!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Start of a flow's window; left out for counts of people.",
  })
  flowFrom?: Date | null;

  @Field(() => Int, { nullable: true, description: "How many brands the source looked at; absent: it does not say." })
  brands?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean of the industry (行业均值): people, or a share from 0 to 1.",
  })
  industryMean?: number | null;

  @Field(() => Float, { nullable: true, description: "Mean of the best brands (行业TOP均值); with topCount." })
  topMean?: number | null;

  @Field(() => Int, { nullable: true, description: "How many brands topMean is of; with topMean." })
  topCount?: number | null;

  @Field(() => [PercentileValueInput], { nullable: true, description: "Percentiles, each once; values must not fall." })
  percentiles?: PercentileValueInput[] | null;
}

@InputType({ description: "Benchmarks of one outside source." })
export class ImportBenchmarksInput {
  @Field({
    description:
      "Who says so, e.g. the name of a report; 1 to 200 characters. Figures of a source restate its earlier ones.",
  })
  source!: string;

  @Field(() => [BenchmarkRowInput], { description: `1 to ${MAX_BENCHMARK_ROWS} rows, judged in their order.` })
  rows!: BenchmarkRowInput[];
}

@Access("IMPORT_BENCHMARKS")
@ObjectType({ description: "What became of one row of an import of benchmarks." })
export class ImportedBenchmarkRow {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => ImportedBenchmarkOutcome, { description: "What became of it." })
  outcome!: string;

  @Field(() => BenchmarkRejectionReason, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
  reason!: string | null;

  @Field(() => [String], { description: 'Path inside the row, e.g. ["topMean"]; empty unless REJECTED.' })
  field!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

const ImportBenchmarksUserError = userErrorType("ImportBenchmarks", {});

@Access("IMPORT_BENCHMARKS")
@ObjectType({ description: "Answer of importBenchmarks." })
export class ImportBenchmarksPayload {
  @Field(() => [ImportedBenchmarkRow], {
    description: `One for each row of the call, at most ${MAX_BENCHMARK_ROWS}, in order; empty when the whole call was refused.`,
  })
  rows!: readonly ImportedBenchmarkRow[];

  @Field(() => [ImportBenchmarksUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "A percentile of the brands, as the source gives it." })
export class PercentileValue {
  @Field(() => Int, { description: "1 to 99; 50 is the median." })
  percentile!: number;

  @Field(() => Float, { description: "The figure that so many per cent of the brands do not exceed." })
  value!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What an outside source says of the industry, as the organisation imported it. Its brands, rules and people may be others than those counted here, so it stands beside the benchmark and is never mixed into it.",
})
export class ImportedBenchmark {
  @Field({ description: "Who says so." })
  source!: string;

  @Field(() => DateTimeScalar, { description: "Instant of the figures; for a flow the end of its window." })
  asOf!: Date;

  @Field(() => Int, { description: "1 for what the source said first, one more with each restatement." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When this version was imported." })
  importedAt!: Date;

  @Field(() => Int, { nullable: true, description: "How many brands it looked at; null when it does not say." })
  brands!: number | null;

  @Field(() => Float, { nullable: true, description: "Its mean of the industry; null when not given." })
  industryMean!: number | null;

  @Field(() => Float, { nullable: true, description: "Its mean of the best brands; null when not given." })
  topMean!: number | null;

  @Field(() => Int, { nullable: true, description: "How many brands topMean is of; null when not given." })
  topCount!: number | null;

  @Field(() => [PercentileValue], { description: "Its percentiles, the lowest first; at most 99." })
  percentiles!: readonly PercentileValue[];

  @Field(() => Float, {
    nullable: true,
    description: "The brand's own figure of the refresh / industryMean - 1; null without one of them.",
  })
  overIndustryMean!: number | null;

  @Field(() => Float, { nullable: true, description: "The same against topMean." })
  overTopMean!: number | null;
}
