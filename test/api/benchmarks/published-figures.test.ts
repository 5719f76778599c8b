import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, type CatalogueFixture } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const AS_OF = "2025-11-11T00:00:00+08:00";
const RECENT = "2025-11-05T10:00:00+08:00";
/** Inside the year that counts for stages, outside the month that counts for intent. */
const EARLIER = "2025-06-05T10:00:00+08:00";
const CATEGORIES = ["watches", "phones", "cameras"] as const;

type Row = Readonly<Record<string, unknown>>;

let test: TestApp;
let own: TestOrganisation;
let catalogue: CatalogueFixture;
let source: string;
let people = 0;

/** Touchpoints of new people, each of whom did the same. */
function crowd(brandCode: string, count: number, ...acts: readonly Row[]): readonly Row[] {
  return Array.from({ length: count }, () => {
    const person = `device-${++people}`;
    return acts.map((act, n) => ({
      eventId: `${person}-${n}`,
      platform: "JD",
      site: "ON_SITE",
      brandCode,
      identities: [{ namespace: "DEVICE_ID", value: person }],
      ...(act["action"] === "ORDER" && { orderId: `${person}-${n}` }),
      ...act,
    }));
  }).flat();
}

const order = (occurredAt: string): Row => ({
  action: "ORDER",
  occurredAt,
  value: { amount: "10", currencyCode: "CNY" },
});
const buyers = (brand: string, count: number): readonly Row[] => crowd(brand, count, order(EARLIER));
const repeaters = (brand: string, count: number): readonly Row[] =>
  crowd(brand, count, order(EARLIER), order("2025-07-05T10:00:00+08:00"));
const searchers = (brand: string, count: number): readonly Row[] =>
  crowd(brand, count, { action: "SEARCH", occurredAt: RECENT });

const brandsOf = (category: string): readonly string[] => [0, 1, 2, 3, 4, 5].map((n) => `${category}-${n}`);

beforeAll(async () => {
  test = await createTestApp();
  own = await test.addOrganisation("own");
  const brands = Object.fromEntries(CATEGORIES.map((category) => [category, brandsOf(category)]));
  catalogue = await addCatalogue(test, own.keys.OPERATOR, brands, [
    { organisationId: own.id, brands: CATEGORIES.map((category) => `${category}-0`) },
  ]);
  source = await addSource(test, own.keys.OPERATOR, "shop");
  // By brand, the own one first: A3 and A4, the nine-grid's sum, and the loyal, as the source case has them.
  const rows = brandsOf("watches").flatMap((brand, n) => [
    ...buyers(brand, [138, 90, 100, 110, 40, 60][n]!),
    ...repeaters(brand, [282, 190, 200, 210, 5, 5][n]!),
  ]);
  const searched = brandsOf("phones").flatMap((brand, n) => searchers(brand, [164, 90, 95, 100, 105, 110][n]!));
  const loyal = brandsOf("cameras").flatMap((brand, n) => crowd(brand, [241, 90, 100, 110, 40, 60][n]!, order(RECENT)));
  await ingest([...rows, ...searched, ...loyal]);
  for (const category of CATEGORIES) {
    await finished(
      "refresh-benchmarks",
      { categoryId: catalogue.categories[category], asOf: AS_OF },
      "refreshBenchmarks",
    );
    const snapshot = { brandId: catalogue.brands[`${category}-0`], asOf: AS_OF };
    await finished("../assets/take-snapshot", snapshot, "takeAssetSnapshot");
  }
});
afterAll(() => test.close());

/** Over HTTP, as an integration sends them. */
async function ingest(rows: readonly Row[]): Promise<void> {
  const mutation =
    "mutation($source: ID!, $touchpoints: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted } }";
  for (let from = 0; from < rows.length; from += 1_000) {
    const touchpoints = rows.slice(from, from + 1_000);
    const { data } = await test.query(own.keys.OPERATOR, mutation, { source, touchpoints });
    expect(data.ingestTouchpoints.accepted).toBe(touchpoints.length);
  }
}

async function finished(name: string, input: object, field: string): Promise<void> {
  const { data } = await test.query(own.keys.OPERATOR, document(name), { input });
  expect(await test.waitForRun(own.keys.OPERATOR, data[field].run.id)).toMatchObject({ status: "SUCCEEDED" });
}

const nineGridOf = async (category: string) => {
  const variables = { brand: catalogue.brands[`${category}-0`], asOf: AS_OF };
  const { data, errors } = await test.query(own.keys.PARTNER, document("nine-grid-benchmarks"), variables);
  expect(errors).toBeUndefined();
  return data.brand.assetSnapshot.nineGrid;
};

describe("figures of the source case (capabilities 1.3), from intake to answer", () => {
  it("puts A3 38 % and A4 41 % above the TOP mean (V69)", async () => {
    const { data } = await test.query(own.keys.BI, document("brand-benchmarks"), {
      brand: catalogue.brands["watches-0"],
      asOf: AS_OF,
      metrics: ["STAGE_PEOPLE_ACT", "STAGE_PEOPLE_ADVOCATE"],
    });
    const { state, category, ruleSet, computedAt, readAt, figures } = data.brand.benchmarks;
    expect([state, category.code, ruleSet]).toEqual(["AVAILABLE", "watches", { code: "DEFAULT", version: 1 }]);
    expect(Date.parse(readAt)).toBeGreaterThanOrEqual(Date.parse(computedAt));
    expect(figures).toEqual([
      {
        metric: "STAGE_PEOPLE_ACT",
        state: "KNOWN",
        people: "138",
        base: null,
        low: null,
        high: null,
        benchmarkState: "AVAILABLE",
        benchmark: {
          own: 138,
          industryMean: 80,
          topMean: 100,
          topCount: 3,
          peers: 5,
          percentile: 1,
          rank: 1,
          of: 6,
          overIndustryMean: 0.725,
          overTopMean: 0.38,
        },
        imported: [],
      },
      expect.objectContaining({
        metric: "STAGE_PEOPLE_ADVOCATE",
        people: "282",
        benchmark: expect.objectContaining({ topMean: 200, topCount: 3, overTopMean: 0.41, rank: 1 }),
      }),
    ]);
  });

  it("puts the nine-grid's sum 64 % above the industry (V70)", async () => {
    const { placed, groups, cells, rows } = await nineGridOf("phones");
    expect(placed).toEqual({
      people: "164",
      benchmarkState: "AVAILABLE",
      benchmark: { own: 164, industryMean: 100, overIndustryMean: 0.64, percentile: 1, rank: 1, of: 6 },
    });
    // All of them searched for the brand and ordered nothing: BRAND x POTENTIAL, which is of the group POTENTIAL.
    const [found] = cells.filter(({ people }: { people: string }) => people !== "0");
    expect(found).toEqual({
      intent: "BRAND",
      loyalty: "POTENTIAL",
      people: "164",
      benchmarkState: "AVAILABLE",
      benchmark: { own: 164, industryMean: 100 },
    });
    expect(groups[1]).toEqual({
      group: "POTENTIAL",
      people: "164",
      benchmarkState: "AVAILABLE",
      // Of five peers the best five are all.
      benchmark: { own: 164, industryMean: 100, top: { count: 5, mean: 100, over: 0.64 } },
    });
    expect(rows.map(({ intent, people, share }: Row) => [intent, people, share])).toEqual([
      ["BRAND", "164", 1],
      ["CATEGORY", "0", 0],
      ["PLATFORM", "0", 0],
    ]);
    expect(rows[1].benchmark).toEqual({ overIndustryMean: null, rank: 1, of: 6 });
  });

  it("puts the loyal 141 % above the TOP mean (V72)", async () => {
    const { columns } = await nineGridOf("cameras");
    expect(columns[0]).toEqual({
      loyalty: "LOYAL",
      people: "241",
      benchmarkState: "AVAILABLE",
      benchmark: { own: 241, topMean: 100, topCount: 3, overTopMean: 1.41, rank: 1, of: 6 },
    });
  });
});

describe("brand.benchmarks", () => {
  const ask = (variables: object) =>
    test.query(own.keys.BI, document("brand-benchmarks"), {
      brand: catalogue.brands["watches-0"],
      asOf: AS_OF,
      metrics: ["ASSET_PEOPLE", "STAGE_REACH_AWARE_APPEAL"],
      ...variables,
    });

  it("answers every metric once by default", async () => {
    const { data } = await ask({ metrics: null });
    const metrics = data.brand.benchmarks.figures.map(({ metric }: { metric: string }) => metric);
    const { data: schema } = await test.query(
      own.keys.BI,
      '{ __type(name: "BenchmarkMetric") { enumValues { name } } }',
    );
    expect(metrics.toSorted()).toEqual(schema.__type.enumValues.map(({ name }: { name: string }) => name).toSorted());
  });

  it("tells operators where its look-ups were answered from, and how old the answers were", async () => {
    const count = async (outcome: string): Promise<number> => {
      const text = await (
        await fetch(`${test.url}/metrics`, { headers: { authorization: `Bearer ${own.keys.MONITOR}` } })
      ).text();
      const line = `valuegraph_lookups_total{lookup="benchmark-figures",outcome="${outcome}"} `;
      return Number(
        text
          .split("\n")
          .find((each) => each.startsWith(line))
          ?.slice(line.length) ?? 0,
      );
    };
    await ask({});
    const before = await count("MEMORY");
    await ask({});
    expect(await count("MEMORY")).toBe(before + 1);
    expect(await count("LOADED")).toBeGreaterThan(0);
  });

  it("says that an instant was not compared, and that nobody began a flow", async () => {
    const { data } = await ask({ asOf: "2025-11-12T00:00:00+08:00" });
    expect(data.brand.benchmarks).toMatchObject({
      state: "NOT_COMPUTED",
      computedAt: null,
      readAt: null,
      ruleSet: null,
    });
    expect(data.brand.benchmarks.figures[0]).toMatchObject({ state: "NOT_COMPUTED", benchmarkState: "NOT_COMPUTED" });
    const { data: now } = await ask({});
    const reach = now.brand.benchmarks.figures.find(({ base }: Row) => base !== undefined && base !== null);
    expect(reach).toBeUndefined();
    expect(now.brand.benchmarks.figures[0]).toMatchObject({
      state: "BASE_NOT_POSITIVE",
      benchmarkState: "TOO_FEW_PEERS",
    });
  });

  it("compares with another category when asked, and says that the brand is not of it", async () => {
    const { data } = await ask({ category: catalogue.categories["phones"] });
    expect(data.brand.benchmarks).toMatchObject({ state: "NOT_COMPUTED", category: { code: "phones" } });
  });

  it("refuses a window and a category that cannot be", async () => {
    const { errors } = await ask({ flowFrom: AS_OF });
    expect(errors?.[0]?.message).toMatch(/^flowFrom must lie before asOf, at most 365 days, but got /);
    const other = await ask({ category: Buffer.from("Category:999999").toString("base64url") });
    expect(other.errors?.[0]?.message).toBe("categoryId must name a category of the catalogue, but got none.");
  });

  it("refuses a number of top brands that would tell a rival's figure", async () => {
    const query =
      "query($brand: ID!, $asOf: DateTime!) { brand(id: $brand) { benchmarks(asOf: $asOf) { figures(metrics: [ASSET_PEOPLE]) { benchmark { top(count: 4) { mean } } } } } }";
    const { errors } = await test.query(own.keys.BI, query, { brand: catalogue.brands["watches-0"], asOf: AS_OF });
    expect(errors?.[0]).toMatchObject({
      message:
        "count must be one of 3, 5, 10, but got 4: the means of n and of n + 1 peers would tell one rival's figure.",
      extensions: { code: "BAD_USER_INPUT" },
    });
  });
});
