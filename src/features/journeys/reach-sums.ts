import type { CountSum, RankedCount } from "../../platform/withheld-counts";
import type { ReachCounts } from "./reach";

/** Overlaps go first, the total last. */
const RANK = { overlap: 0, part: 1, people: 2, total: 3 } as const;

export const both = (one: string, other: string): string => `both ${one} ${other}`;

/**
 * The told counts by name, those that subtraction gives beside them, and how they add up. "first k" is the union of the first
 * k platforms, so the last one is the total. With five platforms and more, groups of exactly three platforms or more are not
 * named: one of them, of the first three, follows from what the third one adds.
 */
export function reachSums(counts: ReachCounts): {
  readonly named: ReadonlyMap<string, RankedCount>;
  readonly sums: readonly CountSum[];
} {
  const { platforms, overlaps, overlapOfAll } = counts;
  const named = new Map<string, RankedCount>([["all", { count: overlapOfAll, rank: RANK.overlap }]]);
  const sums: CountSum[] = [];
  const hide = (name: string, count: bigint): string => {
    named.set(name, { count, rank: null });
    return name;
  };
  const codes = platforms.map(({ platform }) => platform);
  let union = 0n;
  for (const [index, { platform, people, unique, incremental }] of platforms.entries()) {
    named.set(`on ${platform}`, { count: people, rank: RANK.people });
    named.set(`only ${platform}`, { count: unique, rank: RANK.part });
    named.set(`added ${platform}`, { count: incremental, rank: RANK.part });
    sums.push({ whole: `on ${platform}`, parts: [`only ${platform}`, hide(`shared ${platform}`, people - unique)] });
    union += incremental;
    const first = `first ${index + 1}`;
    named.set(first, { count: union, rank: index === platforms.length - 1 ? RANK.total : null });
    for (let earlier = 0; earlier <= index; earlier++) {
      const added = codes.slice(earlier, index + 1).map((code) => `added ${code}`);
      sums.push({ whole: first, parts: [...(earlier === 0 ? [] : [`first ${earlier}`]), ...added] });
    }
    for (const { platform: one, people: size } of platforms.slice(0, index + 1))
      sums.push({ whole: first, parts: [`on ${one}`, hide(`${first} off ${one}`, union - size)] });
  }
  const sizes = new Map(platforms.map(({ platform, people }) => [platform, people]));
  for (const { platforms: pair, people } of overlaps) {
    named.set(both(...pair), { count: people, rank: RANK.overlap });
    for (const [one, other] of [pair, [pair[1], pair[0]]] as const)
      sums.push({ whole: `on ${one}`, parts: [both(...pair), hide(off(one, other), sizes.get(one)! - people)] });
    sums.push({ whole: both(...pair), parts: ["all", hide(`just ${both(...pair)}`, people - overlapOfAll)] });
  }
  if (codes.length > 0)
    sums.push(
      { whole: "first 1", parts: [`on ${codes[0]}`] },
      { whole: `added ${codes.at(-1)}`, parts: [`only ${codes.at(-1)}`] },
    );
  if (codes.length > 1) sums.push({ whole: `added ${codes[1]}`, parts: [off(codes[1]!, codes[0]!)] });
  for (const [group, count] of counts.groups.entries()) hide(`group ${group}`, count);
  return { named, sums: [...sums, ...groupSums(codes, counts.groups.length)] };
}

const off = (one: string, other: string): string => `${one} off ${other}`;

/** Every told count from the groups of the Venn diagram, where there are any. */
function groupSums(codes: readonly string[], groups: number): readonly CountSum[] {
  const sum = (whole: string, isIn: (group: number) => boolean): CountSum => ({
    whole,
    parts: Array.from({ length: groups }, (_, group) => group).flatMap((group) =>
      isIn(group) ? `group ${group}` : [],
    ),
  });
  if (groups === 0) return [];
  return [
    sum("all", (group) => group === groups - 1),
    ...codes.flatMap((code, index) => {
      const bit = 1 << index;
      return [
        sum(`on ${code}`, (group) => (group & bit) !== 0),
        sum(`only ${code}`, (group) => group === bit),
        sum(`added ${code}`, (group) => (group & (2 * bit - 1)) === bit),
        ...codes
          .slice(0, index)
          .map((other, place) =>
            sum(both(other, code), (group) => (group & bit) !== 0 && (group & (1 << place)) !== 0),
          ),
      ];
    }),
  ];
}
