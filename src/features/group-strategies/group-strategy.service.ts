import type { NamedKind } from "../../engines/segmentation/named-things";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkName, isText } from "../campaigns";
import {
  inZone,
  type Playbook,
  type PlaybookContent,
  type PlaybookService,
  refuseNamed,
  withoutPacks,
} from "../playbooks";
import type { BrandGroupService } from "./brand-group.service";
import {
  type GroupStrategy,
  type InheritedStrategy,
  inherit,
  MAX_STRATEGIES,
  type StrategyVersion,
} from "./group-strategy";
import type { GroupStrategyStore } from "./group-strategy.store";

/** What belongs to one brand, so that its name means nothing for another. */
const OF_ONE_BRAND: readonly NamedKind[] = ["PACK", "LOOK_ALIKE", "MEMBER_TIER", "CAMPAIGN", "CODE"];
const MAX_NOTE = 500;

export interface Promotion {
  readonly playbookId: string;
  readonly categoryIds: readonly number[];
  readonly note: string;
  readonly leaveOutPacks: readonly number[];
}

export interface GroupStrategyParts {
  readonly database: Database;
  readonly store: GroupStrategyStore;
  readonly groups: BrandGroupService;
  readonly brands: BrandService;
  readonly playbooks: PlaybookService;
}

/** Promotes what one brand did to its group, and hands it down to the others (G55). */
export class GroupStrategyService {
  constructor(private readonly its: GroupStrategyParts) {}

  find(context: RequestContext, id: string): Promise<GroupStrategy | null> {
    return this.its.store.find(context, id);
  }

  ofGroup(context: RequestContext, groupId: string): Promise<readonly GroupStrategy[]> {
    return this.its.store.findOfGroups(context, [groupId]);
  }

  async require(context: RequestContext, id: string, field: readonly string[]): Promise<GroupStrategy> {
    const strategy = await this.its.store.find(context, id);
    if (!strategy)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a strategy of one of this organisation's brand groups; list them with viewer { brandGroups }.`,
      );
    return strategy;
  }

  /** What a brand inherits from its groups, by name. */
  async inherited(context: RequestContext, brandId: number): Promise<readonly InheritedStrategy[]> {
    const groups = (await this.its.groups.all(context)).filter(({ brandIds }) => brandIds.includes(brandId));
    const all = await this.its.store.findOfGroups(
      context,
      groups.map(({ id }) => id),
    );
    const inScope = await Promise.all(all.map((strategy) => this.isInScope(context, strategy.versions[0]!, brandId)));
    return this.under(
      context,
      all.filter((_, index) => inScope[index]).map((strategy) => ({ strategy, brandId })),
    );
  }

  /** How each brand in its scope has a strategy, by number of the brand. */
  async heirs(context: RequestContext, strategy: GroupStrategy): Promise<readonly InheritedStrategy[]> {
    const group = await this.its.groups.find(context, strategy.brandGroupId);
    const heirs = [];
    for (const brandId of group?.brandIds ?? [])
      if (await this.isInScope(context, strategy.versions[0]!, brandId)) heirs.push({ strategy, brandId });
    return this.under(context, heirs);
  }

  /** Makes a strategy of a playbook of one of the group's brands. */
  async promote(
    context: RequestContext,
    input: Promotion & { readonly brandGroupId: string; readonly name: string },
    idempotencyKey?: string,
  ): Promise<GroupStrategy> {
    const { store, database } = this.its;
    const { brandGroupId, name } = input;
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    const version = await this.read(context, brandGroupId, 1, input, problems);
    if ((await this.ofGroup(context, brandGroupId)).length >= MAX_STRATEGIES)
      problems.add("INVALID_INPUT", ["input"], `A brand group must have at most ${MAX_STRATEGIES} strategies.`);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "promotePlaybook", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const strategy = { id: newId(context.clock.now()), brandGroupId, name };
      if (!(await store.insert(manager, context, strategy)))
        throw UserProblems.one(
          "NAME_TAKEN",
          ["input", "name"],
          `name must be new among the group's strategies, but one is called "${name}"; promote its next version, or choose another.`,
        );
      await store.insertVersion(manager, context, strategy.id, version);
      return strategy.id;
    });
    return (await store.find(context, id))!;
  }

  /** The next version of a strategy, which its brands inherit at once; what they override stays. */
  async promoteNext(
    context: RequestContext,
    { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
    input: Promotion,
  ): Promise<GroupStrategy> {
    const { store, database } = this.its;
    const strategy = await this.require(context, id, ["id"]);
    const problems = new ProblemList();
    const version = await this.read(context, strategy.brandGroupId, expectedVersion + 1, input, problems);
    const current = strategy.versions[0]!.version;
    if (current !== expectedVersion) throw versionConflict("strategy", current, expectedVersion);
    problems.throwIfAny();
    const isNew = await database.withTenant(context, (manager) => store.insertVersion(manager, context, id, version));
    const after = (await store.find(context, id))!;
    if (!isNew) throw versionConflict("strategy", after.versions[0]!.version, expectedVersion);
    return after;
  }

  /** A playbook of the brand, as it has the strategy now: what campaigns are made of. */
  async adopt(
    context: RequestContext,
    input: { readonly groupStrategyId: string; readonly brandId: number; readonly name: string },
    idempotencyKey?: string,
  ): Promise<Playbook> {
    const { database, playbooks, brands } = this.its;
    const brand = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const problems = new ProblemList();
    checkName(problems, input.name, ["input", "name"]);
    const own = await this.requireInherited(context, input.groupStrategyId, input.brandId, ["input"]);
    if (own.state === "DECLINED")
      problems.add(
        "DECLINED",
        ["input", "groupStrategyId"],
        `The brand must not have declined the strategy, but has: ${own.override!.reason}; drop its override first.`,
      );
    const current = own.strategy.versions[0]!;
    const source = await playbooks.find(context, current.playbookId);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "adoptGroupStrategy", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      return playbooks.insert(manager, context, {
        ...{ brandId: input.brandId, name: input.name, campaignId: source?.campaignId ?? null },
        content: inZone(own.content, brand.zone),
        origin: { kind: "GROUP_STRATEGY", id: own.strategy.id, version: current.version },
      });
    });
    return (await playbooks.find(context, id))!;
  }

  /** A strategy as a brand inherits it; anything else is the caller's mistake. */
  async requireInherited(
    context: RequestContext,
    strategyId: string,
    brandId: number,
    path: readonly string[],
  ): Promise<InheritedStrategy> {
    const strategy = await this.require(context, strategyId, [...path, "groupStrategyId"]);
    const own = (await this.heirs(context, strategy)).find((heir) => heir.brandId === brandId);
    if (!own)
      throw UserProblems.one(
        "OUT_OF_SCOPE",
        [...path, "brandId"],
        "brandId must name a brand of the group that sells in the strategy's categories; see groupStrategy { heirs }.",
      );
    return own;
  }

  private async under(
    context: RequestContext,
    heirs: readonly { readonly strategy: GroupStrategy; readonly brandId: number }[],
  ): Promise<readonly InheritedStrategy[]> {
    const ids = heirs.map(({ strategy }) => strategy.id);
    const overrides = await this.its.store.findOverrides(context, ids);
    return heirs.map(({ strategy, brandId }) => {
      const own = overrides.find((one) => one.groupStrategyId === strategy.id && one.brandId === brandId);
      return inherit(strategy, brandId, own ?? null);
    });
  }

  private async isInScope(
    context: RequestContext,
    { categoryIds }: StrategyVersion,
    brandId: number,
  ): Promise<boolean> {
    if (categoryIds.length === 0) return true;
    const own = await this.its.brands.categoriesOfBrand(context).load(brandId);
    const trees = await Promise.all(categoryIds.map((id) => this.its.brands.categoryTree(id)));
    return own.some(({ categoryId }) => trees.some((tree) => tree.includes(categoryId)));
  }

  private async read(
    context: RequestContext,
    brandGroupId: string,
    version: number,
    { playbookId, categoryIds, note, leaveOutPacks }: Promotion,
    problems: ProblemList,
  ): Promise<StrategyVersion> {
    const { groups, playbooks, brands } = this.its;
    const group = await groups.require(context, brandGroupId, ["input", "brandGroupId"]);
    const { brandId, content: whole } = await playbooks.require(context, playbookId, ["input", "playbookId"]);
    if (!group.brandIds.includes(brandId))
      problems.add(
        "OUT_OF_SCOPE",
        ["input", "playbookId"],
        `playbookId must name a playbook of a brand of the group "${group.name}"; add the brand with changeBrandGroup.`,
      );
    const known = await brands.categories(context).loadMany([...categoryIds]);
    for (const [index, category] of known.entries())
      if (category === null || category instanceof Error)
        problems.add(
          "NOT_FOUND",
          ["input", "categoryIds", String(index)],
          "categoryIds must name categories of the catalogue.",
        );
    if (note !== "" && !isText(note, MAX_NOTE))
      problems.add(
        "INVALID_INPUT",
        ["input", "note"],
        `note must be at most ${MAX_NOTE} characters, none of them a control character.`,
      );
    const path = ["input", "leaveOutPacks"];
    const content: PlaybookContent = withoutPacks(problems, whole, leaveOutPacks, path);
    refuseNamed(problems, whole, { kinds: OF_ONE_BRAND, leftOut: leaveOutPacks, path });
    const distinct = [...new Set(categoryIds)];
    return { version, playbookId, brandId, categoryIds: distinct, note, content, promotedAt: context.clock.now() };
  }
}

export const versionConflict = (what: string, current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the ${what}'s current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
