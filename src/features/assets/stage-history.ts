import { RoaringBitmap32 } from "roaring";
import { type OverlayId, touchpointRelation } from "../people";
import type { AssetLabelStore } from "./asset-label.store";
import type { LabelledBrand } from "./label-request";
import { type Fact, labelStatement } from "./label-statement";
import { orderGapsStatement } from "./order-gaps-statement";
import { netOrders, tradeRows } from "./order-sql";
import { labelPeople } from "./people-labels";
import type { Population, Statement } from "./population";
import { populationParams } from "./population-sql";
import { type AttainedStage, reachStatement } from "./reach-statement";
import type { RuleSet } from "./rule-set";
import type { PerStage, Stage } from "./stage";
import { type StageRiseSql, type StageRisesSql, stageRiseSql } from "./stage-rise-sql";
import { riseRowsSql, stageTimesStatement } from "./stage-times-statement";

/** One brand, all its categories. */
export interface StageQuestion {
  readonly brand: LabelledBrand;
  readonly ruleSet: RuleSet;
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** By stage label: who rose to at least that stage. */
export type RisenPeople = Readonly<Record<1 | 2 | 3 | 4, RoaringBitmap32>>;

/** People with one outcome of a rise to `stage`. */
export interface StageTime {
  readonly stage: 1 | 2 | 3;
  /** SKIPPED: at the next stage at the same instant; LEFT: not there after `days` whole days, when the window ended. */
  readonly outcome: "SKIPPED" | "ARRIVED" | "LEFT";
  /** Until the arrival, rounded up, or of being followed, rounded down; 24 hours each. */
  readonly days: number;
  readonly people: RoaringBitmap32;
}

/** Who stood where, worked out anew from touchpoints: nothing is stored, so the instant is the caller's to choose. */
export class StageHistory {
  constructor(private readonly labels: AssetLabelStore) {}

  /** Everybody whom the brand had met by `at`, by stage label: touchpoints before it count. */
  async stagesAt(question: StageQuestion, at: Date): Promise<PerStage<RoaringBitmap32>> {
    const facts = await this.read<Fact>(
      "assets.stagesAt",
      question,
      labelStatement(population(question), at, "STAGES"),
    );
    const { intentPriority } = question.ruleSet.definition.nineGrid;
    return labelPeople((fact) => facts.get(fact) ?? new RoaringBitmap32(), intentPriority).stages;
  }

  /**
   * Who rose to at least AWARE right after a touchpoint of the window. With those who stood there at `from`, that is who attained
   * it at any instant of (from, to]: time alone raises nobody.
   */
  async risenToAware(question: StageQuestion, window: Window): Promise<RoaringBitmap32> {
    const touched = await this.read<"AWARE">("assets.risenToAware", question, touchedStatement(question, window));
    return touched.get("AWARE") ?? new RoaringBitmap32();
  }

  /** The same of at least APPEAL. */
  async risenToAppeal(question: StageQuestion, window: Window): Promise<RoaringBitmap32> {
    return RoaringBitmap32.orMany([...(await this.attained("assets.risenToAppeal", question, window)).values()]);
  }

  /** Who rose to at least each stage right after a touchpoint of the window; deeper stages are within shallower ones. */
  async risen(question: StageQuestion, window: Window): Promise<RisenPeople> {
    const [aware, attained] = await Promise.all([
      this.risenToAware(question, window),
      this.attained("assets.risen", question, window),
    ]);
    const at = (stage: AttainedStage): RoaringBitmap32 => attained.get(stage) ?? new RoaringBitmap32();
    return { 1: aware, 2: RoaringBitmap32.or(at("APPEAL"), at("ACT")), 3: at("ACT"), 4: at("ADVOCATE") };
  }

  /** Who rose to each stage first in the window, by how long it took to the next one; those who stood there before included. */
  async stageTimes(question: StageQuestion, { from, to }: Window): Promise<readonly StageTime[]> {
    const statement = stageTimesStatement(population(question), from, to);
    const people = await this.read<string>("assets.stageTimes", question, statement);
    return [...people].map(([name, bitmap]) => {
      const [stage, outcome, days] = name.split(" ");
      return {
        stage: Number(stage) as StageTime["stage"],
        outcome: outcome as StageTime["outcome"],
        days: Number(days),
        people: bitmap,
      };
    });
  }

  /** SQL of who rose to at least a stage first in the window, for statements of other features about these people. */
  riseSql(question: StageQuestion, window: Window, stage: Exclude<Stage, "AWARE">): StageRiseSql {
    return stageRiseSql(population(question), window, stage);
  }

  /** SQL of every first rise in the window, whoever stood there before; for statements of other features. */
  risesSql(question: StageQuestion, { from, to }: Window): StageRisesSql {
    const own = population(question);
    return { rises: riseRowsSql(own), params: { ...populationParams(own), from, to } };
  }

  /** Who placed an order of the brand in the window that was not fully refunded before its end. */
  async buyers(question: StageQuestion, window: Window): Promise<RoaringBitmap32> {
    const buyers = await this.read<"BUYER">("assets.buyers", question, buyersStatement(question, window));
    return buyers.get("BUYER") ?? new RoaringBitmap32();
  }

  /** Who ordered on a new day in the window, by the days since the last net order before it; 0: there was none. */
  orderGaps(question: StageQuestion, { from, to }: Window): Promise<ReadonlyMap<string, RoaringBitmap32>> {
    return this.read("assets.orderGaps", question, orderGapsStatement(population(question), from, to));
  }

  private attained(
    place: string,
    question: StageQuestion,
    { from, to }: Window,
  ): Promise<ReadonlyMap<AttainedStage, RoaringBitmap32>> {
    return this.read(place, question, reachStatement(population(question), from, to));
  }

  private async read<Name extends string>(
    place: string,
    { brand }: StageQuestion,
    statement: Statement,
  ): Promise<ReadonlyMap<Name, RoaringBitmap32>> {
    return (await this.labels.select<Name>(place, statement)).get(brand.id) ?? new Map();
  }
}

/** Stages ask nothing of the market. */
const population = ({ brand, ruleSet, sourceIds, overlayId }: StageQuestion): Population => ({
  definition: ruleSet.definition,
  sourceIds,
  overlayId,
  brands: [brand],
  scopeCategoryIds: null,
  market: null,
});

const FROM = "{from:DateTime64(3, 'UTC')}";
const TO = "{to:DateTime64(3, 'UTC')}";

function touchedStatement(question: StageQuestion, window: Window): Statement {
  const sql = `SELECT brand_id, 'AWARE', groupBitmapState(ordinal) FROM ${touchpointRelation(question.overlayId, "PRESENT")}
    WHERE brand_id IN {brands:Array(UInt32)} AND occurred_at >= ${FROM} AND occurred_at < ${TO} AND source_id IN {sources:Array(UInt32)}
    GROUP BY brand_id`;
  return { sql, params: { brands: [question.brand.id], sources: question.sourceIds, ...window } };
}

function buyersStatement(question: StageQuestion, window: Window): Statement {
  const own = population(question);
  const trade = `SELECT *, ${TO} AS instant FROM (${tradeRows(own, TO, "brand_id IN {brands:Array(UInt32)}")})`;
  const sql = `SELECT brand_id, 'BUYER', groupBitmapState(ordinal) FROM (${netOrders(trade)}) WHERE ordered_at >= ${FROM} GROUP BY brand_id`;
  return { sql, params: { ...populationParams(own), ...window } };
}
