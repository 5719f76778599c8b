import { DateTime } from "luxon";
import { currencyExponent, parseMinor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import type { Brand, BrandService } from "../brands";
import { type CampaignService, isText } from "../campaigns";
import { type BudgetPlace, MAX_REASON_LENGTH, MONTHS, NO_PACK } from "./budget-tree";
import type { YearSpan } from "./placement-budget.store";

export interface MoneyText {
  readonly amount: string;
  readonly currencyCode: string;
}

/** A place as a caller names it, by the keys of its parts. */
export interface PlaceRequest {
  readonly campaignId?: string | null | undefined;
  readonly month?: number | null | undefined;
  readonly step?: BudgetPlace["step"] | undefined;
  readonly platform?: string | null | undefined;
  readonly audiencePackId?: string | null | undefined;
  readonly hasNoPack?: boolean | null | undefined;
}

export interface PlaceParts {
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly audiences: AudienceService;
}

/** The brand's year, from its first instant to that of the next. */
export function spanOfYear(year: number, zone: string): YearSpan {
  const start = DateTime.fromObject({ year }, { zone });
  return { from: start.toJSDate(), to: start.plus({ years: 1 }).toJSDate() };
}

/** Minor units of at least `least`, or null with the problem noted. */
export function readAmount(
  problems: ProblemList,
  { amount, currencyCode: given }: MoneyText,
  {
    currencyCode,
    least,
    path,
  }: { readonly currencyCode: string; readonly least: bigint; readonly path: readonly string[] },
): bigint | null {
  const minor = given === currencyCode ? parseMinor(amount, currencyCode) : null;
  if (minor !== null && minor >= least) return minor;
  problems.add(
    "INVALID_INPUT",
    path,
    `${path.join(".")} must be an amount ${least > 0n ? "above" : "of at least"} 0 in the brand's currency ${currencyCode} with at most ${currencyExponent(currencyCode)} decimals and 15 digits before them, but got ${amount} ${given}.`,
  );
  return null;
}

export function checkReason(problems: ProblemList, reason: string, path: readonly string[]): void {
  if (isText(reason, MAX_REASON_LENGTH) && reason.trim() !== "") return;
  problems.add(
    "INVALID_INPUT",
    path,
    `${path.join(".")} must be 1 to ${MAX_REASON_LENGTH} characters, none of them a control character; say why the budget changes.`,
  );
}

/** Reads places against what the brand has: its campaigns of the year, its packs, and the platforms that are known. */
export async function readPlaces(
  parts: PlaceParts,
  context: RequestContext,
  problems: ProblemList,
  requests: readonly { readonly place: PlaceRequest; readonly path: readonly string[] }[],
  { brand, year }: { readonly brand: Brand; readonly year: number },
): Promise<readonly BudgetPlace[]> {
  const packIds = requests.flatMap(({ place }) => place.audiencePackId ?? []);
  const campaignIds = [...new Set(requests.flatMap(({ place }) => place.campaignId ?? []))];
  const [platforms, brandOfPack, found] = await Promise.all([
    parts.brands.platforms(context),
    parts.audiences.brandsOfPacks(context, [...new Set(packIds)]),
    parts.campaigns.campaigns(context).loadMany(campaignIds),
  ]);
  const campaigns = new Map(
    found.flatMap((campaign) => (campaign === null || campaign instanceof Error ? [] : [[campaign.id, campaign]])),
  );
  const codes = new Set(platforms.map(({ code }) => code));
  const span = spanOfYear(year, brand.zone);
  return requests.map(({ place, path }) => {
    const { campaignId = null, month = null, step = null, platform: channel = null, audiencePackId = null } = place;
    const { hasNoPack } = place;
    const refuse = (code: string, name: string, message: string): void =>
      problems.add(code, [...path, name], `${[...path, name].join(".")} ${message}`);
    if (campaignId !== null) {
      const campaign = campaigns.get(campaignId);
      if (campaign?.brandId !== brand.id)
        refuse("NOT_FOUND", "campaignId", "must name a campaign of the brand; list them with brand { campaigns }.");
      else if (campaign.window.from < span.from || campaign.window.from >= span.to)
        refuse(
          "INVALID_INPUT",
          "campaignId",
          `must name a campaign that begins in ${year}, but ${campaign.code} does not; plan it in the tree of its year.`,
        );
    }
    if (step !== null && campaignId === null)
      refuse("INVALID_INPUT", "step", "must come with a campaignId; name the campaign of the step.");
    if (month !== null && (month < 1 || month > MONTHS || step !== null))
      refuse(
        "INVALID_INPUT",
        "month",
        step === null
          ? `must be 1 to ${MONTHS}, but got ${month}.`
          : "must not come with a step; leave one of them out.",
      );
    if (channel !== null && step === null && month === null)
      refuse("INVALID_INPUT", "platform", "must come with a step or a month; name that of the channel.");
    if (channel !== null && !codes.has(channel))
      refuse(
        "INVALID_INPUT",
        "platform",
        `must be the code of a platform, e.g. DOUYIN, but got "${channel.slice(0, 60)}".`,
      );
    if (audiencePackId !== null && hasNoPack)
      refuse("INVALID_INPUT", "hasNoPack", "must not be true beside an audiencePackId; leave one of them out.");
    const crowd = audiencePackId ?? (hasNoPack ? NO_PACK : null);
    if (crowd !== null && (channel === null || month !== null))
      refuse(
        "INVALID_INPUT",
        audiencePackId === null ? "hasNoPack" : "audiencePackId",
        "must come with a step and a platform; name the channel of the crowd.",
      );
    if (audiencePackId !== null && brandOfPack.get(audiencePackId) !== brand.id)
      refuse(
        "NOT_FOUND",
        "audiencePackId",
        "must name an audience pack of the brand; list them with brand { audiencePacks }.",
      );
    return { campaignId, month, step, channel, crowd };
  });
}
