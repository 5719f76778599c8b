import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import type { CrowdGroup, Intent, Loyalty, Stage } from "../assets";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { PlacementObjective } from "../campaigns/placement.types";
import type { Treatment } from "../crowd-strategies";
import { CrowdTreatmentInput, FrequencyCap, toTreatment } from "../crowd-strategies/crowd-strategy.types";
import { MAX_CELLS, MAX_REASON_LENGTH, MAX_STRATEGIES } from "./check-matrix";
import {
  type Instrument,
  instruments,
  type ReachMatrix,
  type ReachMatrixVersion,
  SHIPPED,
  type ReachStrategy as Strategy,
} from "./reach-strategy";
import type { ReachCoverage as Coverage, CoveredPair, PairState } from "./reach-strategy.service";

export const InstrumentEnum = Object.fromEntries(instruments.map((one) => [one, one]));
registerEnumType(InstrumentEnum, {
  name: "AdInstrument",
  description: "Kind of advertising that a group of cells answers to; clients must handle unknown values.",
  valuesConfig: {
    PERFORMANCE_AD: { description: "Performance advertising (效果广告)." },
    SEARCH: { description: "Search advertising (搜索)." },
    RECOMMEND: { description: "Recommendations (推荐)." },
    SMART_COUPON: { description: "Coupons that are dealt out by chance of use (智能优惠券)." },
    BRAND_AD: { description: "Brand advertising (品牌广告)." },
    CONTENT_SEED: { description: "Seeding by content (内容种草)." },
    RETARGETING: { description: "Advertising to people met before (再营销)." },
  },
});

const PairStateEnum: Readonly<Record<PairState, PairState>> = {
  REACHED: "REACHED",
  NONE: "NONE",
  UNCOVERED: "UNCOVERED",
};
registerEnumType(PairStateEnum, {
  name: "ReachPairState",
  description: "What a matrix says of a pair.",
  valuesConfig: {
    REACHED: { description: "A strategy reaches it." },
    NONE: { description: "None does, on purpose." },
    UNCOVERED: { description: "Nothing: somebody has to decide." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A way to reach people (触达策略)." })
export class ReachStrategy {
  @Field({ description: "Names it in cells, and its pack from version to version." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => PlacementObjective, { description: "What they are advertised to for." })
  objective!: Treatment["objective"];

  @Field(() => [String], { description: "Codes of the platforms to advertise on; empty: any." })
  channels!: readonly string[];

  @Field(() => String, { nullable: true, description: "The creatives that they are shown; null: any." })
  creativeGroup!: string | null;

  @Field(() => DecimalScalar, { description: "What a usual bid is multiplied by." })
  bidMultiplier!: string;

  @Field(() => FrequencyCap, { nullable: true, description: "How often a person may be touched; null: no bound." })
  frequencyCap!: FrequencyCap | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Pairs of a stage and a cell of which the matrix says the same." })
class ReachCells {
  @Field(() => [StageEnum], { description: "4A stages; empty: all four." })
  stages!: readonly Stage[];

  @Field(() => [IntentEnum], { description: "Rows; empty: all three." })
  intents!: readonly Intent[];

  @Field(() => [LoyaltyEnum], { description: "Columns; empty: all three." })
  loyalties!: readonly Loyalty[];

  @Field(() => String, { nullable: true, description: "Code of the strategy; null: none, on purpose." })
  strategyCode!: string | null;

  @Field(() => String, { nullable: true, description: "Why; null: nothing was said." })
  reason!: string | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "What a group of cells is advertised to with." })
class GroupInstruments {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;

  @Field(() => [InstrumentEnum], { description: "The first first; empty: none was chosen." })
  instruments!: readonly Instrument[];

  @Field({ description: "True when they are those that are shipped." })
  isShipped!: boolean;

  @Field({ description: "Why the shipped ones are what they are." })
  explanation!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A stage and a cell, and what the matrix says of them." })
class ReachPair {
  @Field(() => StageEnum, { description: "4A stage." })
  stage!: Stage;

  @Field(() => IntentEnum, { description: "Row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Column." })
  loyalty!: Loyalty;

  @Field(() => BigIntScalar, { nullable: true, description: "How many, as the snapshot tells it; null when withheld." })
  people!: bigint | null;

  @Field(() => PairStateEnum, { description: "Whether somebody decided, and what." })
  state!: PairState;

  @Field(() => String, { nullable: true, description: "Code of the strategy; null unless REACHED." })
  strategyCode!: string | null;

  @Field(() => String, { nullable: true, description: "Why; null: nothing was said." })
  reason!: string | null;

  @Field(() => CrowdGroupEnum, {
    nullable: true,
    description: "Group of the cell, by the snapshot's rule set; null: in none.",
  })
  group!: CrowdGroup | null;

  @Field(() => [InstrumentEnum], { description: "Instruments of the group." })
  instruments!: readonly Instrument[];
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Whether a matrix says of every pair that holds somebody how it is reached, or that it is not on purpose.",
})
class ReachCoverage {
  @Field(() => DateTimeScalar, { description: "Instant of the snapshot whose people are counted." })
  asOf!: Date;

  @Field(() => RuleSet, { description: "The rules that labelled them." })
  ruleSet!: RuleSet;

  @Field({ description: "True when nothing is uncovered." })
  isComplete!: boolean;

  @Field(() => [ReachPair], { description: "All 36, by stage, row and column." })
  pairs!: readonly ReachPair[];

  @Field(() => [ReachPair], {
    description: "Those that hold somebody, or may as they are withheld, and of which the matrix says nothing.",
  })
  uncovered!: readonly ReachPair[];

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  suppressedBelow!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Which strategy reaches the people of which stage and cell (4A x 九宫格触达策略), and which instruments each group answers to. A version never changes.",
})
export class ReachStrategies {
  /** The version behind it; not a field of the schema. */
  matrix!: ReachMatrixVersion;

  @Field(() => Int, { description: "Counts up with every change; 0: the shipped one. Pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was set; null of the shipped one." })
  changedAt!: Date | null;

  @Field(() => [ReachStrategy], { description: `At most ${MAX_STRATEGIES}.` })
  strategies!: readonly ReachStrategy[];

  @Field(() => [ReachCells], { description: `At most ${MAX_CELLS}; no pair is in two.` })
  cells!: readonly ReachCells[];

  @Field(() => [GroupInstruments], { description: "All four groups." })
  instruments!: readonly GroupInstruments[];
}

const EXPLANATIONS: Readonly<Record<CrowdGroup, string>> = {
  BASE: "The brand's base needs no more than performance advertising: it knows the brand and buys (对基本盘用户,用效果广告即可).",
  POTENTIAL:
    "Potential customers look around: search and recommendations together meet them where they do (潜在客群需要搜索推荐结合).",
  INDUSTRY:
    "Customers of the industry have no reason to come yet: a smart coupon gives them one (行业用户用智能优惠券引流).",
  PENETRATION: "Of customers of the platform the practice says nothing: choose what fits the campaign.",
};

const shapeStrategy = (strategy: Strategy): ReachStrategy =>
  Object.assign(new ReachStrategy(), {
    ...strategy,
    frequencyCap: strategy.frequencyCap && Object.assign(new FrequencyCap(), strategy.frequencyCap),
  });

export const toReachStrategies = (matrix: ReachMatrixVersion): ReachStrategies =>
  Object.assign(new ReachStrategies(), {
    matrix,
    version: matrix.version,
    changedAt: matrix.changedAt,
    strategies: matrix.strategies.map(shapeStrategy),
    cells: matrix.cells.map((cells) => Object.assign(new ReachCells(), cells)),
    instruments: (Object.keys(SHIPPED.instruments) as CrowdGroup[]).map((group) =>
      Object.assign(new GroupInstruments(), {
        group,
        instruments: matrix.instruments[group],
        isShipped: matrix.instruments[group].join() === SHIPPED.instruments[group].join(),
        explanation: EXPLANATIONS[group],
      }),
    ),
  });

export { ReachCoverage };

export function toCoverage({ asOf, ruleSet, threshold, pairs, uncovered }: Coverage): ReachCoverage {
  const shape = (pair: CoveredPair): ReachPair => Object.assign(new ReachPair(), pair);
  return Object.assign(new ReachCoverage(), {
    asOf,
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
    isComplete: uncovered.length === 0,
    pairs: pairs.map(shape),
    uncovered: uncovered.map(shape),
    suppressedBelow: threshold,
  });
}

@InputType({ description: "A way to reach people." })
class ReachStrategyInput extends CrowdTreatmentInput {
  @Field({
    description:
      "1 to 40 capitals, digits and underscores, new among the strategies. A code that stays keeps its pack.",
  })
  code!: string;

  @Field({ description: "Name for people, 1 to 120 characters." })
  name!: string;
}

@InputType({ description: "Pairs of a stage and a cell: all of these stages, rows and columns." })
class ReachCellsInput {
  @Field(() => [StageEnum], { defaultValue: [], description: "Empty: all four." })
  stages!: Stage[];

  @Field(() => [IntentEnum], { defaultValue: [], description: "Rows; empty: all three." })
  intents!: Intent[];

  @Field(() => [LoyaltyEnum], { defaultValue: [], description: "Columns; empty: all three." })
  loyalties!: Loyalty[];

  @Field(() => String, { nullable: true, description: "Code of one of the strategies; absent: none, on purpose." })
  strategyCode?: string | null;

  @Field(() => String, { nullable: true, description: `Why, 1 to ${MAX_REASON_LENGTH} characters.` })
  reason?: string | null;
}

@InputType({ description: "What a group of cells is advertised to with." })
class GroupInstrumentsInput {
  @Field(() => CrowdGroupEnum, { description: "Each group at most once." })
  group!: CrowdGroup;

  @Field(() => [InstrumentEnum], { description: "The first first, each once; empty: none." })
  instruments!: Instrument[];
}

@InputType({ description: "A matrix, whole: what is left out is no longer said." })
export class SetReachStrategiesInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => [ReachStrategyInput], { description: `At most ${MAX_STRATEGIES}.` })
  strategies!: ReachStrategyInput[];

  @Field(() => [ReachCellsInput], { description: `At most ${MAX_CELLS}; no pair may be in two.` })
  cells!: ReachCellsInput[];

  @Field(() => [GroupInstrumentsInput], {
    defaultValue: [],
    description: "Groups that are left out have the shipped ones.",
  })
  instruments!: GroupInstrumentsInput[];
}

export const toMatrix = ({ strategies, cells, instruments: chosen }: SetReachStrategiesInput): ReachMatrix => ({
  strategies: strategies.map(({ code, name, ...treatment }) => ({ code, name, ...toTreatment(treatment) })),
  cells: cells.map(({ strategyCode = null, reason = null, stages, intents, loyalties }) => ({
    ...{ stages, intents, loyalties, strategyCode, reason },
  })),
  instruments: { ...SHIPPED.instruments, ...Object.fromEntries(chosen.map((one) => [one.group, one.instruments])) },
});
