import type { MemberFacts } from "../../src/engines/membership/tier-of-member";
import type { TierRules } from "../../src/engines/membership/tier-rules";

const DAY_MS = 86_400_000;

/** The tier by its words: every day of the keeping period is looked at, and every order on each of them. */
export function slowTierOfMember({ joinedAt, orders }: MemberFacts, rules: TierRules, at: number): number {
  let highest = 0;
  for (let daysBack = 0; daysBack <= rules.keepingDays; daysBack++) {
    const then = at - daysBack * DAY_MS;
    if (then <= joinedAt) continue;
    const counted = orders.filter((order) => order.at >= then - rules.qualifyingDays * DAY_MS && order.at < then);
    const spend = counted.reduce((sum, { value }) => sum + value, 0);
    const orderDays = new Set(counted.map(({ day }) => day)).size;
    const tenure = Math.floor((then - joinedAt) / DAY_MS);
    for (const [place, { minimumSpend, minimumOrderDays, minimumTenureDays }] of rules.tiers.entries()) {
      if (place === 0) continue;
      const told: boolean[] = [];
      if (minimumSpend !== null) told.push(spend >= minimumSpend);
      if (minimumOrderDays !== null) told.push(orderDays >= minimumOrderDays);
      if (minimumTenureDays !== null) told.push(tenure >= minimumTenureDays);
      if (rules.match === "ALL" ? told.every(Boolean) : told.some(Boolean)) highest = Math.max(highest, place);
    }
  }
  return highest;
}
