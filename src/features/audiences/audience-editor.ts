import type { EntityManager } from "typeorm";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { AudienceService } from "./audience.service";
import type { AudiencePack, PackRules } from "./audience-pack";
import type { AudiencePackStore } from "./audience-pack.store";
import { checkExpiry, checkName, checkTags } from "./check-pack";
import { requireChangeable, versionConflict } from "./pack-change";
import type { RuleReader } from "./rule-reader";

export interface NewAudiencePack {
  readonly brandId: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly rules: RuleInput;
  readonly expiresAt: Date | null;
}

/** What a feature that makes a pack of its own knows of the call. */
export interface PackCall {
  /** Found before, to be told with those of the pack. */
  readonly problems?: ProblemList;
  /** What a replay must repeat, when the rules follow from more than the call; absent: the whole pack. */
  readonly request?: object;
}

/** A change of the pack that the caller saw at `expectedVersion`. */
export interface PackToChange {
  readonly packId: string;
  readonly expectedVersion: number;
}

export interface AudienceEditorInput {
  readonly database: Database;
  readonly store: AudiencePackStore;
  readonly packs: AudienceService;
  readonly brands: BrandService;
  readonly reader: RuleReader;
}

/** Makes and changes packs. */
export class AudienceEditor {
  constructor(private readonly its: AudienceEditorInput) {}

  /**
   * Problems, also those that the caller found before, are thrown inside the transaction, so that a replay answers as the first
   * call did.
   */
  async create(
    context: RequestContext,
    input: NewAudiencePack,
    idempotencyKey?: string | null,
    { problems = new ProblemList(), request = input }: PackCall = {},
  ): Promise<AudiencePack> {
    // Rules that were made of refused input would be refused once more, at a path that the caller never wrote.
    const hasRules = problems.isEmpty;
    await this.checkBrand(context, input.brandId, problems);
    this.checkWords(context, input, ["input"], problems);
    const rules = hasRules ? await this.readRules(context, input, ["input"], problems) : null;
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createAudiencePack", request };
    const packId = await once(this.its.database, context, call, async (manager) => {
      problems.throwIfAny();
      return this.insert(manager, context, { ...input, rules: rules! });
    });
    return this.its.packs.reread(context, packId);
  }

  /** The rules of a new pack, with the problems of all of it under `path`; null when its rules have some. */
  check(
    context: RequestContext,
    input: NewAudiencePack,
    path: readonly string[],
    problems: ProblemList,
  ): Promise<PackRules | null> {
    this.checkWords(context, input, path, problems);
    return this.readRules(context, input, path, problems);
  }

  /** Makes a checked pack inside a transaction; its id. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { brandId, name, tags, rules, expiresAt }: Omit<NewAudiencePack, "rules"> & { readonly rules: PackRules },
  ): Promise<string> {
    const pack = { id: newId(context.clock.now()), brandId, name, tags: [...new Set(tags)], rules, expiresAt };
    if (!(await this.its.store.insert(manager, context, pack))) throw nameTaken(name);
    return pack.id;
  }

  async rename(
    context: RequestContext,
    { packId, expectedVersion }: PackToChange,
    name: string,
  ): Promise<AudiencePack> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, "rename", expectedVersion);
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    problems.throwIfAny();
    const outcome = await this.its.store.rename(context, { id: packId, version: expectedVersion }, name);
    if (outcome === "TAKEN") throw nameTaken(name);
    return this.changed(context, packId, expectedVersion, outcome === "DONE");
  }

  async replaceRules(
    context: RequestContext,
    { packId, expectedVersion }: PackToChange,
    input: RuleInput,
  ): Promise<AudiencePack> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, "replaceRules", expectedVersion);
    const problems = new ProblemList();
    const rules = await this.its.reader.read(
      context,
      { rules: input, path: ["rules"], packId, brandId: pack.brandId },
      problems,
    );
    problems.throwIfAny();
    const isDone = await this.its.store.replaceRules(context, { id: packId, version: expectedVersion }, rules!);
    return this.changed(context, packId, expectedVersion, isDone);
  }

  private checkWords(
    context: RequestContext,
    { name, tags, expiresAt }: Omit<NewAudiencePack, "brandId" | "rules">,
    path: readonly string[],
    problems: ProblemList,
  ): void {
    checkName(problems, name, [...path, "name"]);
    checkTags(problems, tags, [...path, "tags"]);
    checkExpiry(problems, expiresAt, context.clock.now(), [...path, "expiresAt"]);
  }

  private readRules(
    context: RequestContext,
    { rules, brandId }: Pick<NewAudiencePack, "rules" | "brandId">,
    path: readonly string[],
    problems: ProblemList,
  ): Promise<PackRules | null> {
    return this.its.reader.read(context, { rules, path: [...path, "rules"], packId: null, brandId }, problems);
  }

  private async changed(
    context: RequestContext,
    packId: string,
    expectedVersion: number,
    isDone: boolean,
  ): Promise<AudiencePack> {
    const pack = await this.its.packs.reread(context, packId);
    if (!isDone) throw versionConflict(pack, expectedVersion);
    return pack;
  }

  private async checkBrand(context: RequestContext, brandId: number, problems: ProblemList): Promise<void> {
    if (await this.its.brands.findGranted(context, brandId)) return;
    const message = "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.";
    problems.add("NOT_FOUND", ["input", "brandId"], message);
  }
}

export const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's packs, but a pack "${name}" exists; choose another or archive that one.`,
  );
