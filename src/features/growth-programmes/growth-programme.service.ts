import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { type CampaignService, checkName } from "../campaigns";
import { type GrowthPhase, type GrowthProgramme, MAX_PHASES, type PhasePacks, packsOfPhases } from "./growth-programme";
import type { GrowthProgrammeStore } from "./growth-programme.store";

export interface GrowthProgrammeDraft {
  readonly name: string;
  /** Null: the first phase. */
  readonly comparisonBaseId: string | null;
  readonly phases: readonly GrowthPhase[];
}

/** Orders campaigns of a brand, and reads the order. */
export class GrowthProgrammeService {
  constructor(
    private readonly database: Database,
    private readonly store: GrowthProgrammeStore,
    private readonly campaigns: CampaignService,
    private readonly brands: BrandService,
  ) {}

  find(context: RequestContext, id: string): Promise<GrowthProgramme | null> {
    return this.store.find(context, id);
  }

  /** The programme that a campaign is a phase of. */
  ofCampaigns(context: RequestContext): DataLoader<string, GrowthProgramme | null> {
    return context.memo(
      this.ofCampaigns,
      () =>
        new DataLoader<string, GrowthProgramme | null>(async (campaignIds) => {
          const found = await this.store.findByCampaigns(context, campaignIds);
          return campaignIds.map(
            (id) => found.find(({ phases }) => phases.some(({ campaignId }) => campaignId === id)) ?? null,
          );
        }),
    );
  }

  page(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<GrowthProgramme>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that growthProgrammes returned.`);
    }
    return this.store.findPage(context, brandId, request);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.store.count(context, brandId);
  }

  /** Keys of the packs of each phase, in the order of the phases. */
  async packs(context: RequestContext, { phases }: GrowthProgramme): Promise<readonly PhasePacks[]> {
    const placements = await Promise.all(
      phases.map(({ campaignId }) => this.campaigns.placementsOfCampaign(context).load(campaignId)),
    );
    return packsOfPhases(
      phases,
      placements.map((of) => of.flatMap(({ audiencePackId }) => audiencePackId ?? [])),
    );
  }

  async create(
    context: RequestContext,
    input: GrowthProgrammeDraft & { readonly brandId: number },
    idempotencyKey?: string,
  ): Promise<GrowthProgramme> {
    await this.brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const problems = await this.check(context, input.brandId, input);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createGrowthProgramme", request: input };
    const id = await once(this.database, context, call, async (manager) => {
      problems.throwIfAny();
      const now = context.clock.now();
      const programme = { ...rowOf(input), id: newId(now), brandId: input.brandId, version: 1, createdAt: now };
      if (await this.store.isNameTaken(manager, programme)) throw nameTaken(input.name);
      await this.store.insert(manager, context, programme);
      await this.insertPhases(manager, context, programme.id, input.phases);
      return programme.id;
    });
    return this.reread(context, id);
  }

  /** The whole programme anew. */
  async change(
    context: RequestContext,
    { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
    input: GrowthProgrammeDraft,
  ): Promise<GrowthProgramme> {
    const now = await this.store.find(context, id);
    if (!now)
      throw UserProblems.one(
        "NOT_FOUND",
        ["id"],
        "id must name a growth programme of this organisation; list them with brand { growthProgrammes }.",
      );
    if (now.version !== expectedVersion) throw versionConflict(now.version, expectedVersion);
    (await this.check(context, now.brandId, input)).throwIfAny();
    const isDone = await this.database.withTenant(context, async (manager) => {
      const changed = { ...now, ...rowOf(input) };
      if (await this.store.isNameTaken(manager, changed)) throw nameTaken(input.name);
      if (!(await this.store.update(manager, changed))) return false;
      await this.store.removePhases(manager, id);
      await this.insertPhases(manager, context, id, input.phases);
      return true;
    });
    const after = await this.reread(context, id);
    if (!isDone) throw versionConflict(after.version, expectedVersion);
    return after;
  }

  private async insertPhases(
    manager: EntityManager,
    context: RequestContext,
    id: string,
    phases: readonly GrowthPhase[],
  ): Promise<void> {
    const elsewhere = await this.store.insertPhases(manager, context, id, phases);
    if (elsewhere.length === 0) return;
    throw new UserProblems(
      elsewhere.map((campaign) => ({
        code: "IN_OTHER_PROGRAMME",
        field: phasePath(phases.findIndex(({ campaignId }) => campaignId === campaign)),
        message: "A campaign must be in one growth programme, but another one has this; take it out there.",
      })),
    );
  }

  private async check(
    context: RequestContext,
    brandId: number,
    { name, phases, comparisonBaseId }: GrowthProgrammeDraft,
  ): Promise<ProblemList> {
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    if (phases.length < 1 || phases.length > MAX_PHASES)
      problems.add(
        "INVALID_INPUT",
        ["input", "phases"],
        `phases must have 1 to ${MAX_PHASES} elements, but got ${phases.length}.`,
      );
    const found = await Promise.all(phases.map(({ campaignId }) => this.campaigns.find(context, campaignId)));
    for (const [index, campaign] of found.entries()) {
      const before = found.slice(0, index);
      const latest = before.at(-1);
      if (campaign?.brandId !== brandId)
        problems.add(
          "NOT_FOUND",
          phasePath(index),
          "campaignId must name a campaign of the programme's brand; list them with brand { campaigns }.",
        );
      else if (before.some((other) => other?.id === campaign.id))
        problems.add("INVALID_INPUT", phasePath(index), `A campaign must be one phase, but ${campaign.code} is two.`);
      else if (latest && campaign.window.from < latest.window.from)
        problems.add(
          "INVALID_INPUT",
          phasePath(index),
          `A phase must not begin before the phase before it, but ${campaign.code} begins before ${latest.code}; order them by time.`,
        );
    }
    if (comparisonBaseId !== null && !phases.some(({ campaignId }) => campaignId === comparisonBaseId))
      problems.add(
        "INVALID_INPUT",
        ["input", "comparisonBaseId"],
        "comparisonBaseId must name the campaign of one of the phases; leave it out for the first.",
      );
    return problems;
  }

  private async reread(context: RequestContext, id: string): Promise<GrowthProgramme> {
    this.ofCampaigns(context).clearAll();
    return (await this.store.find(context, id))!;
  }
}

const rowOf = ({ name, comparisonBaseId, phases }: GrowthProgrammeDraft) => ({
  name,
  comparisonBaseId: comparisonBaseId ?? phases[0]!.campaignId,
});

const phasePath = (index: number): readonly string[] => ["input", "phases", String(index), "campaignId"];

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's growth programmes, but one is called "${name}"; choose another.`,
  );

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the programme's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
