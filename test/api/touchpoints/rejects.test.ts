import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EntityManager } from "typeorm";
import type { RejectedRow } from "../../../src/features/touchpoints/rejected-row";
import { RejectedRowStore } from "../../../src/features/touchpoints/rejected-row.store";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { FileImports, type Line, RUNS, readRun, runId } from "./run-setup";

const INGEST = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const DAY_MS = 86_400_000;
/** The present of the API; tests move it. */
const now = new Date("2025-12-01T00:00:00Z");

let test: TestApp;
let files: FileImports;
let shop: TestOrganisation;

beforeAll(async () => {
  test = await createTestApp({ now });
  files = await FileImports.open(test);
  shop = await test.addOrganisation("shop");
  await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(async () => {
  await files.close();
  await test.close();
});

const download = (url: string, secret: string | null): Promise<Response> =>
  fetch(`${test.url}${url}`, secret === null ? {} : { headers: { authorization: `Bearer ${secret}` } });
const linesOf = async (response: Response): Promise<readonly Record<string, unknown>[]> =>
  (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const importRejects = async (
  name: string,
  lines: readonly Line[],
): Promise<{ id: string; path: string; url: string }> => {
  const path = await files.file(`${name}.csv`, lines);
  const id = runId(await files.import(shop, name, [path]));
  const { rejectsUrl } = await readRun(test, shop.keys.INTEGRATION, id);
  return { id, path, url: rejectsUrl };
};

describe("the rejected rows of an import", () => {
  it("are downloaded line by line with file, line, reason and what would have been allowed; identities and unused columns masked", async () => {
    const { path, url } = await importRejects("masked", [
      { id: "m0", who: "person-0" },
      { id: "m1", who: "secret-customer", action: "SEARCHED", note: "13800138000" },
      { id: "m2", who: "person-2", brand: "nobody" },
    ]);
    const response = await download(url, shop.keys.INTEGRATION);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "application/x-ndjson; charset=utf-8",
    ]);
    const at = "2025-11-11T10:00:00+08:00";
    expect(await linesOf(response)).toEqual([
      {
        file: path,
        line: 3,
        reason: "UNKNOWN_ACTION",
        field: ["action"],
        message: 'action must be one of the allowed values, but got "SEARCHED".',
        allowed: expect.arrayContaining(["SEARCH", "ORDER"]),
        row: { id: "m1", at, who: "se***", action: "SEARCHED", brand: "", category: "", note: "13***" },
      },
      {
        file: path,
        line: 4,
        reason: "UNKNOWN_BRAND",
        field: ["brandCode"],
        message: 'brandCode must be one of the allowed values, but got "nobody".',
        allowed: ["haoyu"],
        row: { id: "m2", at, who: "pe***", action: "SEARCH", brand: "nobody", category: "", note: "***" },
      },
    ]);
  });

  it("hold no identity, neither where it belongs nor in a column or sentence that is shown", async () => {
    const customer = "customer-4711-8823";
    const { url } = await importRejects("secret", [
      { id: customer, who: customer, action: "SEARCHED" },
      { id: "s1", who: customer, brand: `brand of ${customer}` },
    ]);
    const text = await (await download(url, shop.keys.INTEGRATION)).text();
    expect(text.trimEnd().split("\n")).toHaveLength(2);
    expect(text).toContain("brand of cu***");
    for (let length = 3; length <= customer.length; length++) expect(text).not.toContain(customer.slice(0, length));
    const stored = await test.app.database.withSystem((manager) =>
      manager.query(
        "SELECT rejected_row::text FROM rejected_row WHERE reason = 'UNKNOWN_BRAND' AND message LIKE '%brand of%'",
      ),
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(customer.slice(0, 3));
  });

  it("of API calls come as they were sent, identities masked, also one that stands where its namespace belongs", async () => {
    const source = await addSource(test, shop.keys.OPERATOR, "api");
    const row = (eventId: string, change: object) => ({
      eventId,
      occurredAt: "2025-11-11T00:00:00+08:00",
      action: "SEARCH",
      platform: "JD",
      site: "ON_SITE",
      identities: [{ namespace: "CUSTOMER_ID", value: "customer-4711" }],
      ...change,
    });
    const touchpoints = [
      row("good", {}),
      row("bad", { action: "LOOKED", tags: ["a"] }),
      row("swapped", { identities: [{ namespace: "13800138000", value: "PHONE" }] }),
    ];
    await test.query(shop.keys.INTEGRATION, INGEST, { source, touchpoints, key: "rejects" });
    const filter = { sourceId: source };
    const { data } = await test.query(shop.keys.INTEGRATION, RUNS, { first: 1, filter });
    const { rejectsUrl } = await readRun(test, shop.keys.INTEGRATION, data.viewer.integrationRuns.nodes[0].id);
    const lines = await linesOf(await download(rejectsUrl, shop.keys.INTEGRATION));
    expect(lines).toMatchObject([
      {
        file: null,
        line: null,
        reason: "UNKNOWN_ACTION",
        row: { eventId: "bad", tags: ["a"], identities: [{ namespace: "CUSTOMER_ID", value: "cu***" }] },
      },
      {
        reason: "UNKNOWN_NAMESPACE",
        row: { eventId: "swapped", identities: [{ namespace: "13***", value: "PH***" }] },
      },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/cus|138/);
  });

  it("hold text that PostgreSQL cannot: half a character and NUL are replaced", async () => {
    const { url } = await importRejects("odd", [{ id: "o1", who: "\u{1F600}\u{1F600}\u{1F600}", action: "NUL\u0000" }]);
    expect(await linesOf(await download(url, shop.keys.INTEGRATION))).toMatchObject([
      { row: { action: "NUL\ufffd", who: "\u{1F600}***" } },
    ]);
  });

  it("are nobody else's, take a key with the permission, and answer refusals as JSON", async () => {
    const { id, url } = await importRejects("guarded", [{ id: "g1", who: "x", action: "NO" }]);
    const stranger = await test.addOrganisation("stranger");
    const refused = async (path: string, secret: string | null) => {
      const response = await download(path, secret);
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await refused(url, null)).toEqual([401, "UNAUTHENTICATED"]);
    expect(await refused(url, "vg_unknown")).toEqual([401, "UNAUTHENTICATED"]);
    expect(await refused(url, shop.keys.BI)).toEqual([403, "FORBIDDEN"]);
    expect(await refused(url, stranger.keys.INTEGRATION)).toEqual([404, "NOT_FOUND"]);
    expect(await refused(url.replace(id, "nonsense"), shop.keys.INTEGRATION)).toEqual([404, "NOT_FOUND"]);
  });

  it("of a run without any have no address, and are an empty list there", async () => {
    const { id, url } = await importRejects("clean", [{ id: "c1", who: "x" }]);
    expect(url).toBeNull();
    const response = await download(`/v1/integration-runs/${id}/rejects`, shop.keys.INTEGRATION);
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("rejected rows are kept", () => {
  const rejects = (count: number): readonly RejectedRow[] =>
    Array.from({ length: count }, (_, place) => ({
      file: null,
      line: place,
      row: null,
      rejection: { reason: "MALFORMED_ROW", field: [], message: "", allowed: null },
    }));
  /** Writes through the store as the commit of a chunk with this number does. */
  const insert = async (run: string, chunk: number, before: number, count: number, at = now): Promise<void> => {
    const store = new RejectedRowStore(test.app.database);
    const context = { ...files.context(shop), clock: { now: () => at } };
    const work = (manager: EntityManager) =>
      store.insert(manager, context, { runId: run, chunk, before }, rejects(count));
    await test.app.database.withTenant(context, work);
  };
  const count = async (run: string): Promise<number> => {
    const [row] = await test.app.database.withSystem((manager) =>
      manager.query("SELECT count(*)::integer AS count FROM rejected_row WHERE run_id = $1", [run]),
    );
    return row.count;
  };
  const emptyRun = async (name: string): Promise<string> =>
    (await files.import(shop, name, [await files.file(`${name}.csv`, [])])).id;

  it("up to 100,000 of a run, in pages that lose none", async () => {
    const run = await emptyRun("many");
    await insert(run, 1, 0, 2_500);
    await insert(run, 2, 99_998, 5);
    await insert(run, 3, 100_003, 5);
    expect(await count(run)).toBe(2_502);
    const url = `/v1/integration-runs/${runId({ id: run })}/rejects`;
    const lines = await linesOf(await download(url, shop.keys.INTEGRATION));
    expect(lines.map(({ line }) => line)).toEqual([...Array.from({ length: 2_500 }, (_, i) => i), 0, 1]);
  });

  it("for seven days: then nobody sees them, and the next rejected row, whoever's, sweeps them away", async () => {
    const [old, young] = [await emptyRun("old"), await emptyRun("young")];
    await insert(old, 10, 0, 3, new Date(now.getTime() - 7 * DAY_MS - 1));
    expect(await count(old)).toBe(3);
    const url = `/v1/integration-runs/${runId({ id: old })}/rejects`;
    expect(await (await download(url, shop.keys.INTEGRATION)).text()).toBe("");
    await insert(young, 11, 0, 1, new Date(now.getTime() - 7 * DAY_MS));
    await insert(await emptyRun("next"), 12, 0, 1);
    expect([await count(old), await count(young)]).toEqual([0, 1]);
  });
});
