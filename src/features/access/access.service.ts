import { createHash, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock";
import { newId } from "../../platform/ids";
import { type Role, rolePermissions } from "../../platform/permission";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessStore, Organisation } from "./access.store";

export interface NewOrganisation {
  readonly code: string;
  readonly name: string;
  readonly smallGroupThreshold?: number | null | undefined;
  readonly roundingBase?: number | null | undefined;
  readonly dailyQuestions?: number | null | undefined;
  readonly minimumListPeople?: number | null | undefined;
}

export interface NewAccessKey {
  readonly name: string;
  readonly role: Role;
  readonly allowedOrigins: readonly string[];
}

/** The key itself, shown once; only its hash is kept. */
export interface IssuedKey {
  readonly key: AccessKey;
  readonly secret: string;
}

/** A revoked key stops working after this long at most: the price of not asking PostgreSQL at every call. */
const KEY_CACHE_MS = 10_000;

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export class AccessService {
  private readonly known = new LRUCache<string, AccessKey>({ max: 10_000, ttl: KEY_CACHE_MS });
  private readonly organisations = new LRUCache<string, Organisation>({ max: 10_000, ttl: KEY_CACHE_MS });
  private origins: { readonly at: number; readonly set: ReadonlySet<string> } | undefined;

  constructor(
    private readonly database: Database,
    private readonly store: AccessStore,
    private readonly clock: Clock,
  ) {}

  /** The key behind a bearer secret, or null. */
  async authenticate(secret: string): Promise<AccessKey | null> {
    const hash = hashOf(secret);
    const cached = this.known.get(hash);
    if (cached) return cached;
    const key = await this.store.findKeyByHash(hash);
    if (key) this.known.set(hash, key);
    return key;
  }

  /** True when some key allows this origin; which key does is checked when one is shown. */
  async isKnownOrigin(origin: string): Promise<boolean> {
    const now = this.clock.now().getTime();
    if (!this.origins || now - this.origins.at > KEY_CACHE_MS)
      this.origins = { at: now, set: await this.store.allowedOrigins() };
    return this.origins.set.has(origin);
  }

  /** What an organisation is never changes. */
  async ownOrganisation(context: RequestContext): Promise<Organisation> {
    const known = this.organisations.get(context.organisationId);
    if (known) return known;
    const organisation = await context.memo(OWN_ORGANISATION, () => this.store.findOwnOrganisation(context));
    this.organisations.set(context.organisationId, organisation);
    return organisation;
  }

  createOrganisation(context: RequestContext, input: NewOrganisation, idempotencyKey?: string): Promise<Organisation> {
    const call = { key: idempotencyKey, mutation: "createOrganisation", request: input };
    return once(this.database, context, call, (manager) =>
      this.database.elevated(manager, () => this.addOrganisation(manager, input)),
    );
  }

  /** Issues a key of the caller's organisation; a replay of the call cannot show the secret again. */
  createKey(
    context: RequestContext,
    input: NewAccessKey,
    idempotencyKey?: string,
  ): Promise<{ readonly key: AccessKey; readonly secret: string | null }> {
    const held = this.permissionsOf(context.actor.role as Role);
    if (rolePermissions[input.role].some((permission) => !held.has(permission))) {
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "role"],
        `role must not exceed the caller's own (${context.actor.role}), but got ${input.role}.`,
      );
    }
    let secret: string | null = null;
    const call = { key: idempotencyKey, mutation: "createAccessKey", request: input };
    return once(this.database, context, call, async (manager) => {
      const issued = await this.issueKey(manager, context.organisationId, input);
      secret = issued.secret;
      return issued.key;
    }).then((key) => ({ key, secret }));
  }

  /** Adds an organisation inside a system transaction: the first ones come from the command line. */
  async addOrganisation(manager: EntityManager, input: NewOrganisation): Promise<Organisation> {
    const problems = new ProblemList();
    if (!/^[a-z][a-z0-9-]{1,62}$/.test(input.code)) {
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 2 to 63 lower-case letters, digits and hyphens, but got "${input.code}".`,
      );
    }
    if (input.name.trim() === "") problems.add("INVALID_INPUT", ["input", "name"], "name must not be empty.");
    const smallGroupThreshold = input.smallGroupThreshold ?? 50;
    const roundingBase = input.roundingBase ?? 10;
    const dailyQuestions = input.dailyQuestions ?? 5_000;
    const minimumListPeople = input.minimumListPeople ?? 1_000;
    if (smallGroupThreshold < 1)
      problems.add(
        "INVALID_INPUT",
        ["input", "smallGroupThreshold"],
        `smallGroupThreshold must be at least 1, but got ${smallGroupThreshold}.`,
      );
    if (roundingBase < 1)
      problems.add(
        "INVALID_INPUT",
        ["input", "roundingBase"],
        `roundingBase must be at least 1, but got ${roundingBase}.`,
      );
    if (dailyQuestions < 1)
      problems.add(
        "INVALID_INPUT",
        ["input", "dailyQuestions"],
        `dailyQuestions must be at least 1, but got ${dailyQuestions}.`,
      );
    if (minimumListPeople < 1)
      problems.add(
        "INVALID_INPUT",
        ["input", "minimumListPeople"],
        `minimumListPeople must be at least 1, but got ${minimumListPeople}.`,
      );
    problems.throwIfAny();
    if (await this.store.findOrganisationByCode(input.code)) {
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new, but an organisation "${input.code}" exists.`,
      );
    }
    const now = this.clock.now();
    const { code, name } = input;
    const limits = { smallGroupThreshold, roundingBase, dailyQuestions, minimumListPeople };
    const organisation = { id: newId(now), code, name, ...limits };
    await this.store.insertOrganisation(manager, organisation, now);
    return organisation;
  }

  findOrganisationByCode(code: string): Promise<Organisation | null> {
    return this.store.findOrganisationByCode(code);
  }

  /** Issues a key inside a transaction that may write to the organisation. */
  async issueKey(manager: EntityManager, organisationId: string, input: NewAccessKey): Promise<IssuedKey> {
    const problems = new ProblemList();
    if (input.name.trim() === "") problems.add("INVALID_INPUT", ["input", "name"], "name must not be empty.");
    for (const [index, origin] of input.allowedOrigins.entries()) {
      if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
      problems.add(
        "INVALID_INPUT",
        ["input", "allowedOrigins", String(index)],
        `An origin must be scheme, host and port only, e.g. https://bi.example.com, but got "${origin}".`,
      );
    }
    problems.throwIfAny();
    const now = this.clock.now();
    const secret = `vg_${randomBytes(32).toString("base64url")}`;
    const key: AccessKey = { id: newId(now), organisationId, ...input };
    await this.store.insertKey(manager, key, hashOf(secret), now);
    return { key, secret };
  }

  keysByIds(context: RequestContext, ids: readonly string[]): Promise<readonly AccessKey[]> {
    return this.store.findKeysByIds(context, ids);
  }

  /** Records who changed what, in the transaction of the change. */
  audit(
    manager: EntityManager,
    context: RequestContext,
    action: string,
    subject: string,
    detail: unknown,
  ): Promise<void> {
    return this.store.insertAudit(manager, context, { id: newId(context.clock.now()), action, subject, detail });
  }

  permissionsOf(role: Role): ReadonlySet<string> {
    return new Set(rolePermissions[role]);
  }
}

const OWN_ORGANISATION = {};
