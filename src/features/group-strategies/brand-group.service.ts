import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkName } from "../campaigns";
import type { BrandGroupStore } from "./brand-group.store";
import { type BrandGroup, MAX_GROUP_BRANDS, MAX_GROUPS } from "./group-strategy";

export interface BrandGroupDraft {
  readonly name: string;
  readonly brandIds: readonly number[];
}

/** Makes, changes and reads brand groups. */
export class BrandGroupService {
  constructor(
    private readonly database: Database,
    private readonly store: BrandGroupStore,
    private readonly brands: BrandService,
  ) {}

  find(context: RequestContext, id: string): Promise<BrandGroup | null> {
    return this.store.find(context, id);
  }

  all(context: RequestContext): Promise<readonly BrandGroup[]> {
    return this.store.findAll(context);
  }

  async require(context: RequestContext, id: string, field: readonly string[]): Promise<BrandGroup> {
    const group = await this.store.find(context, id);
    if (!group)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a brand group of this organisation; list them with viewer { brandGroups }.`,
      );
    return group;
  }

  async create(context: RequestContext, input: BrandGroupDraft, idempotencyKey?: string): Promise<BrandGroup> {
    const problems = await this.check(context, input);
    if ((await this.store.findAll(context)).length >= MAX_GROUPS)
      problems.add("INVALID_INPUT", ["input"], `An organisation must have at most ${MAX_GROUPS} brand groups.`);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createBrandGroup", request: input };
    const id = await once(this.database, context, call, async (manager) => {
      problems.throwIfAny();
      const createdAt = context.clock.now();
      const group = { id: newId(createdAt), name: input.name, createdAt };
      if (!(await this.store.insert(manager, context, group))) throw nameTaken(input.name);
      await this.store.setMembers(manager, context, group.id, input.brandIds);
      return group.id;
    });
    return (await this.store.find(context, id))!;
  }

  /** The whole group anew. */
  async change(
    context: RequestContext,
    id: string,
    expectedVersion: number,
    input: BrandGroupDraft,
  ): Promise<BrandGroup> {
    await this.require(context, id, ["id"]);
    (await this.check(context, input)).throwIfAny();
    const isDone = await this.database.withTenant(context, async (manager) => {
      if (await this.store.isNameTaken(manager, { id, name: input.name })) throw nameTaken(input.name);
      if (!(await this.store.update(manager, id, expectedVersion, input.name))) return false;
      await this.store.setMembers(manager, context, id, input.brandIds);
      return true;
    });
    const after = (await this.store.find(context, id))!;
    if (!isDone)
      throw UserProblems.one(
        "VERSION_CONFLICT",
        ["expectedVersion"],
        `expectedVersion must be the group's current version ${after.version}, but got ${expectedVersion}; read it again and repeat the change.`,
      );
    return after;
  }

  private async check(context: RequestContext, { name, brandIds }: BrandGroupDraft): Promise<ProblemList> {
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    if (brandIds.length < 1 || brandIds.length > MAX_GROUP_BRANDS)
      problems.add(
        "INVALID_INPUT",
        ["input", "brandIds"],
        `brandIds must have 1 to ${MAX_GROUP_BRANDS} elements, but got ${brandIds.length}.`,
      );
    for (const [index, brandId] of brandIds.entries()) {
      const path = ["input", "brandIds", String(index)];
      if (!(await this.brands.findGranted(context, brandId)))
        problems.add(
          "NOT_FOUND",
          path,
          "brandIds must name brands granted to this organisation; see viewer { brands }.",
        );
      else if (brandIds.indexOf(brandId) < index)
        problems.add("INVALID_INPUT", path, "brandIds must name each brand once; leave the second out.");
    }
    return problems;
  }
}

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the organisation's brand groups, but one is called "${name}"; choose another.`,
  );
