import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { withheldCounts } from "../../platform/withheld-counts";
import { ratio } from "./coverage";
import type { ReachCounts } from "./reach";
import { both, reachSums } from "./reach-sums";

type Count = bigint | null;

/** A platform's reach as a caller may see it: null where withheld. */
export interface ShownPlatformReach {
  readonly platform: string;
  readonly touches: Count;
  readonly people: Count;
  readonly uniquePeople: Count;
  readonly incrementalPeople: Count;
  /** Touches per person; null also without people. */
  readonly frequency: number | null;
}

export interface ShownReach {
  readonly total: Count;
  readonly platforms: readonly ShownPlatformReach[];
  readonly overlaps: readonly { readonly platforms: readonly [string, string]; readonly people: Count }[];
  /** Null also with fewer than two platforms. */
  readonly overlapOfAll: Count;
}

export function showReach(counts: ReachCounts, smallGroups: SmallGroups): ShownReach {
  const { named, sums } = reachSums(counts);
  const withheld = withheldCounts(named, sums, smallGroups.threshold);
  const told = (name: string): Count =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, smallGroups.roundingBase);
  return {
    total: counts.platforms.length === 0 ? 0n : told(`first ${counts.platforms.length}`),
    platforms: counts.platforms.map(({ platform, touches }) => {
      const people = told(`on ${platform}`);
      return {
        platform,
        touches: people === null ? null : touches,
        people,
        uniquePeople: told(`only ${platform}`),
        incrementalPeople: told(`added ${platform}`),
        frequency: ratio(people === null ? null : touches, people),
      };
    }),
    overlaps: counts.overlaps.map(({ platforms }) => ({ platforms, people: told(both(...platforms)) })),
    overlapOfAll: counts.platforms.length < 2 ? null : told("all"),
  };
}
