import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { PathSet } from "./path-set";

type StoredPath = readonly [touches: readonly string[], conversions: string, value: string, nulls: string];

interface PathSetRow extends Omit<PathSet, "journeys"> {
  readonly rows: readonly StoredPath[];
}

export class PathSetStore {
  constructor(private readonly database: Database) {}

  async insert(manager: EntityManager, context: RequestContext, set: PathSet): Promise<void> {
    const rows = set.journeys.map(({ touches, conversions, value, nulls }) => [
      touches,
      conversions.toString(),
      value.toString(),
      nulls.toString(),
    ]);
    await manager.query(
      `/* pathSets.insert */ INSERT INTO attribution_path_set (id, organisation_id, name, currency_code, direct_channels, rows, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        set.id,
        context.organisationId,
        set.name,
        set.currencyCode,
        set.directChannels,
        JSON.stringify(rows),
        set.createdAt,
      ],
    );
  }

  async find(context: RequestContext, id: string): Promise<PathSet | null> {
    const found: PathSetRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* pathSets.find */ SELECT id, name, currency_code AS "currencyCode", direct_channels AS "directChannels", rows, created_at AS "createdAt"
         FROM attribution_path_set WHERE id = $1`,
        [id],
      ),
    );
    const [row] = found;
    if (!row) return null;
    const { rows, ...set } = row;
    return {
      ...set,
      journeys: rows.map(([touches, conversions, value, nulls]) => ({
        touches,
        conversions: BigInt(conversions),
        value: BigInt(value),
        nulls: BigInt(nulls),
      })),
    };
  }
}
