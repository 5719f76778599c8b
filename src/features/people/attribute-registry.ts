import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { checkAttribute, checkWidening } from "./attribute-check";
import type { AttributeDefinition, AttributeSpecification } from "./attribute-definition";
import type { AttributeDefinitionStore } from "./attribute-definition.store";

/** Most attributes of an organisation, retired ones included: a list that one answer holds. */
const MAX_ATTRIBUTES = 200;

/** Absent: stays as it is. */
export type AttributeChange = Partial<Omit<AttributeSpecification, "code" | "type">>;

interface AttributeToChange {
  readonly id: string;
  readonly expectedVersion: number;
}

/** The closed registry: what an organisation may say of people, decided before anything is said. */
export class AttributeRegistry {
  constructor(
    private readonly database: Database,
    private readonly store: AttributeDefinitionStore,
  ) {}

  /** All of the caller's organisation by code, retired ones included. */
  all(context: RequestContext): Promise<readonly AttributeDefinition[]> {
    return this.store.findAll(context);
  }

  find(context: RequestContext, id: string): Promise<AttributeDefinition | null> {
    return this.store.find(context, id);
  }

  async findByCode(context: RequestContext, code: string): Promise<AttributeDefinition | null> {
    return (await this.store.findByCodes(context, [code]))[0] ?? null;
  }

  /** Definitions that values are about to be checked against, by code: from now on these may only widen. */
  async takeIntoUse(
    context: RequestContext,
    codes: readonly string[],
  ): Promise<ReadonlyMap<string, AttributeDefinition>> {
    const find = async () => new Map((await this.store.findByCodes(context, codes)).map((one) => [one.code, one]));
    const found = await find();
    const unused = [...found.values()].filter(({ usedAt, retiredAt }) => usedAt === null && retiredAt === null);
    if (unused.length === 0) return found;
    await this.store.markUsed(
      context,
      unused.map(({ code }) => code),
    );
    return find(); // a change between the two reads may have narrowed one
  }

  async define(
    context: RequestContext,
    attribute: AttributeSpecification,
    isSensitive: boolean,
    idempotencyKey?: string | null,
  ): Promise<AttributeDefinition> {
    const request = { ...attribute, minimum: `${attribute.minimum}`, maximum: `${attribute.maximum}`, isSensitive };
    const call: IdempotentCall = { key: idempotencyKey, mutation: "defineAttribute", request };
    const present = (await this.store.findAll(context)).length;
    const id = await once(this.database, context, call, async (manager) => {
      const problems = new ProblemList();
      checkAttribute(problems, attribute, isSensitive);
      if (present >= MAX_ATTRIBUTES)
        problems.add("INVALID_INPUT", null, `An organisation must have at most ${MAX_ATTRIBUTES} attributes.`);
      problems.throwIfAny();
      const newcomer = newId(context.clock.now());
      if (await this.store.insert(manager, context, newcomer, attribute)) return newcomer;
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new in the organisation, but an attribute "${attribute.code}" exists.`,
      );
    });
    return (await this.store.find(context, id))!;
  }

  change(
    context: RequestContext,
    target: AttributeToChange,
    change: AttributeChange,
    isSensitive: boolean,
  ): Promise<AttributeDefinition> {
    return this.edit(context, target, async (manager, before) => {
      const after = { ...before, ...change };
      const problems = new ProblemList();
      checkAttribute(problems, after, isSensitive);
      checkWidening(problems, before, after);
      problems.throwIfAny();
      await this.store.update(manager, before.id, after);
    });
  }

  retire(context: RequestContext, target: AttributeToChange): Promise<AttributeDefinition> {
    return this.edit(context, target, (manager, { id }) => this.store.retire(manager, id, context.clock.now()));
  }

  private async edit(
    context: RequestContext,
    { id, expectedVersion }: AttributeToChange,
    work: (manager: EntityManager, before: AttributeDefinition) => Promise<void>,
  ): Promise<AttributeDefinition> {
    await this.database.withTenant(context, async (manager) => {
      const before = await this.store.lock(manager, id);
      if (!before)
        throw UserProblems.one(
          "NOT_FOUND",
          ["id"],
          "id must name an attribute of this organisation; list them with viewer { attributeDefinitions }.",
        );
      if (before.version !== expectedVersion)
        throw UserProblems.one(
          "VERSION_CONFLICT",
          ["expectedVersion"],
          `expectedVersion must be the attribute's current version ${before.version}, but got ${expectedVersion}; read it again and repeat the change.`,
        );
      if (before.retiredAt !== null)
        throw UserProblems.one(
          "ATTRIBUTE_RETIRED",
          ["id"],
          `id must name an attribute in force, but "${before.code}" was retired at ${before.retiredAt.toISOString()}; define another.`,
        );
      await work(manager, before);
    });
    return (await this.store.find(context, id))!;
  }
}
