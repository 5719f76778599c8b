import { RoaringBitmap32 } from "roaring";
import type { AttainedStage } from "./reach-statement";
import type { PerStage } from "./stage";

/** `StageReach` of the people labelled `from` at the start: how many attained at least each stage at any instant of the window. */
export interface StageReach {
  readonly from: 1 | 2 | 3;
  readonly people: bigint;
  /** By stage label; what `from` has already is all of `people`. */
  readonly reached: Readonly<Record<2 | 3 | 4, bigint>>;
}

/** Crosses who was where at the start with what was attained since. */
export function reachFrom(
  stages: PerStage<RoaringBitmap32>,
  attained: (stage: AttainedStage) => RoaringBitmap32,
): readonly StageReach[] {
  const act = attained("ACT");
  const atLeast = { 2: RoaringBitmap32.or(attained("APPEAL"), act), 3: act, 4: attained("ADVOCATE") } as const;
  return ([1, 2, 3] as const).map((from) => {
    const people = stages[from];
    const count = (stage: 2 | 3 | 4): bigint =>
      BigInt(from >= stage ? people.size : people.andCardinality(atLeast[stage]));
    return { from, people: BigInt(people.size), reached: { 2: count(2), 3: count(3), 4: count(4) } };
  });
}
