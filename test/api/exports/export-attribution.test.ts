import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { toNodeId } from "../../../src/graphql/node";
import { ClickHouseSession } from "../../../src/platform/clickhouse/session";
import {
  documentOf,
  download,
  type ExportSetup,
  exportFile,
  MODELS,
  openExportSetup,
  rowsOf,
  type Shape,
} from "./export-setup";

let setup: ExportSetup;
beforeAll(async () => {
  setup = await openExportSetup();
});
afterAll(() => setup?.test.close());

const keys = () => setup.tenant.organisation.keys;
const exportReport = (format: string, key: string) =>
  exportFile(setup.test, keys().BI, "export-attribution", { report: setup.report, format, key });

it("writes a file whose checksum, length and rows are as its manifest says", async () => {
  const { url, sha256, expiresAt, manifest, run } = await exportReport("CSV", "csv");
  const { status, bytes } = await download(setup.test, url);
  expect([status, run]).toEqual([200, { status: "SUCCEEDED", progress: 1 }]);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  expect(expiresAt).toBe("2025-11-19T17:00:00.000Z");
  const lines = bytes.toString().trimEnd().split("\r\n");
  expect(manifest).toMatchObject({
    ...{ schemaVersion: 1, sha256, bytes: String(bytes.length), rows: lines.length - 1 },
    ...{ zone: "Asia/Shanghai", currencyCode: "CNY" },
  });
  expect(lines[0]).toBe(manifest.columns.map(({ name }: { name: string }) => name).join(","));
  expect(manifest.columns.find(({ name }: { name: string }) => name === "value")).toEqual({
    ...{ name: "value", type: "DECIMAL", scale: 2, unit: "CNY", isNullable: true },
    description: "Value credited, net of refunds; null where reason says why.",
  });
});

/** Row kind, key, conversions, value, cost, cost per conversion and why there is none. */
const told = (row: Shape): readonly unknown[] => [
  ...[row.row_kind, row.key, row.conversions, row.value, row.cost, row.cost_per_conversion, row.cost_reason],
];

it("says of every line what the report says", async () => {
  const rows = rowsOf((await download(setup.test, (await exportReport("NDJSON", "ndjson")).url)).bytes);
  const of = (grain: string, dimension: string, model: string) =>
    rows.filter((row) => row.grain === grain && row.dimension === dimension && row.model === model);
  // Last touches: Topic for three, TOUTIAO for two (campaign-attribution.test.ts).
  expect(of("WINDOW", "PLATFORM", "LAST_TOUCH").map(told)).toEqual([
    ["LINE", "BILIBILI", "0.000000", "0.00", "50.00", null, null],
    ["LINE", "DOUYIN", "0.000000", "0.00", "120.00", null, null],
    ["LINE", "TOUTIAO", "2.000000", "76.68", null, null, "NOT_KNOWN"],
    ["LINE", "WEIBO", "3.000000", "170.00", "30.00", "10.00", null],
    ["UNATTRIBUTED", null, "4.000000", "100.00", null, null, null],
  ]);
  expect(of("WINDOW", "PLACEMENT", "LINEAR_TOUCH").map(told)[1]).toEqual([
    ...["LINE", "DOUYIN/dy-1", "0.833334", "72.22", "100.00", "120.00", null],
  ]);
  // p8's two orders, p1, p2, p3 and the unattributed by their days of November in Shanghai.
  expect(of("DAY", "PLATFORM", "LAST_TOUCH").map((row) => [row.period_from, row.key, row.conversions])).toEqual([
    ["2025-11-02T16:00:00.000Z", "WEIBO", "1.000000"],
    ["2025-11-02T16:00:00.000Z", null, "0.000000"],
    ["2025-11-03T16:00:00.000Z", null, "2.000000"],
    ["2025-11-04T16:00:00.000Z", "WEIBO", "1.000000"],
    ["2025-11-04T16:00:00.000Z", null, "0.000000"],
    ["2025-11-05T16:00:00.000Z", "TOUTIAO", "1.000000"],
    ["2025-11-05T16:00:00.000Z", null, "0.000000"],
    ["2025-11-06T16:00:00.000Z", "TOUTIAO", "1.000000"],
    ["2025-11-06T16:00:00.000Z", null, "0.000000"],
    ["2025-11-07T16:00:00.000Z", "WEIBO", "1.000000"],
    ["2025-11-07T16:00:00.000Z", null, "0.000000"],
    ["2025-11-08T16:00:00.000Z", null, "2.000000"],
  ]);
  expect(rows[0]).toMatchObject({
    ...{ report_id: setup.report, version: "1", subject: "CAMPAIGN", campaign_id: setup.campaign },
    ...{ brand_id: toNodeId("Brand", setup.tenant.brandId), as_of: "2025-11-19T16:00:00.000Z", lookback_days: "14" },
  });
});

it("sums exactly to the report in every grain, dimension and model", async () => {
  const rows = rowsOf((await download(setup.test, (await exportReport("NDJSON", "sums")).url)).bytes);
  const sums = new Map<string, [bigint, bigint]>();
  for (const { grain, dimension, model, conversions, value } of rows) {
    const key = `${grain} ${dimension} ${model}`;
    const [a, b] = sums.get(key) ?? [0n, 0n];
    sums.set(key, [a + BigInt(conversions.replace(".", "")), b + BigInt(value.replace(".", ""))]);
  }
  // Five dimensions of the whole window, platforms by day and by hour, two models.
  expect(sums.size).toBe((5 + 2) * MODELS.length);
  for (const sum of sums.values()) expect(sum).toEqual([9_000_000n, 34_668n]);
});

it("writes Parquet that ClickHouse reads, types and nulls included", async () => {
  const { url, manifest } = await exportReport("PARQUET", "parquet");
  const { bytes } = await download(setup.test, url);
  const session = new ClickHouseSession(setup.test.app.clickhouse);
  await session.run({
    place: "test.parquet",
    sql: `CREATE TEMPORARY TABLE got (row_kind String, grain String, dimension String, model String, key Nullable(String),
      conversions Nullable(Decimal(18, 6)), value Nullable(Decimal(18, 2)), cost Nullable(Decimal(18, 2)), roi Nullable(Float64),
      version Int64, as_of DateTime64(3, 'UTC')) ENGINE = Memory`,
  });
  await session.load(
    { place: "test.parquet", sql: "INSERT INTO got SETTINGS input_format_skip_unknown_fields = 1 FORMAT Parquet" },
    () => Readable.from([bytes]),
  );
  const rows = await session.rows<unknown[]>({
    place: "test.parquet",
    sql: `SELECT row_kind, key, toString(conversions), toString(value), toString(cost), round(roi, 4), toString(version), toString(as_of)
      FROM got WHERE grain = 'WINDOW' AND dimension = 'PLATFORM' AND model = 'LAST_TOUCH' ORDER BY key NULLS LAST`,
  });
  const [[count]] = (await session.rows<[string]>({
    place: "test.parquet",
    sql: "SELECT toString(count()) FROM got",
  })) as [[string]];
  await session.close();
  expect(Number(count)).toBe(manifest.rows);
  const head = ["1", "2025-11-19 16:00:00.000"];
  expect(rows).toEqual([
    ["LINE", "BILIBILI", "0", "0", "50", 0, ...head],
    ["LINE", "DOUYIN", "0", "0", "120", 0, ...head],
    ["LINE", "TOUTIAO", "2", "76.68", null, null, ...head],
    ["LINE", "WEIBO", "3", "170", "30", 5.6667, ...head],
    ["UNATTRIBUTED", null, "4", "100", null, null, ...head],
  ]);
});

it("makes one file of a call and its retry, and gives it to nobody without a valid signature", async () => {
  const first = await exportReport("CSV", "once");
  expect((await exportReport("CSV", "once")).id).toBe(first.id);
  const { pathname } = new URL(first.url, "http://server");
  const forged = first.url.replace(/[0-9a-f]$/, (digit: string) => (digit === "0" ? "1" : "0"));
  for (const path of [pathname, forged]) expect((await download(setup.test, path)).status).toBe(403);
  const { BI } = setup.stranger.organisation.keys;
  expect((await setup.test.query(BI, documentOf("figure-export"), { id: first.id })).data.node).toBeNull();
});

it("is refused of a report that is not there or another organisation's", async () => {
  const refused = async (key: string, report: string) =>
    (await setup.test.query(key, documentOf("export-attribution"), { report, format: "CSV", key: report })).data
      .exportAttribution;
  const problem = {
    ...{ code: "NOT_FOUND", field: ["reportId"] },
    message: "reportId must name a published report of this organisation, but names none.",
  };
  const none = toNodeId("AttributionReport", "00000000-0000-0000-0000-000000000000");
  expect(await refused(keys().BI, none)).toEqual({ export: null, userErrors: [problem] });
  const theirs = await refused(setup.stranger.organisation.keys.BI, setup.report);
  expect(theirs).toEqual({ export: null, userErrors: [problem] });
  expect(await refused(keys().BI, setup.campaign)).toMatchObject({
    userErrors: [{ code: "INVALID_ID", field: ["reportId"] }],
  });
});
