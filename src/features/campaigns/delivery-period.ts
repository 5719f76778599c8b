import { DateTime } from "luxon";
import type { Period } from "./campaign";
import type { DeliveryGrain } from "./delivery";

const HOUR_MS = 3_600_000;

export interface DeliveryPeriod {
  readonly grain: DeliveryGrain;
  readonly day: Period;
}

/** The one hour or one day of the zone that the period is, or null. Days of 23 and 25 hours are days. */
export function readDeliveryPeriod({ from, to }: Period, zone: string): DeliveryPeriod | null {
  const start = DateTime.fromJSDate(from, { zone });
  const midnight = start.startOf("day");
  const day: Period = { from: midnight.toJSDate(), to: midnight.plus({ days: 1 }).startOf("day").toJSDate() };
  if (+from === +day.from && +to === +day.to) return { grain: "DAY", day };
  const isHour = +start === +start.startOf("hour") && +to - +from === HOUR_MS;
  return isHour ? { grain: "HOUR", day } : null;
}
