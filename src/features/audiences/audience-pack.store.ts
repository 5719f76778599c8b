import { type EntityManager, QueryFailedError } from "typeorm";
import { type Page, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AudiencePack, PackMovement, PackRules, PackState } from "./audience-pack";
import type { PackFilter, PackList, PackOrder } from "./pack-list";
import type { RecordedChange } from "./pack-version";
import { recordVersion } from "./pack-version.store";

interface PackRow extends Omit<AudiencePack, "build" | "rules"> {
  readonly rules: PackRules["rule"];
  readonly canonical: string;
  readonly hash: string;
  readonly buildId: string | null;
  readonly asOf: Date;
  readonly people: string;
  readonly builtAt: Date;
  readonly runId: string | null;
}

export type NewPack = Pick<AudiencePack, "id" | "brandId" | "name" | "tags" | "rules" | "expiresAt"> &
  Partial<Pick<AudiencePack, "clonedFromId">>;

export interface NewBuild {
  readonly id: string;
  readonly runId: string;
  readonly asOf: Date;
  readonly planeVersion: bigint;
  readonly people: bigint;
  /** Null: no build before it. */
  readonly movement: PackMovement | null;
}

/** What a change sets, by the version that it is recorded as. */
const COLUMNS = {
  RENAMED: "name",
  TAGS_SET: "tags",
  EXPIRY_SET: "expires_at",
  HANDED_OVER: "owner_key_id",
  RULES_REPLACED: "state",
  FROZEN: "state",
  ARCHIVED: "state",
} as const satisfies Partial<Record<RecordedChange, string>>;

/** A pack at the version that a caller saw. */
export interface PackVersion {
  readonly id: string;
  readonly version: number;
}

/** `$1` is the present: EXPIRED is derived. */
const STATE = `CASE WHEN pack.state <> 'ARCHIVED' AND pack.expires_at <= $1 THEN 'EXPIRED' ELSE pack.state END`;

const PACK = `pack.id, pack.brand_id AS "brandId", pack.name, pack.tags, ${STATE} AS state, pack.version,
  pack.expires_at AS "expiresAt", pack.owner_key_id AS "ownerKeyId", pack.cloned_from_id AS "clonedFromId", pack.created_at AS "createdAt", pack.updated_at AS "updatedAt",
  rules.rules, rules.canonical, rules.hash,
  build.id AS "buildId", build.as_of AS "asOf", build.people, build.built_at AS "builtAt", build.run_id AS "runId"`;

/** A pack exists for the organisation that made it as long as its brand is granted; the newest rules are its rules. */
const FROM_PACK = `FROM audience_pack AS pack
  JOIN brand_grant ON brand_grant.brand_id = pack.brand_id
  JOIN LATERAL (
    SELECT rules, canonical, hash FROM audience_pack_rules
    WHERE audience_pack_id = pack.id ORDER BY version DESC LIMIT 1
  ) AS rules ON true
  LEFT JOIN audience_pack_build AS build ON build.id = pack.published_build_id`;

const FILTER = `pack.brand_id = $2 AND ($3::text[] IS NULL OR ${STATE} = ANY($3))
  AND ($4::text[] IS NULL OR pack.tags @> $4) AND ($5::text IS NULL OR strpos(lower(pack.name), lower($5)) > 0)
  AND ($6::uuid IS NULL OR pack.owner_key_id = $6)`;

const filterParams = (context: RequestContext, brandId: number, filter: PackFilter): readonly unknown[] => [
  context.clock.now(),
  brandId,
  filter.states,
  filter.tags,
  filter.name,
  filter.ownerKeyId,
];

const SORT = {
  UPDATED_AT: {
    column: "pack.updated_at",
    type: "timestamptz",
    value: (pack: AudiencePack) => pack.updatedAt.toISOString(),
  },
  CREATED_AT: {
    column: "pack.created_at",
    type: "timestamptz",
    value: (pack: AudiencePack) => pack.createdAt.toISOString(),
  },
  NAME: { column: "pack.name", type: "text", value: (pack: AudiencePack) => pack.name },
} as const satisfies Record<PackOrder["field"], object>;

export class AudiencePackStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly AudiencePack[]> {
    const rows: PackRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* audiences.findByIds */ SELECT ${PACK} ${FROM_PACK} WHERE pack.id = ANY($2)`, [
        context.clock.now(),
        ids,
      ]),
    );
    return rows.map(toPack);
  }

  async findPage(context: RequestContext, brandId: number, list: PackList): Promise<Page<AudiencePack>> {
    const { column, type, value } = SORT[list.order.field];
    const sortKey = (pack: AudiencePack): readonly string[] => [value(pack), pack.id];
    return readPage(list.page, sortKey, async ({ fromEnd, after, before, limit }) => {
      const isAscending = (list.order.direction === "ASC") !== fromEnd;
      const [follows, precedes] = list.order.direction === "ASC" ? [">", "<"] : ["<", ">"];
      const direction = isAscending ? "ASC" : "DESC";
      const rows: PackRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* audiences.findPage */ SELECT ${PACK} ${FROM_PACK} WHERE ${FILTER}
             AND ($7::${type} IS NULL OR (${column}, pack.id) ${follows} ($7, $8::uuid))
             AND ($9::${type} IS NULL OR (${column}, pack.id) ${precedes} ($9, $10::uuid))
           ORDER BY ${column} ${direction}, pack.id ${direction} LIMIT $11`,
          [...filterParams(context, brandId, list.filter), ...keyset(after), ...keyset(before), limit],
        ),
      );
      return rows.map(toPack);
    });
  }

  async count(context: RequestContext, brandId: number, filter: PackFilter): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* audiences.count */ SELECT count(*) FROM audience_pack AS pack
         JOIN brand_grant ON brand_grant.brand_id = pack.brand_id WHERE ${FILTER}`,
        [...filterParams(context, brandId, filter)],
      ),
    );
    return Number(rows[0]!.count);
  }

  /** False when a pack of the brand that is not archived has the name. */
  async insert(manager: EntityManager, context: RequestContext, pack: NewPack): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* audiences.insert */ INSERT INTO audience_pack
         (id, organisation_id, brand_id, name, tags, state, version, expires_at, created_at, updated_at, owner_key_id, cloned_from_id)
       VALUES ($1, $2, $3, $4, $5, 'DRAFT', 1, $6, $7, $7, $8, $9)
       ON CONFLICT (organisation_id, brand_id, name) WHERE state <> 'ARCHIVED' DO NOTHING RETURNING id`,
      [
        pack.id,
        context.organisationId,
        pack.brandId,
        pack.name,
        pack.tags,
        pack.expiresAt,
        context.clock.now(),
        context.actor.accessKeyId,
        pack.clonedFromId ?? null,
      ],
    );
    if (inserted.length === 0) return false;
    await recordVersion(manager, context, { id: pack.id, version: 1 }, "CREATED");
    await this.insertRules(manager, context, { id: pack.id, version: 1 }, pack.rules);
    return true;
  }

  /** TAKEN: another pack of the brand has the name; MOVED_ON: the pack is no longer at the version. */
  async rename(context: RequestContext, pack: PackVersion, name: string): Promise<"DONE" | "TAKEN" | "MOVED_ON"> {
    try {
      const isDone = await this.database.withTenant(context, (manager) =>
        this.advance(manager, context, pack, "RENAMED", name),
      );
      return isDone ? "DONE" : "MOVED_ON";
    } catch (error) {
      if (isNameTaken(error)) return "TAKEN";
      throw error;
    }
  }

  /** Appends a version of the rules; members stay those of the last build until the next. False: no longer at the version. */
  async replaceRules(context: RequestContext, pack: PackVersion, rules: PackRules): Promise<boolean> {
    return this.database.withTenant(context, async (manager) => {
      if (!(await this.advance(manager, context, pack, "RULES_REPLACED", "DRAFT"))) return false;
      await this.insertRules(manager, context, { id: pack.id, version: pack.version + 1 }, rules);
      return true;
    });
  }

  /** The build whose members count, which no other transaction replaces until this one ends; null: none yet. */
  async lockPublishedBuild(manager: EntityManager, packId: string): Promise<string | null> {
    const rows: { buildId: string | null }[] = await manager.query(
      `/* audiences.lockPublishedBuild */ SELECT published_build_id AS "buildId" FROM audience_pack WHERE id = $1 FOR UPDATE`,
      [packId],
    );
    return rows[0]!.buildId;
  }

  /** Binds a built pack to the members of this build; false: built anew, changed, or bound before. */
  async freeze(manager: EntityManager, context: RequestContext, packId: string, buildId: string): Promise<boolean> {
    const [rows]: [{ version: number }[], number] = await manager.query(
      `/* audiences.freeze */ UPDATE audience_pack SET state = 'FROZEN'
       WHERE id = $1 AND published_build_id = $2 AND state = 'BUILT' RETURNING version`,
      [packId, buildId],
    );
    const [built] = rows;
    return built !== undefined && this.takeVersion(manager, context, { id: packId, version: built.version }, "FROZEN");
  }

  async isFrozen(manager: EntityManager, packId: string, buildId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* audiences.isFrozen */ SELECT 1 FROM audience_pack WHERE id = $1 AND published_build_id = $2 AND state = 'FROZEN' FOR SHARE`,
      [packId, buildId],
    );
    return rows.length === 1;
  }

  /** Makes the build the pack's own, unless the pack moved on since. */
  async publishBuild(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    build: NewBuild,
  ): Promise<boolean> {
    const now = context.clock.now();
    const [, changed]: [unknown, number] = await manager.query(
      `/* audiences.publishBuild */ UPDATE audience_pack SET published_build_id = $3, state = 'BUILT', updated_at = $4
       WHERE id = $1 AND version = $2 AND state IN ('DRAFT', 'BUILT')`,
      [pack.id, pack.version, build.id, now],
    );
    if (changed === 0) return false;
    await manager.query(
      `/* audiences.insertBuild */ INSERT INTO audience_pack_build
         (id, organisation_id, audience_pack_id, pack_version, as_of, plane_version, people, built_at, run_id, people_entered, people_left)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        build.id,
        context.organisationId,
        pack.id,
        pack.version,
        build.asOf,
        build.planeVersion.toString(),
        build.people.toString(),
        now,
        build.runId,
        build.movement?.entered.toString() ?? null,
        build.movement?.left.toString() ?? null,
      ],
    );
    return true;
  }

  /** Takes the next version with the change's value and records who took it; false: no longer at the version. */
  async advance(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    change: keyof typeof COLUMNS,
    value: string | readonly string[] | Date | null,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* audiences.advance */ UPDATE audience_pack SET ${COLUMNS[change]} = $3 WHERE id = $1 AND version = $2 AND state <> 'ARCHIVED'`,
      [pack.id, pack.version, value],
    );
    return changed === 1 && this.takeVersion(manager, context, pack, change);
  }

  /** The next version of a pack, with who took it and why; false: no longer at the version. */
  async takeVersion(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    change: RecordedChange,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* audiences.takeVersion */ UPDATE audience_pack SET version = version + 1, updated_at = $3
       WHERE id = $1 AND version = $2`,
      [pack.id, pack.version, context.clock.now()],
    );
    if (changed === 0) return false;
    await recordVersion(manager, context, { id: pack.id, version: pack.version + 1 }, change);
    return true;
  }

  private async insertRules(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    rules: PackRules,
  ): Promise<void> {
    await manager.query(
      `/* audiences.insertRules */ INSERT INTO audience_pack_rules (audience_pack_id, version, organisation_id, rules, canonical, hash)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [pack.id, pack.version, context.organisationId, JSON.stringify(rules.rule), rules.canonical, rules.hash],
    );
  }
}

const UNIQUE_VIOLATION = "23505";

const isNameTaken = (error: unknown): boolean => {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint } = error.driverError as { readonly code?: string; readonly constraint?: string };
  return code === UNIQUE_VIOLATION && constraint === "audience_pack_name_key";
};

const keyset = (key: readonly string[] | null): readonly unknown[] => [key?.[0] ?? null, key?.[1] ?? null];

function toPack({ rules, canonical, hash, buildId, asOf, people, builtAt, runId, ...pack }: PackRow): AudiencePack {
  return {
    ...pack,
    state: pack.state as PackState,
    rules: { rule: rules, canonical, hash },
    build: buildId === null ? null : { id: buildId, asOf, people: BigInt(people), builtAt, runId },
  };
}
