export { checkHourWeights } from "./check-flight";
export { MAX_HOUR_WEIGHT } from "./flight";
export { completeEnd, hoursBetween } from "./flight-facts";
export { HOUR_MS, type PlanHours, planHours } from "./plan-hours";
