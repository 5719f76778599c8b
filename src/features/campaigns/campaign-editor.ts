import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import type { BrandService } from "../brands";
import type { Campaign } from "./campaign";
import type { CampaignService } from "./campaign.service";
import type { CampaignStore } from "./campaign.store";
import { checkPlacements, claimsOf, MAX_PLACEMENTS, type PlacementFacts } from "./check-placements";
import { checkSchedule } from "./check-schedule";
import { checkName } from "./check-text";
import type { NewCampaign } from "./new-campaign";
import type { NewPlacement, NoPackReason } from "./placement";
import type { PlacementStore } from "./placement.store";

export interface AddedPlacements {
  readonly campaignId: string;
  readonly placements: readonly NewPlacement[];
  readonly expectedVersion: number | null;
}

export interface StatedReason {
  readonly placementId: string;
  readonly reason: NoPackReason;
  readonly expectedVersion: number | null;
}

export interface CampaignEditorInput {
  readonly database: Database;
  readonly campaigns: CampaignService;
  readonly campaignStore: CampaignStore;
  readonly placementStore: PlacementStore;
  readonly brands: BrandService;
  readonly audiences: AudienceService;
}

/** What placements are checked against, as far as it is known before the transaction. */
export type KnownFacts = Omit<PlacementFacts, "taken">;

interface PlacementCheck {
  readonly placements: readonly NewPlacement[];
  readonly facts: KnownFacts;
  /** To the list in the mutation's arguments. */
  readonly path: readonly string[];
}

/** As brands have it; touchpoints carry it. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/**
 * Makes and extends campaigns. What input is checked against is read before the transaction, for a nested read would wait for
 * a second connection; the checks run inside it, so that a replay of a call answers as the first one did.
 */
export class CampaignEditor {
  constructor(private readonly its: CampaignEditorInput) {}

  async create(context: RequestContext, input: NewCampaign, idempotencyKey?: string | null): Promise<Campaign> {
    const brand = await this.its.brands.findGranted(context, input.brandId);
    const facts = await this.factsOf(context, input.placements, brand?.id ?? null);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createCampaign", request: input };
    const campaignId = await once(this.its.database, context, call, (manager) =>
      this.insert(manager, context, input, facts),
    );
    return this.reread(context, campaignId);
  }

  /** Checks and makes a campaign inside a transaction; its id. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    input: NewCampaign,
    facts: KnownFacts,
  ): Promise<string> {
    await this.assertCampaign(manager, input, facts);
    const campaign: Campaign = { ...input, id: newId(context.clock.now()), version: 1 };
    if (!(await this.its.campaignStore.insert(manager, context, campaign)))
      throw UserProblems.one("CODE_TAKEN", ["input", "code"], codeTaken(input.code));
    await this.insertPlacements(manager, context, campaign.id, input.placements);
    return campaign.id;
  }

  /** All of them or none; the campaign's version counts up. */
  async addPlacements(
    context: RequestContext,
    input: AddedPlacements,
    idempotencyKey?: string | null,
  ): Promise<Campaign> {
    const { campaignId, placements, expectedVersion } = input;
    const { brandId } = await this.its.campaigns.require(context, campaignId, ["campaignId"]);
    const facts = await this.factsOf(context, placements, brandId);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "addPlacements", request: input };
    await once(this.its.database, context, call, async (manager) => {
      if (!(await this.its.campaignStore.advance(manager, campaignId, expectedVersion)))
        throw versionConflict(await this.its.campaignStore.findVersion(manager, campaignId), expectedVersion);
      const problems = new ProblemList();
      const present = await this.its.placementStore.countOfCampaign(manager, campaignId);
      if (placements.length === 0 || present + placements.length > MAX_PLACEMENTS)
        problems.add(
          "INVALID_INPUT",
          ["placements"],
          `placements must have at least 1 element and make at most ${MAX_PLACEMENTS} with the campaign's ${present}, but got ${placements.length}.`,
        );
      await this.checkPlacements(manager, problems, { placements, facts, path: ["placements"] });
      problems.throwIfAny();
      await this.insertPlacements(manager, context, campaignId, placements);
      return campaignId;
    });
    return this.reread(context, campaignId);
  }

  /** Says why a placement is aimed at no pack; the campaign's version counts up. */
  async stateNoPackReason(
    context: RequestContext,
    input: StatedReason,
    idempotencyKey?: string | null,
  ): Promise<string> {
    const { placementId, reason, expectedVersion } = input;
    const placement = await this.its.campaigns.placements(context).load(placementId);
    if (!placement)
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "placementId"],
        "input.placementId must name a placement of this organisation; list them with campaign { placements }.",
      );
    const call: IdempotentCall = { key: idempotencyKey, mutation: "stateNoPackReason", request: input };
    const { campaignId } = placement;
    await once(this.its.database, context, call, async (manager) => {
      const problems = new ProblemList();
      if (reason === "NOT_STATED")
        problems.add("INVALID_INPUT", ["input", "reason"], "reason must say why, but got NOT_STATED; name one.");
      problems.throwIfAny();
      if (!(await this.its.campaignStore.advance(manager, campaignId, expectedVersion)))
        throw versionConflict(await this.its.campaignStore.findVersion(manager, campaignId), expectedVersion);
      if (await this.its.placementStore.setNoPackReason(manager, placementId, reason)) return placementId;
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "placementId"],
        "input.placementId must name a placement without an audience pack, but this one is aimed at a pack, which is its reason.",
      );
    });
    this.its.campaigns.forget(context, campaignId);
    return placementId;
  }

  private async assertCampaign(manager: EntityManager, input: NewCampaign, facts: KnownFacts): Promise<void> {
    const problems = new ProblemList();
    if (facts.brandId === null) {
      const message =
        "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.";
      problems.add("NOT_FOUND", ["input", "brandId"], message);
    }
    await this.checkCode(manager, problems, input.code);
    checkName(problems, input.name, ["input", "name"]);
    checkSchedule(problems, input, ["input"]);
    const { placements } = input;
    if (placements.length > MAX_PLACEMENTS)
      problems.add(
        "INVALID_INPUT",
        ["input", "placements"],
        `placements must have at most ${MAX_PLACEMENTS} elements, but got ${placements.length}.`,
      );
    await this.checkPlacements(manager, problems, { placements, facts, path: ["input", "placements"] });
    problems.throwIfAny();
  }

  /** `brandId` null: the brand is not granted. */
  async factsOf(
    context: RequestContext,
    placements: readonly NewPlacement[],
    brandId: number | null,
  ): Promise<KnownFacts> {
    const packIds = placements.flatMap(({ audiencePackId }) => audiencePackId ?? []);
    const [platforms, brandOfPack] = await Promise.all([
      this.its.brands.platforms(context),
      this.its.audiences.brandsOfPacks(context, packIds),
    ]);
    return { platforms: platforms.map(({ code }) => code), brandId, brandOfPack };
  }

  private async checkCode(manager: EntityManager, problems: ProblemList, code: string): Promise<void> {
    if (!CODE.test(code))
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 1 to 64 letters, digits, dots, hyphens and underscores, but got "${code.slice(0, 60)}".`,
      );
    else if (await this.its.campaignStore.isCodeTaken(manager, code))
      problems.add("CODE_TAKEN", ["input", "code"], codeTaken(code));
  }

  private async checkPlacements(
    manager: EntityManager,
    problems: ProblemList,
    { placements, facts, path }: PlacementCheck,
  ): Promise<void> {
    const taken = await this.its.placementStore.findTaken(manager, claimsOf(placements, facts.platforms));
    checkPlacements(problems, placements, { ...facts, taken }, path);
  }

  private async insertPlacements(
    manager: EntityManager,
    context: RequestContext,
    campaignId: string,
    placements: readonly NewPlacement[],
  ): Promise<void> {
    const now = context.clock.now();
    const ids = placements.map(() => newId(now));
    const rows = placements.map((placement, index) => ({ ...placement, id: ids[index]!, campaignId }));
    if (await this.its.placementStore.insert(manager, context, rows)) return;
    throw UserProblems.one(
      "EXTERNAL_ID_TAKEN",
      null,
      "External ids must be free, but another call took one of them at the same time; send the call again to see which.",
    );
  }

  /** As it is now, also where an earlier mutation of the same document read it. */
  private async reread(context: RequestContext, campaignId: string): Promise<Campaign> {
    this.its.campaigns.forget(context, campaignId);
    return (await this.its.campaigns.campaigns(context).load(campaignId))!;
  }
}

const codeTaken = (code: string): string => `code must be new in the organisation, but a campaign "${code}" exists.`;

const versionConflict = (current: number, expected: number | null): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the campaign's current version ${current}, but got ${expected}; read the campaign again and repeat the change.`,
  );
