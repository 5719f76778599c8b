import type { RequestContext } from "../../platform/request-context";
import type { AssetService } from "../assets";
import type { AudienceService } from "../audiences";
import type { CampaignService } from "../campaigns";
import type { DiagnosisService } from "../diagnosis";
import type { FindingTaskService } from "../finding-tasks";
import type { TouchpointService } from "../touchpoints";
import { foundCodes, foundObjects, type MaturityScore, maturityScores } from "./data-maturity";

/** Most objects of each kind that are looked at and named. */
export const MAX_EVIDENCE = 20;

const DAY_MS = 86_400_000;
/** Days before `asOf` in which media must have reported a cost. */
const COST_DAYS = 30;
/** Touchpoints that are older are not fresh. */
const FRESH_DAYS = 2;
const LEAST_PLATFORMS = 2;

const FIRST = { size: MAX_EVIDENCE, fromEnd: false, after: null, before: null };

export interface DataMaturityParts {
  readonly touchpoints: TouchpointService;
  readonly assets: AssetService;
  readonly diagnoses: DiagnosisService;
  readonly campaigns: CampaignService;
  readonly packs: AudienceService;
  readonly tasks: FindingTaskService;
}

/** How far a brand's work rests on data (G16), told from what is there. */
export class DataMaturityService {
  constructor(private readonly parts: DataMaturityParts) {}

  async scores(context: RequestContext, brandId: number, asOf: Date): Promise<readonly MaturityScore[]> {
    const { touchpoints, assets, diagnoses, campaigns, packs, tasks } = this.parts;
    const window = { from: new Date(asOf.getTime() - COST_DAYS * DAY_MS), to: asOf };
    const list = { filter: { states: null, tags: null, name: null, ownerKeyId: null }, page: FIRST } as const;
    const [freshness, sources, snapshot, diagnosis, spend, made, ran, handed] = await Promise.all([
      touchpoints.dataFreshness(context),
      touchpoints.sourcePage(context, FIRST),
      assets.latestSnapshot(context, brandId, asOf),
      diagnoses.diagnose(context, { brandId, asOf }),
      campaigns.spendOfBrand(context, brandId, window),
      packs.page(context, brandId, { ...list, order: { field: "UPDATED_AT", direction: "DESC" } }),
      campaigns.page(context, brandId, FIRST),
      tasks.page(context, brandId, { states: null, team: null }, FIRST),
    ]);
    const placements = await Promise.all(
      ran.rows.map(({ row }) => campaigns.placementsOfCampaign(context).load(row.id)),
    );
    const aimed = ran.rows.filter((_, index) =>
      placements[index]!.some(({ audiencePackId }) => audiencePackId !== null),
    );
    const freshFrom = context.clock.now().getTime() - FRESH_DAYS * DAY_MS;
    const fresh = freshness.filter(({ lastTouchpointAt }) => lastTouchpointAt.getTime() >= freshFrom);
    const compared = diagnosis.metrics.some(({ benchmarkState }) => benchmarkState === "AVAILABLE");
    const rules = compared ? diagnosis.lookup.benchmark!.ruleSet : null;
    return maturityScores({
      OWN_SOURCE: foundObjects(
        "TouchpointSource",
        sources.rows.map(({ row }) => row.id),
      ),
      SEVERAL_PLATFORMS: foundCodes(freshness.map(({ platform }) => platform).slice(0, MAX_EVIDENCE), LEAST_PLATFORMS),
      FRESH_TOUCHPOINTS: foundCodes(fresh.map(({ platform }) => platform).slice(0, MAX_EVIDENCE), 1),
      SNAPSHOT_TAKEN: foundObjects("AssetSnapshot", snapshot ? [snapshot.id] : []),
      INDUSTRY_COMPARED: foundObjects("RuleSet", rules ? [rules.id] : []),
      COST_KNOWN: foundObjects("Placement", spend.map(({ placement }) => placement.id).slice(0, MAX_EVIDENCE)),
      PACK_BUILT: foundObjects(
        "AudiencePack",
        made.rows.filter(({ row }) => row.build !== null).map(({ row }) => row.id),
      ),
      PACK_IN_CAMPAIGN: foundObjects(
        "Campaign",
        aimed.map(({ row }) => row.id),
      ),
      FINDING_HANDED_OVER: foundObjects(
        "FindingTask",
        handed.rows.map(({ row }) => row.id),
      ),
    });
  }
}
