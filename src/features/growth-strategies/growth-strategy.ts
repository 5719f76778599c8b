import type { TestResult } from "../../engines/experiment/fixed-horizon";
import type { Metric, UnknownReason } from "../experiments";

/*
 * Terms of this feature
 *
 * strategy:   what a brand tries in order to grow: its objective, and along which dimensions it acts.
 * measured:   the effect of the strategy's variant against the control on the primary metric of its experiment. Nothing else counts
 *             as an effect, least of all what somebody says of it.
 * comparable: measured by the same metric; only such strategies are ranked beside each other.
 */

export const strategyObjectives = [
  "NEW_AWARE",
  "NEW_APPEAL",
  "NEW_ACT",
  "NEW_ADVOCATE",
  "CONVERSIONS",
  "VALUE",
  "REPURCHASE",
] as const;
export type StrategyObjective = (typeof strategyObjectives)[number];

export const strategyDimensions = [
  "CROWD",
  "CHANNEL",
  "CREATIVE",
  "PRODUCT",
  "OFFER",
  "TIMING",
  "KEYWORD",
  "MEMBERSHIP",
] as const;
export type StrategyDimension = (typeof strategyDimensions)[number];

export const MAX_DIMENSIONS = 20;
/** As many as one answer ranks. */
export const MAX_STRATEGIES = 100;

export interface DimensionValue {
  readonly dimension: StrategyDimension;
  readonly value: string;
}

export interface NewStrategy {
  readonly brandId: number;
  readonly name: string;
  readonly objective: StrategyObjective;
  readonly dimensions: readonly DimensionValue[];
  readonly campaignId: string | null;
  readonly experimentId: string | null;
  readonly variant: string | null;
}

export interface GrowthStrategy extends NewStrategy {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
}

export type UnmeasuredReason = UnknownReason | "NO_EXPERIMENT" | "NOT_STARTED";

export interface MeasuredStrategy {
  readonly strategy: GrowthStrategy;
  /** Null without an experiment. */
  readonly metric: Metric | null;
  /** Relative to the control; null with a reason. */
  readonly effect: TestResult | null;
  readonly reason: UnmeasuredReason | null;
}
