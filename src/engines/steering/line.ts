/*
 * Terms of this engine
 *
 * line:        a placement whose money is steered.
 * level:       what a line may spend in an hour of weight 1,000, in minor units; an hour of weight w bears level * w / 1,000.
 * weight:      of an hour, in thousandths of an average one: when people are about, and when the plan wants to be seen.
 * fact:        what a line spent and brought in complete hours; `age` says how long ago they ended.
 * yield:       outcomes per minor unit of money.
 *
 * The guardrails, the first first where they cannot all be kept: the total is never passed; a frozen line stays; a line stays between
 * its floor and its ceiling; and it moves by no more than a share of itself in one step.
 */

/** A count and its money over complete hours. */
export interface LineFact {
  /** Hours since it ended, at least 0. */
  readonly age: number;
  /** Minor units that the line spent. */
  readonly spend: number;
  /** Minor units that it might have spent. */
  readonly budget: number;
  readonly outcomes: number;
}

export interface SteeredLine {
  readonly level: bigint;
  /** What it was given at the start: while the yields are alike, it goes back there. */
  readonly planned: bigint;
  readonly floor: bigint;
  /** Null: none. */
  readonly ceiling: bigint | null;
  readonly isFrozen: boolean;
  /** Empty: nothing is known of it, and it keeps its level. */
  readonly facts: readonly LineFact[];
}
