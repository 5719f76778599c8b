export { checkHourWeights } from "./check-flight";
export { type Flight, MAX_HOUR_WEIGHT } from "./flight";
export type { FlightService } from "./flight.service";
export { completeEnd, hoursBetween } from "./flight-facts";
export { HOUR_MS, type PlanHours, planHours } from "./plan-hours";
