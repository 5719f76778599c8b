import { RoaringBitmap32 } from "roaring";
import type { AssetSnapshot } from "./asset-snapshot";
import { type PerStage, perStage } from "./stage";
import type { SuppressedTable } from "./suppress-table";

/** Two snapshots of one brand crossed: who was in which stage then, and is in which now (V58). */
export interface StageTransition {
  readonly from: AssetSnapshot;
  readonly to: AssetSnapshot;
  readonly threshold: number;
  /** By stage label at `from`, then at `to`. */
  readonly table: SuppressedTable;
}

/**
 * Crosses the stages of two instants over everybody whom the brand met before either. Label 0 stands for no stage, be it
 * lapsed or not met yet or no longer, so rows and columns 1 to 4 sum to the snapshots' stages.
 */
export function crossStages(
  from: PerStage<RoaringBitmap32>,
  to: PerStage<RoaringBitmap32>,
): PerStage<PerStage<bigint>> {
  const everybody = RoaringBitmap32.orMany([...from, ...to]);
  const completed = (stages: PerStage<RoaringBitmap32>): PerStage<RoaringBitmap32> => {
    const [, aware, appeal, act, advocate] = stages;
    const staged = RoaringBitmap32.orMany([aware, appeal, act, advocate]);
    return [RoaringBitmap32.andNot(everybody, staged), aware, appeal, act, advocate];
  };
  const before = completed(from);
  const after = completed(to);
  return perStage((row) => perStage((column) => BigInt(before[row].andCardinality(after[column]))));
}
