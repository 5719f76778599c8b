import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { widenToHours } from "../../platform/whole-hours";
import type { AssetService, RuleSet, StageHistory } from "../assets";
import type { BrandService } from "../brands";
import type { CampaignService, Placement } from "../campaigns";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { type LineCost, type LineType, type LineTypeFigures, lineTypes, tellLineTypes } from "./line-type";
import type { LinePlacements, LineTypeStore } from "./line-type.store";

/** Longest window: the look-back of the longest stage. */
export const MAX_LINE_DAYS = 366;
const DAY_MS = 86_400_000;

export interface LineTypeReport extends LineTypeFigures {
  readonly window: GrantedWindow;
  readonly ruleSet: RuleSet;
  readonly currencyCode: string;
}

export interface LineTypeServiceParts {
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
  readonly windows: BrandWindows;
  readonly assets: AssetService;
  readonly stages: StageHistory;
  readonly store: LineTypeStore;
}

/** Brand advertising beside seeding by content: whom each reached, what new people cost, and who came further (V35). */
export class LineTypeService {
  constructor(private readonly parts: LineTypeServiceParts) {}

  /** Null when the campaign, or its brand, is not visible, and before it begins. */
  async ofCampaign(context: RequestContext, campaignId: string): Promise<LineTypeReport | null> {
    const { campaigns, brands, windows } = this.parts;
    const campaign = await campaigns.find(context, campaignId);
    const brand = campaign && (await brands.findGranted(context, campaign.brandId));
    if (!campaign || !brand) return null;
    const window = await windows.grant(context, brand.id, widenToHours(campaign.window, brand.zone));
    if (window.from >= window.asOf) return null;
    const costs = await campaigns.costByPlacement(context, campaignId);
    const costOf = (placements: readonly Placement[]): LineCost => sumOf(placements, costs, costs);
    return this.read(context, window, campaign.placements, costOf, { campaignId });
  }

  /** Over all campaigns of the brand that run in the window; cost is that of the periods inside it. */
  async ofBrand(context: RequestContext, brandId: number, asked: Window): Promise<LineTypeReport> {
    const { campaigns, windows } = this.parts;
    const window = await windows.grant(context, brandId, asked);
    if (window.from >= window.asOf)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["from"],
        `from must lie before now (${window.asOf.toISOString()}), but got ${window.from.toISOString()}.`,
      );
    if (window.to.getTime() - window.from.getTime() > MAX_LINE_DAYS * DAY_MS)
      throw UserProblems.one("INVALID_INPUT", ["to"], `to must lie at most ${MAX_LINE_DAYS} days after from.`);
    const running = (await campaigns.allOfBrand(context, brandId)).filter(
      (campaign) => campaign.window.from < window.to && campaign.window.to > window.from,
    );
    const [inside, ...ever] = await Promise.all([
      campaigns.costOfBrand(context, brandId, window),
      ...running.map(({ id }) => campaigns.costByPlacement(context, id)),
    ]);
    const known = new Map(ever.flatMap((costs) => [...costs]));
    const costOf = (placements: readonly Placement[]): LineCost => sumOf(placements, inside, known);
    const placements = running.flatMap((campaign) => campaign.placements);
    return this.read(context, window, placements, costOf, {});
  }

  private async read(
    context: RequestContext,
    window: GrantedWindow,
    placements: readonly Placement[],
    costOf: (placements: readonly Placement[]) => LineCost,
    asked: object,
  ): Promise<LineTypeReport> {
    const { windows, brands, assets, stages, store } = this.parts;
    const { brandId, zone, from, to, asOf } = window;
    const [{ ruleSet }, { currencyCode }] = await Promise.all([
      assets.ruleSetInForce(context, brandId),
      brands.requireGranted(context, brandId, ["brandId"]),
    ]);
    const ofLine = (line: LineType): readonly Placement[] => placements.filter(({ objective }) => objective === line);
    const names = Object.fromEntries(
      lineTypes.map((line) => [line, namesOf(ofLine(line))]),
    ) as unknown as LinePlacements;
    const until = { from, to: new Date(Math.min(to.getTime(), asOf.getTime())) };
    const question = { figure: "LINE_TYPES", ruleSetId: ruleSet.id, ...asked };
    const [touched, before] = await windows.ask(context, window, question, (read) => {
      const { sourceIds, overlayId } = read;
      const people = { brand: { id: brandId, zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId };
      const lines = { ...read, ...until };
      return Promise.all([store.read(lines, names, stages.risesSql(people, until)), stages.stagesAt(people, from)]);
    });
    const costs = Object.fromEntries(lineTypes.map((line) => [line, costOf(ofLine(line))])) as Record<
      LineType,
      LineCost
    >;
    return { window, ruleSet, currencyCode, ...tellLineTypes(touched, before, costs, window) };
  }
}

const namesOf = (placements: readonly Placement[]) =>
  placements.flatMap(({ platform, externalIds }) => externalIds.map((id) => [platform, id] as const));

/** A placement that is not among `known` never reported a cost. */
function sumOf(
  placements: readonly Placement[],
  costs: ReadonlyMap<string, bigint>,
  known: ReadonlyMap<string, bigint>,
): LineCost {
  const isKnown = placements.length > 0 && placements.every(({ id }) => known.has(id));
  const cost = placements.reduce((sum, { id }) => sum + (costs.get(id) ?? 0n), 0n);
  return { placements: placements.length, cost: isKnown ? cost : null };
}
