import { currencyExponent } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { widenToHours } from "../../platform/whole-hours";
import { crowdGroups, stages } from "../assets";
import { type BenchmarkMetric, type BrandFigure, peopleMetric } from "../benchmarks";
import type { Brand, BrandService } from "../brands";
import type { CampaignService, CampaignWithPlacements, ScheduledStep } from "../campaigns";
import type { Diagnosis, DiagnosisService } from "../diagnosis";
import type { StageCountService, StageReachService } from "../flows";
import type { AssetGrowth, GrowthService } from "../market";
import type { CampaignFigures, GrowthFigures, IndustryFigure, IndustryFigures, SalesFigures } from "./campaign-figures";

/** What an attribution report says of a whole campaign, in minor units of its currency. */
export interface CampaignReturn {
  readonly reportVersion: number;
  readonly lookbackDays: number;
  readonly asOf: Date;
  readonly isSettled: boolean;
  readonly conversions: bigint;
  readonly gmvMinor: bigint;
  readonly attributedMinor: bigint;
}

/** The newest attribution report of a campaign; null: none was published. */
export interface CampaignReturns {
  ofCampaign(context: RequestContext, campaignId: string): Promise<CampaignReturn | null>;
}

/** The area under the curve of the brand's newest look-alike model; null: there is none. */
export interface ScoreQualities {
  ofBrand(context: RequestContext, brandId: number): Promise<number | null>;
}

/** Of the people of a source on a day, the share whom another source knows; null: nobody came, or it is withheld. */
export interface MatchRateOfDay {
  read(
    context: RequestContext,
    question: { readonly sourceId: number; readonly at: Date; readonly zone: string },
  ): Promise<number | null>;
}

export interface FigureReaderParts {
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
  readonly diagnoses: DiagnosisService;
  readonly growth: GrowthService;
  readonly stageReach: StageReachService;
  readonly stageCounts: StageCountService;
  readonly returns: CampaignReturns;
  readonly scores: ScoreQualities;
  readonly matches: MatchRateOfDay;
}

/** Reads what a campaign, or one step of it, came to. */
export class CampaignFigureReader {
  constructor(private readonly its: FigureReaderParts) {}

  /** Null when the campaign or its brand is not visible. */
  async ofCampaign(context: RequestContext, campaignId: string): Promise<CampaignFigures | null> {
    const found = await this.find(context, campaignId);
    if (!found) return null;
    const { campaign, brand } = found;
    const boundaries = campaign.steps.flatMap((step) => Object.values(widenToHours(step, brand.zone)));
    const window = widenToHours(campaign.window, brand.zone);
    const [people, sales, costs, diagnoses, growth, scoreQuality] = await Promise.all([
      this.people(context, brand.id, window, boundaries),
      this.its.returns.ofCampaign(context, campaignId),
      this.its.campaigns.costByPlacement(context, campaignId),
      this.its.diagnoses.compare(context, brand.id, window.from, window.to),
      this.its.growth.growth(context, brand.id, window),
      this.its.scores.ofBrand(context, brand.id),
    ]);
    return {
      ...people,
      code: campaign.code,
      currencyCode: campaign.currencyCode,
      sales: sales && salesOf(sales, campaign.currencyCode),
      cost: costOf([...costs.values()], campaign.currencyCode),
      industry: { before: industryOf(diagnoses.before), after: industryOf(diagnoses.after) },
      growth: growthOf(growth),
      scoreQuality,
    };
  }

  /** Of a step: its people, flows and cost alone. */
  async ofStep(context: RequestContext, campaignId: string, step: ScheduledStep): Promise<CampaignFigures | null> {
    const found = await this.find(context, campaignId);
    if (!found) return null;
    const { campaign, brand } = found;
    const [people, costs] = await Promise.all([
      this.people(context, brand.id, widenToHours(step, brand.zone), []),
      this.its.campaigns.costByPlacement(context, campaignId),
    ]);
    const own = campaign.placements.filter((placement) => placement.step === step.step);
    return {
      ...people,
      code: campaign.code,
      currencyCode: campaign.currencyCode,
      sales: null,
      cost: costOf(
        own.flatMap(({ id }) => costs.get(id) ?? []),
        campaign.currencyCode,
      ),
      industry: null,
      growth: null,
      scoreQuality: null,
    };
  }

  /** Of a source of the private domain, on the campaign's last day. */
  async matchRate(context: RequestContext, campaignId: string, sourceId: number): Promise<number | null> {
    const found = await this.find(context, campaignId);
    if (!found) return null;
    const at = new Date(found.campaign.window.to.getTime() - 1);
    return this.its.matches.read(context, { sourceId, at, zone: found.brand.zone });
  }

  private async find(
    context: RequestContext,
    campaignId: string,
  ): Promise<{ readonly campaign: CampaignWithPlacements; readonly brand: Brand } | null> {
    const campaign = await this.its.campaigns.find(context, campaignId);
    const brand = campaign && (await this.its.brands.findGranted(context, campaign.brandId));
    return brand && { campaign: campaign!, brand };
  }

  private async people(
    context: RequestContext,
    brandId: number,
    window: { readonly from: Date; readonly to: Date },
    inside: readonly Date[],
  ): Promise<
    Pick<CampaignFigures, "from" | "to" | "days" | "ruleSetVersion" | "boundaries" | "flows" | "newInterest">
  > {
    const [counted, reach] = await Promise.all([
      this.its.stageCounts.at(context, brandId, window, inside),
      this.its.stageReach.ofWindow(context, brandId, window),
    ]);
    return {
      from: window.from.toISOString(),
      to: window.to.toISOString(),
      days: reach.window.days,
      ruleSetVersion: reach.window.ruleSet.version,
      boundaries: counted.counts.map(({ at, people }) => ({ at: at.toISOString(), people: people.map(numberOf) })),
      flows: reach.flows.map(({ from, to, people, reached }) => ({
        ...{ from, to },
        people: numberOf(people),
        reached: numberOf(reached),
      })),
      newInterest: numberOf(reach.newInterest.people),
    };
  }
}

const numberOf = (count: bigint | null): number | null => (count === null ? null : Number(count));

const major = (minor: bigint, currencyCode: string): number => Number(minor) / 10 ** currencyExponent(currencyCode);

const costOf = (costs: readonly bigint[], currencyCode: string): number | null =>
  costs.length === 0
    ? null
    : major(
        costs.reduce((sum, cost) => sum + cost, 0n),
        currencyCode,
      );

const salesOf = (
  { gmvMinor, attributedMinor, conversions, asOf, ...report }: CampaignReturn,
  currencyCode: string,
): SalesFigures => ({
  ...report,
  asOf: asOf.toISOString(),
  conversions: Number(conversions),
  gmv: major(gmvMinor, currencyCode),
  attributedGmv: major(attributedMinor, currencyCode),
});

function industryOf({ asOf, lookup }: Diagnosis): IndustryFigures {
  const figure = (metric: BenchmarkMetric): IndustryFigure => industryFigure(lookup.benchmark?.figures.get(metric));
  const groups = crowdGroups.map((group) => [group, figure(`GROUP_PEOPLE:${group}`).own] as const);
  return {
    at: asOf.toISOString(),
    ruleSetVersion: lookup.benchmark?.ruleSet.version ?? null,
    stages: stages.map((stage) => figure(peopleMetric(stage))),
    visitRate: figure("VISIT_RATE"),
    searchRate: figure("SEARCH_RATE"),
    groups: Object.fromEntries(groups) as IndustryFigures["groups"],
  };
}

function industryFigure(figure: BrandFigure | undefined): IndustryFigure {
  if (!figure) return { own: null, state: "NOT_COMPUTED", mean: null, rank: null, of: null };
  const { own, standing, peers } = figure;
  return {
    own: own.state === "KNOWN" ? own.value : null,
    state: own.state,
    mean: standing?.industryMean ?? null,
    rank: standing?.rank ?? null,
    of: standing?.rank == null ? null : peers + 1,
  };
}

function growthOf({ total }: AssetGrowth): GrowthFigures {
  const { growth, benchmark, deltaOverIndustry } = total;
  const standing = benchmark?.standing ?? null;
  return {
    rate: growth?.rate ?? null,
    industryRate: standing?.industryMean ?? null,
    rank: standing?.rank ?? null,
    of: standing?.rank == null ? null : benchmark!.peers + 1,
    industryMeanDelta: deltaOverIndustry.industryMeanDelta,
    deltaRatio: deltaOverIndustry.ratio,
    deltaExcess: deltaOverIndustry.excess,
    deltaState: deltaOverIndustry.state,
  };
}
