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

const ROWS_PER_INSERT = 100_000;

/** What stages depend on; the rest keeps its default. */
const COLUMNS: [string, ...string[]] = [
  "brand_id",
  "category_id",
  "action",
  "platform",
  "site",
  "occurred_at",
  "ordinal",
  "source_id",
  "event_id",
  "order_id",
  "rating",
  "value_minor",
];

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
      format: "JSONCompactEachRow",
      columns: COLUMNS,
      values: rows.map((row, index) => [
        row.brand === undefined ? 0 : numbers.brands.get(row.brand),
        row.category === undefined ? 0 : numbers.categories.get(row.category),
        row.action,
        row.platform,
        row.site,
        row.at,
        register.personOf[start + index],
        numbers.sourceId,
        row.id,
        row.orderId ?? "",
        row.rating ?? null,
        row.amount === undefined ? null : fenOf(row.amount),
      ]),
    });
  }
  await database.withSystem((manager) =>
    manager.query("UPDATE touchpoint_plane SET version = version + 1, changed_at = now()"),
  );
}
