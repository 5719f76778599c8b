import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ReachMatrix, ReachMatrixVersion } from "./reach-strategy";

interface MatrixRow {
  readonly brandId: number;
  readonly version: number;
  readonly definition: ReachMatrix;
  readonly changedAt: Date;
}

export interface ReachPack {
  readonly strategyCode: string;
  readonly packId: string;
}

export class ReachStrategyStore {
  constructor(private readonly database: Database) {}

  /** A version, or without one the newest; null: there is none. */
  async find(context: RequestContext, brandId: number, version: number | null): Promise<ReachMatrixVersion | null> {
    const rows: MatrixRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* reachStrategies.find */ SELECT brand_id AS "brandId", version, definition, changed_at AS "changedAt"
         FROM reach_matrix WHERE brand_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`,
        [brandId, version],
      ),
    );
    return rows.map(({ definition, ...row }) => ({ ...row, ...definition }))[0] ?? null;
  }

  /** The one in force at the instant; null: the shipped one. */
  async findAt(context: RequestContext, brandId: number, at: Date): Promise<number | null> {
    const rows: { version: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* reachStrategies.findAt */ SELECT version FROM reach_matrix WHERE brand_id = $1 AND changed_at <= $2
         ORDER BY version DESC LIMIT 1`,
        [brandId, at],
      ),
    );
    return rows[0]?.version ?? null;
  }

  /** Takes the version after `expectedVersion`; false when the matrix is at another one. */
  async insert(
    context: RequestContext,
    brandId: number,
    definition: ReachMatrix,
    expectedVersion: number,
  ): Promise<boolean> {
    const { organisationId, actor, clock } = context;
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* reachStrategies.insert */ INSERT INTO reach_matrix (organisation_id, brand_id, version, definition, access_key_id, changed_at)
         SELECT $1, $2, $3::integer + 1, $4, $5, $6
         WHERE $3::integer = coalesce((SELECT max(version) FROM reach_matrix WHERE brand_id = $2), 0)
         ON CONFLICT DO NOTHING RETURNING version`,
        [organisationId, brandId, expectedVersion, JSON.stringify(definition), actor.accessKeyId, clock.now()],
      ),
    );
    return rows.length === 1;
  }

  /** By code of the strategy, also of those that the matrix no longer has. */
  async findPacks(context: RequestContext, brandId: number): Promise<readonly ReachPack[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* reachStrategies.findPacks */ SELECT strategy_code AS "strategyCode", audience_pack_id AS "packId"
         FROM reach_pack WHERE brand_id = $1 ORDER BY strategy_code`,
        [brandId],
      ),
    );
  }

  /** False when the strategy has another pack than `before` meanwhile. */
  async putPack(
    manager: EntityManager,
    { organisationId }: RequestContext,
    brandId: number,
    { strategyCode, packId, before }: ReachPack & { readonly before: string | null },
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* reachStrategies.putPack */ INSERT INTO reach_pack AS pack (organisation_id, brand_id, strategy_code, audience_pack_id)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, brand_id, strategy_code) DO UPDATE SET audience_pack_id = excluded.audience_pack_id
       WHERE pack.audience_pack_id = $5::uuid RETURNING strategy_code`,
      [organisationId, brandId, strategyCode, packId, before],
    );
    return rows.length === 1;
  }
}
