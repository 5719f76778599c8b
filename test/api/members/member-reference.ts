import type { MemberFacts } from "../../../src/engines/membership/tier-of-member";
import { ordinalOf, type TouchpointRow } from "../../support/touchpoint-rows";

/** A membership by its words; `end` is infinite while it lasts. */
export interface Membership {
  readonly begin: number;
  readonly end: number;
  readonly platform: string;
}

const timeOf = ({ at }: TouchpointRow): number => Date.parse(at);
const platformOf = ({ platform }: TouchpointRow): string => platform ?? "JD";

/** A person's memberships by what he said before `until`, followed from instant to instant over all platforms. */
export function membershipsOf(rows: readonly TouchpointRow[], until: number): readonly Membership[] {
  const said = rows.filter((row) => /^MEMBER_(JOIN|LEAVE)$/.test(row.action) && timeOf(row) < until);
  const instants = [...new Set(said.map(timeOf))].sort((a, b) => a - b);
  const on = new Set<string>();
  const found: { begin: number; end: number; platform: string }[] = [];
  for (const instant of instants) {
    const now = said.filter((row) => timeOf(row) === instant);
    const wasMember = on.size > 0;
    // All that joins does so before anything leaves.
    const joining = now.filter(({ action }) => action === "MEMBER_JOIN").map(platformOf);
    for (const platform of joining) on.add(platform);
    for (const row of now) if (row.action === "MEMBER_LEAVE") on.delete(platformOf(row));
    if (!wasMember && on.size > 0)
      found.push({ begin: instant, end: Number.POSITIVE_INFINITY, platform: joining.sort()[0]! });
    if (wasMember && on.size === 0) found.at(-1)!.end = instant;
  }
  return found;
}

export const isMemberAt = (memberships: readonly Membership[], at: number): boolean =>
  memberships.some(({ begin, end }) => begin < at && end >= at);

/** Rows by person. */
export function byPerson(rows: readonly TouchpointRow[]): ReadonlyMap<number, readonly TouchpointRow[]> {
  const people = new Map<number, TouchpointRow[]>();
  for (const row of rows) people.set(ordinalOf(row.person), [...(people.get(ordinalOf(row.person)) ?? []), row]);
  return people;
}

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** What tiers ask of a member at `at`: his net orders, each with all its lines and refunds of before. */
export function factsOf(rows: readonly TouchpointRow[], at: number): MemberFacts | null {
  const last = membershipsOf(rows, at).at(-1);
  if (!last || last.end < at) return null;
  const before = rows.filter((row) => timeOf(row) < at && /^(ORDER|REFUND)$/.test(row.action));
  const orders = [...new Set(before.map(({ orderId }) => orderId))].flatMap((orderId) => {
    const lines = before.filter((row) => row.orderId === orderId);
    const paid = lines.filter(({ action }) => action === "ORDER");
    const back = lines.filter(({ action }) => action === "REFUND");
    const total = (some: readonly TouchpointRow[]): number => some.reduce((sum, { value }) => sum + (value ?? 0), 0);
    if (paid.length === 0 || (back.length > 0 && total(back) >= total(paid))) return [];
    const placed = Math.min(...paid.map(timeOf));
    return [
      { at: placed, day: Math.floor((placed + CHINA_MS) / DAY_MS), value: Math.max(0, total(paid) - total(back)) },
    ];
  });
  return { joinedAt: last.begin, orders: orders.sort((a, b) => a.at - b.at) };
}
