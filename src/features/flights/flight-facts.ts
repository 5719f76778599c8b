import { completeUntil } from "../../engines/steering/complete-hours";
import { type Pacing, pace, plannedHours } from "../../engines/steering/pacing";
import type { Period, ReportedDelivery } from "../campaigns";
import type { Flight } from "./flight";
import { LATE_HOURS } from "./flight";
import { HOUR_MS, type PlanHours } from "./plan-hours";

/** A flight with what media reported of it, as it was known at `asOf`. */
export interface FlightFacts {
  readonly flight: Flight;
  readonly currencyCode: string;
  readonly window: Period;
  readonly hours: PlanHours;
  /** All periods inside the window, oldest first. */
  readonly reported: readonly ReportedDelivery[];
  readonly asOf: Date;
  readonly completeUntil: Date;
}

export interface PacedFlight {
  /** Hours that are over and past the time for late reports, and not complete. */
  readonly unreportedHours: number;
  readonly impressions: Pacing;
  /** In minor units. */
  readonly cost: Pacing;
}

/** The plan and its delivery, both added up from the flight's start. */
export interface CurvePoint {
  readonly to: Date;
  readonly plannedImpressions: number | null;
  readonly plannedCost: number | null;
  /** Null where the hours before are not complete yet. */
  readonly impressions: number | null;
  readonly cost: number | null;
}

export function completeEnd(
  reported: readonly ReportedDelivery[],
  { from, to }: Period,
  { asOf, lateHours }: { readonly asOf: Date; readonly lateHours: number },
): Date {
  const periods = reported.map((period) => ({ from: period.from.getTime(), to: period.to.getTime() }));
  const bounds = { from: from.getTime(), to: to.getTime(), now: asOf.getTime(), lateHours };
  return new Date(completeUntil(periods, bounds));
}

export function paceFlight(facts: FlightFacts): PacedFlight {
  const { flight, hours, window, asOf } = facts;
  const over = hoursBetween(window.from, new Date(Math.min(asOf.getTime(), window.to.getTime())));
  const due = hoursBetween(window.from, new Date(Math.min(asOf.getTime() - LATE_HOURS * HOUR_MS, window.to.getTime())));
  const paceOf = (total: bigint | null, delivered: readonly number[]): Pacing =>
    pace({ weights: hours.weights, total: total === null ? null : Number(total), delivered, hoursOver: over });
  return {
    unreportedHours: Math.max(0, due - hoursBetween(window.from, facts.completeUntil)),
    impressions: paceOf(
      flight.impressions,
      deliveredHours(facts, ({ impressions }) => Number(impressions)),
    ),
    cost: paceOf(
      flight.costMinor,
      deliveredHours(facts, ({ costMinor }) => Number(costMinor)),
    ),
  };
}

/** Points at the ends of the hours or of the days from `from` until `to`. */
export function curveOf(facts: FlightFacts, grain: "HOUR" | "DAY", { from, to }: Period): readonly CurvePoint[] {
  const { flight, hours } = facts;
  const running = (values: readonly number[]): readonly number[] => {
    let sum = 0;
    return values.map((value) => {
      sum += value;
      return sum;
    });
  };
  const planned = (total: bigint | null): readonly number[] | null => {
    const amounts = plannedHours(hours.weights, total === null ? null : Number(total));
    return amounts === null ? null : running(amounts);
  };
  const [plannedImpressions, plannedCost] = [planned(flight.impressions), planned(flight.costMinor)];
  const delivered = {
    impressions: running(deliveredHours(facts, ({ impressions }) => Number(impressions))),
    cost: running(deliveredHours(facts, ({ costMinor }) => Number(costMinor))),
  };
  return hours.starts.flatMap((start, hour): CurvePoint[] => {
    if (start < from.getTime() || start >= to.getTime()) return [];
    if (grain === "DAY" && hours.days[hour] === hours.days[hour + 1]) return [];
    return [
      {
        to: new Date(start + HOUR_MS),
        plannedImpressions: plannedImpressions?.[hour] ?? null,
        plannedCost: plannedCost?.[hour] ?? null,
        impressions: delivered.impressions[hour] ?? null,
        cost: delivered.cost[hour] ?? null,
      },
    ];
  });
}

/** What came in the complete hours; a report of a whole day comes in its last hour, as nobody says of which it is. */
function deliveredHours(
  { reported, window, completeUntil: end }: FlightFacts,
  amountOf: (report: ReportedDelivery) => number,
): readonly number[] {
  const amounts = new Array<number>(hoursBetween(window.from, end)).fill(0);
  for (const report of reported)
    if (report.to <= end) amounts[hoursBetween(window.from, report.to) - 1]! += amountOf(report);
  return amounts;
}

export const hoursBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / HOUR_MS));
