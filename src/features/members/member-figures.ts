import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import { ageBounds, type MemberCell, type MemberFlow, type MemberPoint } from "./member-figures.store";

type Count = bigint | null;

/** Part of the members as a caller may see it; null where withheld. */
export interface MemberPart {
  readonly members: Count;
  /** Null also without members. */
  readonly share: number | null;
}

export interface MembersOnPlatform extends MemberPart {
  /** Null: all platforms beyond the most that are told. */
  readonly platform: string | null;
}

export interface MembersOfAge extends MemberPart {
  readonly fromDays: number;
  /** Null: any longer. */
  readonly toDays: number | null;
}

export interface ActiveMembers extends MemberPart {
  readonly interval: Interval | null;
}

/** How many members there are and how they are made up. */
export interface MemberFigures {
  readonly members: Count;
  readonly byPlatform: readonly MembersOnPlatform[];
  readonly byAge: readonly MembersOfAge[];
  readonly active: ActiveMembers;
  readonly isSuppressed: boolean;
}

/** Most platforms that are told one by one. */
export const MAX_PLATFORMS = 50;

/** Every partition has all members as its total, which is told, so each is suppressed by itself; then counts are rounded. */
export function showMembers(cells: readonly MemberCell[], smallGroups: SmallGroups): MemberFigures {
  const { threshold, roundingBase } = smallGroups;
  const total = sum(cells);
  const members = suppress(total, threshold);
  let isSuppressed = members === null;
  const partition = (counts: readonly bigint[]): readonly MemberPart[] => {
    const shown = suppressPartition(counts, threshold);
    isSuppressed ||= shown.suppressedCells > 0;
    return shown.counts.map((count) => ({
      members: count === null ? null : roundCount(count, roundingBase),
      share: count === null || members === null ? null : shareOf(count, total, roundingBase),
    }));
  };
  const platforms = sumBy(cells, ({ platform }) => platform);
  const named = [...platforms].sort(([a, some], [b, others]) => compare(others, some) || (a < b ? -1 : 1));
  const told = named.slice(0, MAX_PLATFORMS);
  const rest = named.slice(MAX_PLATFORMS).map(([, count]) => count);
  const platformCounts = [...told.map(([, count]) => count), ...(rest.length === 0 ? [] : [rest.reduce(add, 0n)])];
  const byPlatform = partition(platformCounts).map((part, place) => ({ platform: told[place]?.[0] ?? null, ...part }));
  const ages = sumBy(cells, ({ age }) => age);
  const byAge = partition(ageBounds.map((_, age) => ages.get(age) ?? 0n)).map((part, age) => ({
    ...{ fromDays: ageBounds[age]!, toDays: ageBounds[age + 1] ?? null },
    ...part,
  }));
  const activeCount = sum(cells.filter(({ isActive }) => isActive));
  const [active, idle] = partition([activeCount, total - activeCount]) as [MemberPart, MemberPart];
  return {
    members: members === null ? null : roundCount(members, roundingBase),
    byPlatform,
    byAge,
    active: {
      ...active,
      interval: active.share === null || idle.share === null ? null : interval(activeCount, total, roundingBase),
    },
    isSuppressed,
  };
}

/** A stretch of a trend as a caller may see it; null where withheld. */
export interface TrendPoint {
  readonly from: Date;
  readonly to: Date;
  readonly joined: Count;
  readonly left: Count;
  /** Joined less left; null where one of the two is withheld. */
  readonly net: Count;
  /** At the end of the stretch. */
  readonly members: Count;
  readonly active: ActiveMembers;
}

export function showTrendPoint(
  period: Pick<TrendPoint, "from" | "to">,
  flow: MemberFlow,
  point: MemberPoint,
  { threshold, roundingBase }: SmallGroups,
): TrendPoint {
  const told = (count: bigint): Count => {
    const visible = suppress(count, threshold);
    return visible === null ? null : roundCount(visible, roundingBase);
  };
  const [joined, left] = [told(flow.joined), told(flow.left)];
  const { counts } = suppressPartition([point.active, point.members - point.active], threshold);
  const isTold = counts.every((count) => count !== null) && told(point.members) !== null;
  return {
    ...period,
    joined,
    left,
    net: joined === null || left === null ? null : joined - left,
    members: told(point.members),
    active: {
      members: isTold ? roundCount(point.active, roundingBase) : null,
      share: isTold ? shareOf(point.active, point.members, roundingBase) : null,
      interval: isTold ? interval(point.active, point.members, roundingBase) : null,
    },
  };
}

/** Of what is told, so that no share tells more than its counts do. */
function shareOf(count: bigint, total: bigint, roundingBase: number): number | null {
  const base = roundCount(total, roundingBase);
  return base === 0n ? null : Number(roundCount(count, roundingBase)) / Number(base);
}

function interval(count: bigint, total: bigint, roundingBase: number): Interval | null {
  const trials = Number(roundCount(total, roundingBase));
  return wilsonInterval({ successes: Math.min(Number(roundCount(count, roundingBase)), trials), trials });
}

const add = (a: bigint, b: bigint): bigint => a + b;
const sum = (cells: readonly MemberCell[]): bigint => cells.reduce((total, { people }) => total + people, 0n);
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function sumBy<Key>(cells: readonly MemberCell[], keyOf: (cell: MemberCell) => Key): ReadonlyMap<Key, bigint> {
  const sums = new Map<Key, bigint>();
  for (const cell of cells) sums.set(keyOf(cell), (sums.get(keyOf(cell)) ?? 0n) + cell.people);
  return sums;
}
