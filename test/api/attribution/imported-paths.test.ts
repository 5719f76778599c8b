import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createTestApp, type TestApp } from "../../support/test-app";
import { addTenant, documentOf, type Tenant } from "./attribution-setup";

let test: TestApp;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "paths");
  stranger = await addTenant(test, "others");
});
afterAll(() => test.close());

type Answer = ReturnType<typeof JSON.parse>;

const send = async (document: string, variables: object, key = tenant.organisation.keys.BI): Promise<Answer> =>
  test.query(key, documentOf(document), variables);

const PATHS = {
  name: "Three paths",
  currencyCode: "CNY",
  directChannels: ["direct"],
  paths: [
    { touches: ["a", "b"], conversions: "3", value: "30.005", nulls: "1" },
    { touches: ["start", "direct"], conversions: "1", value: "2" },
    { touches: [], conversions: "2", value: "4" },
  ],
};

/** Imports, runs and answers the report. */
async function attribute(input: object, run: object, key: string): Promise<Answer> {
  const imported = await send("import-attribution-paths", { input, key });
  expect(imported).toMatchObject({ data: { importAttributionPaths: { userErrors: [] } } });
  const { id } = imported.data.importAttributionPaths.pathSet;
  const { BI } = tenant.organisation.keys;
  const { data } = await send("run-attribution", { input: { pathSetId: id, ...run }, key: `${key} run` });
  expect(data.runAttribution.userErrors).toEqual([]);
  expect(await test.waitForRun(BI, data.runAttribution.run.id)).toMatchObject({ status: "SUCCEEDED", failure: null });
  const answer = await send("path-attribution", { pathSet: id });
  expect(answer.errors).toBeUndefined();
  return answer.data.node.attributionReport;
}

const creditsOf = (report: Answer, model: string): Record<string, string> =>
  Object.fromEntries(
    report.lines.nodes.map((line: Answer) => [
      line.key,
      line.credits.find((credit: Answer) => credit.model === model).conversions,
    ]),
  );

/*
 * a > b: 3 conversions worth 30.01, one null; start > direct: 1 worth 2.00. Two conversions had no touch.
 * Markov: start to a 4/5, to "start" 1/5. Without a or b 3 of 4 conversions are lost, without start or direct 1 of 4.
 * Shapley: ab and start-direct are the only coalitions, so each pair shares its conversions.
 */
it("attributes imported paths by every model that needs no times", async () => {
  const report = await attribute(PATHS, {}, "three");
  expect(report).toMatchObject({
    version: 1,
    state: "FINAL",
    window: null,
    conversions: "6",
    value: { amount: "36.01", currencyCode: "CNY" },
    unattributed: { conversions: "2", value: { amount: "4.00" } },
    journeyCoverage: { acrossPlatforms: null, journeysWithoutConversion: "1" },
  });
  expect(report.journeyCoverage.share).toBeCloseTo(4 / 6);
  expect(report.models.map(({ model }: Answer) => model)).toEqual([
    ...["FIRST_TOUCH", "LAST_TOUCH", "LAST_NON_DIRECT_TOUCH", "LINEAR_TOUCH", "POSITION_BASED"],
    ...["MARKOV", "SHAPLEY", "EQUAL_SPLIT"],
  ]);
  const none = { a: "0.000000", b: "0.000000", direct: "0.000000", start: "0.000000" };
  expect(creditsOf(report, "FIRST_TOUCH")).toEqual({ ...none, a: "3.000000", start: "1.000000" });
  expect(creditsOf(report, "LAST_TOUCH")).toEqual({ ...none, b: "3.000000", direct: "1.000000" });
  expect(creditsOf(report, "LAST_NON_DIRECT_TOUCH")).toEqual({ ...none, b: "3.000000", start: "1.000000" });
  const even = { a: "1.500000", b: "1.500000", direct: "0.500000", start: "0.500000" };
  for (const model of ["LINEAR_TOUCH", "POSITION_BASED", "MARKOV", "SHAPLEY", "EQUAL_SPLIT"])
    expect({ model, credits: creditsOf(report, model) }).toEqual({ model, credits: even });
  expect(report.lines.nodes.every(({ cost }: Answer) => cost === null)).toBe(true);
});

it("imports once, however often it is sent, and shows it to its organisation only", async () => {
  const first = await send("import-attribution-paths", { input: PATHS, key: "once" });
  const again = await send("import-attribution-paths", { input: PATHS, key: "once" });
  expect(again).toEqual(first);
  const { id } = first.data.importAttributionPaths.pathSet;
  expect((await send("path-attribution", { pathSet: id })).data.node.attributionReport).toBeNull();
  const { BI } = stranger.organisation.keys;
  expect((await send("path-attribution", { pathSet: id }, BI)).data).toEqual({ node: null });
  const run = await send("run-attribution", { input: { pathSetId: id }, key: "other" }, BI);
  expect(run.data.runAttribution.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["input", "pathSetId"] }]);
});

it("names every problem by its field", async () => {
  const input = {
    name: "",
    currencyCode: "XXYZ",
    paths: [
      { touches: ["a\u0000"], conversions: "-1" },
      { touches: ["a"], conversions: "0", value: "1" },
      { touches: ["a"], conversions: "1", value: "-1", nulls: "-1" },
    ],
  };
  const { data } = await send("import-attribution-paths", { input, key: "bad" });
  expect(data.importAttributionPaths.pathSet).toBeNull();
  expect(data.importAttributionPaths.userErrors.map(({ field }: Answer) => field.join("."))).toEqual([
    "input.name",
    "input.currencyCode",
    "input.paths.0.touches",
    "input.paths.0.conversions",
    "input.paths.1.value",
    "input.paths.2.nulls",
    "input.paths.2.value",
  ]);
});

it("refuses what paths cannot be asked", async () => {
  const { data } = await send("import-attribution-paths", { input: PATHS, key: "asked" });
  const pathSetId = data.importAttributionPaths.pathSet.id;
  const input = { pathSetId, models: ["TIME_DECAY"], dimensions: ["PLATFORM"], conversionAction: "VISIT" };
  const answer = await send("run-attribution", { input, key: "refused" });
  expect(answer.data.runAttribution.userErrors.map(({ field }: Answer) => field.join("."))).toEqual([
    "input.models",
    "input.dimensions",
    "input.conversionAction",
  ]);
});

const FILE = join(__dirname, "../../../../shared/data/attribution-paths/paths.csv.gz");
const whenPresent = existsSync(FILE) ? it : it.skip;

whenPresent("gives the reference figures of PathData (references 3.4, rows P0, P1, P2, P3, P5, P10)", async () => {
  const [, ...rows] = gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n");
  const paths = rows.map((row) => {
    const [path, conversions, value, nulls] = row.trim().split(",") as [string, string, string, string];
    // Values have up to 17 decimals, a Decimal up to 12; a row without a conversion has no value.
    return {
      touches: path.split(" > "),
      conversions,
      value: conversions === "0" ? "0" : Number(value).toFixed(12),
      nulls,
    };
  });
  const report = await attribute({ name: "PathData", currencyCode: "CNY", paths }, {}, "PathData");
  expect(report).toMatchObject({ conversions: "19785", unattributed: { conversions: "0" } });
  expect(report.journeyCoverage.journeysWithoutConversion).toBe("68602");
  // P8: areas of choose_order, and what it penalises the fourth to.
  const { orderChoice } = report;
  expect(orderChoice).toMatchObject({ dimension: "CHANNEL", best: 4 });
  const areas = [0.50866966, 0.51737604, 0.52784785, 0.54284914];
  expect(orderChoice.orders.map(({ order, auc }: Answer) => [order, Math.abs(auc - areas[order - 1]!) < 1e-4])).toEqual(
    areas.map((_, index) => [index + 1, true]),
  );
  expect(orderChoice.orders[3].penalisedAuc).toBeCloseTo(0.53567833, 3);
  const channels = "eta iota alpha beta theta lambda kappa zeta epsilon gamma delta mi".split(" ");
  const printed: Record<string, string> = {
    FIRST_TOUCH: "3164 4606 6308 2831 1606 902 74 27 99 165 1 2",
    LAST_TOUCH: "4167 3355 8447 989 653 1207 230 107 531 92 5 2",
    LINEAR_TOUCH:
      "3539.951157101 3857.096221018 7574.718593751 2083.500144589 1022.801393904 1035.257572286 137.964077922 136.551540466 272.170437720 121.041639020 1.725 2.222222222",
    MARKOV:
      "3340.847402 3884.614702 5344.947682 2527.352167 1971.912880 1282.847223 274.363256 381.062553 599.570650 171.145443 4.613618 1.722425",
    EQUAL_SPLIT:
      "3613.655952 3505.044048 7627.944048 1982.739286 1190.963095 987.782143 159.057143 199.991667 374.677381 138.185714 2.292857 2.666667",
  };
  for (const [model, figures] of Object.entries(printed)) {
    const credits = creditsOf(report, model);
    figures.split(" ").forEach((figure, index) => {
      const difference = Math.abs(Number(credits[channels[index]!]) - Number(figure));
      expect({ model, channel: channels[index], isNear: difference < 1.5e-6 }).toMatchObject({ isNear: true });
    });
  }
});
