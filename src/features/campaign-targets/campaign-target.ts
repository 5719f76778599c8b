import type { CampaignStep } from "../campaigns";
import { type CampaignMetric, isLessBetter } from "./campaign-metric";

/** What a campaign, or one step of it, is to come to (V16, V55). */
export interface CampaignTarget {
  readonly metric: CampaignMetric;
  /** Null: the whole campaign. */
  readonly step: CampaignStep | null;
  /** In the metric's unit; above 0. */
  readonly target: number;
  /** Who answers for it, in words. */
  readonly owner: string;
  /** A day of the brand's zone. */
  readonly dueOn: string;
  /** Of PRIVATE_DOMAIN_MATCH_RATE: whose people are matched; null for every other metric. */
  readonly sourceId: number | null;
}

export interface CampaignTargets {
  readonly campaignId: string;
  /** Counts up with every change. */
  readonly version: number;
  readonly changedAt: Date;
  readonly targets: readonly CampaignTarget[];
}

export const MAX_TARGETS = 50;

/** actual / target, or target / actual where less is better: 1 and above is attained. Null without a figure, or from 0. */
export function attainmentOf(metric: CampaignMetric, target: number, actual: number | null): number | null {
  if (actual === null) return null;
  if (!isLessBetter(metric)) return actual / target;
  return actual > 0 ? target / actual : null;
}
