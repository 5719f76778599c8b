import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { externalKey, type NoPackReason, type Placement } from "./placement";

const PLACEMENT = `placement.id, placement.campaign_id AS "campaignId", placement.name, placement.platform, placement.site,
  placement.step, placement.objective, placement.audience_pack_id AS "audiencePackId",
  ARRAY(SELECT external_id FROM placement_external_id WHERE placement_external_id.placement_id = placement.id
        ORDER BY external_id) AS "externalIds"`;

const VISIBLE = `placement JOIN campaign ON campaign.id = placement.campaign_id
  JOIN brand_grant ON brand_grant.brand_id = campaign.brand_id`;

export class PlacementStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly Placement[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* placements.findByIds */ SELECT ${PLACEMENT} FROM ${VISIBLE} WHERE placement.id = ANY($1)`, [
        ids,
      ]),
    );
  }

  /** In the order in which they were added. */
  async findByCampaignIds(context: RequestContext, campaignIds: readonly string[]): Promise<readonly Placement[]> {
    return this.database.readAsTenant(
      context,
      `/* placements.findByCampaignIds */ SELECT ${PLACEMENT} FROM ${VISIBLE}
       WHERE placement.campaign_id = ANY($1::uuid[]) ORDER BY placement.id`,
      [campaignIds],
    );
  }

  /** The newest campaigns with a placement that is aimed at the pack, at most `limit` a pack. */
  async findCampaignsOfPacks(
    context: RequestContext,
    packIds: readonly string[],
    limit: number,
  ): Promise<readonly { readonly packId: string; readonly campaignId: string }[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* placements.findCampaignsOfPacks */ SELECT pack.id AS "packId", used.campaign_id AS "campaignId"
         FROM unnest($1::uuid[]) AS pack (id)
         CROSS JOIN LATERAL (
           SELECT DISTINCT placement.campaign_id FROM ${VISIBLE}
           WHERE placement.audience_pack_id = pack.id ORDER BY placement.campaign_id DESC LIMIT $2
         ) AS used
         ORDER BY used.campaign_id DESC`,
        [packIds, limit],
      ),
    );
  }

  /** Campaigns with a placement that is aimed at the pack and runs at the instant: in its step, else while the campaign runs. */
  async findRunningOfPack(
    manager: EntityManager,
    packId: string,
    at: Date,
  ): Promise<readonly { readonly placement: string; readonly campaign: string }[]> {
    return manager.query(
      `/* placements.findRunningOfPack */ SELECT placement.name AS placement, campaign.name AS campaign FROM placement
       JOIN campaign ON campaign.id = placement.campaign_id
       LEFT JOIN campaign_step AS step ON step.campaign_id = campaign.id AND step.step = placement.step
       WHERE placement.audience_pack_id = $1
         AND coalesce(step.starts_at, campaign.starts_at) <= $2 AND $2 < coalesce(step.ends_at, campaign.ends_at)
       ORDER BY placement.id`,
      [packId, at],
    );
  }

  /** Of a placement without a pack; false: it is aimed at one. */
  async setNoPackReason(manager: EntityManager, placementId: string, reason: NoPackReason): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      "/* placements.setNoPackReason */ UPDATE placement SET no_pack_reason = $2 WHERE id = $1 AND audience_pack_id IS NULL",
      [placementId, reason],
    );
    return changed > 0;
  }

  async countOfCampaign(manager: EntityManager, campaignId: string): Promise<number> {
    const rows: { count: string }[] = await manager.query(
      "/* placements.countOfCampaign */ SELECT count(*) FROM placement WHERE campaign_id = $1",
      [campaignId],
    );
    return Number(rows[0]!.count);
  }

  /** Those external ids of the placements that the organisation uses already, as `externalKey`s. */
  async findTaken(
    manager: EntityManager,
    placements: readonly Pick<Placement, "platform" | "externalIds">[],
  ): Promise<ReadonlySet<string>> {
    const wanted = externalIdsOf(placements);
    const rows: { platform: string; externalId: string }[] = await manager.query(
      `/* placements.findTaken */ SELECT platform, external_id AS "externalId" FROM placement_external_id
       JOIN unnest($1::text[], $2::text[]) AS wanted (platform, external_id) USING (platform, external_id)`,
      [wanted.map(({ platform }) => platform), wanted.map(({ externalId }) => externalId)],
    );
    return new Set(rows.map(({ platform, externalId }) => externalKey(platform, externalId)));
  }

  /** Returns false, and then the transaction must not commit, when another call took an external id meanwhile. */
  async insert(manager: EntityManager, context: RequestContext, placements: readonly Placement[]): Promise<boolean> {
    const column = <K extends keyof Placement>(key: K): readonly Placement[K][] => placements.map((row) => row[key]);
    await manager.query(
      `/* placements.insert */ INSERT INTO placement (id, organisation_id, campaign_id, name, platform, site, step, objective, audience_pack_id,
         audience_pack_version, no_pack_reason)
       SELECT id, $1, campaign_id, name, platform, site, step, objective, audience_pack_id,
         (SELECT version FROM audience_pack WHERE audience_pack.id = row.audience_pack_id),
         CASE WHEN audience_pack_id IS NULL THEN coalesce(no_pack_reason, 'NOT_STATED') END
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::text[])
         AS row (id, campaign_id, name, platform, site, step, objective, audience_pack_id, no_pack_reason)`,
      [
        context.organisationId,
        column("id"),
        column("campaignId"),
        column("name"),
        column("platform"),
        column("site"),
        column("step"),
        column("objective"),
        column("audiencePackId"),
        placements.map(({ noPackReason }) => noPackReason ?? null),
      ],
    );
    const claims = externalIdsOf(placements);
    const claimed: unknown[] = await manager.query(
      `/* placements.claimExternalIds */ INSERT INTO placement_external_id (organisation_id, platform, external_id, placement_id)
       SELECT $1, platform, external_id, placement_id
       FROM unnest($2::text[], $3::text[], $4::uuid[]) AS row (platform, external_id, placement_id)
       ORDER BY platform, external_id -- one order for all calls: two that claim the same ids never wait in a circle
       ON CONFLICT DO NOTHING RETURNING external_id`,
      [
        context.organisationId,
        claims.map(({ platform }) => platform),
        claims.map(({ externalId }) => externalId),
        claims.map(({ placementId }) => placementId),
      ],
    );
    return claimed.length === claims.length;
  }
}

interface ExternalIdClaim {
  readonly platform: string;
  readonly externalId: string;
  readonly placementId: string | undefined;
}

const externalIdsOf = (
  placements: readonly (Pick<Placement, "platform" | "externalIds"> & { readonly id?: string })[],
): readonly ExternalIdClaim[] =>
  placements.flatMap(({ id, platform, externalIds }) =>
    externalIds.map((externalId) => ({ platform, externalId, placementId: id })),
  );
