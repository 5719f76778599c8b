import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Playbook, PlaybookInstance, PlaybookOrigin } from "./playbook";

interface PlaybookRow extends Omit<Playbook, "origin"> {
  readonly groupStrategyId: string | null;
  readonly groupStrategyVersion: number | null;
  readonly templateId: string | null;
}

const PLAYBOOK = `playbook.id, playbook.brand_id AS "brandId", playbook.campaign_id AS "campaignId", playbook.name, playbook.content,
  playbook.group_strategy_id AS "groupStrategyId", playbook.group_strategy_version AS "groupStrategyVersion",
  playbook.template_id AS "templateId", playbook.created_at AS "createdAt"`;
/** A playbook exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "playbook JOIN brand_grant ON brand_grant.brand_id = playbook.brand_id";

export class PlaybookStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<Playbook | null> {
    const rows: PlaybookRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* playbooks.find */ SELECT ${PLAYBOOK} FROM ${VISIBLE} WHERE playbook.id = $1`, [id]),
    );
    return rows[0] ? toPlaybook(rows[0]) : null;
  }

  /** Newest first: ids grow with time. */
  findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<Playbook>> {
    return this.database.withTenant(context, (manager) =>
      readPage<Playbook>(
        page,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) => {
          const rows: PlaybookRow[] = await manager.query(
            `/* playbooks.findPage */ SELECT ${PLAYBOOK} FROM ${VISIBLE} WHERE playbook.brand_id = $1
               AND ($2::uuid IS NULL OR playbook.id < $2) AND ($3::uuid IS NULL OR playbook.id > $3)
             ORDER BY playbook.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          );
          return rows.map(toPlaybook);
        },
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* playbooks.count */ SELECT count(*) FROM ${VISIBLE} WHERE playbook.brand_id = $1`, [brandId]),
    );
    return Number(rows[0]!.count);
  }

  /** False when a playbook of the brand has the name. */
  async insert(manager: EntityManager, context: RequestContext, playbook: Playbook): Promise<boolean> {
    const { id, brandId, campaignId, name, content, origin, createdAt } = playbook;
    const rows: unknown[] = await manager.query(
      `/* playbooks.insert */ INSERT INTO playbook (id, organisation_id, brand_id, campaign_id, name, content, created_at,
         group_strategy_id, group_strategy_version, template_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (organisation_id, brand_id, name) DO NOTHING RETURNING id`,
      [
        ...[id, context.organisationId, brandId, campaignId, name, JSON.stringify(content), createdAt],
        ...(origin?.kind === "GROUP_STRATEGY" ? [origin.id, origin.version] : [null, null]),
        origin?.kind === "TEMPLATE" ? origin.id : null,
      ],
    );
    return rows.length === 1;
  }

  async insertInstance(manager: EntityManager, context: RequestContext, instance: PlaybookInstance): Promise<void> {
    const { campaignId, playbookId, packIds } = instance;
    await manager.query(
      `/* playbooks.insertUse */ INSERT INTO playbook_use (campaign_id, playbook_id, organisation_id, created_at)
       VALUES ($1, $2, $3, $4)`,
      [campaignId, playbookId, context.organisationId, context.clock.now()],
    );
    await manager.query(
      `/* playbooks.insertPacks */ INSERT INTO playbook_pack (audience_pack_id, campaign_id, organisation_id, place)
       SELECT pack_id, $1, $2, place - 1 FROM unnest($3::uuid[]) WITH ORDINALITY AS pack (pack_id, place)`,
      [campaignId, context.organisationId, packIds],
    );
  }

  async findInstances(context: RequestContext, campaignIds: readonly string[]): Promise<readonly PlaybookInstance[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* playbooks.findInstances */ SELECT campaign_id AS "campaignId", playbook_id AS "playbookId",
           ARRAY(SELECT audience_pack_id FROM playbook_pack AS pack WHERE pack.campaign_id = playbook_use.campaign_id ORDER BY place) AS "packIds"
         FROM playbook_use WHERE campaign_id = ANY($1)`,
        [campaignIds],
      ),
    );
  }

  /** The playbook that each pack was made of; packs of none are absent. */
  async findOfPacks(
    context: RequestContext,
    packIds: readonly string[],
  ): Promise<readonly { readonly packId: string; readonly playbookId: string }[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* playbooks.findOfPacks */ SELECT audience_pack_id AS "packId", playbook_id AS "playbookId"
         FROM playbook_pack JOIN playbook_use USING (campaign_id) WHERE audience_pack_id = ANY($1)`,
        [packIds],
      ),
    );
  }
}

function toPlaybook({ groupStrategyId, groupStrategyVersion, templateId, ...row }: PlaybookRow): Playbook {
  return { ...row, origin: originOf(groupStrategyId, groupStrategyVersion, templateId) };
}

function originOf(
  groupStrategyId: string | null,
  version: number | null,
  templateId: string | null,
): PlaybookOrigin | null {
  if (groupStrategyId !== null) return { kind: "GROUP_STRATEGY", id: groupStrategyId, version: version! };
  return templateId === null ? null : { kind: "TEMPLATE", id: templateId };
}
