import { RoaringBitmap32 } from "roaring";
import { type PerStage, type RisenPeople, type Stage, stageLabelOf, stages } from "../assets";
import { type BenchmarkMetric, peopleMetric, reachMetric, stageFlows } from "../benchmarks";

/** Whom the placements with a cost reached in a window, and who of them were new to each metric. */
export interface MediaYield {
  readonly reached: bigint;
  /** A metric that is not here cannot be told from stages and orders. */
  readonly newPeople: ReadonlyMap<BenchmarkMetric, bigint>;
}

/** The brand's people around the window. */
export interface WindowPeople {
  /** Who stood at each stage at its first instant. */
  readonly before: PerStage<RoaringBitmap32>;
  readonly risen: RisenPeople;
  /** Who ordered in it. */
  readonly buyers: RoaringBitmap32;
}

/**
 * New to a stage: below it, or not met, at the first instant, and in it or deeper at some instant of the window. New to a flow: in
 * the stage it starts from at the first instant, and at its end or deeper at some instant. New to sales conversion: ordered in the
 * window. That a placement reached them is no proof that it moved them.
 */
export function mediaYield(reached: RoaringBitmap32, { before, risen, buyers }: WindowPeople): MediaYield {
  const roseTo = (stage: Stage): RoaringBitmap32 =>
    RoaringBitmap32.and(reached, risen[stageLabelOf(stage) as 1 | 2 | 3 | 4]);
  const newTo = (stage: Stage): bigint => {
    const thereBefore = RoaringBitmap32.orMany(before.slice(stageLabelOf(stage)));
    return BigInt(RoaringBitmap32.andNot(roseTo(stage), thereBefore).size);
  };
  return {
    reached: BigInt(reached.size),
    newPeople: new Map<BenchmarkMetric, bigint>([
      ...stages.map((stage) => [peopleMetric(stage), newTo(stage)] as const),
      ...stageFlows.map(
        (flow) => [reachMetric(flow), BigInt(roseTo(flow.to).andCardinality(before[stageLabelOf(flow.from)]))] as const,
      ),
      ["SALES_CONVERSION", BigInt(reached.andCardinality(buyers))],
    ]),
  };
}
