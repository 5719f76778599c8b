import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { dataStateOf } from "../benchmarks";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import type { ComparedDiagnoses } from "./diagnosis.service";
import { DiagnosisMetricEnum, GapStateEnum } from "./diagnosis-enums.types";
import { codeOfMetric } from "./diagnosis-metric";
import {
  type ComparedChange as ComparedChangeRow,
  changeOf,
  growthOf,
  type ScorecardLine as Line,
  scorecard,
} from "./scorecard";

@Access("READ_ASSETS")
@ObjectType({ description: "A figure at two instants; null where it cannot be told at one of them." })
export class FigureChange {
  @Field(() => Float, { nullable: true, description: "At the first instant." })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "At the second one." })
  after!: number | null;

  @Field(() => Float, { nullable: true, description: "after - before; null without either." })
  change!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A stage's share of the people in all four stages at two instants (人群结构)." })
export class StageMixChange extends FigureChange {
  @Field(() => StageEnum, { description: "The stage." })
  stage!: string;
}

@Access("READ_ASSETS")
@ObjectType({ description: "What became of a brand's gap to its industry mean (缺口是否补上)." })
export class GapChange {
  @Field(() => GapStateEnum, { description: "What became of it." })
  state!: string;

  @Field(() => Float, { nullable: true, description: "Industry mean less own at the first instant; null if UNKNOWN." })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "The same at the second one; null if UNKNOWN." })
  after!: number | null;

  @Field(() => Float, { nullable: true, description: "1 - after / before: 1 is closed; null where there was no gap." })
  closed!: number | null;

  @Field(() => Float, { nullable: true, description: "How far the brand moved; null if UNKNOWN." })
  ownGrowth!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "How far the industry mean moved: after - before is this less ownGrowth. Null if UNKNOWN.",
  })
  benchmarkMove!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A share at two instants, and what became of its gap to the industry mean." })
export class ComparedChange extends FigureChange {
  @Field(() => Float, {
    nullable: true,
    description: "after / before - 1: 0.48 is 48 % more; null without either, or from 0.",
  })
  growth!: number | null;

  @Field(() => GapChange, { description: "The same against the industry." })
  gap!: GapChange;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One metric of a scorecard." })
export class ScorecardLine extends ComparedChange {
  @Field(() => DiagnosisMetricEnum, { description: "Which figure." })
  metric!: string;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Whether a brand's assets became sounder between two instants, by more than one figure (告别单一ROI视角): level, health, mix, flows, gaps, visit and search rates, and what media returned. No single total is made of them.",
})
export class AssetScorecard {
  /** Number of the brand; not a field of the schema. */
  brandId!: number;

  @Field(() => DateTimeScalar, { description: "The first instant; flows are those of the 30 days before it." })
  before!: Date;

  @Field(() => DateTimeScalar, { description: "The second one, likewise." })
  after!: Date;

  @Field(() => RuleSet, {
    nullable: true,
    description: "The category's rules at the first instant; null if not compared.",
  })
  ruleSetBefore!: RuleSet | null;

  @Field(() => RuleSet, {
    nullable: true,
    description: "Those at the second one: with others the figures do not compare.",
  })
  ruleSetAfter!: RuleSet | null;

  @Field(() => DataStateEnum, {
    nullable: true,
    description: `${DATA_STATE} At the first instant; null as ruleSetBefore.`,
  })
  dataStateBefore!: DataState | null;

  @Field(() => DataStateEnum, { nullable: true, description: "The same at the second one; null as ruleSetAfter." })
  dataStateAfter!: DataState | null;

  @Field(() => FigureChange, { description: "Asset people over the industry mean (总资产水位)." })
  waterLevel!: FigureChange;

  @Field(() => FigureChange, { description: "Share of asset people beyond AWARE (良性度)." })
  health!: FigureChange;

  @Field(() => FigureChange, { description: "Entropy of the stage mix over its largest possible value." })
  entropy!: FigureChange;

  @Field(() => [StageMixChange], { description: "The four stages in the order of the path; their changes sum to 0." })
  mix!: readonly StageMixChange[];

  @Field(() => [ScorecardLine], { description: "Every metric of the diagnosis, in its order." })
  lines!: readonly ScorecardLine[];

  @Field(() => ComparedChange, {
    description: "Of the asset people, those who visited the shop in the 30 days before (进店率), as in AssetActivity.",
  })
  visitRate!: ComparedChange;

  @Field(() => ComparedChange, { description: "Those of them who searched for the brand (搜索率), likewise." })
  searchRate!: ComparedChange;
}

const changed = <T extends FigureChange>(type: new () => T, before: number | null, after: number | null): T =>
  Object.assign(new type(), { before, after, change: changeOf(before, after) });

const compared = <T extends ComparedChange>(type: new () => T, { before, after, gap }: ComparedChangeRow): T =>
  Object.assign(changed(type, before, after), {
    growth: growthOf(before, after),
    gap: Object.assign(new GapChange(), gap),
  });

const toLine = (line: Line): ScorecardLine =>
  Object.assign(compared(ScorecardLine, line), { metric: codeOfMetric(line.metric) });

export function toScorecard(brandId: number, { before, after }: ComparedDiagnoses, now: Date): AssetScorecard {
  const card = scorecard(before, after);
  const level = (name: "value" | "health" | "entropy"): FigureChange =>
    changed(FigureChange, card.before[name], card.after[name]);
  const rules = ({ lookup }: ComparedDiagnoses["before"]): RuleSet | null =>
    lookup.benchmark && toRuleSet(lookup.benchmark.ruleSet);
  return Object.assign(new AssetScorecard(), {
    brandId,
    before: before.asOf,
    after: after.asOf,
    ruleSetBefore: rules(before),
    ruleSetAfter: rules(after),
    dataStateBefore: dataStateOf(before.lookup, now),
    dataStateAfter: dataStateOf(after.lookup, now),
    waterLevel: level("value"),
    health: level("health"),
    entropy: level("entropy"),
    mix: card.mix.map((row) => Object.assign(changed(StageMixChange, row.before, row.after), { stage: row.stage })),
    lines: card.lines.map(toLine),
    visitRate: compared(ComparedChange, card.visitRate),
    searchRate: compared(ComparedChange, card.searchRate),
  });
}
