import type { Action } from "../../engines/segmentation/rule";
import type { RuleInput, ScoreRangeInput } from "../../engines/segmentation/rule-input";

/** Whom to find: like the brand's buyers, but not lately one of them. */
export interface OwnPotentialProfile {
  readonly categoryId: number;
  readonly days: number;
  readonly recentDays: number;
  readonly recency: ScoreRangeInput | null;
  readonly frequency: ScoreRangeInput | null;
  readonly monetary: ScoreRangeInput | null;
  /** Any of them; none: wherever they are. */
  readonly touchpoints: readonly { readonly platform: string; readonly action: Action }[];
}

/** Customers of the category, of any brand, who score in the ranges, were on one of the touchpoints and did not order lately. */
export const ownPotentialRules = (profile: OwnPotentialProfile): RuleInput => {
  const { categoryId, days, recentDays, recency, frequency, monetary, touchpoints } = profile;
  const within = { days };
  return {
    allOf: [
      { rfm: { brand: "ANY", categoryId, within, recency, frequency, monetary } },
      ...(touchpoints.length === 0
        ? []
        : [{ anyOf: touchpoints.map(({ platform, action }) => didOn(platform, action, days)) }]),
      { not: { did: { action: "ORDER", brand: "OWN", within: { days: recentDays } } } },
    ],
  };
};

const didOn = (platform: string, action: Action, days: number): RuleInput => ({
  did: { action, brand: "ANY", platforms: [platform], within: { days } },
});
