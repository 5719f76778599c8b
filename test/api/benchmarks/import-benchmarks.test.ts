import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../support/test-app";
import { AS_OF, createMarket, FLOW_FROM, grant, type Market } from "./market";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

let test: TestApp;
let market: Market;

beforeAll(async () => {
  test = await createTestApp();
  market = await createMarket(test);
  await market.refresh("watches");
});
afterAll(() => test.close());

const importRows = async (
  rows: readonly object[],
  { source = "Shangzhi 2025-11", secret = market.own.keys.INTEGRATION, key = "" } = {},
) => {
  const variables = { input: { source, rows }, ...(key !== "" && { key }) };
  const { data, errors } = await test.query(secret, document("import-benchmarks"), variables);
  expect(errors).toBeUndefined();
  return data.importBenchmarks;
};
const outcomes = ({ rows }: { readonly rows: readonly { readonly outcome: string }[] }) =>
  rows.map(({ outcome }) => outcome);

const figuresOf = async (secret: string, metrics: readonly string[]) => {
  const variables = { brand: market.brands.get("w0"), asOf: AS_OF, metrics };
  const { data, errors } = await test.query(secret, document("brand-benchmarks"), variables);
  expect(errors).toBeUndefined();
  return data.brand.benchmarks.figures;
};

const AWARE = { categoryCode: "watches", metric: "STAGE_PEOPLE_AWARE", asOf: AS_OF };
const REACH = { categoryCode: "watches", metric: "STAGE_REACH_AWARE_APPEAL", asOf: AS_OF, flowFrom: FLOW_FROM };

describe("importBenchmarks", () => {
  it("stands beside the computed benchmark, with its source, and against the brand's own figure", async () => {
    const answer = await importRows([
      {
        ...AWARE,
        industryMean: 2,
        topMean: 4,
        topCount: 10,
        brands: 120,
        percentiles: [
          { percentile: 90, value: 5 },
          { percentile: 50, value: 1.5 },
        ],
      },
      { ...REACH, industryMean: 0.5 },
    ]);
    expect(answer).toEqual({
      rows: [0, 1].map((index) => ({ index, outcome: "ACCEPTED", reason: null, field: [], message: null })),
      userErrors: [],
    });
    const [aware, reach] = await figuresOf(market.own.keys.BI, [AWARE.metric, REACH.metric]);
    // Own 1; computed mean 4.
    expect(aware).toMatchObject({ people: "1", benchmark: { industryMean: 4, topMean: 5, topCount: 3 } });
    expect(aware.imported).toEqual([
      {
        source: "Shangzhi 2025-11",
        version: 1,
        asOf: new Date(AS_OF).toISOString(),
        brands: 120,
        industryMean: 2,
        topMean: 4,
        topCount: 10,
        percentiles: [
          { percentile: 50, value: 1.5 },
          { percentile: 90, value: 5 },
        ],
        overIndustryMean: -0.5,
        overTopMean: -0.75,
      },
    ]);
    // Own 1 of 4; the Wilson interval of 1 in 4.
    expect(reach).toMatchObject({
      people: "1",
      base: "4",
      low: expect.closeTo(0.0456, 4),
      high: expect.closeTo(0.6994, 4),
    });
    expect(reach.imported).toMatchObject([
      { industryMean: 0.5, topMean: null, topCount: null, overIndustryMean: -0.5 },
    ]);
  });

  it("changes nothing when it comes again, and restates other figures by a version", async () => {
    const other = { source: "Another report" };
    const row = { ...AWARE, industryMean: 10, percentiles: [{ percentile: 50, value: 9 }] };
    expect(outcomes(await importRows([row], other))).toEqual(["ACCEPTED"]);
    expect(
      outcomes(await importRows([row, { ...row, industryMean: 12 }, { ...row, industryMean: 12 }], other)),
    ).toEqual(["UNCHANGED", "RESTATED", "UNCHANGED"]);
    const [aware] = await figuresOf(market.own.keys.PARTNER, [AWARE.metric]);
    expect(
      aware.imported.map(({ source, version, industryMean }: Record<string, unknown>) => [
        source,
        version,
        industryMean,
      ]),
    ).toEqual([
      ["Another report", 2, 12],
      ["Shangzhi 2025-11", 1, 2],
    ]);
  });

  it("takes rows once under a key, also from two callers at a time", async () => {
    const twice = [1, 2].map(() => importRows([{ ...AWARE, industryMean: 7 }], { source: "Keyed", key: "import-1" }));
    for (const answer of await Promise.all(twice)) expect(outcomes(answer)).toEqual(["ACCEPTED"]);
    const unkeyed = [1, 2].map(() => importRows([{ ...AWARE, industryMean: 8 }], { source: "Unkeyed" }));
    expect((await Promise.all(unkeyed)).flatMap(outcomes).sort()).toEqual(["ACCEPTED", "UNCHANGED"]);
  });

  it("answers bad rows one by one and takes the good one", async () => {
    const bad: readonly (readonly [row: object, reason: string, field: readonly string[], message: string | RegExp])[] =
      [
        [
          { ...AWARE, categoryCode: "boats", industryMean: 1 },
          "UNKNOWN_CATEGORY",
          ["categoryCode"],
          'categoryCode must be of a category of the catalogue, but got "boats".',
        ],
        [
          { ...AWARE, asOf: "2999-01-01T00:00:00Z", industryMean: 1 },
          "INVALID_WINDOW",
          ["asOf"],
          /^asOf must not lie in the future, but got 2999-01-01T00:00:00.000Z at /,
        ],
        [
          { ...AWARE, flowFrom: FLOW_FROM, industryMean: 1 },
          "INVALID_WINDOW",
          ["flowFrom"],
          "flowFrom must be left out for counts of people, but came with STAGE_PEOPLE:AWARE.",
        ],
        [
          { ...REACH, flowFrom: null, industryMean: 0.1 },
          "INVALID_WINDOW",
          ["flowFrom"],
          /must say from when .* was followed, but is missing\.$/,
        ],
        [
          { ...REACH, flowFrom: AS_OF, industryMean: 0.1 },
          "INVALID_WINDOW",
          ["flowFrom"],
          /^flowFrom must lie before asOf, at most 365 days, /,
        ],
        [AWARE, "NO_FIGURE", [], "A row must give industryMean, topMean or percentiles, but gives none of them."],
        [
          { ...AWARE, industryMean: -1 },
          "INVALID_VALUE",
          ["industryMean"],
          /^industryMean must be a number of people, 0 to \d+, but got -1\.$/,
        ],
        [
          { ...REACH, industryMean: 38 },
          "INVALID_VALUE",
          ["industryMean"],
          "industryMean must be a share, 0 to 1, but got 38.",
        ],
        [
          { ...AWARE, topMean: 5 },
          "INVALID_VALUE",
          ["topCount"],
          "topMean and topCount must come together, but one came alone.",
        ],
        [
          { ...AWARE, topMean: 5, topCount: 9, brands: 8 },
          "INVALID_VALUE",
          ["topCount"],
          "topCount must be 1 to the number of brands, but got 9.",
        ],
        [
          { ...AWARE, industryMean: 6, topMean: 5, topCount: 3 },
          "INVALID_VALUE",
          ["topMean"],
          "topMean must be at least industryMean, but got 5 below 6.",
        ],
        [
          { ...AWARE, percentiles: [{ percentile: 100, value: 1 }] },
          "INVALID_VALUE",
          ["percentiles"],
          "Percentiles must be 1 to 99, each once, but got 100.",
        ],
        [
          {
            ...AWARE,
            percentiles: [
              { percentile: 90, value: 1 },
              { percentile: 50, value: 2 },
            ],
          },
          "INVALID_VALUE",
          ["percentiles"],
          "Values must not fall with the percentile, but got 2 at 50 and 1 at 90.",
        ],
      ];
    const good = { ...AWARE, metric: "LOYALTY_PEOPLE_LOYAL", industryMean: 3 };
    const { rows } = await importRows([...bad.map(([row]) => row), good], { source: "Careless" });
    expect(rows.at(-1)).toMatchObject({ outcome: "ACCEPTED", message: null });
    for (const [index, [, reason, field, message]] of bad.entries()) {
      const text = message instanceof RegExp ? expect.stringMatching(message) : message;
      expect(rows[index]).toEqual({ index, outcome: "REJECTED", reason, field, message: text });
    }
  });

  it("refuses a call without a source or rows as a whole", async () => {
    expect(await importRows([], { source: " " })).toMatchObject({
      rows: [],
      userErrors: [
        { code: "INVALID_INPUT", field: ["input", "source"] },
        { code: "INVALID_INPUT", field: ["input", "rows"] },
      ],
    });
  });

  it("stands alone where nothing was computed, and nowhere without a category", async () => {
    const row = { ...AWARE, categoryCode: "pens", industryMean: 9 };
    expect(outcomes(await importRows([row], { source: "Pens" }))).toEqual(["ACCEPTED"]);
    const benchmarksOf = async (brand: string) => {
      const variables = { brand: market.brands.get(brand), asOf: AS_OF, metrics: [AWARE.metric] };
      const { data } = await test.query(market.own.keys.BI, document("brand-benchmarks"), variables);
      return data.brand.benchmarks;
    };
    const alone = { source: "Pens", industryMean: 9, overIndustryMean: null };
    const pens = await benchmarksOf("p0");
    expect(pens).toMatchObject({ state: "NOT_COMPUTED", category: { code: "pens" }, figures: [{ imported: [alone] }] });
    // Of the four brands of pens each has three peers.
    await market.refresh("pens");
    expect((await benchmarksOf("p0")).figures).toMatchObject([
      {
        state: "KNOWN",
        people: "1",
        benchmarkState: "TOO_FEW_PEERS",
        benchmark: null,
        imported: [{ overIndustryMean: -8 / 9 }],
      },
    ]);
    expect(await benchmarksOf("loner")).toMatchObject({
      state: "NO_CATEGORY",
      category: null,
      figures: [{ benchmarkState: "NO_CATEGORY", imported: [] }],
    });
  });

  it("is seen by the organisation that imported it alone", async () => {
    const rival = await test.addOrganisation("rival");
    await grant(test, market.own.keys.OPERATOR, rival.id, [market.brands.get("w0")!]);
    const [aware] = await figuresOf(rival.keys.BI, [AWARE.metric]);
    expect(aware).toMatchObject({ people: "1", imported: [] });
  });

  it("needs the right to import", async () => {
    const variables = { input: { source: "Report", rows: [{ ...AWARE, industryMean: 1 }] } };
    const { errors } = await test.query(market.own.keys.BI, document("import-benchmarks"), variables);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});
