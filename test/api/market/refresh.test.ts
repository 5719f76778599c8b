import { addSource, numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { crowd, documentOf, type MarketSetup, openMarket } from "./market-setup";

const FROM = "2025-10-01T00:00:00+08:00";
const TO = "2025-11-01T00:00:00+08:00";

let market: MarketSetup;

beforeAll(async () => {
  market = await openMarket("2025-12-01T00:00:00Z", { watch: ["haoyu", "w1"], hat: [] });
  const sold = { at: "2025-10-10T12:00:00+08:00", action: "ORDER", amount: "10.00" };
  await market.send(["haoyu", "w1"].flatMap((brand, n) => crowd(1 + 10 * n, 5, { ...sold, brand })));
});
afterAll(() => market.test.close());

const refresh = async (input: object, key?: string, secret = market.own.keys.OPERATOR) => {
  const asked = { categoryId: market.categories["watch"], from: FROM, to: TO, ...input };
  return market.test.query(secret, documentOf("refresh-market"), { input: asked, key });
};

const salesOf = async (brand: string): Promise<{ buyers: string; orders: string }> =>
  (await market.ask(market.own, "market-position", brand, { from: FROM, to: TO })).marketPosition.window.sales;

describe("refreshMarket", () => {
  it("answers at once with a run, which node finds until its end and after", async () => {
    const { data } = await refresh({});
    const { run, userErrors } = data.refreshMarket;
    expect(userErrors).toEqual([]);
    expect(run).toMatchObject({ years: 5, failure: null });
    expect([run.from, run.to].map((at: string) => Date.parse(at))).toEqual([FROM, TO].map((at) => Date.parse(at)));
    expect(await market.test.waitForRun(market.own.keys.OPERATOR, run.id)).toEqual({
      status: "SUCCEEDED",
      failure: null,
    });
  });

  it("makes one run of a call and its retry", async () => {
    const ids = [await refresh({}, "again"), await refresh({}, "again")].map(({ data }) => data.refreshMarket.run.id);
    expect(ids[0]).toBe(ids[1]);
    await market.test.waitForRun(market.own.keys.OPERATOR, ids[0]);
  });

  it("counts cloud sources only, and shows a newer refresh at once", async () => {
    await market.refreshMarket("watch", { from: FROM, to: TO });
    expect(await salesOf("haoyu")).toMatchObject({ buyers: "5", orders: "5" });
    const source = numberOf(await addSource(market.test, market.own.keys.ADMIN, "own", "ORGANISATION"));
    const row = { at: "2025-10-11T12:00:00+08:00", action: "ORDER", brandId: numberOf(market.brands["haoyu"]!) };
    await insertTouchpoints(market.test, [{ ...row, person: "p900", sourceId: source }]);
    await market.send(crowd(900, 2, { at: row.at, action: "ORDER", brand: "haoyu", amount: "1.00" }));
    expect(await salesOf("haoyu")).toMatchObject({ buyers: "5" });
    await market.refreshMarket("watch", { from: FROM, to: TO });
    expect(await salesOf("haoyu")).toMatchObject({ buyers: "7", orders: "7" });
  });

  it("follows the benchmarks of the same window, and leaves there what an operator asked for", async () => {
    const [flowFrom, asOf] = ["2025-10-02T00:00:00+08:00", "2025-11-02T00:00:00+08:00"];
    const yearsCounted = async (): Promise<number> =>
      (await market.ask(market.own, "market-position", "haoyu", { from: flowFrom, to: asOf })).marketPosition.years
        .length;
    const refreshed = async (): Promise<void> => {
      await market.refreshBenchmarks("watch", { flowFrom, asOf });
      const isUnderWay = () =>
        market.test.app.database.withSystem((manager) =>
          manager.query("SELECT FROM job_run WHERE kind = 'REFRESH_MARKET' AND status IN ('QUEUED', 'RUNNING')"),
        );
      while ((await isUnderWay()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await refreshed();
    expect(await yearsCounted()).toBe(6);
    await market.refreshMarket("watch", { from: flowFrom, to: asOf, years: 8 });
    await refreshed();
    expect(await yearsCounted()).toBe(9);
    await market.send(crowd(950, 1, { at: "2025-10-10T12:00:00+08:00", action: "ORDER", brand: "w1", amount: "1.00" }));
    await refreshed();
    expect(await yearsCounted()).toBe(9);
  });

  it("has nothing to count in a category without brands, and succeeds", async () => {
    await market.refreshMarket("hat", { from: FROM, to: TO });
  });

  it("says everything that is wrong at once", async () => {
    const { data } = await refresh({
      categoryId: Buffer.from("Category:999999").toString("base64url"),
      from: "2015-01-01T00:00:00Z",
      to: "2999-01-01T00:00:00Z",
      years: 11,
    });
    expect(data.refreshMarket).toEqual({
      run: null,
      userErrors: [
        {
          code: "NOT_FOUND",
          field: ["input", "categoryId"],
          message: "categoryId must name a category of the catalogue, but got none.",
        },
        {
          code: "INVALID_INPUT",
          field: ["input", "from"],
          message:
            "from must lie before to, at most 366 days, but got 2015-01-01T00:00:00.000Z with to 2999-01-01T00:00:00.000Z.",
        },
        {
          code: "INVALID_INPUT",
          field: ["input", "to"],
          message: expect.stringMatching(/^to must not lie in the future, but got 2999-01-01T00:00:00.000Z at /),
        },
        { code: "INVALID_INPUT", field: ["input", "years"], message: "years must be 0 to 10, but got 11." },
      ],
    });
  });

  it("is for operators of the cloud", async () => {
    const { errors } = await refresh({}, undefined, market.own.keys.ADMIN);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("what brands sold", () => {
  it("are rows that only an organisation with the grant can read, and buyers of all that none can", async () => {
    const rowsFor = (organisationId: string): Promise<readonly { readonly code: string }[]> =>
      market.test.app.database.withTenant({ organisationId }, (manager) =>
        manager.query("SELECT DISTINCT brand.code FROM market_sales JOIN brand ON brand.id = brand_id"),
      );
    const stranger = await market.test.addOrganisation("stranger");
    expect(await rowsFor(stranger.id)).toEqual([]);
    expect(await rowsFor(market.own.id)).toEqual([{ code: "haoyu" }]);
    const buyers = market.test.app.database.withTenant({ organisationId: market.own.id }, (manager) =>
      manager.query("SELECT buyers FROM market_period"),
    );
    await expect(buyers).rejects.toThrow("permission denied");
  });
});
