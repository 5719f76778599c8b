import type { EntityManager } from "typeorm";
import type { Page, PageRequest } from "../../platform/page";
import { readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { type Campaign, campaignSteps, type ScheduledStep } from "./campaign";

interface CampaignRow extends Omit<Campaign, "window" | "steps"> {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

interface StepRow extends Pick<ScheduledStep, "step"> {
  readonly campaignId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const CAMPAIGN = `campaign.id, campaign.brand_id AS "brandId", campaign.code, campaign.name, campaign.version,
  campaign.starts_at AS "startsAt", campaign.ends_at AS "endsAt"`;

/** A campaign exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "campaign JOIN brand_grant ON brand_grant.brand_id = campaign.brand_id";

export class CampaignStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly Campaign[]> {
    const [rows, steps] = await Promise.all([
      this.database.readAsTenant<CampaignRow>(
        context,
        `/* campaigns.findByIds */ SELECT ${CAMPAIGN} FROM ${VISIBLE} WHERE campaign.id = ANY($1::uuid[])`,
        [ids],
      ),
      this.database.readAsTenant<StepRow>(context, STEPS, [ids, campaignSteps]),
    ]);
    return join(rows, steps);
  }

  /** Oldest first. */
  async findAllOfBrand(context: RequestContext, brandId: number): Promise<readonly Campaign[]> {
    return this.database.withTenant(context, async (manager) =>
      withSteps(
        manager,
        await manager.query(
          `/* campaigns.findAllOfBrand */ SELECT ${CAMPAIGN} FROM ${VISIBLE} WHERE campaign.brand_id = $1 ORDER BY campaign.id`,
          [brandId],
        ),
      ),
    );
  }

  /** Newest first: ids grow with time. */
  async findPageOfBrand(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<Campaign>> {
    return this.database.withTenant(context, (manager) =>
      readPage<Campaign>(
        request,
        (campaign) => [campaign.id],
        async ({ after, before, fromEnd, limit }) =>
          withSteps(
            manager,
            await manager.query(
              `/* campaigns.findPageOfBrand */ SELECT ${CAMPAIGN} FROM ${VISIBLE}
               WHERE campaign.brand_id = $1 AND ($2::uuid IS NULL OR campaign.id < $2) AND ($3::uuid IS NULL OR campaign.id > $3)
               ORDER BY campaign.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
              [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
            ),
          ),
      ),
    );
  }

  async countOfBrand(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* campaigns.countOfBrand */ SELECT count(*) FROM ${VISIBLE} WHERE campaign.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async isCodeTaken(manager: EntityManager, code: string): Promise<boolean> {
    const rows: unknown[] = await manager.query("/* campaigns.isCodeTaken */ SELECT 1 FROM campaign WHERE code = $1", [
      code,
    ]);
    return rows.length > 0;
  }

  /** False when another call took the code meanwhile. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, brandId, code, name, window, version, steps }: Campaign,
  ): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* campaigns.insert */ INSERT INTO campaign (id, organisation_id, brand_id, code, name, starts_at, ends_at, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (organisation_id, code) DO NOTHING RETURNING id`,
      [id, context.organisationId, brandId, code, name, window.from, window.to, version, context.clock.now()],
    );
    if (inserted.length === 0) return false;
    await manager.query(
      `/* campaigns.insertSteps */ INSERT INTO campaign_step (campaign_id, organisation_id, step, starts_at, ends_at)
       SELECT $1, $2, step, starts_at, ends_at FROM unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) AS row (step, starts_at, ends_at)`,
      [
        id,
        context.organisationId,
        steps.map((step) => step.step),
        steps.map((step) => step.from),
        steps.map((step) => step.to),
      ],
    );
    return true;
  }

  /** Takes the next version and holds the row until the transaction ends; false when the campaign is at another version. */
  async advance(manager: EntityManager, campaignId: string, expectedVersion: number | null): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      "/* campaigns.advance */ UPDATE campaign SET version = version + 1 WHERE id = $1 AND ($2::integer IS NULL OR version = $2)",
      [campaignId, expectedVersion],
    );
    return affected === 1;
  }

  async findVersion(manager: EntityManager, campaignId: string): Promise<number> {
    const rows: { version: number }[] = await manager.query(
      "/* campaigns.findVersion */ SELECT version FROM campaign WHERE id = $1",
      [campaignId],
    );
    return rows[0]!.version;
  }
}

const STEPS = `/* campaigns.findSteps */ SELECT campaign_id AS "campaignId", step, starts_at AS "startsAt", ends_at AS "endsAt"
  FROM campaign_step WHERE campaign_id = ANY($1::uuid[]) ORDER BY array_position($2::text[], step)`;

async function withSteps(manager: EntityManager, rows: readonly CampaignRow[]): Promise<readonly Campaign[]> {
  return join(rows, await manager.query(STEPS, [rows.map((row) => row.id), campaignSteps]));
}

const join = (rows: readonly CampaignRow[], steps: readonly StepRow[]): readonly Campaign[] =>
  rows.map(({ startsAt, endsAt, ...campaign }) => ({
    ...campaign,
    window: { from: startsAt, to: endsAt },
    steps: steps
      .filter((step) => step.campaignId === campaign.id)
      .map((step) => ({ step: step.step, from: step.startsAt, to: step.endsAt })),
  }));
