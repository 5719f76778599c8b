import { MIN_PEERS } from "../benchmarks";
import { type CampaignMetric, campaignMetrics, metricUnits } from "../campaign-targets";
import { type PlaybookContent, undated } from "../playbooks";

/*
 * Terms of this feature
 *
 * template: what a playbook does, without anything that tells whose it is, for every organisation to adopt. Its author is kept
 *           beside it, for the author alone.
 * result:   what campaigns of other organisations made of it: a mean over one campaign of each, never of fewer than MIN_PEERS.
 */

export interface PlaybookTemplate {
  readonly id: string;
  readonly title: string;
  readonly categoryId: number;
  readonly content: PlaybookContent;
  /** Day only. */
  readonly sharedOn: Date;
}

/** What results are told of: shares, which are comparable between brands of any size. */
export const resultMetrics: readonly CampaignMetric[] = campaignMetrics.filter(
  (metric) => metricUnits[metric] === "RATIO" && metric !== "PRIVATE_DOMAIN_MATCH_RATE",
);

/** Shares of cost are told in steps of this: exact ones would be a fingerprint of the bill. */
const COST_STEPS = 20;

/** Names, dates, keys and bills taken out. What rules name is the caller's to refuse. */
export function anonymise(content: PlaybookContent): PlaybookContent {
  const { window, zone, steps, placements, packs, strategies, frequency } = undated(content);
  return {
    ...{ window, zone, steps },
    packs: packs.map(({ rules }, place) => ({ packId: null, name: `Pack ${place + 1}`, rules })),
    placements: placements.map(({ platform, site, step, objective, pack, costShare }, place) => ({
      ...{ name: `Placement ${place + 1}`, platform, site, step, objective, pack },
      costShare: costShare === null ? null : Math.round(costShare * COST_STEPS) / COST_STEPS,
    })),
    strategies: strategies.map(({ crowds }, place) => ({
      name: `Crowd strategy ${place + 1}`,
      crowds: crowds.map(({ priority, objective, channels, bidMultiplier, frequencyCap }) => ({
        ...{ priority, name: `Crowd ${priority}`, objective, channels, bidMultiplier, frequencyCap },
        creativeGroup: null,
      })),
    })),
    frequency: frequency && { verdict: frequency.verdict, from: frequency.from, to: frequency.to },
  };
}

/** The first review of a campaign of a template that an organisation published as final; figures by metric, those known. */
export interface FirstReview {
  readonly figures: Partial<Readonly<Record<CampaignMetric, number>>>;
}

export interface TemplateResult {
  readonly metric: CampaignMetric;
  /** How many organisations' campaigns; null with too few. */
  readonly organisations: number | null;
  readonly mean: number | null;
}

/**
 * Means over organisations in the order in which they published. Only whole blocks of MIN_PEERS count, each organisation's first
 * review alone: a mean changes when MIN_PEERS more have joined, so no two answers differ by one of them.
 */
export function resultsOf(reviews: readonly FirstReview[]): readonly TemplateResult[] {
  return resultMetrics.map((metric) => {
    const known = reviews.flatMap(({ figures }) => figures[metric] ?? []);
    const told = known.slice(0, Math.floor(known.length / MIN_PEERS) * MIN_PEERS);
    if (told.length === 0) return { metric, organisations: null, mean: null };
    const mean = told.reduce((sum, value) => sum + value, 0) / told.length;
    return { metric, organisations: told.length, mean: Math.round(mean * 1000) / 1000 };
  });
}
