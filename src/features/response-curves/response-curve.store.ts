import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { MAX_LISTED_CURVES, type StoredCurve } from "./response-curve";

const CURVE = `id, brand_id AS "brandId", name, version, period, curve, adstock, fit, draws, reason,
  carry_over_periods AS "carryOverPeriods", access_key_id AS "accessKeyId", created_at AS "createdAt"`;

export class ResponseCurveStore {
  constructor(private readonly database: Database) {}

  findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly StoredCurve[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* responseCurves.findByIds */ SELECT ${CURVE} FROM response_curve WHERE id = ANY($1)`, [ids]),
    );
  }

  /** The newest version of each name, by name. */
  findNewest(context: RequestContext, brandId: number): Promise<readonly StoredCurve[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* responseCurves.findNewest */ SELECT DISTINCT ON (name) ${CURVE} FROM response_curve
         WHERE brand_id = $1 ORDER BY name, version DESC LIMIT $2`,
        [brandId, MAX_LISTED_CURVES],
      ),
    );
  }

  /** Makes changes of a brand's curves wait for each other; the number of the newest version of each name. */
  async lockVersions(
    manager: EntityManager,
    brandId: number,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    await manager.query("/* responseCurves.lock */ SELECT pg_advisory_xact_lock(hashtext('response_curve'), $1)", [
      brandId,
    ]);
    const rows: { name: string; version: number }[] = await manager.query(
      `/* responseCurves.findVersions */ SELECT name, max(version) AS version FROM response_curve
       WHERE brand_id = $1 AND name = ANY($2) GROUP BY name`,
      [brandId, names],
    );
    return new Map(rows.map(({ name, version }) => [name, version]));
  }

  async insert(manager: EntityManager, { organisationId }: RequestContext, curve: StoredCurve): Promise<void> {
    await manager.query(
      `/* responseCurves.insert */ INSERT INTO response_curve
         (id, organisation_id, brand_id, name, version, period, curve, adstock, fit, draws, reason, access_key_id, created_at,
          carry_over_periods)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[curve.id, organisationId, curve.brandId, curve.name, curve.version, curve.period],
        ...[JSON.stringify(curve.curve), JSON.stringify(curve.adstock), curve.fit && JSON.stringify(curve.fit)],
        ...[JSON.stringify(curve.draws), curve.reason, curve.accessKeyId, curve.createdAt, curve.carryOverPeriods],
      ],
    );
  }
}
