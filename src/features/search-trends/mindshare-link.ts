import type { RoaringBitmap32 } from "roaring";
import { type Difference, proportionDifference } from "../../engines/numeric/newcombe-interval";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import { type ShownShare, shareOf } from "./shown";

/** Most tags of a proposition. */
export const MAX_TAGS = 20;
export const DEFAULT_WITHIN_DAYS = 7;
export const MAX_WITHIN_DAYS = 90;

/** People by what they were shown, and of each group those who came later. */
export interface TouchedPeople {
  readonly tagged: RoaringBitmap32;
  readonly taggedLinked: RoaringBitmap32;
  readonly untagged: RoaringBitmap32;
  readonly untaggedLinked: RoaringBitmap32;
}

/** Null where withheld, shares also without people. */
export interface MindshareLink {
  readonly newPeople: bigint | null;
  readonly tagged: ShownShare | null;
  readonly untagged: ShownShare | null;
  readonly difference: Difference | null;
  readonly isSuppressed: boolean;
}

/** New A1 people fall into four groups; as their sum is told, a small one takes another with it. */
export function mindshareLink(
  newPeople: RoaringBitmap32,
  { tagged, taggedLinked, untagged, untaggedLinked }: TouchedPeople,
  { threshold, roundingBase }: SmallGroups,
): MindshareLink {
  const count = (group: RoaringBitmap32): bigint => BigInt(newPeople.andCardinality(group));
  const [ofTagged, linkedTagged, ofUntagged, linkedUntagged] = [tagged, taggedLinked, untagged, untaggedLinked].map(
    count,
  ) as [bigint, bigint, bigint, bigint];
  const groups = [linkedTagged, ofTagged - linkedTagged, linkedUntagged, ofUntagged - linkedUntagged];
  const { counts, suppressedCells } = suppressPartition(groups, threshold);
  const share = (linked: bigint, people: bigint, isTold: boolean): ShownShare | null =>
    isTold ? shareOf(roundCount(linked, roundingBase), roundCount(people, roundingBase)) : null;
  const all = suppress(ofTagged + ofUntagged, threshold);
  const shown = {
    tagged: share(linkedTagged, ofTagged, counts[0] !== null && counts[1] !== null),
    untagged: share(linkedUntagged, ofUntagged, counts[2] !== null && counts[3] !== null),
  };
  return {
    newPeople: all === null ? null : roundCount(all, roundingBase),
    ...shown,
    difference:
      shown.tagged && shown.untagged && proportionDifference(toTrials(shown.tagged), toTrials(shown.untagged)),
    isSuppressed: suppressedCells > 0,
  };
}

const toTrials = ({ numerator, denominator }: ShownShare): { successes: number; trials: number } => ({
  successes: Math.min(Number(numerator), Number(denominator)),
  trials: Number(denominator),
});
