import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Crowd, CrowdStrategy, Treatment } from "./crowd-strategy";

interface CrowdRow extends Omit<Crowd, "frequencyCap"> {
  readonly strategyId: string;
  readonly capTouches: number | null;
  readonly capDays: number | null;
}

type StrategyRow = Omit<CrowdStrategy, "crowds">;

const STRATEGY = `strategy.id, strategy.brand_id AS "brandId", strategy.name, strategy.version, strategy.created_at AS "createdAt"`;
/** A strategy exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "crowd_strategy AS strategy JOIN brand_grant ON brand_grant.brand_id = strategy.brand_id";

export class CrowdStrategyStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<CrowdStrategy | null> {
    return this.database.withTenant(context, async (manager) => {
      const rows: StrategyRow[] = await manager.query(
        `/* crowdStrategies.find */ SELECT ${STRATEGY} FROM ${VISIBLE} WHERE strategy.id = $1`,
        [id],
      );
      return (await this.withCrowds(manager, rows))[0] ?? null;
    });
  }

  /** Newest first: ids grow with time. */
  async findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<CrowdStrategy>> {
    return this.database.withTenant(context, (manager) =>
      readPage<CrowdStrategy>(
        page,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) =>
          this.withCrowds(
            manager,
            await manager.query(
              `/* crowdStrategies.findPage */ SELECT ${STRATEGY} FROM ${VISIBLE} WHERE strategy.brand_id = $1
                 AND ($2::uuid IS NULL OR strategy.id < $2) AND ($3::uuid IS NULL OR strategy.id > $3)
               ORDER BY strategy.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
              [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
            ),
          ),
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* crowdStrategies.count */ SELECT count(*) FROM ${VISIBLE} WHERE strategy.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  /** False when a strategy of the brand has the name. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, brandId, name, version }: Omit<CrowdStrategy, "crowds" | "createdAt">,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* crowdStrategies.insert */ INSERT INTO crowd_strategy (id, organisation_id, brand_id, name, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation_id, brand_id, name) DO NOTHING RETURNING id`,
      [id, context.organisationId, brandId, name, version, context.clock.now()],
    );
    return rows.length === 1;
  }

  async insertCrowd(
    manager: EntityManager,
    { organisationId }: RequestContext,
    strategyId: string,
    { priority, name, packId, ...treatment }: Crowd,
  ): Promise<void> {
    await manager.query(
      `/* crowdStrategies.insertCrowd */ INSERT INTO crowd (crowd_strategy_id, priority, organisation_id, audience_pack_id, name,
         objective, channels, creative_group, bid_multiplier, cap_touches, cap_days)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [strategyId, priority, organisationId, packId, name, ...treatmentColumns(treatment)],
    );
  }

  /** Takes the version after `expectedVersion`; false when the strategy is at another one. */
  async advance(manager: EntityManager, id: string, expectedVersion: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      "/* crowdStrategies.advance */ UPDATE crowd_strategy SET version = version + 1 WHERE id = $1 AND version = $2",
      [id, expectedVersion],
    );
    return changed === 1;
  }

  async setTreatment(manager: EntityManager, id: string, priority: number, treatment: Treatment): Promise<void> {
    await manager.query(
      `/* crowdStrategies.setTreatment */ UPDATE crowd SET objective = $3, channels = $4, creative_group = $5,
         bid_multiplier = $6, cap_touches = $7, cap_days = $8
       WHERE crowd_strategy_id = $1 AND priority = $2`,
      [id, priority, ...treatmentColumns(treatment)],
    );
  }

  private async withCrowds(manager: EntityManager, rows: readonly StrategyRow[]): Promise<readonly CrowdStrategy[]> {
    const crowds: CrowdRow[] = await manager.query(
      `/* crowdStrategies.findCrowds */ SELECT crowd_strategy_id AS "strategyId", priority, name, audience_pack_id AS "packId",
         objective, channels, creative_group AS "creativeGroup", bid_multiplier AS "bidMultiplier",
         cap_touches AS "capTouches", cap_days AS "capDays"
       FROM crowd WHERE crowd_strategy_id = ANY($1) ORDER BY priority`,
      [rows.map(({ id }) => id)],
    );
    return rows.map((row) => ({
      ...row,
      crowds: crowds.filter(({ strategyId }) => strategyId === row.id).map(toCrowd),
    }));
  }
}

const treatmentColumns = ({
  objective,
  channels,
  creativeGroup,
  bidMultiplier,
  frequencyCap,
}: Treatment): readonly unknown[] => [
  objective,
  channels,
  creativeGroup,
  bidMultiplier,
  frequencyCap?.touches ?? null,
  frequencyCap?.days ?? null,
];

const toCrowd = ({ strategyId, capTouches, capDays, ...crowd }: CrowdRow): Crowd => ({
  ...crowd,
  frequencyCap: capTouches === null || capDays === null ? null : { touches: capTouches, days: capDays },
});
