import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { AS_OF, addSource, createMarket, FLOW_FROM, grant, type Market, numberOf, rowsOf } from "./market";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const REFRESH = document("refresh-benchmarks");
const STAGES = document("stage-benchmarks");

let test: TestApp;
let market: Market;

beforeAll(async () => {
  test = await createTestApp();
  market = await createMarket(test);
});
afterAll(() => test.close());

const refreshWith = async (key: string, input: object, idempotencyKey?: string) =>
  test.query(key, REFRESH, {
    input: { categoryId: market.categories.get("watches"), asOf: AS_OF, ...input },
    key: idempotencyKey,
  });

describe("refreshBenchmarks", () => {
  it("answers at once with a run over the 30 days before, which node finds until its end and after", async () => {
    const { data } = await refreshWith(market.own.keys.OPERATOR, {});
    const { run, userErrors } = data.refreshBenchmarks;
    expect(userErrors).toEqual([]);
    expect([run.asOf, run.flowFrom].map((at) => Date.parse(at))).toEqual([Date.parse(AS_OF), Date.parse(FLOW_FROM)]);
    expect(await test.waitForRun(market.own.keys.OPERATOR, run.id)).toEqual({ status: "SUCCEEDED", failure: null });
  });

  it("makes one run of a call and its retry", async () => {
    const runs = [
      await refreshWith(market.own.keys.OPERATOR, {}, "again"),
      await refreshWith(market.own.keys.OPERATOR, {}, "again"),
    ].map(({ data }) => data.refreshBenchmarks.run.id);
    expect(runs[0]).toBe(runs[1]);
    await test.waitForRun(market.own.keys.OPERATOR, runs[0]);
  });

  it("has nothing to compare in a category without brands, and succeeds", async () => {
    await market.refresh("hats");
  });

  it("says everything that is wrong at once", async () => {
    const { data } = await refreshWith(market.own.keys.OPERATOR, {
      categoryId: Buffer.from("Category:999999").toString("base64url"),
      asOf: "2999-01-01T00:00:00Z",
      flowFrom: "2999-01-01T00:00:00Z",
    });
    expect(data.refreshBenchmarks).toEqual({
      run: null,
      userErrors: [
        {
          code: "NOT_FOUND",
          field: ["input", "categoryId"],
          message: "categoryId must name a category of the catalogue, but got none.",
        },
        {
          code: "INVALID_INPUT",
          field: ["input", "asOf"],
          message: expect.stringMatching(/^asOf must not lie in the future, but got 2999-01-01T00:00:00.000Z at /),
        },
        {
          code: "INVALID_INPUT",
          field: ["input", "flowFrom"],
          message: expect.stringMatching(/^flowFrom must lie before asOf, at most 365 days, but got /),
        },
      ],
    });
  });

  it("refuses an id of another type", async () => {
    const { data } = await refreshWith(market.own.keys.OPERATOR, { categoryId: market.brands.get("w0") });
    expect(data.refreshBenchmarks.userErrors).toMatchObject([{ code: "INVALID_ID", field: ["input", "categoryId"] }]);
  });

  it("is for operators of the cloud", async () => {
    const { errors } = await refreshWith(market.own.keys.ADMIN, {});
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("the benchmark of a snapshot's stage", () => {
  const stagesOf = async (key: string, brand: string) => {
    const { data } = await test.query(key, STAGES, { brand: market.brands.get(brand), asOf: AS_OF });
    return data.brand.assetSnapshot.stages;
  };

  const snapshot = async (key: string, brand: string): Promise<void> => {
    const { data } = await test.query(
      key,
      "mutation($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
      { input: { brandId: market.brands.get(brand), asOf: AS_OF } },
    );
    await test.waitForRun(key, data.takeAssetSnapshot.run.id);
  };

  beforeAll(async () => {
    // Ten people whom only the organisation itself knows: in its snapshot, not in the industry's figures.
    const sourceId = await addSource(test, market.own.keys.ADMIN, "ORGANISATION");
    const people = { aware: 10, appeal: 0, act: 0, advocate: 0, flow: [0, 0] } as const;
    const rows = rowsOf({ brand: market.brands.get("w0")!, offset: 50_000, people });
    await insertTouchpoints(
      test,
      rows.map((row) => ({ ...row, sourceId })),
    );
    await market.refresh("watches");
    await snapshot(market.own.keys.ADMIN, "w0");
  });

  it("compares all brands of the category tree over cloud sources, whatever the snapshot may see", async () => {
    // Peers of AWARE: 2 3 4 5 6; the mean of all is 4, of the best three 5, and w0's 1 is below all of them.
    const [aware, , act, advocate] = await stagesOf(market.own.keys.PARTNER, "w0");
    expect(aware).toEqual({
      stage: "AWARE",
      people: "11",
      benchmarkState: "AVAILABLE",
      benchmark: {
        own: 1,
        industryMean: 4,
        topMean: 5,
        topCount: 3,
        peers: 5,
        percentile: 0,
        rank: 6,
        of: 6,
        overIndustryMean: -0.75,
        overTopMean: -0.8,
        asOf: "2025-11-10T16:00:00.000Z",
      },
    });
    // Peers of ACT have 1 each, own 3; of ADVOCATE 2 each, own none.
    expect(act.benchmark).toMatchObject({
      own: 3,
      industryMean: 1,
      topMean: 1,
      percentile: 1,
      rank: 1,
      overTopMean: 2,
    });
    expect(advocate.benchmark).toMatchObject({ own: 0, industryMean: 2, percentile: 0, rank: 2, overIndustryMean: -1 });
  });

  it("says why there is none", async () => {
    for (const brand of ["p0", "loner"]) await snapshot(market.own.keys.ADMIN, brand);
    const states = async (brand: string) =>
      new Set(
        (await stagesOf(market.own.keys.PARTNER, brand)).map((row: { benchmarkState: string; benchmark: unknown }) =>
          [row.benchmarkState, row.benchmark].join(),
        ),
      );
    expect(await states("p0")).toEqual(new Set(["NOT_COMPUTED,"]));
    await market.refresh("pens");
    expect(await states("p0")).toEqual(new Set(["TOO_FEW_PEERS,"]));
    expect(await states("loner")).toEqual(new Set(["NO_CATEGORY,"]));
  });

  it("shows a newer refresh at once", async () => {
    const people = { aware: 5, appeal: 0, act: 0, advocate: 0, flow: [0, 0] } as const;
    const rows = rowsOf({ brand: market.brands.get("w0")!, offset: 60_000, people });
    await insertTouchpoints(
      test,
      rows.map((row) => ({ ...row, sourceId: market.cloudSource })),
    );
    await market.refresh("watches");
    const [aware] = await stagesOf(market.own.keys.PARTNER, "w0");
    // 6 is as much as the best peer has: four of five are below, one is equal.
    expect(aware.benchmark).toMatchObject({ own: 6, industryMean: 4, percentile: 0.9, rank: 1 });
  });
});

describe("a process that looked the figures up before", () => {
  it("shows a newer refresh to whoever it told that the refresh succeeded", async () => {
    const other = await test.openInstance();
    try {
      const variables = { brand: market.brands.get("w0"), asOf: AS_OF };
      const read = async () => {
        const { data } = await other.query(market.own.keys.PARTNER, STAGES, variables);
        return data.brand.assetSnapshot.stages[0].benchmark.own;
      };
      const before = await read();
      const people = { aware: 3, appeal: 0, act: 0, advocate: 0, flow: [0, 0] } as const;
      const rows = rowsOf({ brand: market.brands.get("w0")!, offset: 70_000, people });
      await insertTouchpoints(
        test,
        rows.map((row) => ({ ...row, sourceId: market.cloudSource })),
      );
      const { data } = await refreshWith(market.own.keys.OPERATOR, {});
      const poll = { id: data.refreshBenchmarks.run.id };
      for (;;) {
        const document = "query($id: ID!) { node(id: $id) { ... on Run { status } } }";
        const answer = await other.query(market.own.keys.OPERATOR, document, poll);
        if (answer.data.node.status === "SUCCEEDED") break;
        expect(["QUEUED", "RUNNING"]).toContain(answer.data.node.status);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await read()).toBe(before + 3);
    } finally {
      await other.close();
    }
  });
});

describe("a brand's figures", () => {
  it("are rows that only an organisation with the grant can read", async () => {
    const figures = async (organisationId: string): Promise<readonly { brand_id: number }[]> =>
      test.app.database.withTenant({ organisationId }, (manager) =>
        manager.query("SELECT DISTINCT brand_id FROM benchmark_figure ORDER BY brand_id"),
      );
    const stranger = await test.addOrganisation("stranger");
    expect(await figures(stranger.id)).toEqual([]);
    const ownIds = ["w0", "p0"].map((code) => ({ brand_id: numberOf(market.brands.get(code)!) }));
    expect(await figures(market.own.id)).toEqual(ownIds);
    await grant(test, market.own.keys.OPERATOR, stranger.id, [market.brands.get("w3")!]);
    expect(await figures(stranger.id)).toEqual([{ brand_id: numberOf(market.brands.get("w3")!) }]);
  });
});
