import { ProblemList } from "../../platform/user-error";
import { type CampaignWithPlacements, checkName, type Period } from "../campaigns";
import { checkHourWeights, HOUR_MS } from "../flights";
import { MAX_PLAN_DAYS, MAX_STEERED_LINES, type SteeringLine, type SteeringOutcome } from "./steering";

/** As it was asked for; money in minor units. */
export interface NewSteeringPlan {
  readonly campaignId: string;
  readonly name: string;
  readonly window: Period;
  readonly total: bigint;
  readonly outcome: SteeringOutcome;
  readonly lookbackDays: number | null;
  readonly hourWeights: readonly number[] | null;
  readonly lateHours: number;
  readonly maxStepPercent: number;
  readonly seed: number;
  /** `planned` here is what the line is given of the total. */
  readonly lines: readonly SteeringLine[];
}

export const MAX_LATE_HOURS = 72;
/** As of `Campaign.spendValue`: so that both credit the same orders unless somebody asks otherwise. */
export const DEFAULT_LOOKBACK_DAYS = 14;
export const MAX_LOOKBACK_DAYS = 90;
const MAX_SEED = 2 ** 31 - 1;

/** Every problem of a plan by itself and beside its campaign. */
export function checkPlan(plan: NewSteeringPlan, campaign: CampaignWithPlacements, now: Date): void {
  const problems = new ProblemList();
  const refuse = (field: string, message: string): void => problems.add("INVALID_INPUT", ["input", field], message);
  checkName(problems, plan.name, ["input", "name"]);
  checkWindow(plan.window, campaign.window, now, refuse);
  checkHourWeights(problems, plan.hourWeights, ["input", "hourWeights"]);
  checkLookback(plan, refuse);
  checkRange(refuse, "lateHours", plan.lateHours, 0, MAX_LATE_HOURS);
  checkRange(refuse, "maxStepPercent", plan.maxStepPercent, 1, 100);
  checkRange(refuse, "seed", plan.seed, 1, MAX_SEED);
  if (plan.total <= 0n) refuse("total", "total must be above 0.");
  if (plan.lines.length < 1 || plan.lines.length > MAX_STEERED_LINES)
    refuse("lines", `lines must have 1 to ${MAX_STEERED_LINES} elements, but got ${plan.lines.length}.`);
  const sum = plan.lines.reduce((all, { planned }) => all + planned, 0n);
  if (sum > plan.total)
    refuse(
      "lines",
      `The amounts of the lines must sum to at most the total of ${plan.total} minor units, but sum to ${sum}.`,
    );
  const known = new Set(campaign.placements.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [index, { placementId }] of plan.lines.entries()) {
    const at = ["input", "lines", String(index), "placementId"];
    if (!known.has(placementId))
      problems.add(
        "NOT_FOUND",
        at,
        "placementId must name a placement of the campaign; list them with campaign { placements }.",
      );
    if (seen.has(placementId))
      problems.add("INVALID_INPUT", at, "A placement must be a line once, but this one is there again.");
    seen.add(placementId);
  }
  problems.throwIfAny();
}

/** Floor and ceiling of lines, at `path` of the arguments. */
export function checkBounds(problems: ProblemList, lines: readonly SteeringLine[], path: readonly string[]): void {
  for (const [index, { floor, ceiling }] of lines.entries())
    if (ceiling !== null && floor > ceiling)
      problems.add(
        "INVALID_INPUT",
        [...path, String(index), "ceiling"],
        `ceiling must be at least the floor of ${floor} minor units, but got ${ceiling}.`,
      );
}

function checkWindow(
  { from, to }: Period,
  campaign: Period,
  now: Date,
  refuse: (field: string, message: string) => void,
): void {
  for (const [name, at] of Object.entries({ from, to }))
    if (at.getTime() % HOUR_MS !== 0) refuse(name, `${name} must be a whole hour, but got ${at.toISOString()}.`);
  if (to <= from || to.getTime() - from.getTime() > MAX_PLAN_DAYS * 24 * HOUR_MS)
    refuse("to", `to must lie after from and at most ${MAX_PLAN_DAYS} days later, but got ${to.toISOString()}.`);
  if (from < campaign.from || to > campaign.to)
    refuse(
      "from",
      `The plan must lie within the campaign's window (${campaign.from.toISOString()} to ${campaign.to.toISOString()}).`,
    );
  if (to <= now) refuse("to", `to must lie in the future, but got ${to.toISOString()}.`);
}

function checkLookback(
  { outcome, lookbackDays }: NewSteeringPlan,
  refuse: (field: string, message: string) => void,
): void {
  if (lookbackDays === null) return;
  if (outcome === "ORDERS") checkRange(refuse, "lookbackDays", lookbackDays, 1, MAX_LOOKBACK_DAYS);
  else refuse("lookbackDays", `lookbackDays must be absent unless outcome is ORDERS, but outcome is ${outcome}.`);
}

function checkRange(
  refuse: (field: string, message: string) => void,
  field: string,
  value: number,
  least: number,
  most: number,
): void {
  if (value < least || value > most) refuse(field, `${field} must be ${least} to ${most}, but got ${value}.`);
}
