import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { Benchmark, BenchmarkStateEnum } from "../benchmarks/benchmark.types";
import { FigureStateEnum } from "../benchmarks/figure-state.types";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import type { ToldGrowth } from "./growth.service";

export enum DeltaComparison {
  RATIO = "RATIO",
  EXCESS = "EXCESS",
}
registerEnumType(DeltaComparison, {
  name: "DeltaComparison",
  description: "How two deltas are compared; clients must handle unknown values.",
  valuesConfig: {
    RATIO: { description: "Own delta / mean delta: 2.7 is 2.7 times the industry's." },
    EXCESS: { description: "Own delta / mean delta - 1: 1.7 is 170 % above the industry's." },
  },
});

const DeltaOverIndustryState = {
  AVAILABLE: "AVAILABLE",
  BASE_NOT_POSITIVE: "BASE_NOT_POSITIVE",
  TOO_FEW_PEERS: "TOO_FEW_PEERS",
  SUPPRESSED: "SUPPRESSED",
  NOT_COMPUTED: "NOT_COMPUTED",
};
registerEnumType(DeltaOverIndustryState, {
  name: "DeltaOverIndustryState",
  description: "Whether a delta can be compared with its industry's; if not, why. Clients must handle unknown values.",
  valuesConfig: {
    AVAILABLE: { description: "It is compared." },
    BASE_NOT_POSITIVE: {
      description: "The industry did not grow on average, so there is nothing to be a multiple of.",
    },
    TOO_FEW_PEERS: { description: "Too few other brands of the category were known at one of the instants." },
    SUPPRESSED: { description: "The brand's own people at one of the instants are too few to tell." },
    NOT_COMPUTED: { description: "The category was not refreshed for one of the instants, or the brand has none." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "A delta beside the mean delta of the brand's peers (增长绝对值比行业)." })
export class DeltaOverIndustry {
  @Field(() => DeltaComparison, { description: "How value compares the two." })
  as!: DeltaComparison;

  @Field(() => Float, { nullable: true, description: "The comparison; null unless AVAILABLE." })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean delta of the peers in people, own excluded; null with too few of them, or when not computed.",
  })
  industryMeanDelta!: number | null;

  @Field(() => Int, {
    description:
      "Other brands of the category that anybody knew at one instant or both; at the other they count 0. At least 5 at either, else TOO_FEW_PEERS.",
  })
  peers!: number;

  @Field(() => DeltaOverIndustryState, { description: "Whether it is compared; if not, why." })
  state!: string;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "How many people a brand won or lost between two instants, beside its peers between the same two.",
})
export class Growth {
  /** What was told of it; not a field of the schema. */
  told!: ToldGrowth;

  @Field(() => FigureStateEnum, { description: "Whether it can be told; BASE_NOT_POSITIVE: the delta only." })
  state!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "People at the first instant; null when delta is." })
  start!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People at the second instant; null when delta is." })
  end!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "end - start (增量), negative when people were lost; null when SUPPRESSED or NOT_COMPUTED.",
  })
  delta!: bigint | null;

  @Field(() => Float, { nullable: true, description: "end / start - 1: 1.98 is growth by 198 %; null unless KNOWN." })
  rate!: number | null;

  @Field(() => Float, { nullable: true, description: "end / start: 2 is doubled (翻倍); null unless KNOWN." })
  ratio!: number | null;

  @Field(() => Boolean, {
    description: "Whether end is more than twice start (翻了一倍还多), by the whole numbers; false unless KNOWN.",
  })
  isMoreThanDoubled!: boolean;

  @Field(() => Benchmark, {
    nullable: true,
    description:
      "The rate among the peers that had anybody at the first instant and a count at the second, with the dense rank of growth (增速排名); null unless AVAILABLE.",
  })
  benchmark!: Benchmark | null;

  @Field(() => BenchmarkStateEnum, { description: "Whether the benchmark of the rate stands." })
  benchmarkState!: string;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The growth of one stage." })
export class StageGrowth {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;

  @Field(() => Growth, { description: "Its people's growth." })
  growth!: Growth;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One end of a growth: the category as it was refreshed for this instant." })
export class GrowthInstant {
  @Field(() => DateTimeScalar, { description: "Instant at which people are counted." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When they were counted; null when they were not." })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null when they were not counted.` })
  dataState!: DataState | null;

  @Field(() => RuleSet, { nullable: true, description: "The category's rules then; null when nobody was counted." })
  ruleSet!: RuleSet | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The growth of a brand's assets (资产增长) between the newest refreshes of its primary category for two instants: own and peers' people are counted by the same rules over cloud sources.",
})
export class AssetGrowth {
  @Field(() => GrowthInstant, { description: "The first instant." })
  from!: GrowthInstant;

  @Field(() => GrowthInstant, { description: "The second instant." })
  to!: GrowthInstant;

  @Field(() => Boolean, {
    description:
      "Whether both ends were counted, and by one version of the rules; with two versions part of the growth is the rules' change.",
  })
  hasSameRules!: boolean;

  @Field(() => Growth, { description: "People in any of the four stages (4A资产总量)." })
  total!: Growth;

  @Field(() => [StageGrowth], { description: "The four stages in the order of the path." })
  stages!: readonly StageGrowth[];
}
