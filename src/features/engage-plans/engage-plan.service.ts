import DataLoader from "dataloader";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import { type CampaignService, isText } from "../campaigns";
import { type EngageLine, type EngagePlan, MAX_CADENCE_DAYS, MAX_LINES } from "./engage-plan";
import type { EngagePlanStore } from "./engage-plan.store";

const MAX_NOTE_LENGTH = 200;

/** Reads and sets what is done with packs after a campaign. */
export class EngagePlanService {
  constructor(
    private readonly database: Database,
    private readonly store: EngagePlanStore,
    private readonly campaigns: CampaignService,
    private readonly packs: AudienceService,
  ) {}

  plans(context: RequestContext): DataLoader<string, EngagePlan | null> {
    return context.memo(
      this.plans,
      () =>
        new DataLoader<string, EngagePlan | null>(async (campaignIds) => {
          const plans = await this.store.findByCampaigns(context, campaignIds);
          return campaignIds.map((id) => plans.find(({ campaignId }) => campaignId === id) ?? null);
        }),
    );
  }

  /** Keys of the campaigns that packs come from. */
  campaignsOfPacks(context: RequestContext): DataLoader<string, string | null> {
    return context.memo(
      this.campaignsOfPacks,
      () =>
        new DataLoader<string, string | null>(async (packIds) => {
          const found = new Map(
            (await this.store.findCampaignsOfPacks(context, packIds)).map((row) => [row.packId, row.campaignId]),
          );
          return packIds.map((packId) => found.get(packId) ?? null);
        }),
    );
  }

  /** The whole plan anew. */
  async set(
    context: RequestContext,
    campaignId: string,
    lines: readonly EngageLine[],
    expectedVersion: number,
  ): Promise<EngagePlan> {
    const { brandId } = await this.campaigns.require(context, campaignId, ["campaignId"]);
    await this.check(context, brandId, lines);
    const isDone = await this.database.withTenant(context, async (manager) => {
      if (!(await this.store.advance(manager, context, campaignId, expectedVersion))) return false;
      await this.store.removeLines(manager, campaignId);
      const elsewhere = await this.store.insertLines(manager, context, campaignId, lines);
      if (elsewhere.length > 0) throw inOtherPlan(lines, elsewhere);
      return true;
    });
    const plan = await this.plans(context).clear(campaignId).load(campaignId);
    this.campaignsOfPacks(context).clearAll();
    if (!isDone) throw versionConflict(plan?.version ?? 0, expectedVersion);
    return plan!;
  }

  private async check(context: RequestContext, brandId: number, lines: readonly EngageLine[]): Promise<void> {
    const problems = new ProblemList();
    if (lines.length > MAX_LINES)
      problems.add(
        "INVALID_INPUT",
        ["lines"],
        `lines must have at most ${MAX_LINES} elements, but got ${lines.length}.`,
      );
    const seen = new Set<string>();
    for (const [index, { packId, note, cadenceDays }] of lines.entries()) {
      const refuse = (code: string, field: string, message: string): void =>
        problems.add(code, ["lines", String(index), field], message);
      const pack = await this.packs.findPack(context, packId);
      if (!pack)
        refuse(
          "NOT_FOUND",
          "audiencePackId",
          "audiencePackId must name a pack of this organisation; list them with brand { audiencePacks }.",
        );
      else if (pack.brandId !== brandId)
        refuse(
          "INVALID_INPUT",
          "audiencePackId",
          `audiencePackId must name a pack of the campaign's brand, but "${pack.name}" is of another one.`,
        );
      else if (seen.has(packId))
        refuse("INVALID_INPUT", "audiencePackId", `A pack must be in a plan once, but "${pack.name}" is in it again.`);
      seen.add(packId);
      if (note !== null && !isText(note, MAX_NOTE_LENGTH))
        refuse(
          "INVALID_INPUT",
          "note",
          `note must be 1 to ${MAX_NOTE_LENGTH} characters, none of them a control character; leave it out for none.`,
        );
      if (cadenceDays < 1 || cadenceDays > MAX_CADENCE_DAYS)
        refuse("INVALID_INPUT", "cadenceDays", `cadenceDays must be 1 to ${MAX_CADENCE_DAYS}, but got ${cadenceDays}.`);
    }
    problems.throwIfAny();
  }
}

function inOtherPlan(lines: readonly EngageLine[], packIds: readonly string[]): UserProblems {
  return new UserProblems(
    packIds.map((packId) => ({
      code: "IN_OTHER_PLAN",
      field: ["lines", String(lines.findIndex((line) => line.packId === packId)), "audiencePackId"],
      message:
        "A pack must be in one campaign's plan, but another campaign's has this one; clone it or take it out there.",
    })),
  );
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the plan's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
