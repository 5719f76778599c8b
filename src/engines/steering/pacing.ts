import { InvalidInputError } from "../numeric/invalid-input";

/** Delivered within this share of what was planned is on plan. */
export const PACE_TOLERANCE = 0.1;
/** Complete hours from which the rest is projected: a day, so that every hour of the day is in it once. */
export const PROJECTION_HOURS = 24;
/** Of a two-sided interval of 95 %. */
const Z = 1.959963984540054;

/** NO_PLAN: of this measure; NOT_BEGUN: no hour of it is over; NO_FACTS: hours are, and none is complete. */
export const pacingStates = ["NO_PLAN", "NOT_BEGUN", "NO_FACTS", "UNDER", "ON_PLAN", "OVER"] as const;
export type PacingState = (typeof pacingStates)[number];

/**
 * Why it is not on plan. SILENT: at least half of what is missing was planned for complete hours in which nothing was delivered;
 * SLOW: it is missing from hours that delivered; FAST: hours delivered more than planned; NOT_REPORTED: nothing is complete.
 */
export const pacingReasons = ["SILENT", "SLOW", "FAST", "NOT_REPORTED"] as const;
export type PacingReason = (typeof pacingReasons)[number];

export interface PacingInput {
  /** What each hour of the plan is worth, from its first on; at least 0. */
  readonly weights: readonly number[];
  /** Null: nothing was planned. */
  readonly total: number | null;
  /** What each complete hour delivered, from the first on. */
  readonly delivered: readonly number[];
  /** Hours of the plan that are over by the clock. */
  readonly hoursOver: number;
}

export interface Pacing {
  readonly state: PacingState;
  /** Null on plan and where no state of pacing can be told. */
  readonly reason: PacingReason | null;
  /** Until the last complete hour; null: nothing was planned. */
  readonly planned: number | null;
  readonly delivered: number;
  /** Delivered over planned; null where nothing was planned so far. */
  readonly ratio: number | null;
  /** Complete hours that were worth something and delivered nothing. */
  readonly silentHours: number;
  /** When the plan ends, if the rest runs as the last {@link PROJECTION_HOURS} complete hours did; null: too few. */
  readonly projected: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** How far a plan is delivered. The projection's interval is that of a ratio of sums by linearisation (Cochran 1977, section 6.4). */
export function pace(input: PacingInput): Pacing {
  assertInput(input);
  const { weights, total, delivered: hours } = input;
  const delivered = sumOf(hours);
  const planOf = plannedHours(weights, total);
  if (planOf === null) return { ...NOTHING, state: "NO_PLAN", delivered };
  const plan = planOf.slice(0, hours.length);
  const planned = sumOf(plan);
  const ratio = planned > 0 ? delivered / planned : null;
  const silent = plan.flatMap((amount, hour) => (amount > 0 && hours[hour] === 0 ? [amount] : []));
  const figures = { planned, delivered, ratio, silentHours: silent.length };
  const projected = project(plan, hours, total! - planned, delivered);
  if (ratio === null) {
    const isDue = input.hoursOver > 0;
    return { ...figures, projected, state: isDue ? "NO_FACTS" : "NOT_BEGUN", reason: isDue ? "NOT_REPORTED" : null };
  }
  if (ratio > 1 + PACE_TOLERANCE) return { ...figures, projected, state: "OVER", reason: "FAST" };
  if (ratio >= 1 - PACE_TOLERANCE) return { ...figures, projected, state: "ON_PLAN", reason: null };
  const isSilent = sumOf(silent) >= (planned - delivered) / 2;
  return { ...figures, projected, state: "UNDER", reason: isSilent ? "SILENT" : "SLOW" };
}

/** What each hour is to deliver; null: nothing was planned. */
export function plannedHours(weights: readonly number[], total: number | null): readonly number[] | null {
  const whole = sumOf(weights);
  return total === null || whole === 0 ? null : weights.map((weight) => (total * weight) / whole);
}

const NOTHING = { reason: null, planned: null, ratio: null, silentHours: 0, projected: null };

function project(
  plan: readonly number[],
  hours: readonly number[],
  rest: number,
  delivered: number,
): Pacing["projected"] {
  const recent = plan.slice(-PROJECTION_HOURS);
  const actual = hours.slice(-PROJECTION_HOURS);
  const base = sumOf(recent);
  if (base === 0 || recent.length < 2) return null;
  const ratio = sumOf(actual) / base;
  const squares = recent.reduce((sum, amount, hour) => sum + (actual[hour]! - ratio * amount) ** 2, 0);
  const error = Math.sqrt((recent.length * squares) / (recent.length - 1)) / base;
  const at = (share: number): number => delivered + Math.max(0, share) * rest;
  return { value: at(ratio), low: at(ratio - Z * error), high: at(ratio + Z * error) };
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

function assertInput({ weights, delivered }: PacingInput): void {
  if (weights.some((weight) => !(weight >= 0)))
    throw new InvalidInputError("Every weight must be at least 0; correct the shape of the plan.");
  if (delivered.length > weights.length)
    throw new InvalidInputError(
      `A plan of ${weights.length} hours must have at most as many complete hours but got ${delivered.length}.`,
    );
}
