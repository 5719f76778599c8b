import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Flight, FlightPlan } from "./flight";

const FLIGHT = `id, placement_id AS "placementId", starts_on::text AS "startsOn", ends_on::text AS "endsOn", format, shape,
  hour_weights AS "hourWeights", planned_impressions AS impressions, planned_cost_minor AS "costMinor", version,
  created_at AS "createdAt", cancelled_at AS "cancelledAt"`;

type FlightRow = Omit<Flight, "impressions" | "costMinor"> & {
  readonly impressions: string | null;
  readonly costMinor: string | null;
};

const toFlight = ({ impressions, costMinor, ...row }: FlightRow): Flight => ({
  ...row,
  impressions: impressions === null ? null : BigInt(impressions),
  costMinor: costMinor === null ? null : BigInt(costMinor),
});

export class FlightStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly Flight[]> {
    const rows: FlightRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* flights.findByIds */ SELECT ${FLIGHT} FROM flight WHERE id = ANY($1)`, [ids]),
    );
    return rows.map(toFlight);
  }

  /** Those that were not cancelled, in the order of their days. */
  async findByPlacements(context: RequestContext, placementIds: readonly string[]): Promise<readonly Flight[]> {
    const rows: FlightRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* flights.findByPlacements */ SELECT ${FLIGHT} FROM flight
         WHERE placement_id = ANY($1) AND cancelled_at IS NULL ORDER BY starts_on, placement_id`,
        [placementIds],
      ),
    );
    return rows.map(toFlight);
  }

  /** Makes changes of a placement's flights wait for each other. */
  async lockPlacement(manager: EntityManager, placementId: string): Promise<void> {
    await manager.query("/* flights.lockPlacement */ SELECT 1 FROM placement WHERE id = $1 FOR NO KEY UPDATE", [
      placementId,
    ]);
  }

  /** The flights of the placement but for one, that were not cancelled. */
  findOthers(
    manager: EntityManager,
    placementId: string,
    id: string | null,
  ): Promise<readonly Pick<Flight, "startsOn" | "endsOn">[]> {
    return manager.query(
      `/* flights.findOthers */ SELECT starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM flight
       WHERE placement_id = $1 AND cancelled_at IS NULL AND ($2::uuid IS NULL OR id <> $2) ORDER BY starts_on`,
      [placementId, id],
    );
  }

  async insert(
    manager: EntityManager,
    { organisationId, clock }: RequestContext,
    { id, placementId, ...plan }: FlightPlan & Pick<Flight, "id" | "placementId">,
  ): Promise<void> {
    await manager.query(
      `/* flights.insert */ INSERT INTO flight (id, organisation_id, placement_id, starts_on, ends_on, format, shape, hour_weights,
         planned_impressions, planned_cost_minor, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)`,
      [id, organisationId, placementId, ...planColumns(plan), clock.now()],
    );
  }

  /** False when the flight is at another version, or was cancelled. */
  async change(manager: EntityManager, id: string, plan: FlightPlan, expectedVersion: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* flights.change */ UPDATE flight SET starts_on = $3, ends_on = $4, format = $5, shape = $6, hour_weights = $7,
         planned_impressions = $8, planned_cost_minor = $9, version = version + 1
       WHERE id = $1 AND version = $2 AND cancelled_at IS NULL`,
      [id, expectedVersion, ...planColumns(plan)],
    );
    return changed === 1;
  }

  /** Likewise. */
  async cancel(manager: EntityManager, id: string, expectedVersion: number, now: Date): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* flights.cancel */ UPDATE flight SET cancelled_at = $3, version = version + 1
       WHERE id = $1 AND version = $2 AND cancelled_at IS NULL`,
      [id, expectedVersion, now],
    );
    return changed === 1;
  }
}

const planColumns = ({ startsOn, endsOn, format, shape, hourWeights, impressions, costMinor }: FlightPlan) => [
  ...[startsOn, endsOn, format, shape, hourWeights],
  impressions === null ? null : String(impressions),
  costMinor === null ? null : String(costMinor),
];
