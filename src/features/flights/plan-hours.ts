import { DateTime } from "luxon";
import type { Period } from "../campaigns";
import type { DeliveryShape } from "./flight";

export const HOUR_MS = 3_600_000;
const AVERAGE = 1_000;

/** The hours of a plan: when each begins, and what it is worth in thousandths of an average one. */
export interface PlanHours {
  readonly starts: readonly number[];
  readonly weights: readonly number[];
  /** The day of the zone that each lies in, e.g. 2025-10-21. */
  readonly days: readonly string[];
}

/** First instants of the first day and of the day after the last. */
export function windowOfDays(startsOn: string, endsOn: string, zone: string): Period {
  return {
    from: DateTime.fromISO(startsOn, { zone }).toJSDate(),
    to: DateTime.fromISO(endsOn, { zone }).plus({ days: 1 }).toJSDate(),
  };
}

/** A shape falls or rises in equal steps from day to day, between one and a half times an average day and half of one. */
export function planHours(
  { from, to }: Period,
  zone: string,
  { shape, hourWeights }: { readonly shape: DeliveryShape; readonly hourWeights: readonly number[] | null },
): PlanHours {
  const [starts, days, hours]: [number[], string[], number[]] = [[], [], []];
  for (let start = from.getTime(); start < to.getTime(); start += HOUR_MS) {
    const local = DateTime.fromMillis(start, { zone });
    starts.push(start);
    days.push(local.toISODate()!);
    hours.push(local.hour);
  }
  const places = new Map([...new Set(days)].map((day, place) => [day, place]));
  const last = places.size - 1;
  const weightOfDay = (place: number): number => {
    if (shape === "EVEN" || last === 0) return 1;
    return shape === "FRONT_LOADED" ? 1.5 - place / last : 0.5 + place / last;
  };
  const weights = hours.map((hour, index) =>
    Math.round(weightOfDay(places.get(days[index]!)!) * (hourWeights?.[hour] ?? AVERAGE)),
  );
  return { starts, weights, days };
}
