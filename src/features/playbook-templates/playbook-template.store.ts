import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { FirstReview, PlaybookTemplate } from "./playbook-template";

const TEMPLATE = `id, title, category_id AS "categoryId", content, shared_on AS "sharedOn"`;
const IS_LISTED = "withdrawn_at IS NULL AND ($1::integer[] IS NULL OR category_id = ANY($1))";

/** Templates are everybody's to read and the system's to write; who shared one is the author's own row. */
export class PlaybookTemplateStore {
  constructor(private readonly database: Database) {}

  /** Those withdrawn are gone. */
  async find(context: RequestContext, id: string): Promise<PlaybookTemplate | null> {
    const rows: PlaybookTemplate[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* playbookTemplates.find */ SELECT ${TEMPLATE} FROM playbook_template WHERE id = $1 AND withdrawn_at IS NULL`,
        [id],
      ),
    );
    return rows[0] ?? null;
  }

  /** Those of the categories, newest first; null: of any. */
  findPage(
    context: RequestContext,
    categoryIds: readonly number[] | null,
    request: PageRequest,
  ): Promise<Page<PlaybookTemplate>> {
    return this.database.withTenant(context, (manager) =>
      readPage<PlaybookTemplate>(
        request,
        ({ id }) => [id],
        ({ after, before, fromEnd, limit }) =>
          manager.query(
            `/* playbookTemplates.findPage */ SELECT ${TEMPLATE} FROM playbook_template WHERE ${IS_LISTED}
               AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id > $3)
             ORDER BY id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [categoryIds, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
      ),
    );
  }

  async count(context: RequestContext, categoryIds: readonly number[] | null): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* playbookTemplates.count */ SELECT count(*) FROM playbook_template WHERE ${IS_LISTED}`, [
        categoryIds,
      ]),
    );
    return Number(rows[0]!.count);
  }

  /** Keys of those that the organisation shared. */
  async findOwn(context: RequestContext): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* playbookTemplates.findOwn */ SELECT template_id AS id FROM playbook_template_author"),
    );
    return new Set(rows.map(({ id }) => id));
  }

  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, title, categoryId, content, sharedOn }: PlaybookTemplate,
    playbookId: string,
  ): Promise<void> {
    await this.database.elevated(manager, () =>
      manager.query(
        `/* playbookTemplates.insert */ INSERT INTO playbook_template (id, title, category_id, content, shared_on)
         VALUES ($1, $2, $3, $4, $5)`,
        [id, title, categoryId, JSON.stringify(content), sharedOn],
      ),
    );
    await manager.query(
      `/* playbookTemplates.insertAuthor */ INSERT INTO playbook_template_author (template_id, organisation_id, playbook_id)
       VALUES ($1, $2, $3)`,
      [id, context.organisationId, playbookId],
    );
  }

  async withdraw(context: RequestContext, id: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      this.database.elevated(manager, () =>
        manager.query(
          "/* playbookTemplates.withdraw */ UPDATE playbook_template SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
          [id, context.clock.now()],
        ),
      ),
    );
  }

  async findShippedPlatforms(context: RequestContext): Promise<readonly string[]> {
    const rows: { code: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* playbookTemplates.findShippedPlatforms */ SELECT code FROM platform WHERE organisation_id IS NULL",
      ),
    );
    return rows.map(({ code }) => code);
  }

  /** Of every organisation but the caller's the first final review of a campaign of the template, in the order in which they came. */
  async findFirstReviews(context: RequestContext, id: string): Promise<readonly FirstReview[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* playbookTemplates.findFirstReviews */ SELECT figures FROM (
           SELECT DISTINCT ON (review.organisation_id) review.published_at, review.id, (
             SELECT coalesce(jsonb_object_agg(figure ->> 'metric', figure -> 'value'), '{}')
             FROM jsonb_array_elements(review.content -> 'figures') AS figure WHERE figure ->> 'state' = 'KNOWN') AS figures
           FROM playbook JOIN playbook_use ON playbook_use.playbook_id = playbook.id
             JOIN campaign_review AS review ON review.campaign_id = playbook_use.campaign_id
           WHERE playbook.template_id = $1 AND review.organisation_id <> $2 AND (review.content ->> 'isFinal')::boolean
           ORDER BY review.organisation_id, review.published_at, review.id
         ) AS first ORDER BY published_at, id`,
        [id, context.organisationId],
      ),
    );
  }
}
