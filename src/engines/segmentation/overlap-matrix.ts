import { type ReadonlyRoaringBitmap32 as People, RoaringBitmap32 } from "roaring";

export interface SetPair {
  /** Places of the two sets, `first` before `second`. */
  readonly first: number;
  readonly second: number;
  /** People in both. */
  readonly both: number;
}

export interface OverlapMatrix {
  readonly sizes: readonly number[];
  /** By place: people of the set who are in no other. */
  readonly unique: readonly number[];
  /** Every two sets once. */
  readonly pairs: readonly SetPair[];
}

/** How sets of people overlap, two and two, and what each has alone. */
export function overlapMatrix(sets: readonly People[]): OverlapMatrix {
  const seen = new RoaringBitmap32();
  const repeated = new RoaringBitmap32();
  for (const people of sets) {
    repeated.orInPlace(RoaringBitmap32.and(seen, people));
    seen.orInPlace(people);
  }
  return {
    sizes: sets.map((people) => people.size),
    unique: sets.map((people) => people.andNotCardinality(repeated)),
    pairs: sets.flatMap((people, first) =>
      sets
        .slice(first + 1)
        .map((other, offset) => ({ first, second: first + 1 + offset, both: people.andCardinality(other) })),
    ),
  };
}
