import { RoaringBitmap32 } from "roaring";

/** The people of one platform. */
export interface PlatformPeople {
  readonly platform: string;
  /** Touchpoints, each counted. */
  readonly touches: bigint;
  readonly people: RoaringBitmap32;
}

export interface PlatformReachCounts {
  readonly platform: string;
  readonly touches: bigint;
  readonly people: bigint;
  /** On no other of the platforms. */
  readonly unique: bigint;
  /** On none of the platforms before it. */
  readonly incremental: bigint;
}

export interface OverlapCounts {
  readonly platforms: readonly [string, string];
  readonly people: bigint;
}

/** Reaches of platforms in an order, and what they have in common. */
export interface ReachCounts {
  readonly total: bigint;
  readonly platforms: readonly PlatformReachCounts[];
  /** Every pair once. */
  readonly overlaps: readonly OverlapCounts[];
  /** On every platform. */
  readonly overlapOfAll: bigint;
  /**
   * With at most {@link MAX_VENN} platforms: people by exactly which platforms they are on, a bit each, the first platform the
   * lowest; else empty.
   */
  readonly groups: readonly bigint[];
}

/** So many platforms' own people, pairs and total determine every group of their Venn diagram; those of more do not. */
const MAX_VENN = 4;

/** Inclusion and exclusion over bitmaps: no figure is a sum of reaches. */
export function crossPlatforms(platforms: readonly PlatformPeople[]): ReachCounts {
  const seen = new RoaringBitmap32();
  const seenTwice = new RoaringBitmap32();
  const incremental = platforms.map(({ people }) => {
    const before = seen.size;
    seenTwice.orInPlace(RoaringBitmap32.and(seen, people));
    seen.orInPlace(people);
    return seen.size - before;
  });
  return {
    total: BigInt(seen.size),
    platforms: platforms.map(({ platform, touches, people }, index) => ({
      platform,
      touches,
      people: BigInt(people.size),
      unique: BigInt(people.size - people.andCardinality(seenTwice)),
      incremental: BigInt(incremental[index]!),
    })),
    overlaps: platforms.flatMap((one, index) =>
      platforms.slice(index + 1).map((other) => ({
        platforms: [one.platform, other.platform] as const,
        people: BigInt(one.people.andCardinality(other.people)),
      })),
    ),
    overlapOfAll: BigInt(platforms.length === 0 ? 0 : intersect(platforms).size),
    groups: platforms.length > MAX_VENN ? [] : vennGroups(seen, platforms).map(({ size }) => BigInt(size)),
  };
}

function intersect([first, ...others]: readonly PlatformPeople[]): RoaringBitmap32 {
  const common = new RoaringBitmap32(first!.people);
  for (const { people } of others) common.andInPlace(people);
  return common;
}

function vennGroups(everybody: RoaringBitmap32, platforms: readonly PlatformPeople[]): readonly RoaringBitmap32[] {
  return platforms.reduce<readonly RoaringBitmap32[]>(
    (groups, { people }) => [
      ...groups.map((group) => RoaringBitmap32.andNot(group, people)),
      ...groups.map((group) => RoaringBitmap32.and(group, people)),
    ],
    [everybody],
  );
}

/** Largest first; equal ones by code. */
export const bySize = (a: PlatformPeople, b: PlatformPeople): number =>
  b.people.size - a.people.size || (a.platform < b.platform ? -1 : 1);
