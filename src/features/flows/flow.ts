import type { Stage } from "../assets";

/*
 * Terms of this feature
 *
 * start:       where people stood at the first instant of a window.
 * attained:    the deepest stage at any instant of the window (StageReach); whoever rose and fell back attained it.
 * flow:        of the people of one start, those who attained at least a stage, or who stood in none at the window's end (lost).
 * met:         had a touchpoint of the brand in the look-back of its rules (the universe).
 * lapsed:      met, and in no stage.
 */

export const flowStarts = ["LAPSED", "AWARE", "APPEAL", "AWARE_OR_APPEAL", "ACT", "ANY_STAGE"] as const;
export type FlowStart = (typeof flowStarts)[number];

/** `to` null: in no stage at the end. */
export interface Flow {
  readonly from: FlowStart;
  readonly to: Stage | null;
}

/** Every flow that is told, in the order of the answer. */
export const flows: readonly Flow[] = [
  { from: "LAPSED", to: "AWARE" },
  { from: "LAPSED", to: "APPEAL" },
  { from: "LAPSED", to: "ACT" },
  { from: "LAPSED", to: "ADVOCATE" },
  { from: "AWARE", to: "APPEAL" },
  { from: "AWARE", to: "ACT" },
  { from: "AWARE", to: "ADVOCATE" },
  { from: "APPEAL", to: "ACT" },
  { from: "APPEAL", to: "ADVOCATE" },
  { from: "AWARE_OR_APPEAL", to: "ACT" },
  { from: "AWARE_OR_APPEAL", to: "ADVOCATE" },
  { from: "ACT", to: "ADVOCATE" },
  { from: "ANY_STAGE", to: null },
];
