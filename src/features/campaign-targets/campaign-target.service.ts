import DataLoader from "dataloader";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { type CampaignService, type CampaignWithPlacements, isText } from "../campaigns";
import type { TouchpointService } from "../touchpoints";
import type { CampaignFigures } from "./campaign-figures";
import { stepMetrics } from "./campaign-metric";
import { type CampaignTarget, type CampaignTargets, MAX_TARGETS } from "./campaign-target";
import type { CampaignTargetStore } from "./campaign-target.store";
import type { CampaignFigureReader } from "./figure-reader";
import { type Measured, measure } from "./measure";

const MAX_OWNER_LENGTH = 200;

export interface CampaignTargetParts {
  readonly database: Database;
  readonly store: CampaignTargetStore;
  readonly campaigns: CampaignService;
  readonly touchpoints: TouchpointService;
  readonly figures: CampaignFigureReader;
  /** The comparison base of a campaign; null: none. */
  readonly baseOf: (context: RequestContext, campaignId: string) => Promise<string | null>;
}

/** Sets what campaigns are aimed at, and says how far they are. */
export class CampaignTargetService {
  constructor(private readonly its: CampaignTargetParts) {}

  targets(context: RequestContext): DataLoader<string, CampaignTargets | null> {
    return context.memo(
      this.targets,
      () =>
        new DataLoader<string, CampaignTargets | null>(async (campaignIds) => {
          const found = await this.its.store.findByCampaigns(context, campaignIds);
          return campaignIds.map((id) => found.find(({ campaignId }) => campaignId === id) ?? null);
        }),
    );
  }

  /** All targets of the campaign anew. */
  async set(
    context: RequestContext,
    campaignId: string,
    targets: readonly CampaignTarget[],
    expectedVersion: number,
  ): Promise<CampaignTargets> {
    const campaign = await this.its.campaigns.require(context, campaignId, ["campaignId"]);
    await this.check(context, campaign, targets);
    const isDone = await this.its.database.withTenant(context, async (manager) => {
      if (!(await this.its.store.advance(manager, context, campaignId, expectedVersion))) return false;
      await this.its.store.removeTargets(manager, campaignId);
      await this.its.store.insertTargets(manager, context, campaignId, targets);
      return true;
    });
    const now = await this.targets(context).clear(campaignId).load(campaignId);
    if (!isDone) throw versionConflict(now?.version ?? 0, expectedVersion);
    return now!;
  }

  /** What the target's metric comes to by now. */
  async progress(context: RequestContext, campaignId: string, target: CampaignTarget): Promise<Measured> {
    const unread: Measured = { value: null, state: "NOT_COMPUTED", benchmark: null };
    const campaign = await this.its.campaigns.find(context, campaignId);
    const step = campaign?.steps.find((one) => one.step === target.step);
    const begins = (target.step === null ? campaign?.window : step)?.from;
    if (!begins || begins >= context.clock.now()) return unread;
    const figures = await (step ? this.its.figures.ofStep(context, campaignId, step) : this.whole(context, campaignId));
    if (!figures) return unread;
    const baseId = target.metric === "TARGET_GROUPS_GROWTH" ? await this.its.baseOf(context, campaignId) : null;
    const base = baseId === null || baseId === campaignId ? null : await this.whole(context, baseId);
    const { sourceId } = target;
    const matchRate = sourceId === null ? null : await this.its.figures.matchRate(context, campaignId, sourceId);
    return measure(target.metric, { figures, base, matchRate });
  }

  /** Read once in a request, however many targets ask. */
  private whole(context: RequestContext, campaignId: string): Promise<CampaignFigures | null> {
    const read = context.memo(this.whole, () => new Map<string, Promise<CampaignFigures | null>>());
    const known = read.get(campaignId) ?? this.its.figures.ofCampaign(context, campaignId);
    read.set(campaignId, known);
    return known;
  }

  private async check(
    context: RequestContext,
    { steps }: CampaignWithPlacements,
    targets: readonly CampaignTarget[],
  ): Promise<void> {
    const problems = new ProblemList();
    if (targets.length > MAX_TARGETS)
      problems.add(
        "INVALID_INPUT",
        ["targets"],
        `targets must have at most ${MAX_TARGETS} elements, but got ${targets.length}.`,
      );
    const seen = new Set<string>();
    const sourceIds = await this.its.touchpoints.visibleSourceIds(context);
    for (const [index, { metric, step, target, owner, sourceId }] of targets.entries()) {
      const refuse = (field: string, message: string, code = "INVALID_INPUT"): void =>
        problems.add(code, ["targets", String(index), field], message);
      const key = `${metric} ${step}`;
      if (seen.has(key)) refuse("metric", `A metric must have one target a step, but ${metric} has another one.`);
      seen.add(key);
      if (!(target > 0 && Number.isFinite(target))) refuse("target", `target must be above 0, but got ${target}.`);
      if (!isText(owner, MAX_OWNER_LENGTH) || owner.trim() === "")
        refuse(
          "owner",
          `owner must be 1 to ${MAX_OWNER_LENGTH} characters, none of them a control character and not all spaces.`,
        );
      if (step !== null && !steps.some((one) => one.step === step))
        refuse("step", `step must be one that the campaign has, but it has no ${step}.`);
      if (step !== null && !stepMetrics.includes(metric))
        refuse("step", `step must be left out for ${metric}, which is known of the whole campaign only.`);
      const needsSource = metric === "PRIVATE_DOMAIN_MATCH_RATE";
      if (needsSource !== (sourceId !== null))
        refuse("sourceId", "sourceId must be given for PRIVATE_DOMAIN_MATCH_RATE and for no other metric.");
      else if (sourceId !== null && !sourceIds.includes(sourceId))
        refuse("sourceId", "sourceId must name a source that this organisation sees.", "NOT_FOUND");
    }
    problems.throwIfAny();
  }
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the targets' current version ${current}, but got ${expected}; read them again and repeat the change.`,
  );
