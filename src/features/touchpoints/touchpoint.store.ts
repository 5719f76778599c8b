import type { EntityManager } from "typeorm";
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
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* touchpoints.findSources */ SELECT ${SOURCE} FROM touchpoint_source ORDER BY id`),
    );
  }

  async findCloudSources(): Promise<readonly TouchpointSource[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* touchpoints.findCloudSources */ SELECT ${SOURCE} FROM touchpoint_source WHERE visibility = 'CLOUD' ORDER BY id`,
      ),
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

  /** Counts committed chunks: equal versions have seen the same touchpoints. */
  async planeVersion(): Promise<bigint> {
    const [row]: { version: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* touchpoints.planeVersion */ SELECT version FROM touchpoint_plane WHERE id = 1"),
    );
    return BigInt(row!.version);
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
