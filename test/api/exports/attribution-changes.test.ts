import { Client } from "pg";
import { toNodeId } from "../../../src/graphql/node";
import { documentOf, type ExportSetup, openExportSetup, publishReport, type Shape } from "./export-setup";

let setup: ExportSetup;
beforeAll(async () => {
  setup = await openExportSetup();
});
afterAll(() => setup?.test.close());

async function changes(variables: object = {}): Promise<Shape> {
  const { test, tenant } = setup;
  const brand = toNodeId("Brand", tenant.brandId);
  const answer = await test.query(tenant.organisation.keys.BI, documentOf("attribution-changes"), {
    brand,
    ...variables,
  });
  expect(answer.errors).toBeUndefined();
  return answer.data.brand.attributionChanges;
}

/** As soon as there are that many: a transaction of any database of the server holds the watermark back. */
async function awaited(count: number, variables: object = {}): Promise<Shape> {
  for (let waited = 0; ; waited += 100) {
    const page = await changes(variables);
    if (page.rows.length >= count || waited > 30_000) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("tells a subject's newest report, then nothing, then its next version under the same key", async () => {
  const first = await awaited(1);
  expect(first).toMatchObject({
    rows: [{ version: 1, isDeleted: false, report: { id: setup.report } }],
    hasMore: false,
  });
  expect(await changes({ since: first.watermark })).toEqual({ rows: [], watermark: first.watermark, hasMore: false });
  const report = await publishReport(setup, setup.campaign, "second");
  const next = await awaited(1, { since: first.watermark });
  expect(next.rows).toMatchObject([{ key: first.rows[0].key, version: 2, isDeleted: false, report: { id: report } }]);
});

/** Inserts a report of a window that begins on this day, as a run that publishes would, with the owner's rights. */
const insertReport = (client: Client, day: string) =>
  client.query(
    `INSERT INTO attribution_report (id, organisation_id, brand_id, version, as_of, plane_version, lookback_days, models, conversions,
       value_minor, unattributed_conversions, unattributed_value_minor, currency_code, subject, from_at, to_at)
     VALUES (gen_random_uuid(), $1, $2::integer, 1, now(), 0, 14, '{LAST_TOUCH}', 0, 0, 0, 0, 'CNY', 'brand ' || $2::integer::text || ' ' || $3, now(), now())`,
    [setup.tenant.organisation.id, setup.tenant.brandId, day],
  );

it("never skips a transaction that began earlier and commits later", async () => {
  const { watermark } = await changes();
  const [slow, quick] = [0, 1].map(() => new Client({ connectionString: setup.test.databaseOwnerUrl }));
  await Promise.all([slow!.connect(), quick!.connect()]);
  try {
    for (const client of [slow!, quick!]) await client.query("SET ROLE valuegraph_system");
    await slow!.query("BEGIN");
    await insertReport(slow!, "slow");
    await insertReport(quick!, "quick");
    // The later one is committed, but the earlier one may still come before it.
    const during = await changes({ since: watermark });
    expect(during.rows).toEqual([]);
    await slow!.query("COMMIT");
    const after = await awaited(2, { since: during.watermark });
    const names = after.rows.map(({ key }: { key: string }) => Buffer.from(key, "base64url").toString().split(" ")[2]);
    expect(names).toEqual(["slow", "quick"]);
    const page = await changes({ since: watermark, first: 1 });
    expect(page).toMatchObject({ rows: [after.rows[0]], hasMore: true });
    expect(await changes({ since: page.watermark, first: 1 })).toMatchObject({ rows: [after.rows[1]], hasMore: false });
    await quick!.query("DELETE FROM attribution_report WHERE subject LIKE '% quick'");
    const gone = await awaited(1, { since: after.watermark });
    expect(gone.rows).toMatchObject([{ key: after.rows[1].key, version: 1, isDeleted: true, report: null }]);
  } finally {
    await Promise.all([slow!.end(), quick!.end()]);
  }
});

it("is refused of a watermark that is none, and of too many rows", async () => {
  const { test, tenant } = setup;
  const brand = toNodeId("Brand", tenant.brandId);
  for (const wrong of [{ since: "x" }, { first: 0 }, { first: 1001 }]) {
    const answer = await test.query(tenant.organisation.keys.BI, documentOf("attribution-changes"), {
      brand,
      ...wrong,
    });
    expect(answer.errors![0]!.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
  }
});
