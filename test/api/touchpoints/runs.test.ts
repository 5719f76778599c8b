import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { FileImports, type Line, RUNS, readRun, runId, SOURCES } from "./run-setup";

let test: TestApp;
let files: FileImports;
let shop: TestOrganisation;
let careful: TestOrganisation;
let stranger: TestOrganisation;

beforeAll(async () => {
  test = await createTestApp();
  files = await FileImports.open(test);
  shop = await test.addOrganisation("shop");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 3 });
  stranger = await test.addOrganisation("stranger");
  await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(async () => {
  await files.close();
  await test.close();
});

const integration = (): string => shop.keys.INTEGRATION;
const people = (prefix: string, numbers: readonly number[]): readonly Line[] =>
  numbers.map((number, index) => ({ id: `${prefix}${index}`, who: `person-${number}` }));

describe("the figures of a run", () => {
  it("tell what became of every row, why rows were rejected, and who was behind the others", async () => {
    // Five people known from elsewhere; the return flow has three of them, seen 4 times, and one newcomer.
    await files.import(shop, "elsewhere", [await files.file("elsewhere.csv", people("e", [1, 2, 3, 4, 5]))]);
    const lines: readonly Line[] = [
      ...people("r", [1, 2, 3, 3, 9]),
      { id: "r0", who: "person-1" }, // again
      { id: "r0", who: "person-1", action: "CLICK" }, // other content
      { id: "x0", who: "person-1", action: "SEARCHED" },
      { id: "x1", who: "person-1", brand: "nobody" },
      { id: "x2", who: "person-1", action: "LOOKED" },
    ];
    const run = await files.import(shop, "return-flow", [await files.file("flow.csv", lines)]);
    expect(await readRun(test, integration(), runId(run))).toEqual({
      id: runId(run),
      name: "return-flow",
      status: "SUCCEEDED",
      source: { code: "return-flow" },
      startedAt: run.startedAt.toISOString(),
      finishedAt: expect.any(String),
      rolledBackAt: null,
      received: "10",
      accepted: "5",
      duplicates: "1",
      conflicts: "1",
      rejected: "3",
      rejectedByReason: [
        { reason: "UNKNOWN_ACTION", description: "The action is not in the closed list.", rows: "2" },
        { reason: "UNKNOWN_BRAND", description: "The brand is not in the catalogue.", rows: "1" },
      ],
      rejectsUrl: `/v1/integration-runs/${runId(run)}/rejects`,
      people: { distinctPeople: "4", personTimes: "5", matchedPeople: "3", asOf: expect.any(String) },
      failure: null,
    });
  });

  it("match people of the organisation's own and of the cloud's sources only", async () => {
    const path = await files.file("private.csv", people("p", [701, 702]));
    await files.import(stranger, "private", [path], { visibility: "ORGANISATION" });
    const run = await files.import(shop, "match", [await files.file("match.csv", people("m", [701, 702, 703]))]);
    expect((await readRun(test, integration(), runId(run))).people).toMatchObject({
      distinctPeople: "3",
      matchedPeople: "0",
    });
  });

  it("withhold small groups: the matched also where only the others are few, and everybody where all are few", async () => {
    const secret = careful.keys.INTEGRATION;
    const figures = async (name: string, numbers: readonly number[]) => {
      const run = await files.import(careful, name, [await files.file(`${name}.csv`, people(name, numbers))]);
      return (await readRun(test, secret, runId(run))).people;
    };
    await figures("base", [801, 802, 803, 804, 805, 806]);
    // 6 matched, no other; 4 matched, 2 others; 2 people
    expect(await figures("six", [801, 802, 803, 804, 805, 806])).toMatchObject({
      distinctPeople: "6",
      matchedPeople: "6",
    });
    expect(await figures("four", [801, 802, 803, 804, 901, 902])).toMatchObject({
      distinctPeople: "6",
      matchedPeople: null,
    });
    expect(await figures("two", [801, 802])).toMatchObject({
      distinctPeople: null,
      matchedPeople: null,
      personTimes: "2",
    });
  });
});

it("the people of all runs of a page are counted by one statement, as those of each run alone", async () => {
  const pool = await test.addOrganisation("pool");
  const numbers = [[9001, 9002, 9003], [9002, 9003, 9004], [9002], []];
  for (const [index, who] of numbers.entries()) {
    const path = await files.file(`pool-${index}.csv`, people(`pool-${index}-`, who));
    await files.import(pool, index < 2 ? "pool-a" : "pool-b", [path], { visibility: "ORGANISATION" });
  }
  const secret = pool.keys.INTEGRATION;
  const query = jest.spyOn(test.app.queries, "query");
  const { data } = await test.query(
    secret,
    "{ viewer { integrationRuns(first: 20) { nodes { id people { distinctPeople personTimes matchedPeople asOf } } } } }",
  );
  expect(query.mock.calls.filter(([{ query }]) => query.includes("runPeople.count"))).toHaveLength(1);
  query.mockRestore();
  const { nodes } = data.viewer.integrationRuns;
  expect(nodes.map(({ people }: { people: { matchedPeople: string } }) => people.matchedPeople).reverse()).toEqual([
    "1", // person 9002 is known to the other source of this organisation
    "1",
    "1",
    "0",
  ]);
  for (const { id, people } of nodes) {
    const alone = (await readRun(test, secret, id)).people;
    expect({ ...people, asOf: null }).toEqual({ ...alone, asOf: null });
  }
});

describe("the list of runs", () => {
  let own: TestOrganisation;
  let names: readonly string[];
  let sources: readonly string[];

  beforeAll(async () => {
    own = await test.addOrganisation("listed");
    names = ["first", "second", "third", "fourth", "fifth"];
    for (const [index, name] of names.entries()) {
      const path = await files.file(`${name}.csv`, index === 2 ? [] : people(name, [index]));
      await files.import(own, index < 3 ? "early" : "late", index === 4 ? [`${path}.absent`] : [path]);
    }
    const { data } = await test.query(own.keys.INTEGRATION, SOURCES, { first: 10 });
    sources = data.viewer.touchpointSources.nodes.map(({ id }: { id: string }) => id);
  });

  const list = async (variables: object, secret = own.keys.INTEGRATION) =>
    (await test.query(secret, RUNS, variables)).data.viewer.integrationRuns;

  it("is newest first, page by page, forwards and backwards", async () => {
    const all = await list({ first: 100 });
    expect(all.totalCount).toBe(5);
    expect(all.nodes.map((run: { source: { code: string } }) => run.source.code)).toEqual([
      "late",
      "late",
      "early",
      "early",
      "early",
    ]);
    expect(all.nodes.map((run: { received: string }) => run.received)).toEqual(["0", "1", "0", "1", "1"]);
    const head = await list({ first: 2 });
    expect(head.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = await list({ first: 3, after: head.pageInfo.endCursor });
    expect([...head.nodes, ...rest.nodes]).toEqual(all.nodes);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect((await list({ last: 2, before: rest.pageInfo.startCursor })).nodes).toEqual(head.nodes);
  });

  it("can be narrowed to a source and a status", async () => {
    expect((await list({ first: 9, filter: { sourceId: sources[1] } })).totalCount).toBe(2);
    const failed = await list({ first: 9, filter: { status: "FAILED" } });
    expect(failed).toMatchObject({ totalCount: 1, nodes: [{ status: "FAILED", source: { code: "late" } }] });
    expect(await list({ first: 9, filter: { status: "FAILED", sourceId: sources[0] } })).toMatchObject({
      totalCount: 0,
      nodes: [],
      pageInfo: { startCursor: null },
    });
  });

  it("has nothing of another organisation", async () => {
    const [run] = (await list({ first: 1 })).nodes;
    expect(await readRun(test, shop.keys.INTEGRATION, run.id)).toBeNull();
    const others = await list({ first: 100 }, shop.keys.INTEGRATION);
    expect(others.nodes.map(({ id }: { id: string }) => id)).not.toContain(run.id);
  });

  it("refuses a cursor of another list and a malformed source", async () => {
    for (const key of [["7"], ["1", "00000000-0000-0000-0000-000000000000"], ["2025", "7"]]) {
      const after = Buffer.from(JSON.stringify(key)).toString("base64url");
      const cursor = await test.query(own.keys.INTEGRATION, RUNS, { first: 1, after });
      expect(cursor.errors).toMatchObject([
        {
          message: "after must be a cursor that viewer.integrationRuns returned.",
          extensions: { code: "BAD_USER_INPUT" },
        },
      ]);
    }
    const source = await test.query(own.keys.INTEGRATION, RUNS, { first: 1, filter: { sourceId: "nonsense" } });
    expect(source.errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });

  it("takes the permission to ingest", async () => {
    const { errors } = await test.query(own.keys.BI, RUNS, { first: 1 });
    expect(errors?.[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

describe("the list of sources", () => {
  it("has the organisation's own, page by page, each a node", async () => {
    const own = await test.addOrganisation("senders");
    const ids = [];
    for (const code of ["a", "b", "c"]) ids.push(await addSource(test, own.keys.OPERATOR, code));
    const page = async (variables: object) =>
      (await test.query(own.keys.INTEGRATION, SOURCES, variables)).data.viewer.touchpointSources;
    const head = await page({ first: 2 });
    expect(head).toMatchObject({
      totalCount: 3,
      nodes: [
        { id: ids[0], code: "a", visibility: "CLOUD" },
        { id: ids[1], code: "b" },
      ],
      pageInfo: { hasNextPage: true },
    });
    expect((await page({ first: 2, after: head.pageInfo.endCursor })).nodes).toMatchObject([{ id: ids[2] }]);
    const node = "query($id: ID!) { node(id: $id) { ... on TouchpointSource { id code } } }";
    expect((await test.query(own.keys.INTEGRATION, node, { id: ids[0] })).data.node).toEqual({ id: ids[0], code: "a" });
    expect((await test.query(shop.keys.INTEGRATION, node, { id: ids[0] })).data.node).toBeNull();
  });
});
