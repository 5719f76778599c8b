import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import type { Registered } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { type NewTrendTopic, type TrendTopic, topicKey } from "./trend-topic";

const TOPIC = `id, source, code, title, heat, starts_at AS "startsAt", half_life_hours AS "halfLifeHours", tags, keywords, imported_at AS "importedAt"`;

const DETAILS = ["title", "heat", "starts_at", "half_life_hours", "tags", "keywords"];

export class TrendTopicStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly TrendTopic[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* trendTopics.findByIds */ SELECT ${TOPIC} FROM trend_topic WHERE id = ANY($1)`, [ids]),
    );
  }

  /** Topics that began at most `halfLives` of their half-lives before the instant. */
  async findOpen(context: RequestContext, at: Date, halfLives: number): Promise<readonly TrendTopic[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* trendTopics.findOpen */ SELECT ${TOPIC} FROM trend_topic
         WHERE starts_at <= $1 AND starts_at + make_interval(secs => half_life_hours * 3600 * $2) > $1 ORDER BY source, code`,
        [at, halfLives],
      ),
    );
  }

  async upsert(manager: EntityManager, context: RequestContext, topics: readonly NewTrendTopic[]): Promise<Registered> {
    const now = context.clock.now();
    const changes = DETAILS.map((column) => `${column} = excluded.${column}`).join(", ");
    const list = (table: string): string => `(${DETAILS.map((column) => `${table}.${column}`).join(", ")})`;
    const rows: { source: string; code: string; isNew: boolean }[] = await manager.query(
      `/* trendTopics.upsert */ INSERT INTO trend_topic (organisation_id, imported_at, id, source, code, title, heat, starts_at, half_life_hours, tags, keywords)
       SELECT $1, $2, id, source, code, title, heat, starts_at, half_life_hours,
         ARRAY(SELECT jsonb_array_elements_text(tags)), ARRAY(SELECT jsonb_array_elements_text(keywords))
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::timestamptz[], $9::float8[], $10::jsonb[], $11::jsonb[])
         AS row (id, source, code, title, heat, starts_at, half_life_hours, tags, keywords)
       ORDER BY source, code -- one order for all calls: two that import the same topics never wait in a circle
       ON CONFLICT (organisation_id, source, code) DO UPDATE SET ${changes}, imported_at = excluded.imported_at
         WHERE ${list("trend_topic")} IS DISTINCT FROM ${list("excluded")}
       RETURNING source, code, xmax = 0 AS "isNew"`,
      [
        context.organisationId,
        now,
        topics.map(() => newId(now)),
        topics.map(({ source }) => source),
        topics.map(({ code }) => code),
        topics.map(({ title }) => title),
        topics.map(({ heat }) => heat),
        topics.map(({ startsAt }) => startsAt),
        topics.map(({ halfLifeHours }) => halfLifeHours),
        topics.map(({ tags }) => JSON.stringify(tags)),
        topics.map(({ keywords }) => JSON.stringify(keywords)),
      ],
    );
    return {
      added: new Set(rows.filter(({ isNew }) => isNew).map(topicKey)),
      changed: new Set(rows.filter(({ isNew }) => !isNew).map(topicKey)),
    };
  }
}
