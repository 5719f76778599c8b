import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Campaign, CampaignService } from "../campaigns";

export const touchLimitSources = ["GIVEN", "BEST_FREQUENCY", "FREQUENCY_RANGE"] as const;
export type TouchLimitSource = (typeof touchLimitSources)[number];

/** What a caller says of how often people may be touched: the number, or whose best frequency it is; null: not said. */
export interface TouchLimitChoice {
  readonly maxTouches: number | null;
  readonly campaignId: string | null;
}

export interface TouchLimit {
  readonly maxTouches: number;
  readonly source: TouchLimitSource;
  /** Whose frequency curve it follows from; null when it was given. */
  readonly campaignId: string | null;
}

/** The number of touches after which conversion was best; null where none can be told. */
export interface BestFrequencies {
  best(
    context: RequestContext,
    campaignId: string,
  ): Promise<{
    readonly touches: number;
    readonly verdict: "SEPARABLE" | "NOT_SEPARABLE";
    readonly from: number;
  } | null>;
}

/**
 * How often people are touched at most: as the caller says, else the best frequency that a campaign measured. Where that does not
 * stand out, the lowest number that may be as good: more touches were not shown to bring more.
 */
export class TouchLimits {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly frequencies: BestFrequencies,
  ) {}

  async find(
    context: RequestContext,
    brandId: number,
    { maxTouches, campaignId }: TouchLimitChoice,
    path: readonly string[],
  ): Promise<TouchLimit> {
    if (maxTouches !== null && campaignId !== null)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "campaignId"],
        `campaignId must be left out beside maxTouches, but got both; leave out maxTouches (${maxTouches}) to have the campaign's best frequency.`,
      );
    if (maxTouches !== null) return { maxTouches, source: "GIVEN", campaignId: null };
    const campaign = await this.campaign(context, brandId, campaignId, path);
    const best = await this.frequencies.best(context, campaign.id);
    if (!best) throw giveNumber(path, `${named(campaign)} has no best frequency (its frequencyCurve says why)`);
    const source = best.verdict === "SEPARABLE" ? "BEST_FREQUENCY" : "FREQUENCY_RANGE";
    const limit = source === "BEST_FREQUENCY" ? best.touches : best.from;
    if (limit < 2)
      throw giveNumber(
        path,
        `the best frequency of ${named(campaign)} is ${limit} touch, after which nobody is chased`,
      );
    return { maxTouches: limit, source, campaignId: campaign.id };
  }

  /** The campaign that was named, else the brand's that began last. */
  private async campaign(
    context: RequestContext,
    brandId: number,
    campaignId: string | null,
    path: readonly string[],
  ): Promise<Campaign> {
    const { campaigns } = this;
    if (campaignId !== null) {
      const campaign = await campaigns.require(context, campaignId, [...path, "campaignId"]);
      if (campaign.brandId === brandId) return campaign;
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "campaignId"],
        `campaignId must name a campaign of the brand, but got ${named(campaign)} of another; list them with brand { campaigns }.`,
      );
    }
    const now = context.clock.now();
    const begun = (await campaigns.allOfBrand(context, brandId)).filter(({ window }) => window.from <= now);
    const [last] = begun.sort((a, b) => b.window.from.getTime() - a.window.from.getTime());
    if (!last) throw giveNumber(path, "the brand has no campaign that began, whose best frequency it would be");
    return last;
  }
}

const named = ({ code }: Campaign): string => `campaign ${code}`;

const giveNumber = (path: readonly string[], why: string): UserProblems =>
  UserProblems.one("INVALID_INPUT", [...path, "maxTouches"], `maxTouches must be given, as ${why}.`);
