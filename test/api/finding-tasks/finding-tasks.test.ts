import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { AS_OF, createMarket, FLOW_FROM, grant, type Market, numberOf } from "../benchmarks/market";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const CREATE = document("create-finding-task");
const CHANGE = document("change-finding-task");
const LIST = document("brand-finding-tasks");

const LATER = "2025-11-21T00:00:00+08:00";

const time = { now: new Date("2025-11-11T12:00:00+08:00") };
let test: TestApp;
let market: Market;
let brand: string;

/** One search a person and day, from the first day on, by so many different people. */
const searches = (first: string, count: number, keyword: string): readonly TouchpointRow[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ person: `p${9_000 + n}`, action: "SEARCH", keyword, brandId: numberOf(brand), sourceId: market.cloudSource },
    at: new Date(Date.parse(first) + (n % 10) * 86_400_000).toISOString(),
  }));

beforeAll(async () => {
  test = await createTestApp(time);
  market = await createMarket(test);
  brand = market.brands.get("w0")!;
  await market.refresh("watches");
});
afterAll(() => test.close());

const create = async (input: object, key?: string, organisation: TestOrganisation = market.own) => {
  const variables = { input: { brandId: brand, team: "Product", dueOn: "2025-11-30", asOf: AS_OF, ...input }, key };
  const { data, errors } = await test.query(organisation.keys.PARTNER, CREATE, variables);
  expect(errors).toBeUndefined();
  return data.createFindingTask;
};
const change = async (id: string, input: object, version: number) =>
  (await test.query(market.own.keys.AD_OPS, CHANGE, { id, input, version })).data.changeFindingTask;
const list = async (asOf: string, filter: object = {}, page: object = { first: 10 }) => {
  const variables = { brand, asOf, filter, ...page };
  const { data, errors } = await test.query(market.own.keys.PARTNER, LIST, variables);
  expect(errors).toBeUndefined();
  return data.brand.findingTasks;
};

describe("a finding handed over (G59)", () => {
  it("keeps the figure it started from, as the system reads it, and aims at the industry mean", async () => {
    const { findingTask, userErrors } = await create({ metric: "STAGE_PEOPLE_AWARE", summary: "Seed on DOUYIN." });
    expect(userErrors).toEqual([]);
    expect(findingTask).toMatchObject({
      ...{
        summary: "Seed on DOUYIN.",
        team: "Product",
        dueOn: "2025-11-30",
        state: "OPEN",
        metric: "STAGE_PEOPLE_AWARE",
      },
      keyword: null,
      baseline: { value: 1, asOf: new Date(AS_OF).toISOString(), from: new Date(FLOW_FROM).toISOString() },
      ...{ target: 4, note: null, version: 1, createdBy: "PARTNER" },
    });
    const { data } = await test.query(
      market.own.keys.PARTNER,
      "query ($id: ID!) { node(id: $id) { ... on FindingTask { summary } } }",
      { id: findingTask.id },
    );
    expect(data.node).toEqual({ summary: "Seed on DOUYIN." });
  });

  it("is one task, however often the call is repeated", async () => {
    const input = { metric: "STAGE_REACH_AWARE_APPEAL", summary: "Wake interest.", target: 0.5 };
    const ids = [await create(input, "once"), await create(input, "once")].map(({ findingTask }) => findingTask.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it("measures a keyword by its searches on a mean day, and reads the result when asked", async () => {
    // 30 days of 1 search a day before, 10 people each 3 times; 60 and then 90 searches in the 30 days until LATER.
    await insertTouchpoints(test, [
      ...[0, 10, 20].flatMap((days) =>
        searches(new Date(Date.parse(FLOW_FROM) + days * 86_400_000).toISOString(), 10, "Little Square"),
      ),
      ...searches("2025-10-01T10:00:00+08:00", 5, "little square"),
      ...searches(AS_OF, 40, " LITTLE SQUARE "),
      ...searches(AS_OF, 10, "little squares"),
    ]);
    const input = { metric: "KEYWORD_SEARCHES", keyword: "little square", target: 3, summary: "Name it in the title." };
    const { findingTask, userErrors } = await create(input);
    expect(userErrors).toEqual([]);
    expect(findingTask).toMatchObject({ keyword: "little square", baseline: { value: 1 }, target: 3 });
    time.now = new Date("2025-11-25T12:00:00+08:00");
    const tasks = (await list(LATER)).nodes;
    const { result } = tasks.find(({ id }: { id: string }) => id === findingTask.id);
    // 20 of the 30 searches before AS_OF are in the window, and 40 after it: 60 in 30 days.
    expect(result).toEqual({
      state: "KNOWN",
      value: 2,
      change: 1,
      progress: 0.5,
      from: new Date("2025-10-22T00:00:00+08:00").toISOString(),
      asOf: new Date(LATER).toISOString(),
    });
  });

  it("says why a result is not there, and tells it once the category is refreshed", async () => {
    const ofStage = async () =>
      (await list(LATER)).nodes.find(({ metric }: { metric: string }) => metric === "STAGE_PEOPLE_AWARE").result;
    expect(await ofStage()).toMatchObject({ state: "NOT_COMPUTED", value: null, change: null, progress: null });
    await market.refresh("watches", { asOf: LATER });
    // The one AWARE person of 5 November has lapsed by 21 November, so it went the wrong way; nobody came.
    expect(await ofStage()).toMatchObject({ state: "KNOWN", value: 0, change: -1 });
    expect((await ofStage()).progress).toBeCloseTo(-1 / 3, 12);
  });

  it("goes from team to team and state to state, each version once", async () => {
    const [task] = (await list(LATER, { team: "Product" })).nodes;
    const moved = await change(task.id, { team: "Search", state: "IN_PROGRESS", note: "Asked the shop." }, 1);
    expect(moved.userErrors).toEqual([]);
    expect(moved.findingTask).toMatchObject({
      team: "Search",
      state: "IN_PROGRESS",
      note: "Asked the shop.",
      version: 2,
    });
    const late = await change(task.id, { state: "DONE" }, 1);
    expect(late).toMatchObject({
      findingTask: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect((await change(task.id, { note: null }, 2)).findingTask).toMatchObject({ note: null, team: "Search" });
  });

  it("lists tasks by the day they are due, filtered, page by page", async () => {
    await create({ metric: "ASSET_PEOPLE", summary: "Earliest.", dueOn: "2025-11-26", asOf: LATER });
    const all = await list("2025-11-24T00:00:00+08:00");
    expect(all.totalCount).toBe(4);
    expect(all.nodes[0].summary).toBe("Earliest.");
    const first = await list("2025-11-24T00:00:00+08:00", {}, { first: 3 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await list("2025-11-24T00:00:00+08:00", {}, { first: 3, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toEqual(all.nodes);
    const searching = await list("2025-11-24T00:00:00+08:00", { team: "Search", states: ["IN_PROGRESS"] });
    expect(searching.totalCount).toBe(1);
  });
});

describe("bad tasks are answered with all that is wrong", () => {
  const codes = ({ userErrors }: { userErrors: { code: string; field: string[] }[] }) =>
    userErrors.map(({ code, field }) => [code, field.join(".")]);

  it.each([
    [
      { metric: "ASSET_PEOPLE", summary: " ", team: "" },
      [
        ["INVALID_INPUT", "input.team"],
        ["INVALID_INPUT", "input.summary"],
      ],
    ],
    [{ metric: "ASSET_PEOPLE", summary: "x", dueOn: "2025-11-01" }, [["INVALID_INPUT", "input.dueOn"]]],
    [{ metric: "KEYWORD_SEARCHES", summary: "x", target: 1 }, [["INVALID_INPUT", "input.keyword"]]],
    [{ metric: "ASSET_PEOPLE", keyword: "x", summary: "x" }, [["INVALID_INPUT", "input.keyword"]]],
    [{ metric: "ASSET_PEOPLE", summary: "x", from: AS_OF }, [["INVALID_INPUT", "input.from"]]],
    [{ metric: "ASSET_PEOPLE", summary: "x", asOf: "2026-11-11T00:00:00+08:00" }, [["INVALID_INPUT", "input.asOf"]]],
    [{ metric: "ASSET_PEOPLE", summary: "x", asOf: "2025-11-12T00:00:00+08:00" }, [["FIGURE_UNKNOWN", "input.metric"]]],
    [{ metric: "STAGE_REACH_APPEAL_ACT", summary: "x" }, [["FIGURE_UNKNOWN", "input.metric"]]],
    [{ metric: "KEYWORD_SEARCHES", keyword: "x", summary: "x" }, [["INVALID_INPUT", "input.target"]]],
    [{ metric: "STAGE_PEOPLE_AWARE", summary: "x", target: 1 }, [["INVALID_INPUT", "input.target"]]],
  ])("%j", async (input, expected) => {
    expect(codes(await create(input))).toEqual(expected);
  });

  it("a rival's brand and another organisation's task do not exist", async () => {
    expect(codes(await create({ brandId: market.brands.get("w1"), metric: "ASSET_PEOPLE", summary: "x" }))).toEqual([
      ["NOT_FOUND", "input.brandId"],
    ]);
    const rival = await test.addOrganisation("rival");
    await grant(test, market.own.keys.OPERATOR, rival.id, [brand]);
    const [task] = (await list(LATER)).nodes;
    const { data } = await test.query(rival.keys.AD_OPS, CHANGE, { id: task.id, input: { state: "DONE" }, version: 1 });
    expect(codes(data.changeFindingTask)).toEqual([["NOT_FOUND", "id"]]);
    const listed = await test.query(rival.keys.PARTNER, LIST, { brand, first: 10, asOf: LATER });
    expect(listed.data.brand.findingTasks.nodes).toEqual([]);
  });

  it("there is no result from before the baseline, and a key without the right may not hand over", async () => {
    for (const { result } of (await list(FLOW_FROM)).nodes) expect(result).toBeNull();
    const refused = await test.query(market.own.keys.BI, CREATE, {
      input: { brandId: brand, metric: "ASSET_PEOPLE", summary: "x", team: "x", dueOn: "2025-12-30", asOf: AS_OF },
    });
    expect(refused.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("few people's searches are withheld", async () => {
    const careful = await test.addOrganisation("careful", { smallGroupThreshold: 50 });
    await grant(test, market.own.keys.OPERATOR, careful.id, [brand]);
    const input = { metric: "KEYWORD_SEARCHES", keyword: "little square", target: 3, summary: "x" };
    const refused = await create(input, undefined, careful);
    expect(codes(refused)).toEqual([["FIGURE_UNKNOWN", "input.metric"]]);
  });
});
