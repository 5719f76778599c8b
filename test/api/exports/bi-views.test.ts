import { Client } from "pg";
import { toNodeId } from "../../../src/graphql/node";
import { currencyExponent } from "../../../src/platform/money";
import { download, type ExportSetup, exportFile, openExportSetup, rowsOf, type Shape } from "./export-setup";

let setup: ExportSetup;
let own: Client;
let other: Client;

async function openLogin(name: string, organisationId: string): Promise<Client> {
  const client = new Client({ connectionString: await setup.test.app.biLogins.issue(name, organisationId) });
  await client.connect();
  return client;
}

const suffix = String(process.pid);
const names = [`bi_watches_${suffix}`, `bi_clocks_${suffix}`] as const;

beforeAll(async () => {
  setup = await openExportSetup();
  own = await openLogin(names[0], setup.tenant.organisation.id);
  other = await openLogin(names[1], setup.stranger.organisation.id);
});
afterAll(async () => {
  await Promise.all([own?.end(), other?.end()]);
  const owner = new Client({ connectionString: setup.test.databaseOwnerUrl });
  await owner.connect();
  for (const name of names) await owner.query(`DROP ROLE IF EXISTS ${name}`);
  await owner.end();
  await setup.test.close();
});

const select = async (client: Client, text: string): Promise<readonly Shape[]> => (await client.query(text)).rows;

it("shows the lines of the export, under the same ids", async () => {
  const { BI } = setup.tenant.organisation.keys;
  const variables = { report: setup.report, format: "NDJSON", key: "views" };
  const { url } = await exportFile(setup.test, BI, "export-attribution", variables);
  const rows = rowsOf((await download(setup.test, url)).bytes);
  const lines = rows.filter(({ grain, row_kind }) => grain === "WINDOW" && row_kind !== "UNATTRIBUTED");
  expect(
    await select(
      own,
      `SELECT report_id, dimension, line_key AS key, model, conversions, value, currency_code FROM bi.attribution_lines
       ORDER BY dimension COLLATE "C", model COLLATE "C", line_key COLLATE "C"`,
    ),
  ).toEqual(
    lines
      .map(({ report_id, dimension, key, model, conversions, value, currency_code }) => ({
        ...{ report_id, dimension, key, model, conversions, value, currency_code },
      }))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
  );
  const periods = rows.filter(({ grain, row_kind }) => grain !== "WINDOW" && row_kind === "LINE");
  expect(await select(own, "SELECT reason FROM bi.attribution_period_lines")).toEqual(
    periods.map(() => ({ reason: null })),
  );
});

const order = ({ dimension, model, key }: Shape): string => [dimension, model, key].join("\u0001");

it("shows reports, periods, campaigns, brands and deliveries", async () => {
  expect(
    await select(
      own,
      `SELECT report_id, version, is_newest, campaign_id, brand_id, conversions, value, unattributed_conversions, unattributed_value,
         is_outdated, window_from FROM bi.attribution_reports`,
    ),
  ).toEqual([
    {
      ...{ report_id: setup.report, version: 1, is_newest: true, campaign_id: setup.campaign, is_outdated: false },
      ...{ brand_id: toNodeId("Brand", setup.tenant.brandId), window_from: new Date("2025-11-01T00:00:00+08:00") },
      ...{ conversions: "9", value: "346.68", unattributed_conversions: "4", unattributed_value: "100.00" },
    },
  ]);
  expect(
    await select(
      own,
      "SELECT grain, sum(conversions) AS conversions, sum(value) AS value FROM bi.attribution_periods GROUP BY 1 ORDER BY 1",
    ),
  ).toEqual(["DAY", "HOUR"].map((grain) => ({ grain, conversions: "9", value: "346.68" })));
  expect(await select(own, "SELECT campaign_id, code FROM bi.campaigns")).toEqual([
    { campaign_id: setup.campaign, code: "SINGLES-2025" },
  ]);
  expect(await select(own, "SELECT code, currency_code FROM bi.brands ORDER BY code")).toEqual([
    { code: "watches-own", currency_code: "CNY" },
    { code: "watches-second", currency_code: "CNY" },
  ]);
  expect(await select(own, "SELECT platform, sum(cost) AS cost FROM bi.deliveries GROUP BY 1 ORDER BY 1")).toEqual([
    { platform: "BILIBILI", cost: "50.00" },
    { platform: "DOUYIN", cost: "120.00" },
    { platform: "WEIBO", cost: "30.00" },
  ]);
});

it("shows snapshots' counts as they were told", async () => {
  const { AD_OPS, ADMIN } = setup.tenant.organisation.keys;
  const { data } = await setup.test.query(
    ADMIN,
    `mutation ($brand: ID!) { takeAssetSnapshot(input: { brandId: $brand, asOf: "2025-11-10T00:00:00+08:00" }) { run { id } userErrors { code } } }`,
    { brand: toNodeId("Brand", setup.tenant.brandId) },
  );
  expect(await setup.test.waitForRun(AD_OPS, data.takeAssetSnapshot.run.id)).toMatchObject({ status: "SUCCEEDED" });
  const counts = await select(
    own,
    "SELECT kind, sum(people) AS people, count(reason) AS withheld FROM bi.asset_counts GROUP BY 1 ORDER BY 1",
  );
  const [people] = await select(own, "SELECT people FROM bi.asset_counts WHERE kind = 'PEOPLE'");
  expect(Number(people.people)).toBeGreaterThan(0);
  expect(counts).toEqual(["CELL", "PEOPLE", "STAGE"].map((kind) => ({ kind, people: people.people, withheld: "0" })));
});

const viewsOf = async (): Promise<readonly string[]> =>
  (await select(own, "SELECT viewname AS name FROM pg_views WHERE schemaname = 'bi' ORDER BY 1")).map(
    ({ name }) => name,
  );

it("shows another organisation none of it", async () => {
  const views = await viewsOf();
  expect(views).toEqual([
    ...["asset_counts", "attribution_lines", "attribution_period_lines", "attribution_periods", "attribution_reports"],
    ...["benchmarks", "brands", "campaigns", "deliveries", "learnings", "review_figures", "review_lines"],
  ]);
  for (const view of views) {
    const rows = await select(other, `SELECT * FROM bi.${view}`);
    expect([view, view === "brands" ? rows.map(({ code }) => code).sort() : rows]).toEqual([
      view,
      view === "brands" ? ["clocks-own", "clocks-second"] : [],
    ]);
  }
});

it("lets a login read there and nowhere else", async () => {
  const tables = await select(
    own,
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('bi', 'pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`,
  );
  expect(tables.length).toBeGreaterThan(50);
  for (const { name } of tables)
    await expect(own.query(`SELECT FROM ${name}`)).rejects.toMatchObject({ code: "42501" });
  await own.query("SET default_transaction_read_only = off");
  for (const view of await viewsOf())
    await expect(own.query(`DELETE FROM bi.${view}`)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|55000)$/),
    });
  for (const statement of [
    "CREATE TABLE public.mine (id integer)",
    "CREATE TABLE bi.mine (id integer)",
    "SET ROLE valuegraph_app",
    "SET ROLE valuegraph_system",
    `SET SESSION AUTHORIZATION ${names[1]}`,
  ])
    await expect(own.query(statement)).rejects.toMatchObject({ code: "42501" });
  // What tells the application whose rows to see tells the views nothing.
  await own.query(`SELECT set_config('app.organisation', '${setup.stranger.organisation.id}', false)`);
  expect(await select(own, "SELECT code FROM bi.campaigns")).toEqual([{ code: "SINGLES-2025" }]);
});

it("keeps rows from expressions of the reader until they are filtered", async () => {
  const rows = await select(
    own,
    "SELECT c.relname, c.reloptions FROM pg_class AS c WHERE c.relnamespace = 'bi'::regnamespace AND c.relkind = 'v'",
  );
  for (const { reloptions } of rows) expect(reloptions).toEqual(["security_barrier=true"]);
});

it("has a comment on every view and column", async () => {
  expect(
    await select(
      own,
      `SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'bi'::regnamespace AND c.relkind = 'v'
         AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)`,
    ),
  ).toEqual([]);
});

it("prints amounts with the digits of their currency, as the API does", async () => {
  const codes = Intl.supportedValuesOf("currency");
  const rows = await own.query("SELECT code, bi.currency_exponent(code) AS exponent FROM unnest($1::text[]) AS code", [
    codes,
  ]);
  expect(rows.rows).toEqual(codes.map((code) => ({ code, exponent: currencyExponent(code) })));
});

it("gives a login a new password, and a taken name to nobody else", async () => {
  const { biLogins } = setup.test.app;
  const again = await openLogin(names[1], setup.stranger.organisation.id);
  await again.end();
  await expect(biLogins.issue(names[1], setup.tenant.organisation.id)).rejects.toThrow("another organisation's");
  await expect(biLogins.issue("postgres", setup.tenant.organisation.id)).rejects.toThrow("must be bi_");
});
