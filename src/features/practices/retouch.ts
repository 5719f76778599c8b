import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { Stage } from "../assets";
import { exposedWithin, orderedWithin } from "./practice-rules";

/** Whom to touch again. */
export interface RetouchChoice {
  readonly days: number;
  /** Any of them; none: in whatever stage, or in none. */
  readonly stages: readonly Stage[];
  /** Not touched off site in the last so many days; 0: whenever. */
  readonly restDays: number;
  /** Met there, so that it can reach them; null: wherever. */
  readonly platform: string | null;
}

/** Exposed off site in the days and without an order in them. */
export const retainedRules = (days: number): RuleInput => ({
  allOf: [exposedWithin(days), { not: orderedWithin(days) }],
});

export const reachableOn = (platform: string): RuleInput => ({ reachable: { platforms: [platform] } });

export const retouchRules = ({ days, stages, restDays, platform }: RetouchChoice): RuleInput => ({
  allOf: [
    exposedWithin(days),
    { not: orderedWithin(days) },
    ...(stages.length === 0 ? [] : [{ stage: { in: stages } }]),
    ...(restDays === 0 ? [] : [{ not: exposedWithin(restDays) }]),
    ...(platform === null ? [] : [reachableOn(platform)]),
  ],
});

/** Upper ends of the ages of a last touch, in days: the last end is the window's. */
const AGES = [1, 3, 7, 14, 30, 90] as const;

export const touchAges = (days: number): readonly number[] => [...AGES.filter((age) => age < days), days];
