import { type EntityManager, QueryFailedError } from "typeorm";
import { type Page, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AudiencePack, PackRules, PackState } from "./audience-pack";
import type { PackFilter, PackList, PackOrder } from "./pack-list";

interface PackRow extends Omit<AudiencePack, "build" | "rules"> {
  readonly rules: PackRules["rule"];
  readonly canonical: string;
  readonly hash: string;
  readonly buildId: string | null;
  readonly asOf: Date;
  readonly people: string;
  readonly builtAt: Date;
}

export type NewPack = Pick<AudiencePack, "id" | "brandId" | "name" | "tags" | "rules" | "expiresAt">;

/** A pack at the version that a caller saw. */
export interface PackVersion {
  readonly id: string;
  readonly version: number;
}

/** `$1` is the present: EXPIRED is derived. */
const STATE = `CASE WHEN pack.state <> 'ARCHIVED' AND pack.expires_at <= $1 THEN 'EXPIRED' ELSE pack.state END`;

const PACK = `pack.id, pack.brand_id AS "brandId", pack.name, pack.tags, ${STATE} AS state, pack.version,
  pack.expires_at AS "expiresAt", pack.created_at AS "createdAt", pack.updated_at AS "updatedAt",
  rules.rules, rules.canonical, rules.hash,
  build.id AS "buildId", build.as_of AS "asOf", build.people, build.built_at AS "builtAt"`;

/** A pack exists for the organisation that made it as long as its brand is granted; the newest rules are its rules. */
const FROM_PACK = `FROM audience_pack AS pack
  JOIN brand_grant ON brand_grant.brand_id = pack.brand_id
  JOIN LATERAL (
    SELECT rules, canonical, hash FROM audience_pack_rules
    WHERE audience_pack_id = pack.id ORDER BY version DESC LIMIT 1
  ) AS rules ON true
  LEFT JOIN audience_pack_build AS build ON build.id = pack.published_build_id`;

const FILTER = `pack.brand_id = $2 AND ($3::text[] IS NULL OR ${STATE} = ANY($3))
  AND ($4::text[] IS NULL OR pack.tags @> $4) AND ($5::text IS NULL OR strpos(lower(pack.name), lower($5)) > 0)`;

const filterParams = (context: RequestContext, brandId: number, filter: PackFilter): readonly unknown[] => [
  context.clock.now(),
  brandId,
  filter.states,
  filter.tags,
  filter.name,
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
             AND ($6::${type} IS NULL OR (${column}, pack.id) ${follows} ($6, $7::uuid))
             AND ($8::${type} IS NULL OR (${column}, pack.id) ${precedes} ($8, $9::uuid))
           ORDER BY ${column} ${direction}, pack.id ${direction} LIMIT $10`,
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
         (id, organisation_id, brand_id, name, tags, state, version, expires_at, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'DRAFT', 1, $6, $7, $7)
       ON CONFLICT (organisation_id, brand_id, name) WHERE state <> 'ARCHIVED' DO NOTHING RETURNING id`,
      [pack.id, context.organisationId, pack.brandId, pack.name, pack.tags, pack.expiresAt, context.clock.now()],
    );
    if (inserted.length === 0) return false;
    await this.insertRules(manager, context, { id: pack.id, version: 1 }, pack.rules);
    return true;
  }

  /** TAKEN: another pack of the brand has the name; MOVED_ON: the pack is no longer at the version. */
  async rename(context: RequestContext, pack: PackVersion, name: string): Promise<"DONE" | "TAKEN" | "MOVED_ON"> {
    try {
      const isDone = await this.database.withTenant(context, (manager) =>
        this.advance(manager, context, pack, "name = $4", name),
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
      if (!(await this.advance(manager, context, pack, "state = $4", "DRAFT"))) return false;
      await this.insertRules(manager, context, { id: pack.id, version: pack.version + 1 }, rules);
      return true;
    });
  }

  async archive(context: RequestContext, pack: PackVersion): Promise<boolean> {
    return this.database.withTenant(context, (manager) =>
      this.advance(manager, context, pack, "state = $4", "ARCHIVED"),
    );
  }

  /** Binds a pack to the members of this build; true also of one that is bound to them already. */
  async freeze(manager: EntityManager, context: RequestContext, packId: string, buildId: string): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* audiences.freeze */ UPDATE audience_pack SET state = 'FROZEN',
         version = version + CASE state WHEN 'BUILT' THEN 1 ELSE 0 END,
         updated_at = CASE state WHEN 'BUILT' THEN $3 ELSE updated_at END
       WHERE id = $1 AND published_build_id = $2 AND state IN ('BUILT', 'FROZEN')`,
      [packId, buildId, context.clock.now()],
    );
    return changed === 1;
  }

  /** Makes the build the pack's own, unless the pack moved on since. */
  async publishBuild(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    build: { readonly id: string; readonly asOf: Date; readonly planeVersion: bigint; readonly people: bigint },
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
         (id, organisation_id, audience_pack_id, pack_version, as_of, plane_version, people, built_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        build.id,
        context.organisationId,
        pack.id,
        pack.version,
        build.asOf,
        build.planeVersion.toString(),
        build.people.toString(),
        now,
      ],
    );
    return true;
  }

  /** Takes the next version with one assignment, whose value is `$4`. */
  private async advance(
    manager: EntityManager,
    context: RequestContext,
    pack: PackVersion,
    assignment: "name = $4" | "state = $4",
    value: string,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* audiences.advance */ UPDATE audience_pack SET ${assignment}, version = version + 1, updated_at = $3
       WHERE id = $1 AND version = $2 AND state <> 'ARCHIVED'`,
      [pack.id, pack.version, context.clock.now(), value],
    );
    return changed === 1;
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

function toPack({ rules, canonical, hash, buildId, asOf, people, builtAt, ...pack }: PackRow): AudiencePack {
  return {
    ...pack,
    state: pack.state as PackState,
    rules: { rule: rules, canonical, hash },
    build: buildId === null ? null : { id: buildId, asOf, people: BigInt(people), builtAt },
  };
}
