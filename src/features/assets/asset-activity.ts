import { RoaringBitmap32 } from "roaring";
import type { Activity } from "./activity-statement";
import type { PerStage } from "./stage";

/** Of the people in the four stages at the end of a window, those who did something in it: never more than all of them. */
export interface AssetActivity {
  readonly people: bigint;
  readonly visited: bigint;
  readonly searched: bigint;
}

/** Crosses who is in a stage with what they did; the lapsed belong to no stage. */
export function activityOf(
  [, ...stages]: PerStage<RoaringBitmap32>,
  did: (activity: Activity) => RoaringBitmap32,
): AssetActivity {
  const assets = RoaringBitmap32.orMany([...stages]);
  const among = (activity: Activity): bigint => BigInt(assets.andCardinality(did(activity)));
  return { people: BigInt(assets.size), visited: among("VISITED"), searched: among("SEARCHED") };
}
