import { documentOf as documentOfReviews, openReviewSetup, publish, type ReviewSetup } from "../reviews/review-setup";
import { download, exportFile, rowsOf, type Shape, selectAs } from "./export-setup";

let setup: ReviewSetup;
let review: Shape;
let rows: readonly Shape[];
let manifest: Shape;

beforeAll(async () => {
  setup = await openReviewSetup();
  await publish(setup, { campaignId: setup.campaigns.eleven });
  const { BI } = setup.market.own.keys;
  const asked = { campaign: setup.campaigns.eleven, metric: "ROI" };
  review = (await setup.test.query(BI, documentOfReviews("reviews", "review"), asked)).data.campaign.review;
  const file = await exportFile(setup.test, BI, "export-review", {
    review: review.id,
    format: "NDJSON",
    key: "export",
  });
  manifest = file.manifest;
  rows = rowsOf((await download(setup.test, file.url)).bytes);
});
afterAll(() => setup?.test.close());

const of = (section: string, item: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    rows.filter((row) => row.section === section && row.item === item).map(({ measure, value }) => [measure, value]),
  );

it("says of every row whose it is", () => {
  for (const row of rows)
    expect(row).toMatchObject({
      review_id: review.id,
      version: "1",
      campaign_id: setup.campaigns.eleven,
      currency_code: "CNY",
    });
  expect(manifest).toMatchObject({ schemaVersion: 1, rows: rows.length, zone: "Asia/Shanghai", currencyCode: "CNY" });
});

// review-setup.ts: 24 orders of 100.00 in the campaign's window less those of its peers; the cost is 500.00.
it("says what the review says, in people, ratios and money", () => {
  expect(of("FIGURE", "COST")).toMatchObject({ VALUE: 500 });
  expect(rows.find((row) => row.item === "COST" && row.measure === "VALUE")).toMatchObject({
    unit: "CNY",
    reason: null,
  });
  expect(of("FIGURE", "A1_PEOPLE")).toMatchObject({ VALUE: 41 });
  expect(of("ASSETS", "AWARE")).toMatchObject({ BEFORE: 40, AFTER: 41, CHANGE: 1 });
  expect(of("ASSETS", "ACT")).toMatchObject({ BEFORE: 4, AFTER: 27, CHANGE: 23 });
  expect(of("STEP", "AWARE")).toEqual({ CONTRIBUTION: expect.any(Number) });
});

it("gives a reason wherever there is no value, and none elsewhere", () => {
  for (const { value, reason, unit } of rows) {
    expect([value === null, reason === null]).toEqual([value === null, value !== null]);
    expect(unit).toMatch(/^(people|count|ratio|rank|CNY)$/);
  }
});

it("says the same in the SQL view, row by row", async () => {
  const columns = ["review_id", "campaign_id", "section", "item", "step", "measure", "value", "low", "high", "reason"];
  const view = await selectAs(setup.test, setup.market.own.id, `SELECT ${columns.join(", ")} FROM bi.review_lines`);
  const inOrder = (lines: readonly Shape[]): readonly string[] =>
    lines.map((line) => JSON.stringify(columns.map((column) => line[column] ?? null))).sort();
  expect(rows.length).toBeGreaterThan(100);
  expect(inOrder(view)).toEqual(inOrder(rows));
});

it("says what the campaign taught in another", async () => {
  const { BI } = setup.market.own.keys;
  const { data } = await setup.test.query(
    BI,
    `query ($campaign: ID!) { campaign(id: $campaign) { review { learnings { id condition action from to people effect { value low high } } } } }`,
    { campaign: setup.campaigns.eleven },
  );
  const learnings: readonly Shape[] = data.campaign.review.learnings;
  expect(learnings.length).toBeGreaterThan(0);
  const view = await selectAs(
    setup.test,
    setup.market.own.id,
    "SELECT learning_id, review_id, campaign_id, condition, action, flow_from, flow_to, effect, low, high, people FROM bi.learnings ORDER BY created_at, learning_id",
  );
  const byId = (a: Shape, b: Shape): number => (a.learning_id < b.learning_id ? -1 : 1);
  expect([...view].sort(byId)).toEqual(
    learnings
      .map(({ id, condition, action, from, to, people, effect }) => ({
        ...{ learning_id: id, review_id: review.id, campaign_id: setup.campaigns.eleven, condition, action, people },
        ...{ flow_from: from, flow_to: to, effect: effect.value, low: effect.low, high: effect.high },
      }))
      .sort(byId),
  );
});
