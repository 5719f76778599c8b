import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { CampaignTarget, CampaignTargets } from "./campaign-target";

export class CampaignTargetStore {
  constructor(private readonly database: Database) {}

  async findByCampaigns(context: RequestContext, campaignIds: readonly string[]): Promise<readonly CampaignTargets[]> {
    return this.database.withTenant(context, async (manager) => {
      const sets: Omit<CampaignTargets, "targets">[] = await manager.query(
        `/* campaignTargets.findSets */ SELECT campaign_id AS "campaignId", version, changed_at AS "changedAt"
         FROM campaign_target_set WHERE campaign_id = ANY($1)`,
        [campaignIds],
      );
      const targets: (CampaignTarget & { readonly campaignId: string })[] = await manager.query(
        `/* campaignTargets.findTargets */ SELECT campaign_id AS "campaignId", metric, step, target_value AS target, owner,
           due_on::text AS "dueOn", source_id AS "sourceId"
         FROM campaign_target WHERE campaign_id = ANY($1) ORDER BY place`,
        [campaignIds],
      );
      return sets.map((set) => ({
        ...set,
        targets: targets
          .filter(({ campaignId }) => campaignId === set.campaignId)
          .map(({ campaignId, ...target }) => target),
      }));
    });
  }

  /** Takes the version after `expectedVersion`, 0 when there are no targets yet; false when they are at another one. */
  async advance(
    manager: EntityManager,
    { organisationId, actor, clock }: RequestContext,
    campaignId: string,
    expectedVersion: number,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* campaignTargets.advance */ INSERT INTO campaign_target_set AS targets (campaign_id, organisation_id, version, access_key_id, changed_at)
       SELECT $1, $2, $3 + 1, $4, $5 WHERE $3 = coalesce((SELECT version FROM campaign_target_set WHERE campaign_id = $1), 0)
       ON CONFLICT (campaign_id) DO UPDATE SET version = excluded.version, access_key_id = excluded.access_key_id,
         changed_at = excluded.changed_at
       WHERE targets.version = $3 RETURNING version`,
      [campaignId, organisationId, expectedVersion, actor.accessKeyId, clock.now()],
    );
    return rows.length === 1;
  }

  async removeTargets(manager: EntityManager, campaignId: string): Promise<void> {
    await manager.query("/* campaignTargets.removeTargets */ DELETE FROM campaign_target WHERE campaign_id = $1", [
      campaignId,
    ]);
  }

  async insertTargets(
    manager: EntityManager,
    { organisationId }: RequestContext,
    campaignId: string,
    targets: readonly CampaignTarget[],
  ): Promise<void> {
    const column = <K extends keyof CampaignTarget>(key: K): readonly CampaignTarget[K][] =>
      targets.map((target) => target[key]);
    await manager.query(
      `/* campaignTargets.insertTargets */ INSERT INTO campaign_target
         (campaign_id, place, organisation_id, metric, step, target_value, owner, due_on, source_id)
       SELECT $1, place - 1, $2, metric, step, target_value, owner, due_on, source_id
       FROM unnest($3::text[], $4::text[], $5::double precision[], $6::text[], $7::date[], $8::integer[])
         WITH ORDINALITY AS target (metric, step, target_value, owner, due_on, source_id, place)`,
      [
        ...[campaignId, organisationId, column("metric"), column("step"), column("target")],
        ...[column("owner"), column("dueOn"), column("sourceId")],
      ],
    );
  }
}
