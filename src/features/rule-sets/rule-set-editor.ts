import { isDeepStrictEqual } from "node:util";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { type AssetService, type RuleSetInForce, ruleSetOfAnother } from "../assets";
import type { BrandService } from "../brands";
import { checkDefinition } from "./check-definition";
import type { DefinitionDraft } from "./definition-draft";
import type { RuleSetService } from "./rule-set.service";
import type { RuleSetStore } from "./rule-set.store";
import { type RuleSetVersion, SHIPPED_CODE } from "./rule-set-version";

const CODE = /^[A-Z][A-Z0-9_]{1,39}$/;

export interface NewRuleSet {
  readonly code: string;
  /** Null: for every brand of the organisation. */
  readonly brandId: number | null;
  readonly definition: DefinitionDraft;
}

export interface RuleSetEditorParts {
  readonly database: Database;
  readonly store: RuleSetStore;
  readonly ruleSets: RuleSetService;
  readonly assets: AssetService;
  readonly brands: BrandService;
}

/** Makes versions of rules and puts them in force. A version is never edited, so whatever was labelled by it can be explained for ever. */
export class RuleSetEditor {
  constructor(private readonly parts: RuleSetEditorParts) {}

  /** Version 1 of a code. Problems are thrown inside the transaction, so that a replay answers as the first call did. */
  async create(context: RequestContext, input: NewRuleSet, idempotencyKey?: string): Promise<RuleSetVersion> {
    const { database, store, ruleSets, brands } = this.parts;
    const { code, brandId } = input;
    if (brandId !== null) await brands.requireGranted(context, brandId, ["input", "brandId"]);
    const problems = new ProblemList();
    if (!CODE.test(code) || code === SHIPPED_CODE)
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 2 to 40 capitals, digits and underscores, and not ${SHIPPED_CODE}, but got ${JSON.stringify(code.slice(0, 60))}.`,
      );
    const definition = checkDefinition(problems, input.definition, ["input", "definition"]);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createRuleSet", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const version = this.version(context, { code, brandId, definition, version: 1 });
      if (await store.insert(manager, version)) return version.id;
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new in the organisation, but rules ${code} exist; change them with changeRuleSet.`,
      );
    });
    return ruleSets.require(context, id, ["id"]);
  }

  /** The next version; rules that change nothing are the version that stands. */
  async change(
    context: RequestContext,
    target: { readonly id: string; readonly expectedVersion: number },
    draft: DefinitionDraft,
  ): Promise<RuleSetVersion> {
    const { database, store, ruleSets } = this.parts;
    const named = await ruleSets.require(context, target.id, ["id"]);
    if (named.organisationId === null)
      throw UserProblems.one(
        "SHIPPED",
        ["id"],
        `id must name rules of this organisation, but ${named.code} is shipped; make your own with createRuleSet.`,
      );
    const problems = new ProblemList();
    const definition = checkDefinition(problems, draft, ["definition"]);
    problems.throwIfAny();
    const now = await store.findCurrent(context, named.code);
    if (now.version !== target.expectedVersion) throw versionConflict(now.version, target.expectedVersion);
    if (isDeepStrictEqual(definition, now.definition)) return now;
    const next = this.version(context, { ...now, definition, version: now.version + 1 });
    if (await database.withTenant(context, (manager) => store.insert(manager, next))) return next;
    throw versionConflict((await store.findCurrent(context, named.code)).version, target.expectedVersion);
  }

  /** From now on the brand's people are labelled by these rules; snapshots that were taken keep theirs. */
  async assign(
    context: RequestContext,
    input: { readonly brandId: number; readonly ruleSetId: string; readonly expectedVersion: number },
  ): Promise<RuleSetInForce> {
    const { store, ruleSets, assets, brands } = this.parts;
    await brands.requireGranted(context, input.brandId, ["brandId"]);
    const ruleSet = await ruleSets.require(context, input.ruleSetId, ["ruleSetId"]);
    if (ruleSet.brandId !== null && ruleSet.brandId !== input.brandId)
      throw UserProblems.one("INVALID_INPUT", ["ruleSetId"], ruleSetOfAnother(ruleSet));
    const version = input.expectedVersion + 1;
    const isAssigned = await store.assign(context, { ...input, version });
    const inForce = await assets.ruleSetInForce(context, input.brandId);
    if (!isAssigned) throw versionConflict(inForce.version, input.expectedVersion);
    return inForce;
  }

  private version(
    context: RequestContext,
    rules: Pick<RuleSetVersion, "code" | "brandId" | "definition" | "version">,
  ): RuleSetVersion {
    const createdAt = context.clock.now();
    return { ...rules, id: newId(createdAt), organisationId: context.organisationId, createdAt };
  }
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
