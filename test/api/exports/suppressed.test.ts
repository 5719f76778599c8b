import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCampaign, addTenant } from "../attribution/attribution-setup";
import { download, exportFile, publishReport, rowsOf, type Shape, selectAs } from "./export-setup";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
});
afterAll(() => test.close());

it("leaves cells of few people null with a reason, and a row for what they come to together", async () => {
  const tenant = await addTenant(test, "careful", { smallGroupThreshold: 50 });
  const campaign = await addCampaign(test, tenant, {
    code: "SINGLES",
    from: "2025-11-01T00:00:00+08:00",
    to: "2025-11-12T00:00:00+08:00",
    placements: [
      { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"] },
      { name: "Topic", platform: "WEIBO", externalIds: ["wb-1"] },
    ],
  });
  // People with one touch and one order of 1.00: through Douyin 12 on the 5th, 12 on the 6th, 3 on the 7th; through Weibo 12 on the 5th.
  const groups = [
    ...[5, 6, 7].map((day) => ({ day, platform: "DOUYIN", placement: "dy-1", people: day === 7 ? 3 : 12 })),
    { day: 5, platform: "WEIBO", placement: "wb-1", people: 12 },
  ];
  const { brandId, sourceId } = tenant;
  await insertTouchpoints(
    test,
    groups.flatMap(({ day, platform, placement, people }, group) =>
      Array.from({ length: people }, (_, n) => `p${group * 100 + n + 1}`).flatMap((person) => [
        { person, at: "2025-11-04T10:00:00+08:00", action: "CLICK", platform, placement, sourceId },
        { person, at: `2025-11-0${day}T10:00:00+08:00`, action: "ORDER", brandId, value: 100, sourceId },
      ]),
    ),
  );
  const report = await publishReport({ test, tenant }, campaign, "run");
  const { BI } = tenant.organisation.keys;
  const { url } = await exportFile(test, BI, "export-attribution", { report, format: "NDJSON", key: "export" });
  const rows = rowsOf((await download(test, url)).bytes).filter(
    ({ grain, model, row_kind }: Shape) => grain === "DAY" && model === "LAST_TOUCH" && row_kind !== "UNATTRIBUTED",
  );
  // The three of the 7th would follow from Douyin's 27 less both other days, so the 5th goes with them.
  expect(rows.map((row) => [row.row_kind, row.period_from, row.key, row.conversions, row.value, row.reason])).toEqual([
    ["LINE", "2025-11-04T16:00:00.000Z", "DOUYIN", null, null, "SUPPRESSED"],
    ["LINE", "2025-11-04T16:00:00.000Z", "WEIBO", "12.000000", "12.00", null],
    ["LINE", "2025-11-05T16:00:00.000Z", "DOUYIN", "12.000000", "12.00", null],
    ["LINE", "2025-11-06T16:00:00.000Z", "DOUYIN", null, null, "SUPPRESSED"],
    ["REMAINDER", null, "DOUYIN", "15.000000", "15.00", null],
  ]);

  const line = "row_kind, period_from, platform, conversions, value, reason";
  const lines = await selectAs(
    test,
    tenant.organisation.id,
    `SELECT ${line} FROM bi.attribution_period_lines WHERE grain = 'DAY' AND model = 'LAST_TOUCH'
     ORDER BY row_kind, period_from, platform COLLATE "C"`,
  );
  expect(lines).toEqual(
    rows.map((row) => ({
      ...{ row_kind: row.row_kind, period_from: row.period_from && new Date(row.period_from), platform: row.key },
      ...{ conversions: row.conversions, value: row.value, reason: row.reason },
    })),
  );
  // Of every grain and model what is told comes to the report's 39 conversions, none of them without a touch.
  const sums = await selectAs(
    test,
    tenant.organisation.id,
    `SELECT DISTINCT sum(line.conversions) AS conversions, sum(line.value) AS value, report.conversions::numeric - report.unattributed_conversions AS told
     FROM bi.attribution_period_lines AS line JOIN bi.attribution_reports AS report USING (report_id)
     GROUP BY line.grain, line.model, report.conversions, report.unattributed_conversions`,
  );
  expect(sums).toEqual([{ conversions: "39.000000", value: "39.00", told: "39" }]);
});
