import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface TouchpointSource {
  readonly id: number;
  readonly organisationId: string;
  readonly code: string;
  readonly name: string;
  readonly visibility: "CLOUD" | "ORGANISATION";
}

const SOURCE = `id, organisation_id AS "organisationId", code, name, visibility`;

export class TouchpointStore {
  constructor(private readonly database: Database) {}

  async findSources(context: RequestContext): Promise<readonly TouchpointSource[]> {
    return this.database.readAsTenant(
      context,
      `/* touchpoints.findSources */ SELECT ${SOURCE} FROM touchpoint_source ORDER BY id`,
    );
  }

  async findCloudSources(): Promise<readonly TouchpointSource[]> {
    return this.database.readAsSystem(
      `/* touchpoints.findCloudSources */ SELECT ${SOURCE} FROM touchpoint_source WHERE visibility = 'CLOUD' ORDER BY id`,
    );
  }

  async findOwnSource(
    context: RequestContext,
    where: { readonly id: number } | { readonly code: string },
  ): Promise<TouchpointSource | null> {
    const [column, value] = "id" in where ? ["id", where.id] : ["code", where.code];
    const rows: TouchpointSource[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* touchpoints.findOwnSource */ SELECT ${SOURCE} FROM touchpoint_source WHERE ${column} = $1 AND organisation_id = $2`,
        [value, context.organisationId],
      ),
    );
    return rows[0] ?? null;
  }

  /** Own ones, in the order they were made. */
  async findOwnSourcePage(context: RequestContext, request: PageRequest): Promise<Page<TouchpointSource>> {
    const sortKey = ({ id }: TouchpointSource): readonly string[] => [String(id)];
    return readPage(request, sortKey, ({ fromEnd, after, before, limit }) =>
      this.database.withTenant(context, (manager) =>
        manager.query(
          `/* touchpoints.findOwnSourcePage */ SELECT ${SOURCE} FROM touchpoint_source
           WHERE organisation_id = $1 AND ($2::integer IS NULL OR id > $2) AND ($3::integer IS NULL OR id < $3)
           ORDER BY id ${fromEnd ? "DESC" : "ASC"} LIMIT $4`,
          [context.organisationId, after?.[0] ?? null, before?.[0] ?? null, limit],
        ),
      ),
    );
  }

  async countOwnSources(context: RequestContext): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* touchpoints.countOwnSources */ SELECT count(*)::integer AS count FROM touchpoint_source WHERE organisation_id = $1",
        [context.organisationId],
      ),
    );
    return row!.count;
  }

  async insertSource(
    manager: EntityManager,
    context: RequestContext,
    source: Omit<TouchpointSource, "id" | "organisationId">,
  ): Promise<TouchpointSource | null> {
    const rows: TouchpointSource[] = await manager.query(
      `/* touchpoints.insertSource */ INSERT INTO touchpoint_source (organisation_id, code, name, visibility, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING ${SOURCE}`,
      [context.organisationId, source.code, source.name, source.visibility, context.clock.now()],
    );
    return rows[0] ?? null;
  }

  /** Newest event and newest import per platform over these sources. */
  async findFreshness(
    sourceIds: readonly number[],
  ): Promise<readonly { readonly platform: string; readonly lastTouchpointAt: Date; readonly lastImportAt: Date }[]> {
    const rows: { platform: string; lastTouchpointAt: string; lastImportAt: Date }[] = await this.database.withSystem(
      (manager) =>
        manager.query(
          `/* touchpoints.findFreshness */ SELECT latest.platform, max(latest.at) AS "lastTouchpointAt", max(intake_chunk.committed_at) AS "lastImportAt"
         FROM intake_chunk
         JOIN integration_run ON integration_run.id = intake_chunk.run_id
         CROSS JOIN LATERAL jsonb_each_text(intake_chunk.last_touchpoint_at) AS latest (platform, at)
         WHERE intake_chunk.state = 'COMMITTED' AND integration_run.source_id = ANY($1)
         GROUP BY latest.platform ORDER BY latest.platform`,
          [sourceIds],
        ),
    );
    return rows.map((row) => ({ ...row, lastTouchpointAt: new Date(row.lastTouchpointAt) }));
  }
}
