import type { RuleInput } from "../../engines/segmentation/rule-input";
import { ProblemList } from "../../platform/user-error";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { exposedWithin, onSite } from "./practice-rules";

/** Whom to chase. */
export interface ChaseChoice {
  readonly days: number;
  /** How long somebody is given to arrive after a touch. */
  readonly waitHours: number;
  /** Whom so many touches did not bring, no more touches will. */
  readonly maxTouches: number;
}

/** Thirty days: the longest look-back of a rule in hours. */
export const MAX_WAIT_HOURS = 720;
export const MAX_TOUCHES = 100;

export const arrivedRules = (days: number): RuleInput => ({ allOf: [exposedWithin(days), onSite("OWN", days)] });

export const saturatedRules = ({ days, maxTouches }: ChaseChoice): RuleInput => ({
  allOf: [{ frequency: { min: maxTouches, within: { days } } }, { not: onSite("OWN", days) }],
});

/** Touched so lately that they may still arrive. */
export const waitingRules = (choice: ChaseChoice): RuleInput => ({
  allOf: [...fewTouchesAndNoArrival(choice), touchedLately(choice)],
});

export const chaseRules = (choice: ChaseChoice): RuleInput => ({
  allOf: [...fewTouchesAndNoArrival(choice), { not: touchedLately(choice) }],
});

const fewTouchesAndNoArrival = ({ days, maxTouches }: ChaseChoice): readonly RuleInput[] => [
  { frequency: { min: 1, max: maxTouches - 1, within: { days } } },
  { not: onSite("OWN", days) },
];

const touchedLately = ({ waitHours }: ChaseChoice): RuleInput => ({
  frequency: { min: 1, within: { hours: waitHours } },
});

export function checkChase({ days, waitHours, maxTouches }: ChaseChoice, path: readonly string[]): ProblemList {
  const problems = new ProblemList();
  const refuse = (field: string, message: string): void => problems.add("INVALID_INPUT", [...path, field], message);
  if (days < 1 || days > MAX_WINDOW_DAYS) refuse("days", `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
  const most = Math.min(MAX_WAIT_HOURS, 24 * days);
  if (waitHours < 1 || waitHours > most)
    refuse("waitHours", `waitHours must be 1 to ${most}, no longer than the days, but got ${waitHours}.`);
  if (maxTouches < 2 || maxTouches > MAX_TOUCHES)
    refuse(
      "maxTouches",
      `maxTouches must be 2 to ${MAX_TOUCHES}, but got ${maxTouches}; with 1 nobody could be chased.`,
    );
  return problems;
}
