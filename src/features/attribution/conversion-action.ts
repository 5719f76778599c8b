import type { Stage } from "../assets";

/** What can count as a conversion. */
export const conversionActions = [
  "ORDER",
  "FIRST_ORDER",
  "STAGE_REACHED",
  "VISIT",
  "MEMBER_JOIN",
  "BENEFIT_REDEEM",
] as const;
export type ConversionAction = (typeof conversionActions)[number];

/** A stage goes with STAGE_REACHED and with nothing else. */
export interface Conversion {
  readonly action: ConversionAction;
  readonly stage: Exclude<Stage, "AWARE"> | null;
}
