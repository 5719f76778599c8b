import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { Benchmark, BenchmarkStateEnum } from "../benchmarks/benchmark.types";
import { FigureStateEnum } from "../benchmarks/figure-state.types";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { DiagnosisMetricEnum, FlowVerdictEnum, SeverityEnum } from "./diagnosis-enums.types";
import { Finding } from "./finding.types";

@Access("READ_ASSETS")
@ObjectType({ description: "How much a brand has against its industry, and how deep it goes (资产水位)." })
export class WaterLevel {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People in any of the four stages; null unless state is KNOWN.",
  })
  people!: bigint | null;

  @Field(() => FigureStateEnum, { description: "Whether people can be told." })
  state!: string;

  @Field(() => Float, {
    nullable: true,
    description: "people over the industry mean: 1 is the industry's level; null without either, or with a mean of 0.",
  })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Share of people beyond AWARE, 0 to 1; null when nobody is in a stage or a part is too small to tell.",
  })
  health!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Entropy of the stage mix over its largest possible value, 0 to 1: 0 all in one stage, 1 equally many in each (人群结构均衡度). Null as health is.",
  })
  entropy!: number | null;

  @Field(() => Benchmark, {
    nullable: true,
    description: "The industry's people in the four stages; null unless AVAILABLE.",
  })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  benchmarkState!: string;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One figure of the brand against its industry: the same shape for every metric." })
export class DiagnosedMetric {
  @Field(() => DiagnosisMetricEnum, { description: "Which figure." })
  metric!: string;

  @Field(() => Float, {
    nullable: true,
    description: "The brand's own figure: people, or a share from 0 to 1; null unless state is KNOWN.",
  })
  own!: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People counted: of a count they are own, of a share its numerator; null unless state is KNOWN.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People of whom a share is taken; null for counts, and unless state is KNOWN.",
  })
  base!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Lower end of the share's 95 % Wilson interval; null for counts, and with own.",
  })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of it; null likewise." })
  high!: number | null;

  @Field(() => FigureStateEnum, { description: "Whether own can be told." })
  state!: string;

  @Field(() => Benchmark, {
    nullable: true,
    description: "Industry mean, TOP mean, percentile and rank; null unless benchmarkState is AVAILABLE.",
  })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  benchmarkState!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People missing to the industry mean, 0 where none are: in a count, or at the end of a share, rounded to a whole person; null without both sides.",
  })
  gapPeople!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Signed deviation, own / industryMean - 1: -0.2 is 20 % below; null without both sides or with a mean of 0.",
  })
  deviation!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Own less the mean, in sample standard deviations of the peers; null without both sides, and when all peers are alike.",
  })
  z!: number | null;

  @Field(() => SeverityEnum, {
    nullable: true,
    description:
      "How far it falls short; null where it does not, or cannot be judged. ASSET_PEOPLE and MET_PEOPLE are judged here, but are no findings.",
  })
  severity!: string | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A stage of the brand in its category." })
export class DiagnosedStage {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "People in it at `asOf`; null unless state is KNOWN." })
  people!: bigint | null;

  @Field(() => FigureStateEnum, { description: "Whether people can be told." })
  state!: string;

  @Field(() => Benchmark, { nullable: true, description: "The industry's people in the stage; null unless AVAILABLE." })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  benchmarkState!: string;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Share of people who go on from a stage (流转效率), with its 95 % Wilson interval." })
export class FlowEfficiency {
  @Field(() => Float, { description: "reached over people, 0 to 1." })
  value!: number;

  @Field(() => Float, { description: "Lower end of the interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of the interval." })
  high!: number;

  @Field(() => BigIntScalar, { description: "People in the stage at `flowFrom`." })
  people!: bigint;

  @Field(() => BigIntScalar, {
    description: "Those of them who were in the next stage or deeper at some instant until `asOf`.",
  })
  reached!: bigint;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "A flow of the brand from one stage to the next or deeper, over the window from `flowFrom` to `asOf`.",
})
export class DiagnosedFlow {
  @Field(() => StageEnum, { description: "Stage at the window's start." })
  from!: string;

  @Field(() => StageEnum, { description: "Stage attained at least." })
  to!: string;

  @Field(() => FlowEfficiency, { nullable: true, description: "The brand's own efficiency; null as the verdict says." })
  efficiency!: FlowEfficiency | null;

  @Field(() => Benchmark, { nullable: true, description: "The industry's efficiency; null unless AVAILABLE." })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark stands." })
  benchmarkState!: string;

  @Field(() => FlowVerdictEnum, { description: "How it compares." })
  verdict!: string;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Where a brand stands against the other brands of its primary category, stage by stage and flow by flow. Own figures are counted in the category, by its rules and over cloud sources, as the peers' are.",
})
export class Diagnosis {
  /** Number of the brand; not a field of the schema. */
  brandId!: number;

  @Field(() => DateTimeScalar, { description: "Instant at which people are counted." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "Instant from which flows are followed until `asOf`." })
  flowFrom!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the category was compared; null when it was not." })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null when it was not compared.` })
  dataState!: DataState | null;

  @Field(() => RuleSet, {
    nullable: true,
    description: "The category's rules, by which all its brands were counted; null when it was not compared.",
  })
  ruleSet!: RuleSet | null;

  @Field(() => WaterLevel, { description: "How much the brand has, and how deep it goes." })
  waterLevel!: WaterLevel;

  @Field(() => [DiagnosedStage], { description: "The four stages in the order of the path." })
  stages!: readonly DiagnosedStage[];

  @Field(() => [DiagnosedMetric], {
    description: "Every figure that is compared, one after the other, at most 12: a page can draw all of them alike.",
  })
  metrics!: readonly DiagnosedMetric[];

  @Field(() => [DiagnosedFlow], { description: "The four flows in the order of the path." })
  flows!: readonly DiagnosedFlow[];

  @Field(() => [Finding], {
    description:
      "Stages, flows, core people and sales conversion below the industry mean by more than half a peer deviation, most negative z first; where all peers are alike any shortfall, after those, the largest share first. At most 10. Figures that are withheld are not judged.",
  })
  findings!: readonly Finding[];
}
