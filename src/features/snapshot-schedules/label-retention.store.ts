import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { Database } from "../../platform/postgres/database";

/** The day of an instant in the snapshot's zone. */
const day = (instant: string): string => `(${instant} AT TIME ZONE brand.zone)::date`;

/** Snapshots whose labels nothing needs; `$1` ends what is kept whole, `$2` the time that readers of a restated one have left. */
const THINNED = `
  SELECT snapshot.id FROM asset_snapshot AS snapshot JOIN brand ON brand.id = snapshot.brand_id
  WHERE labels_thinned_at IS NULL AND (
    EXISTS (SELECT FROM asset_snapshot AS newer WHERE newer.restates_id = snapshot.id AND newer.known_at < $2)
    OR snapshot.as_of < $1
      AND extract(day FROM ${day("snapshot.as_of")}) > 1
      AND NOT EXISTS (
        SELECT FROM campaign LEFT JOIN campaign_step ON campaign_step.campaign_id = campaign.id
        WHERE campaign.organisation_id = snapshot.organisation_id AND campaign.brand_id = snapshot.brand_id
          AND ${day("snapshot.as_of")} IN (${["campaign.starts_at", "campaign.ends_at", "campaign_step.starts_at", "campaign_step.ends_at"].map(day).join(", ")}))
      AND EXISTS (
        SELECT FROM asset_snapshot AS later
        WHERE later.organisation_id = snapshot.organisation_id AND later.brand_id = snapshot.brand_id
          AND later.category_id IS NOT DISTINCT FROM snapshot.category_id AND later.as_of > snapshot.as_of)
  )
  LIMIT 1000`;

/** Labels that are there, and which of them are still of use. */
export class LabelRetentionStore {
  constructor(
    private readonly database: Database,
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  /** Marks snapshots as without labels; from then on nobody reads them. Answers how many. */
  async thin(keptFrom: Date, restatedBefore: Date, now: Date): Promise<number> {
    const [, thinned]: [unknown[], number] = await this.database.withSystem((manager) =>
      manager.query(
        `/* labelRetention.thin */ UPDATE asset_snapshot SET labels_thinned_at = $3 WHERE id IN (${THINNED})`,
        [keptFrom, restatedBefore, now],
      ),
    );
    return thinned;
  }

  /** Deletes labels made before an instant that no snapshot reads: thinned ones, and those of attempts and passes that published none. */
  async deleteUnread(madeBefore: Date): Promise<void> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "labelRetention.findMade",
        "SELECT DISTINCT labels_id FROM asset_label WHERE UUIDv7ToDateTime(labels_id, 'UTC') < {madeBefore:DateTime64(3, 'UTC')}",
      ),
      query_params: { madeBefore },
      format: "JSONCompactEachRow",
    });
    const made = (await answer.json<[string]>()).map(([id]) => id);
    const unread: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* labelRetention.findUnread */ SELECT made.id FROM unnest($1::uuid[]) AS made (id)
         WHERE NOT EXISTS (SELECT FROM asset_snapshot WHERE labels_id = made.id AND labels_thinned_at IS NULL)`,
        [made],
      ),
    );
    if (unread.length === 0) return;
    await this.mutations.run({
      place: "labelRetention.deleteUnread",
      table: "asset_label",
      statement: (rows) => `ALTER TABLE ${rows} DELETE WHERE labels_id IN {unread:Array(UUID)}`,
      params: { unread: unread.map(({ id }) => id) },
    });
  }
}
