import type { LineLimit } from "../../engines/steering/decide-hour";
import type { Pacing } from "../../engines/steering/pacing";
import type { Period } from "../campaigns";

/*
 * Terms of this feature
 *
 * plan:      money for some placements of a campaign until an instant, and how it may be moved between them.
 * line:      a placement of a plan, with floor, ceiling, and whether it is frozen.
 * level:     what a line may spend in an average hour; an hour of weight w (thousandths) bears level * w / 1,000. It holds from a
 *            whole hour on, so an hour has one level.
 * decision:  levels for the hours from the next whole one on, with all that they were made of. It is made on a version of the plan and
 *            can be applied to that one only.
 *
 *     PROPOSED -- approve --> APPROVED -- apply --> APPLIED -- roll back --> ROLLED_BACK
 *        |                       |
 *        +-- reject, or a newer one is proposed --> REJECTED, SUPERSEDED
 *
 * A plan has at most one decision that is PROPOSED or APPROVED, and the newest APPLIED one alone can be rolled back.
 *
 * The total is never passed: what was spent in complete hours, what the others might cost by their levels, and the levels times
 * all hours that are left stay within it, whether or not another decision follows.
 */

export const steeringOutcomes = ["CLICKS", "IMPRESSIONS", "ORDERS"] as const;
export type SteeringOutcome = (typeof steeringOutcomes)[number];

export const steeringModes = ["MANUAL", "AUTOMATIC"] as const;
export type SteeringMode = (typeof steeringModes)[number];

export const decisionStates = ["PROPOSED", "APPROVED", "APPLIED", "ROLLED_BACK", "REJECTED", "SUPERSEDED"] as const;
export type DecisionState = (typeof decisionStates)[number];

export const MAX_STEERED_LINES = 100;
export const MAX_LISTED_PLANS = 50;
/** Longest plan: what one answer of facts can hold. */
export const MAX_PLAN_DAYS = 92;
/** Hours of facts that a decision looks at: a week, so that every day of it is in it once. */
export const HISTORY_HOURS = 168;
/** Hours in which a fact loses half of its weight: what sold two days ago counts half. */
export const HALF_LIFE_HOURS = 48;

export interface SteeringLine {
  readonly placementId: string;
  /** Minor units an average hour, when the plan was made. */
  readonly planned: bigint;
  readonly floor: bigint;
  /** Null: none. */
  readonly ceiling: bigint | null;
  readonly isFrozen: boolean;
}

export interface SteeringLevel {
  readonly placementId: string;
  readonly validFrom: Date;
  readonly level: bigint;
}

export interface SteeringPlan {
  readonly id: string;
  readonly campaignId: string;
  readonly name: string;
  readonly window: Period;
  readonly total: bigint;
  readonly currencyCode: string;
  readonly outcome: SteeringOutcome;
  /** How old a contact may be at the order; null: of another outcome. */
  readonly lookbackDays: number | null;
  readonly hourWeights: readonly number[] | null;
  readonly lateHours: number;
  readonly maxStepPercent: number;
  readonly seed: number;
  readonly mode: SteeringMode;
  readonly version: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly lines: readonly SteeringLine[];
  /** All that ever held, oldest first. */
  readonly levels: readonly SteeringLevel[];
}

/** What a decision says of a line, and why. Money in minor units, as text where it is exact. */
export interface LineEvidence {
  readonly placementId: string;
  readonly before: string;
  readonly after: string;
  readonly limit: LineLimit;
  readonly completeUntil: string;
  /** End of the last hour that was looked at; absent in older decisions: `completeUntil`. */
  readonly outcomesUntil?: string;
  /** Complete hours that were looked at, their spend and their outcomes; null: too few people are behind these. */
  readonly hours: number;
  readonly spend: string;
  readonly outcomes: string | null;
  readonly use: number | null;
  /** Outcomes per major unit. */
  readonly yield: { readonly value: number; readonly low: number; readonly high: number };
  readonly drawnYield: number;
  readonly chanceToBeBest: number;
}

export interface DecisionEvidence {
  readonly seed: number;
  readonly spent: string;
  readonly reserved: string;
  readonly left: string;
  readonly weightLeft: number;
  readonly target: string;
  readonly pacing: Pacing;
  readonly pacedUntil: string;
  readonly lines: readonly LineEvidence[];
}

export interface DecisionChange {
  readonly version: number;
  readonly change: DecisionState;
  readonly reason: string | null;
  readonly isAutomatic: boolean;
  readonly accessKeyId: string;
  readonly changedAt: Date;
}

export interface HourlyDecision {
  readonly id: string;
  readonly planId: string;
  readonly state: DecisionState;
  readonly version: number;
  readonly planVersion: number;
  readonly appliedPlanVersion: number | null;
  /** Figures that were imported later do not count in it. */
  readonly knownAt: Date;
  readonly effectiveFrom: Date;
  readonly evidence: DecisionEvidence;
  /** When touchpoints before the hours that it looked at came or went; null: none did, or it looked at none. */
  readonly outdatedAt: Date | null;
  readonly createdAt: Date;
  readonly changes: readonly DecisionChange[];
}
