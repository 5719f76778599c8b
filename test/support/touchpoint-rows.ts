import { publishedFigures } from "../../src/composition/published-figures";
import { oldestTouchpoints } from "../../src/features/touchpoints/late-touchpoints";
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
  /** Of the value; absent: CNY. */
  readonly currency?: string;
  readonly quantity?: number;
  readonly rating?: number;
  readonly sourceId?: number;
  readonly creative?: string;
  readonly appPlacement?: string;
  readonly exposure?: "SERVED" | "OPPORTUNITY_TO_SEE";
  /** Stored key of the identity; absent: one of the person's own. */
  readonly identityKey?: number;
  readonly programme?: string;
  readonly content?: string;
  readonly creator?: string;
  readonly product?: string;
  readonly slot?: string;
  readonly durationSeconds?: number;
  readonly benefit?: string;
  readonly tags?: readonly string[];
  readonly variant?: string;
  readonly landingPage?: string;
}

const RUN = "00000000-0000-0000-0000-000000000000";

/** Ordinal of a fixture's person: `p12` is 12. */
export const ordinalOf = (person: string): number => Number(person.replace(/\D/g, ""));

/** Writes rows straight into ClickHouse and moves the plane on, as a committed chunk would: shares are drawn below its next number. */
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
      identity_key: String(row.identityKey ?? ordinalOf(row.person)),
      site: row.site ?? "ON_SITE",
      category_id: row.categoryId ?? 0,
      campaign: row.campaign ?? "",
      placement: row.placement ?? "",
      keyword: row.keyword ?? "",
      creative: row.creative ?? "",
      app_placement: row.appPlacement ?? "",
      exposure: row.exposure ?? "SERVED",
      order_id: row.orderId ?? "",
      value_minor: row.value ?? null,
      currency: row.value === undefined ? "" : (row.currency ?? "CNY"),
      quantity: row.quantity ?? null,
      rating: row.rating ?? null,
      programme: row.programme ?? "",
      content: row.content ?? "",
      creator: row.creator ?? "",
      product: row.product ?? "",
      slot: row.slot ?? "",
      duration_seconds: row.durationSeconds ?? 0,
      benefit: row.benefit ?? "",
      tags: row.tags ?? [],
      variant: row.variant ?? "",
      landing_page: row.landingPage ?? "",
      ingested_at: new Date().toISOString(),
      run_id: RUN,
    })),
  });
  const oldest = oldestTouchpoints(
    rows.map(({ brandId = 0, categoryId = 0, at }) => ({ brandId, categoryId, occurredAt: Date.parse(at) })),
  );
  const nextOrdinal = rows.reduce((next, { person }) => Math.max(next, ordinalOf(person) + 1), 0);
  await test.app.database.withSystem(async (manager) => {
    await manager.query(
      "UPDATE touchpoint_plane SET version = version + 1, changed_at = now(), next_ordinal = greatest(next_ordinal, $1)",
      [nextOrdinal],
    );
    await publishedFigures.markOutdated(manager, { oldest, organisationId: null }, new Date());
  });
}
