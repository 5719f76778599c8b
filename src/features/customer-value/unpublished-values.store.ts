import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";

/** Values that attempts wrote whose scoring may never be published. */
export class UnpublishedValuesStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  /** Scorings with values, published or not, that were begun before an instant. */
  async findScoringsBefore(before: Date): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "customerValue.findScoringsBefore",
        "SELECT DISTINCT toString(scoring_id) FROM customer_value WHERE UUIDv7ToDateTime(scoring_id) < {before:DateTime64(3, 'UTC')}",
      ),
      query_params: { before },
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }

  async forget(scoringIds: readonly string[]): Promise<void> {
    if (scoringIds.length === 0) return;
    await this.mutations.run({
      place: "customerValue.forgetValues",
      table: "customer_value",
      statement: (rows) => `DELETE FROM ${rows} WHERE scoring_id IN {ids:Array(UUID)}`,
      params: { ids: scoringIds },
    });
  }
}
