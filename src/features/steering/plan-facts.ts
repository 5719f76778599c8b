import type { LineFact } from "../../engines/steering/line";
import { type Pacing, pace } from "../../engines/steering/pacing";
import { type TellableOutcomes, tellableOutcomes } from "../../engines/steering/tellable-outcomes";
import type { ReportedDelivery } from "../campaigns";
import { completeEnd, HOUR_MS, hoursBetween, type PlanHours, planHours } from "../flights";
import type { PlanOrders } from "./placement-orders";
import { HISTORY_HOURS, type SteeringLine, type SteeringPlan } from "./steering";

/** What is known of a line in complete hours. */
export interface LineFacts {
  readonly line: SteeringLine;
  /** That holds in the hour from which on a decision holds. */
  readonly level: bigint;
  readonly completeUntil: Date;
  readonly spent: bigint;
  /** What the hours between may have cost: by their levels, or by what was reported of them where that is more. */
  readonly reserved: bigint;
  readonly facts: readonly LineFact[];
  /** The end of the last hour of `facts`: `completeUntil`, or that of complete orders where it is earlier. */
  readonly outcomesUntil: Date;
  /** False: so few people ordered that `facts` hold the most that this can be. */
  readonly isTold: boolean;
}

export interface PlanFacts {
  readonly knownAt: Date;
  /** The next whole hour of the plan: a decision holds from here on. */
  readonly effectiveFrom: Date;
  /** Of the hours from there until the plan ends. */
  readonly weightLeft: number;
  readonly lines: readonly LineFacts[];
  readonly pacing: Pacing;
  readonly pacedUntil: Date;
}

/** `orders` of a plan that is steered by them; null: only its money is asked for, and its lines have no facts. */
export function planFacts(
  plan: SteeringPlan,
  zone: string,
  { reported, orders }: { readonly reported: readonly ReportedDelivery[]; readonly orders: PlanOrders | null },
  knownAt: Date,
): PlanFacts {
  const { window } = plan;
  const hours = planHours(window, zone, { shape: "EVEN", hourWeights: plan.hourWeights });
  const next = Math.ceil(knownAt.getTime() / HOUR_MS) * HOUR_MS;
  const effectiveFrom = new Date(Math.min(Math.max(next, window.from.getTime()), window.to.getTime()));
  const lines = plan.lines.map((line) => {
    const own = reported.filter(({ placementId }) => placementId === line.placementId);
    return lineFacts(plan, line, hours, { reported: own, orders }, { knownAt, effectiveFrom });
  });
  return {
    ...{ knownAt, effectiveFrom, lines },
    weightLeft: hours.weights.slice(hoursBetween(window.from, effectiveFrom)).reduce((sum, weight) => sum + weight, 0),
    ...pacingOf(plan, hours, lines, reported, knownAt),
  };
}

/** The level of a line in the hour that begins at an instant. */
export function levelAt({ levels }: SteeringPlan, placementId: string, start: number): bigint {
  let level = 0n;
  for (const one of levels) if (one.placementId === placementId && one.validFrom.getTime() <= start) level = one.level;
  return level;
}

function lineFacts(
  plan: SteeringPlan,
  line: SteeringLine,
  hours: PlanHours,
  { reported, orders }: { readonly reported: readonly ReportedDelivery[]; readonly orders: PlanOrders | null },
  { knownAt, effectiveFrom }: { readonly knownAt: Date; readonly effectiveFrom: Date },
): LineFacts {
  const { window, lateHours } = plan;
  const completeUntil = completeEnd(reported, window, { asOf: knownAt, lateHours });
  const budgets = hours.starts.map(
    (start, hour) => (levelAt(plan, line.placementId, start) * BigInt(hours.weights[hour]!)) / 1_000n,
  );
  const [complete, now] = [hoursBetween(window.from, completeUntil), hoursBetween(window.from, effectiveFrom)];
  const outcomesUntil =
    plan.outcome === "ORDERS" ? earlier(completeUntil, orders?.until ?? window.from) : completeUntil;
  const last = hoursBetween(window.from, outcomesUntil);
  const byEnd = new Map(reported.map((report) => [hoursBetween(window.from, report.to) - 1, report]));
  const known = Array.from({ length: Math.min(last, HISTORY_HOURS) }, (_, place) => {
    const hour = Math.max(0, last - HISTORY_HOURS) + place;
    return { hour, report: byEnd.get(hour), spend: Number(byEnd.get(hour)?.costMinor ?? 0n) };
  });
  const { outcomes, isTold } = outcomesOf(plan, line, known, orders);
  const facts = known.map(
    ({ hour, spend }, place): LineFact => ({
      ...{ age: now - hour - 1, spend, budget: Number(budgets[hour]!), outcomes: outcomes[place]! },
    }),
  );
  const costOf = (isWanted: (report: ReportedDelivery) => boolean): bigint =>
    reported.reduce((sum, report) => (isWanted(report) ? sum + report.costMinor : sum), 0n);
  const planned = budgets.slice(complete, now).reduce((sum, budget) => sum + budget, 0n);
  const early = costOf(({ to }) => to > completeUntil);
  return {
    ...{ line, completeUntil, facts, outcomesUntil, isTold },
    level: levelAt(plan, line.placementId, effectiveFrom.getTime()),
    spent: costOf(({ to }) => to <= completeUntil),
    reserved: larger(planned, early),
  };
}

interface KnownHour {
  readonly hour: number;
  readonly report: ReportedDelivery | undefined;
  readonly spend: number;
}

function outcomesOf(
  { outcome }: SteeringPlan,
  { placementId }: SteeringLine,
  known: readonly KnownHour[],
  orders: PlanOrders | null,
): TellableOutcomes {
  if (outcome !== "ORDERS") {
    const count = outcome === "CLICKS" ? "clicks" : "impressions";
    return { outcomes: known.map(({ report }) => Number(report?.[count] ?? 0n)), isTold: true };
  }
  const own = (orders?.lines ?? []).filter((line) => line.placementId === placementId);
  const counted = known.map(({ hour, spend }) => {
    const ofHour = own.filter((line) => line.hour === hour);
    const count = ofHour.reduce((sum, line) => sum + line.orders, 0);
    return { spend, outcomes: count, people: ofHour.flatMap(({ people }) => people) };
  });
  return tellableOutcomes(counted, orders?.smallest ?? 1);
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Until the hour up to which every line that was ever reported is complete. */
function pacingOf(
  { window, total }: SteeringPlan,
  hours: PlanHours,
  lines: readonly LineFacts[],
  reported: readonly ReportedDelivery[],
  knownAt: Date,
): Pick<PlanFacts, "pacing" | "pacedUntil"> {
  const ends = lines.flatMap(({ completeUntil }) => (completeUntil > window.from ? [completeUntil.getTime()] : []));
  const pacedUntil = ends.length === 0 ? window.from : new Date(Math.min(...ends));
  const delivered = new Array<number>(hoursBetween(window.from, pacedUntil)).fill(0);
  for (const { to, costMinor } of reported)
    if (to <= pacedUntil) delivered[hoursBetween(window.from, to) - 1]! += Number(costMinor);
  const hoursOver = hoursBetween(window.from, knownAt < window.to ? knownAt : window.to);
  return { pacedUntil, pacing: pace({ weights: hours.weights, total: Number(total), delivered, hoursOver }) };
}
