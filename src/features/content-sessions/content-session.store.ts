import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { Registered } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import type { CheckedSession, ContentSession } from "./content-session";

interface SessionRow extends Omit<ContentSession, "goal"> {
  readonly goalMinor: string | null;
  readonly currencyCode: string;
}

const SESSION = `session.id, session.brand_id AS "brandId", session.code, session.kind, session.title, session.platform,
  session.content_code AS "contentCode", session.starts_at AS "startsAt", session.ends_at AS "endsAt",
  session.goal_minor AS "goalMinor", session.currency_code AS "currencyCode"`;
/** A session exists for the organisation that registered it as long as its brand is granted. */
const VISIBLE = "content_session AS session JOIN brand_grant ON brand_grant.brand_id = session.brand_id";

const DETAILS = ["kind", "title", "platform", "content_code", "starts_at", "ends_at", "goal_minor"];

const toSession = ({ goalMinor, currencyCode, ...row }: SessionRow): ContentSession => ({
  ...row,
  goal: goalMinor === null ? null : { minor: BigInt(goalMinor), currencyCode },
});

export class ContentSessionStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly ContentSession[]> {
    const rows: SessionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* contentSessions.findByIds */ SELECT ${SESSION} FROM ${VISIBLE} WHERE session.id = ANY($1)`, [
        ids,
      ]),
    );
    return rows.map(toSession);
  }

  /** The first `limit` that run at some time of the window, by start, then by code. */
  async findRunning(
    context: RequestContext,
    brandId: number,
    { from, to }: { readonly from: Date; readonly to: Date },
    limit: number,
  ): Promise<readonly ContentSession[]> {
    const rows: SessionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* contentSessions.findRunning */ SELECT ${SESSION} FROM ${VISIBLE}
         WHERE session.brand_id = $1 AND session.starts_at < $3 AND session.ends_at > $2
         ORDER BY session.starts_at, session.code LIMIT $4`,
        [brandId, from, to, limit],
      ),
    );
    return rows.map(toSession);
  }

  /** Registered last first: ids grow with time. */
  findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<ContentSession>> {
    return readPage<ContentSession>(
      page,
      ({ id }) => [id],
      async ({ after, before, fromEnd, limit }) => {
        const rows: SessionRow[] = await this.database.withTenant(context, (manager) =>
          manager.query(
            `/* contentSessions.findPage */ SELECT ${SESSION} FROM ${VISIBLE} WHERE session.brand_id = $1
               AND ($2::uuid IS NULL OR session.id < $2) AND ($3::uuid IS NULL OR session.id > $3)
             ORDER BY session.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
        );
        return rows.map(toSession);
      },
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* contentSessions.count */ SELECT count(*) FROM ${VISIBLE} WHERE session.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(row!.count);
  }

  async upsert(
    manager: EntityManager,
    context: RequestContext,
    { brandId, currencyCode }: { readonly brandId: number; readonly currencyCode: string },
    sessions: readonly CheckedSession[],
  ): Promise<Registered> {
    const now = context.clock.now();
    const list = (table: string): string => `(${DETAILS.map((column) => `${table}.${column}`).join(", ")})`;
    const rows: { code: string; isNew: boolean }[] = await manager.query(
      `/* contentSessions.upsert */ INSERT INTO content_session (organisation_id, brand_id, currency_code, registered_at, id, code, ${DETAILS.join(", ")})
       SELECT $1, $2, $3, $4, * FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::bigint[])
         AS row (id, code, ${DETAILS.join(", ")})
       ORDER BY code -- one order for all calls: two that register the same codes never wait in a circle
       ON CONFLICT (organisation_id, brand_id, code) DO UPDATE SET ${DETAILS.map((column) => `${column} = excluded.${column}`).join(", ")}
         WHERE ${list("content_session")} IS DISTINCT FROM ${list("excluded")}
       RETURNING code, xmax = 0 AS "isNew"`,
      [
        ...[context.organisationId, brandId, currencyCode, now],
        sessions.map(() => newId(now)),
        sessions.map(({ code }) => code),
        sessions.map(({ kind }) => kind),
        sessions.map(({ title }) => title),
        sessions.map(({ platform }) => platform),
        sessions.map(({ contentCode }) => contentCode),
        sessions.map(({ startsAt }) => startsAt),
        sessions.map(({ endsAt }) => endsAt),
        sessions.map(({ goal }) => (goal === null ? null : String(goal.minor))),
      ],
    );
    return {
      added: new Set(rows.filter(({ isNew }) => isNew).map(({ code }) => code)),
      changed: new Set(rows.filter(({ isNew }) => !isNew).map(({ code }) => code)),
    };
  }
}
