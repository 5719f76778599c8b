import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";

export interface CoverageCounts {
  readonly people: bigint;
  /** Seen on at least two platforms. */
  readonly acrossPlatforms: bigint;
  readonly oneSource: bigint;
  /** Known under a single identity in the identity graph. */
  readonly oneIdentity: bigint;
  /** By code. */
  readonly platforms: readonly PlatformCounts[];
}

export interface PlatformCounts {
  readonly platform: string;
  /** Touchpoints, each counted. */
  readonly touches: bigint;
  readonly people: bigint;
  readonly alsoElsewhere: bigint;
}

type Count = bigint | null;

/** A platform as a caller may see it: null where withheld. */
export interface ShownPlatform {
  readonly platform: string;
  readonly touches: Count;
  readonly people: Count;
  readonly alsoElsewhere: Count;
  readonly share: number | null;
}

/** Null where withheld, and ratios also without a base. */
export interface ShownCoverage {
  readonly people: Count;
  readonly acrossPlatforms: Count;
  readonly share: number | null;
  readonly oneSource: Count;
  readonly oneIdentity: Count;
  readonly unmatchedShare: number | null;
  readonly sumOfPlatforms: Count;
  readonly fragmentation: number | null;
  readonly platforms: readonly ShownPlatform[];
}

export function showCoverage(counts: CoverageCounts, smallGroups: SmallGroups): ShownCoverage {
  const { named, sums } = coverageSums(counts);
  const withheld = withheldCounts(named, sums, smallGroups.threshold);
  const told = (name: string): Count =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, smallGroups.roundingBase);
  const people = told("total");
  const acrossPlatforms = told("across");
  const oneIdentity = told("one identity");
  const sumOfPlatforms = told("sum");
  const unfragmented = ratio(people, sumOfPlatforms);
  return {
    people,
    acrossPlatforms,
    share: ratio(acrossPlatforms, people),
    oneSource: told("one source"),
    oneIdentity,
    unmatchedShare: ratio(oneIdentity, people),
    sumOfPlatforms,
    fragmentation: unfragmented === null ? null : 1 - unfragmented,
    platforms: counts.platforms.map(({ platform, touches }) => {
      const own = told(`on ${platform}`);
      return {
        platform,
        touches: own === null ? null : touches,
        people: own,
        alsoElsewhere: told(`also ${platform}`),
        share: ratio(own, people),
      };
    }),
  };
}

export const ratio = (part: Count, base: Count): number | null =>
  part === null || !base ? null : Number(part) / Number(base);

/** The counts by name and how they add up; those of rank null are only computable. */
function coverageSums({ people, acrossPlatforms, oneSource, oneIdentity, platforms }: CoverageCounts): {
  readonly named: ReadonlyMap<string, RankedCount>;
  readonly sums: readonly CountSum[];
} {
  const sum = platforms.reduce((total, platform) => total + platform.people, 0n);
  const named = new Map<string, RankedCount>([
    ["total", { count: people, rank: 4 }],
    ["across", { count: acrossPlatforms, rank: 2 }],
    ["on one", { count: people - acrossPlatforms, rank: null }],
    ["one source", { count: oneSource, rank: 1 }],
    ["several sources", { count: people - oneSource, rank: null }],
    ["one identity", { count: oneIdentity, rank: 1 }],
    ["several identities", { count: people - oneIdentity, rank: null }],
    ["sum", { count: sum, rank: 3 }],
    // Everybody on three platforms or more, by one for each beyond the second.
    ["beyond two", { count: sum - people - acrossPlatforms, rank: null }],
  ]);
  const sums: CountSum[] = [
    { whole: "total", parts: ["across", "on one"] },
    { whole: "total", parts: ["one source", "several sources"] },
    { whole: "total", parts: ["one identity", "several identities"] },
    { whole: "sum", parts: ["total", "across", "beyond two"] },
    { whole: "sum", parts: platforms.map(({ platform }) => `on ${platform}`) },
    { whole: "on one", parts: platforms.map(({ platform }) => `only ${platform}`) },
  ];
  for (const platform of platforms) {
    const names = ["on", "also", "only", "off", "across off"];
    const [on, also, only, off, acrossOff] = names.map((prefix) => `${prefix} ${platform.platform}`);
    named.set(on!, { count: platform.people, rank: 2 });
    named.set(also!, { count: platform.alsoElsewhere, rank: 0 });
    named.set(only!, { count: platform.people - platform.alsoElsewhere, rank: null });
    named.set(off!, { count: people - platform.people, rank: null });
    named.set(acrossOff!, { count: acrossPlatforms - platform.alsoElsewhere, rank: null });
    sums.push(
      { whole: on!, parts: [also!, only!] },
      { whole: "total", parts: [on!, off!] },
      platforms.length === 2 ? { whole: also!, parts: ["across"] } : { whole: "across", parts: [also!, acrossOff!] },
    );
  }
  return { named, sums };
}
