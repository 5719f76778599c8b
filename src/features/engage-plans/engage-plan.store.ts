import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { EngageLine, EngagePlan } from "./engage-plan";

export class EngagePlanStore {
  constructor(private readonly database: Database) {}

  async findByCampaigns(context: RequestContext, campaignIds: readonly string[]): Promise<readonly EngagePlan[]> {
    return this.database.withTenant(context, async (manager) => {
      const plans: Omit<EngagePlan, "lines">[] = await manager.query(
        `/* engagePlans.findByCampaigns */ SELECT campaign_id AS "campaignId", version, access_key_id AS "accessKeyId", changed_at AS "changedAt"
         FROM engage_plan WHERE campaign_id = ANY($1)`,
        [campaignIds],
      );
      const lines: (EngageLine & { readonly campaignId: string })[] = await manager.query(
        `/* engagePlans.findLines */ SELECT campaign_id AS "campaignId", audience_pack_id AS "packId", next_action AS "nextAction", note,
           cadence_days AS "cadenceDays", starts_at AS "startsAt"
         FROM engage_line WHERE campaign_id = ANY($1) ORDER BY place`,
        [campaignIds],
      );
      return plans.map((plan) => ({
        ...plan,
        lines: lines.filter(({ campaignId }) => campaignId === plan.campaignId).map(({ campaignId, ...line }) => line),
      }));
    });
  }

  /** The campaign whose plan has each pack; packs in none are absent. */
  async findCampaignsOfPacks(
    context: RequestContext,
    packIds: readonly string[],
  ): Promise<readonly { readonly packId: string; readonly campaignId: string }[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* engagePlans.findCampaignsOfPacks */ SELECT audience_pack_id AS "packId", campaign_id AS "campaignId"
         FROM engage_line WHERE audience_pack_id = ANY($1)`,
        [packIds],
      ),
    );
  }

  /** Takes the version after `expectedVersion`, 0 when there is no plan yet; false when the plan is at another one. */
  async advance(
    manager: EntityManager,
    { organisationId, actor, clock }: RequestContext,
    campaignId: string,
    expectedVersion: number,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* engagePlans.advance */ INSERT INTO engage_plan AS plan (campaign_id, organisation_id, version, access_key_id, changed_at)
       SELECT $1, $2, $3 + 1, $4, $5 WHERE $3 = coalesce((SELECT version FROM engage_plan WHERE campaign_id = $1), 0)
       ON CONFLICT (campaign_id) DO UPDATE SET version = excluded.version, access_key_id = excluded.access_key_id,
         changed_at = excluded.changed_at
       WHERE plan.version = $3 RETURNING version`,
      [campaignId, organisationId, expectedVersion, actor.accessKeyId, clock.now()],
    );
    return rows.length === 1;
  }

  async removeLines(manager: EntityManager, campaignId: string): Promise<void> {
    await manager.query("/* engagePlans.removeLines */ DELETE FROM engage_line WHERE campaign_id = $1", [campaignId]);
  }

  /** Those of the packs that another plan has, and whose lines are therefore not inserted. */
  async insertLines(
    manager: EntityManager,
    { organisationId }: RequestContext,
    campaignId: string,
    lines: readonly EngageLine[],
  ): Promise<readonly string[]> {
    const inserted: { packId: string }[] = await manager.query(
      `/* engagePlans.insertLines */ INSERT INTO engage_line
         (audience_pack_id, campaign_id, organisation_id, place, next_action, note, cadence_days, starts_at)
       SELECT pack_id, $1, $2, place, next_action, note, cadence_days, starts_at
       FROM unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::integer[], $8::timestamptz[])
         AS line (pack_id, place, next_action, note, cadence_days, starts_at)
       ON CONFLICT (audience_pack_id) DO NOTHING RETURNING audience_pack_id AS "packId"`,
      [
        campaignId,
        organisationId,
        lines.map(({ packId }) => packId),
        lines.map((_, place) => place),
        lines.map(({ nextAction }) => nextAction),
        lines.map(({ note }) => note),
        lines.map(({ cadenceDays }) => cadenceDays),
        lines.map(({ startsAt }) => startsAt),
      ],
    );
    const done = new Set(inserted.map(({ packId }) => packId));
    return lines.map(({ packId }) => packId).filter((packId) => !done.has(packId));
  }
}
