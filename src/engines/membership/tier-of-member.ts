import type { TierConditions, TierRules } from "./tier-rules";

/** A net order of a member. */
export interface MemberOrder {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the calendar day it was placed on. */
  readonly day: number;
  /** Minor units, net of refunds. */
  readonly value: number;
}

export interface MemberFacts {
  /** Milliseconds since 1970; before the instant of the question. */
  readonly joinedAt: number;
  /** All before the instant of the question, the oldest first. */
  readonly orders: readonly MemberOrder[];
}

const DAY_MS = 86_400_000;

/**
 * Place of the tier in which a member stands at `at`: the highest whose conditions held then, or at the same time of one of
 * the `keepingDays` days before, as long as he was a member already. It follows from the facts alone and from no earlier
 * answer, so that facts that come late change it as if they had been there from the start.
 *
 * Going back day by day, a member can come to a higher tier only where an older order comes into the qualifying window, so
 * only those days are looked at: with few orders a year is no dearer than a day.
 */
export function tierOfMember({ joinedAt, orders }: MemberFacts, rules: TierRules, at: number): number {
  const { match, qualifyingDays, keepingDays, tiers } = rules;
  const sums = new OrderSums(orders);
  let highest = 0;
  const look = (daysBack: number): void => {
    const then = at - daysBack * DAY_MS;
    if (then <= joinedAt) return;
    const held = {
      minimumSpend: 0,
      minimumOrderDays: 0,
      minimumTenureDays: Math.floor((then - joinedAt) / DAY_MS),
    };
    const from = sums.placeOf(then - qualifyingDays * DAY_MS);
    const to = sums.placeOf(then);
    held.minimumSpend = sums.spend(from, to);
    held.minimumOrderDays = sums.days(from, to);
    for (let tier = tiers.length - 1; tier > highest; tier--) {
      if (meets(match, tiers[tier]!, held)) highest = tier;
    }
  };
  look(0);
  for (const order of orders) {
    // The fewest days back at which the order's day of entry lies inside the window.
    const daysBack = Math.ceil((at - order.at) / DAY_MS) - qualifyingDays;
    if (daysBack > 0 && daysBack <= keepingDays) look(daysBack);
  }
  return highest;
}

type Held = Readonly<Record<keyof TierConditions, number>>;

function meets(match: TierRules["match"], asked: TierConditions, held: Held): boolean {
  const names = (Object.keys(held) as (keyof TierConditions)[]).filter((name) => asked[name] !== null);
  const isMet = (name: keyof TierConditions): boolean => held[name] >= asked[name]!;
  return match === "ALL" ? names.every(isMet) : names.some(isMet);
}

/** Sums of a run of orders in constant time, and the place of an instant among them in logarithmic time. */
class OrderSums {
  private readonly spent: readonly number[];
  private readonly newDays: readonly number[];

  constructor(private readonly orders: readonly MemberOrder[]) {
    const spent = [0];
    const newDays = [0];
    for (const [place, { day, value }] of orders.entries()) {
      spent.push(spent[place]! + value);
      newDays.push(newDays[place]! + (orders[place - 1]?.day === day ? 0 : 1));
    }
    this.spent = spent;
    this.newDays = newDays;
  }

  /** How many orders were placed before the instant. */
  placeOf(instant: number): number {
    let low = 0;
    let high = this.orders.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.orders[middle]!.at < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  spend(from: number, to: number): number {
    return this.spent[to]! - this.spent[from]!;
  }

  days(from: number, to: number): number {
    if (from === to) return 0;
    const beginsAmidst = this.orders[from - 1]?.day === this.orders[from]!.day;
    return this.newDays[to]! - this.newDays[from]! + (beginsAmidst ? 1 : 0);
  }
}
