import type { TestApp } from "./test-app";

/** A touchpoint as fixtures write it. Absent fields take the plain value: on-site, platform JD, no brand. */
export interface TouchpointRow {
  readonly person: string;
  readonly at: string;
  readonly action: string;
  readonly platform?: string;
  readonly site?: "OFF_SITE" | "ON_SITE";
  readonly brandId?: number;
  readonly categoryId?: number;
  readonly campaign?: string;
  readonly placement?: string;
  readonly keyword?: string;
  readonly orderId?: string;
  readonly value?: number;
  readonly quantity?: number;
  readonly rating?: number;
  readonly sourceId?: number;
}

const RUN = "00000000-0000-0000-0000-000000000000";

/** Ordinal of a fixture's person: `p12` is 12. */
export const ordinalOf = (person: string): number => Number(person.replace(/\D/g, ""));

/** Writes rows straight into ClickHouse and moves the plane's version on, as a committed chunk would. */
export async function insertTouchpoints(test: TestApp, rows: readonly TouchpointRow[]): Promise<void> {
  await test.app.clickhouse.insert({
    table: "touchpoint",
    format: "JSONEachRow",
    values: rows.map((row, index) => ({
      brand_id: row.brandId ?? 0,
      action: row.action,
      platform: row.platform ?? "JD",
      occurred_at: new Date(row.at).toISOString(),
      ordinal: ordinalOf(row.person),
      source_id: row.sourceId ?? 1,
      event_id: `${row.person}-${row.at}-${row.action}-${index}`,
      identity_key: String(ordinalOf(row.person)),
      site: row.site ?? "ON_SITE",
      category_id: row.categoryId ?? 0,
      campaign: row.campaign ?? "",
      placement: row.placement ?? "",
      keyword: row.keyword ?? "",
      order_id: row.orderId ?? "",
      value_minor: row.value ?? null,
      currency: row.value === undefined ? "" : "CNY",
      quantity: row.quantity ?? null,
      rating: row.rating ?? null,
      ingested_at: new Date().toISOString(),
      run_id: RUN,
    })),
  });
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE touchpoint_plane SET version = version + 1, changed_at = now()"),
  );
}
