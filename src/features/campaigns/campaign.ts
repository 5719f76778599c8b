/*
 * Terms of this feature
 *
 * campaign:     what a brand runs in a window of time; touchpoints name it by its code.
 * step:         one of the five links of a campaign (VECTOR to ENGAGE) with dates of its own; steps may overlap.
 * placement:    one line of media buying of a campaign: a place on a platform with an objective.
 * external id:  what the media platform calls a placement; touchpoints and delivery rows carry it.
 * delivery:     impressions, clicks and cost of a placement in one hour or day, as the media platform reported them.
 * restatement:  another figure for a period reported before; the later one counts, the earlier one is kept.
 */

export const campaignSteps = ["VECTOR", "ACQUIRE", "LEAD", "UPSELL", "ENGAGE"] as const;
export type CampaignStep = (typeof campaignSteps)[number];

/** Half open: `from` belongs to it, `to` does not. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface ScheduledStep extends Period {
  readonly step: CampaignStep;
}

export interface Campaign {
  readonly id: string;
  readonly brandId: number;
  readonly code: string;
  readonly name: string;
  readonly window: Period;
  readonly version: number;
  /** In the order VECTOR to ENGAGE. */
  readonly steps: readonly ScheduledStep[];
}
