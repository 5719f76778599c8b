import { DateTime } from "luxon";
import type { ProblemList } from "../../platform/user-error";
import { type FlightPlan, MAX_FLIGHT_DAYS, MAX_HOUR_WEIGHT } from "./flight";

/** More than any medium delivers: a greater number is no plan. */
const MAX_AMOUNT = 10n ** 15n;

/** What a plan must hold by itself; `path` leads to it in the mutation's arguments. */
export function checkFlight(problems: ProblemList, plan: FlightPlan, path: readonly string[]): void {
  const { startsOn, endsOn, impressions, costMinor } = plan;
  const days = DateTime.fromISO(endsOn).diff(DateTime.fromISO(startsOn), "days").days + 1;
  if (days < 1 || days > MAX_FLIGHT_DAYS)
    problems.add(
      "INVALID_INPUT",
      [...path, "endsOn"],
      `endsOn must be startsOn (${startsOn}) or one of the ${MAX_FLIGHT_DAYS - 1} days after it, but got ${endsOn}.`,
    );
  checkHourWeights(problems, plan.hourWeights, [...path, "hourWeights"]);
  if (impressions === null && costMinor === null)
    problems.add(
      "INVALID_INPUT",
      [...path, "plannedImpressions"],
      "A flight must plan impressions or a cost, but got neither; say at least one.",
    );
  if (impressions !== null && (impressions <= 0n || impressions > MAX_AMOUNT))
    problems.add(
      "INVALID_INPUT",
      [...path, "plannedImpressions"],
      `plannedImpressions must be 1 to ${MAX_AMOUNT}, but got ${impressions}.`,
    );
}

/** 24 whole numbers in thousandths of an average hour, not all of them 0; null: all hours alike. */
export function checkHourWeights(
  problems: ProblemList,
  hourWeights: readonly number[] | null,
  path: readonly string[],
): void {
  if (hourWeights === null) return;
  const isFit =
    hourWeights.length === 24 &&
    hourWeights.every((weight) => weight >= 0 && weight <= MAX_HOUR_WEIGHT) &&
    hourWeights.some((weight) => weight > 0);
  if (isFit) return;
  problems.add(
    "INVALID_INPUT",
    path,
    `hourWeights must be 24 numbers from 0 to ${MAX_HOUR_WEIGHT}, not all of them 0, but got ${hourWeights.length}: ${hourWeights.slice(0, 24).join(", ")}.`,
  );
}
