import type { TestApp } from "../../support/test-app";
import type { PersonRegister } from "../../unit/demo/person-register";
import type { Touchpoint } from "../../unit/demo/read-cloud";
import { fenOf } from "../../unit/demo/stage-reference";

export interface CloudNumbers {
  readonly sourceId: number;
  /** Numbers of the catalogue by code. */
  readonly brands: ReadonlyMap<string, number>;
  readonly categories: ReadonlyMap<string, number>;
}

const ROWS_PER_INSERT = 50_000;
const RUN = "00000000-0000-0000-0000-000000000000";

/** Replaces all touchpoints by those of a synthetic cloud, past the intake: people are as the register tells them apart. */
export async function loadSyntheticCloud(
  test: TestApp,
  numbers: CloudNumbers,
  touchpoints: readonly Touchpoint[],
  register: PersonRegister,
): Promise<void> {
  const { clickhouse, database } = test.app;
  await clickhouse.command({ query: "TRUNCATE TABLE touchpoint" });
  for (let start = 0; start < touchpoints.length; start += ROWS_PER_INSERT) {
    const rows = touchpoints.slice(start, start + ROWS_PER_INSERT);
    await clickhouse.insert({
      table: "touchpoint",
      format: "JSONEachRow",
      values: rows.map((row, index) => ({
        brand_id: row.brand === undefined ? 0 : numbers.brands.get(row.brand),
        category_id: row.category === undefined ? 0 : numbers.categories.get(row.category),
        action: row.action,
        platform: row.platform,
        site: row.site,
        occurred_at: row.at,
        ordinal: register.personOf[start + index],
        source_id: numbers.sourceId,
        event_id: row.id,
        identity_key: "0",
        order_id: row.orderId ?? "",
        order_line: row.orderLine ?? "",
        rating: row.rating ?? null,
        value_minor: row.amount === undefined ? null : fenOf(row.amount),
        currency: row.amount === undefined ? "" : "CNY",
        quantity: row.quantity ?? null,
        ingested_at: row.at,
        run_id: RUN,
      })),
    });
  }
  await database.withSystem((manager) =>
    manager.query("UPDATE touchpoint_plane SET version = version + 1, changed_at = now()"),
  );
}
