import { denseRanks } from "../../engines/numeric/rank";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";

/** Of a snapshot's people, those who were on a platform, and those of them whom the nine-grid calls POTENTIAL. */
export interface PlatformAudience {
  readonly platform: string;
  readonly people: bigint;
  readonly potentialPeople: bigint;
}

/** As counted, exactly. */
export interface PlatformPotentialCounts {
  /** Everybody of the snapshot, and those of the POTENTIAL column. */
  readonly people: bigint;
  readonly potentialPeople: bigint;
  readonly platforms: readonly PlatformAudience[];
}

/** A platform as a caller may see it (V29). */
export interface ShownPlatform {
  readonly platform: string;
  /** Null when withheld. */
  readonly people: bigint | null;
  readonly potentialPeople: bigint | null;
  /** Share of its people who are potential; null when withheld. */
  readonly concentration: number | null;
  readonly interval: Interval | null;
  /** Null when withheld, and where the brand has no potential people at all. */
  readonly tgi: TargetGroupIndex | null;
  /** Dense, 1 the highest index; null without one. */
  readonly rank: number | null;
}

/**
 * Highest index first, those without one last, by code. Platforms overlap, so no platform's people follow from the others'; but on
 * and off a platform, potential and not, are four parts of a told whole, so a small part withholds the platform's potential people
 * with all that is made of them. The parts are rounded, and everything is made of rounded parts, so nothing tells more than they do.
 */
export function showPlatforms(
  { people, potentialPeople, platforms }: PlatformPotentialCounts,
  smallGroups: SmallGroups,
): readonly ShownPlatform[] {
  const base = { people, potentialPeople };
  const shown = platforms.map((platform) => showPlatform(platform, base, smallGroups));
  const ranks = denseRanks(shown.flatMap(({ tgi }) => tgi?.value ?? []));
  const ranked = shown.map((row): ShownPlatform => ({ ...row, rank: row.tgi && ranks.get(row.tgi.value)! }));
  const place = ({ rank }: ShownPlatform): number => rank ?? Number.MAX_SAFE_INTEGER;
  return ranked.sort((a, b) => place(a) - place(b) || (a.platform < b.platform ? -1 : 1));
}

function showPlatform(
  { platform, ...counts }: PlatformAudience,
  base: Omit<PlatformPotentialCounts, "platforms">,
  { threshold, roundingBase }: SmallGroups,
): Omit<ShownPlatform, "rank"> {
  const elsewhere = base.people - counts.people;
  const potentialElsewhere = base.potentialPeople - counts.potentialPeople;
  const told = (parts: readonly bigint[]): readonly number[] | null =>
    suppressPartition(parts, threshold).suppressedCells > 0
      ? null
      : parts.map((part) => Number(roundCount(part, roundingBase)));
  const parts = told([
    counts.potentialPeople,
    counts.people - counts.potentialPeople,
    potentialElsewhere,
    elsewhere - potentialElsewhere,
  ]);
  if (!parts) {
    const people = told([counts.people, elsewhere]) && roundCount(counts.people, roundingBase);
    return { platform, people, potentialPeople: null, concentration: null, interval: null, tgi: null };
  }
  const [both, others, elsewhereBoth, rest] = parts as [number, number, number, number];
  const audience = both + others;
  return {
    platform,
    people: BigInt(audience),
    potentialPeople: BigInt(both),
    concentration: audience === 0 ? null : both / audience,
    interval: wilsonInterval({ successes: both, trials: audience }),
    tgi: targetGroupIndex({ both, audience, target: both + elsewhereBoth, base: audience + elsewhereBoth + rest }),
  };
}
