import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import { MAX_PAGE_SIZE, type Page, type PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AudienceBuilder, AudienceEditor, AudiencePack, AudienceService } from "../audiences";
import type { BrandService } from "../brands";
import { type CampaignService, type CampaignWithPlacements, checkName, type NewCampaign } from "../campaigns";
import type { CrowdStrategyService } from "../crowd-strategies";
import type { ReviewService } from "../reviews";
import { type Playbook, type PlaybookContent, type PlaybookInstance, type PlaybookStrategy, rebase } from "./playbook";
import type { PlaybookStore } from "./playbook.store";
import { type PlaybookChange, playbookDiff } from "./playbook-diff";

export interface NewPlaybook {
  readonly campaignId: string;
  readonly name: string;
}

export interface NewInstance {
  readonly playbookId: string;
  readonly code: string;
  readonly name: string;
  readonly startsAt: Date;
  /** By place among the playbook's placements, from 0: what media call them now. */
  readonly externalIds: ReadonlyMap<number, readonly string[]>;
}

/** `unbuiltReason`: why the packs' members were not frozen; null: `build` does, or there are no packs. */
export interface MadeInstance {
  readonly campaign: CampaignWithPlacements;
  readonly build: JobRun | null;
  readonly unbuiltReason: string | null;
}

/** What reuse saved (V74): cost per A3 of the instance over that of the source, less 1. */
export interface ReuseSaving {
  readonly before: number | null;
  readonly now: number | null;
  readonly change: number | null;
  /** Of the packs that the instance's placements are aimed at, the share that the playbook brought; null: at none. */
  readonly reusedPackShare: number | null;
}

/** Makes campaigns inside somebody else's transaction. */
export interface CampaignMaker {
  /** Reads what a campaign of the brand is checked against; `packIds`: packs of the brand that the transaction makes. */
  prepare(
    context: RequestContext,
    brandId: number,
  ): Promise<(manager: EntityManager, campaign: NewCampaign, packIds: readonly string[]) => Promise<string>>;
}

export interface PlaybookParts {
  readonly database: Database;
  readonly store: PlaybookStore;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly maker: CampaignMaker;
  readonly packs: AudienceService;
  readonly packEditor: AudienceEditor;
  readonly packBuilder: AudienceBuilder;
  readonly strategies: CrowdStrategyService;
  readonly reviews: ReviewService;
}

const FIRST = { size: MAX_PAGE_SIZE, fromEnd: false, after: null, before: null };

/** Keeps what campaigns did, and does it again. */
export class PlaybookService {
  constructor(private readonly its: PlaybookParts) {}

  find(context: RequestContext, id: string): Promise<Playbook | null> {
    return this.its.store.find(context, id);
  }

  page(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<Playbook>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that playbooks returned.`);
    }
    return this.its.store.findPage(context, brandId, request);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.its.store.count(context, brandId);
  }

  instances(context: RequestContext): DataLoader<string, PlaybookInstance | null> {
    return context.memo(
      this.instances,
      () =>
        new DataLoader<string, PlaybookInstance | null>(async (campaignIds) => {
          const found = await this.its.store.findInstances(context, campaignIds);
          return campaignIds.map((id) => found.find(({ campaignId }) => campaignId === id) ?? null);
        }),
    );
  }

  /** Keys of the playbooks that packs were made of. */
  playbooksOfPacks(context: RequestContext): DataLoader<string, string | null> {
    return context.memo(
      this.playbooksOfPacks,
      () =>
        new DataLoader<string, string | null>(async (packIds) => {
          const found = await this.its.store.findOfPacks(context, packIds);
          return packIds.map((id) => found.find(({ packId }) => packId === id)?.playbookId ?? null);
        }),
    );
  }

  /** Keeps what a closed campaign did. */
  async create(context: RequestContext, { campaignId, name }: NewPlaybook, idempotencyKey?: string): Promise<Playbook> {
    const { database, store, campaigns } = this.its;
    const campaign = await campaigns.require(context, campaignId, ["input", "campaignId"]);
    const now = context.clock.now();
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    if (campaign.window.to > now)
      problems.add(
        "CAMPAIGN_NOT_CLOSED",
        ["input", "campaignId"],
        `campaignId must name a campaign that is over, but ${campaign.code} ends at ${campaign.window.to.toISOString()}.`,
      );
    const content = await this.read(context, campaign);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createPlaybook", request: { campaignId, name } };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      return this.insert(manager, context, { brandId: campaign.brandId, campaignId, name, content, origin: null });
    });
    return (await store.find(context, id))!;
  }

  /** A playbook of the caller's organisation for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<Playbook> {
    const playbook = await this.its.store.find(context, id);
    if (!playbook)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a playbook of this organisation; list them with brand { playbooks }.`,
      );
    return playbook;
  }

  /** Makes a playbook inside a transaction; its id. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    playbook: Omit<Playbook, "id" | "createdAt">,
  ): Promise<string> {
    const createdAt = context.clock.now();
    const id = newId(createdAt);
    if (!(await this.its.store.insert(manager, context, { ...playbook, id, createdAt })))
      throw UserProblems.one(
        "NAME_TAKEN",
        ["input", "name"],
        `name must be new among the brand's playbooks, but one is called "${playbook.name}"; choose another.`,
      );
    return id;
  }

  /** A campaign and its packs, all or nothing; then the packs' build, which may be refused where the campaign was not. */
  async instantiate(context: RequestContext, input: NewInstance, idempotencyKey?: string): Promise<MadeInstance> {
    const { database, store, campaigns, maker, packEditor } = this.its;
    const playbook = await this.require(context, input.playbookId, ["input", "playbookId"]);
    const { brandId, content } = playbook;
    const makeCampaign = await maker.prepare(context, brandId);
    const request = { ...input, externalIds: [...input.externalIds] };
    const call: IdempotentCall = { key: idempotencyKey, mutation: "instantiatePlaybook", request };
    const made = await once(database, context, call, async (manager) => {
      checkPlaces(input, content);
      const packIds: string[] = [];
      for (const { name, rules } of content.packs) {
        const pack = { brandId, name: `${name} · ${input.code}`, tags: [], rules, expiresAt: null };
        packIds.push(await packEditor.insert(manager, context, pack));
      }
      const campaignId = await makeCampaign(manager, newCampaign(playbook, input, packIds), packIds);
      await store.insertInstance(manager, context, { campaignId, playbookId: playbook.id, packIds });
      return { campaignId, packIds };
    });
    campaigns.forget(context, made.campaignId);
    this.instances(context).clear(made.campaignId);
    const campaign = (await campaigns.find(context, made.campaignId))!;
    return { campaign, ...(await this.build(context, made)) };
  }

  private async build(
    context: RequestContext,
    made: { readonly campaignId: string; readonly packIds: readonly string[] },
  ): Promise<Pick<MadeInstance, "build" | "unbuiltReason">> {
    if (made.packIds.length === 0) return { build: null, unbuiltReason: null };
    const key = `build of playbook instance ${made.campaignId}`; // a replay finds the first call's run
    const call: IdempotentCall = { key, mutation: "instantiatePlaybook", request: made.campaignId };
    try {
      const build = await this.its.packBuilder.enqueueTogether(context, call, async () => made.packIds);
      return { build, unbuiltReason: null };
    } catch (error) {
      if (!(error instanceof UserProblems)) throw error;
      return { build: null, unbuiltReason: error.message };
    }
  }

  /** Where the instance differs from its source by now. */
  async diff(
    context: RequestContext,
    { campaignId, playbookId, packIds }: PlaybookInstance,
  ): Promise<readonly PlaybookChange[]> {
    const [playbook, campaign, packs] = await Promise.all([
      this.its.store.find(context, playbookId),
      this.its.campaigns.find(context, campaignId),
      this.packsOf(context, packIds),
    ]);
    return playbookDiff(playbook!.content, campaign!, packs);
  }

  packsOf(context: RequestContext, packIds: readonly string[]): Promise<readonly (AudiencePack | null)[]> {
    return Promise.all(packIds.map((id) => this.its.packs.findPack(context, id)));
  }

  /** By the newest reviews of the source and of the instance. */
  async saving(context: RequestContext, { campaignId, playbookId, packIds }: PlaybookInstance): Promise<ReuseSaving> {
    const playbook = (await this.its.store.find(context, playbookId))!;
    const costPerA3 = async (id: string): Promise<number | null> => {
      const review = await this.its.reviews.ofCampaign(context, id, null);
      return review?.content.figures.find(({ metric }) => metric === "COST_PER_A3")?.value ?? null;
    };
    const [before, now, placements] = await Promise.all([
      playbook.campaignId === null ? null : costPerA3(playbook.campaignId),
      costPerA3(campaignId),
      this.its.campaigns.placementsOfCampaign(context).load(campaignId),
    ]);
    const aimed = new Set(placements.flatMap(({ audiencePackId }) => audiencePackId ?? []));
    const reused = [...aimed].filter((id) => packIds.includes(id)).length;
    return {
      before,
      now,
      change: before === null || now === null || before === 0 ? null : now / before - 1,
      reusedPackShare: aimed.size === 0 ? null : reused / aimed.size,
    };
  }

  private async read(context: RequestContext, campaign: CampaignWithPlacements): Promise<PlaybookContent> {
    const { brands, campaigns, reviews } = this.its;
    const packIds = [...new Set(campaign.placements.flatMap(({ audiencePackId }) => audiencePackId ?? []))];
    const [brand, costs, packs, strategies, review] = await Promise.all([
      brands.findGranted(context, campaign.brandId),
      campaigns.costByPlacement(context, campaign.id),
      this.packsOf(context, packIds),
      this.strategiesOf(context, campaign.brandId, packIds),
      reviews.ofCampaign(context, campaign.id, null),
    ]);
    const total = [...costs.values()].reduce((sum, cost) => sum + cost, 0n);
    return {
      zone: brand!.zone,
      window: spanOf(campaign.window),
      steps: campaign.steps.map((step) => ({ step: step.step, ...spanOf(step) })),
      placements: campaign.placements.map(({ id, name, platform, site, step, objective, audiencePackId }) => ({
        ...{ name, platform, site, step, objective },
        pack: audiencePackId === null ? null : packIds.indexOf(audiencePackId),
        costShare: costs.has(id) && total > 0n ? Number(costs.get(id)) / Number(total) : null,
      })),
      packs: packs.map((pack) => ({ packId: pack!.id, name: pack!.name, rules: pack!.rules })),
      strategies,
      frequency: review?.inputs.frequency ?? null,
    };
  }

  /** Those of the brand's newest crowd strategies of which the campaign used a crowd. */
  private async strategiesOf(
    context: RequestContext,
    brandId: number,
    packIds: readonly string[],
  ): Promise<readonly PlaybookStrategy[]> {
    const { rows } = await this.its.strategies.page(context, brandId, FIRST);
    return rows
      .filter(({ row }) => row.crowds.some(({ packId }) => packIds.includes(packId)))
      .map(({ row: { name, crowds } }) => ({ name, crowds: crowds.map(({ packId, ...crowd }) => crowd) }));
  }
}

const spanOf = ({ from, to }: { readonly from: Date; readonly to: Date }) => ({
  from: from.toISOString(),
  to: to.toISOString(),
});

function newCampaign(
  { brandId, content }: Playbook,
  { code, name, startsAt, externalIds }: NewInstance,
  packIds: readonly string[],
): NewCampaign {
  const { window, zone } = content;
  const at = (instant: string): Date => rebase(instant, window.from, startsAt, zone);
  return {
    ...{ brandId, code, name },
    window: { from: startsAt, to: at(window.to) },
    steps: content.steps.map(({ step, from, to }) => ({ step, from: at(from), to: at(to) })),
    placements: content.placements.map(({ pack, costShare, ...placement }, place) => ({
      ...placement,
      audiencePackId: pack === null ? null : packIds[pack]!,
      externalIds: externalIds.get(place) ?? [],
    })),
  };
}

function checkPlaces({ externalIds }: NewInstance, { placements }: PlaybookContent): void {
  const problems = new ProblemList();
  for (const [index, place] of [...externalIds.keys()].entries())
    if (place < 0 || place >= placements.length)
      problems.add(
        "INVALID_INPUT",
        ["input", "externalIds", String(index), "place"],
        `place must be 0 to ${placements.length - 1}, one of the playbook's placements, but got ${place}.`,
      );
  problems.throwIfAny();
}
