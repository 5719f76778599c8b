import type { RuleInput } from "../../engines/segmentation/rule-input";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { AudienceService } from "./audience.service";
import type { AudiencePack } from "./audience-pack";
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

  /** Problems are found before the transaction and thrown inside it, so that a replay answers as the first call did. */
  async create(context: RequestContext, input: NewAudiencePack, idempotencyKey?: string | null): Promise<AudiencePack> {
    const { brandId, name, expiresAt } = input;
    const problems = new ProblemList();
    await this.checkBrand(context, brandId, problems);
    checkName(problems, name, ["input", "name"]);
    checkTags(problems, input.tags, ["input", "tags"]);
    checkExpiry(problems, expiresAt, context.clock.now());
    const request = { rules: input.rules, path: ["input", "rules"], packId: null, brandId };
    const rules = await this.its.reader.read(context, request, problems);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createAudiencePack", request: input };
    const packId = await once(this.its.database, context, call, async (manager) => {
      problems.throwIfAny();
      const pack = {
        id: newId(context.clock.now()),
        brandId,
        name,
        tags: [...new Set(input.tags)],
        rules: rules!,
        expiresAt,
      };
      if (!(await this.its.store.insert(manager, context, pack))) throw nameTaken(name);
      return pack.id;
    });
    return this.its.packs.reread(context, packId);
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

  async archive(context: RequestContext, { packId, expectedVersion }: PackToChange): Promise<AudiencePack> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, "archive", expectedVersion);
    const isDone = await this.its.store.archive(context, { id: packId, version: expectedVersion });
    return this.changed(context, packId, expectedVersion, isDone);
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

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the brand's packs, but a pack "${name}" exists; choose another or archive that one.`,
  );
