import { setTimeout as sleep } from "node:timers/promises";
import { LeafStore } from "../../../src/features/audiences/leaf.store";
import type { DidQuery, SeenQuery } from "../../../src/features/audiences/leaf-query";
import { LeafReader } from "../../../src/features/audiences/leaf-reader";
import { presenceStatements, seenStatement } from "../../../src/features/audiences/leaf-statement";
import { shardTable } from "../../../src/platform/clickhouse/cluster";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { PlaneProjections } from "../../../src/platform/clickhouse/plane-projections";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, ordinalOf } from "../../support/touchpoint-rows";

const HOUR = 3_600_000;
const FIRST = Date.parse("2025-09-20T00:00:00Z");
/** 40 people on 60 days over three months: each comes every third day, an hour later each time. */
const rows = Array.from({ length: 60 }, (_, day) =>
  Array.from({ length: 40 }, (_, person) => ({
    person: `p${person}`,
    at: new Date(FIRST + day * 24 * HOUR + ((person + day) % 24) * HOUR).toISOString(),
    action: person % 2 === 0 ? "VISIT" : "CLICK",
    brandId: 1,
  })).filter((_, person) => (person + day) % 3 === 0),
).flat();

const did: DidQuery = {
  kind: "DID",
  actions: ["VISIT"],
  atLeast: 1,
  worth: null,
  codes: {},
  keywords: null,
  aliases: null,
  value: null,
  brandIds: [1],
  categoryIds: null,
  campaignCode: null,
  platforms: null,
  site: null,
  sourceIds: [1],
  overlayId: null,
  from: FIRST,
  to: FIRST + 60 * 24 * HOUR,
};
const seen: SeenQuery = { kind: "SEEN", sourceIds: [1], overlayId: null, from: did.from, to: did.to };

let test: TestApp;
let leaves: LeafReader;
let gone: ReadonlySet<string> = new Set();

beforeAll(async () => {
  test = await createTestApp();
  leaves = new LeafReader(new LeafStore(test.app.clickhouse));
  await insertTouchpoints(test, rows.slice(0, 300));
  await insertTouchpoints(test, rows.slice(300));
  await restoreProjections();
});
afterAll(() => test.close());

/** By a walk through the rows. */
function expected(query: DidQuery | SeenQuery): readonly number[] {
  const matching = rows.filter(({ person, at, action }) => {
    const isInWindow = Date.parse(at) >= query.from && Date.parse(at) < query.to;
    return (
      isInWindow && !gone.has(person) && (query.kind === "SEEN" || query.actions.some((asked) => asked === action))
    );
  });
  return [...new Set(matching.map(({ person }) => ordinalOf(person)))].sort((a, b) => a - b);
}

async function expectRight(query: DidQuery | SeenQuery): Promise<void> {
  expect((await leaves.find(query)).toArray()).toEqual(expected(query));
}

/** Parts of touchpoints that have these bitmaps, and all of them. */
async function partsWith(projection: string): Promise<readonly [number, number]> {
  const table = shardTable("touchpoint", test.plane.cluster);
  const answer = await test.app.clickhouse.query({
    query: `SELECT (SELECT count() FROM system.projection_parts WHERE database = currentDatabase() AND table = {table:String} AND active AND name = {projection:String}),
      (SELECT count() FROM system.parts WHERE database = currentDatabase() AND table = {table:String} AND active)`,
    query_params: { table, projection },
    format: "JSONCompactEachRow",
  });
  const [[having, all]] = (await answer.json<[string, string]>()) as [[string, string]];
  return [Number(having), Number(all)];
}

/** As the chore does, and until it is done. */
async function restoreProjections(): Promise<void> {
  await new PlaneProjections(test.plane, 0).restore();
  for (let waited = 0; waited < 20_000; waited += 100) {
    const counts = await Promise.all(["presence_by_month", "seen_by_day"].map(partsWith));
    if (counts.every(([having, all]) => having === all)) break;
    await sleep(100);
  }
}

/** The projection that a question's first statement is answered by; null: rows. */
async function answeredBy(query: DidQuery | SeenQuery): Promise<string | null> {
  const presence = presenceStatements(query);
  const { sql, params } = query.kind === "SEEN" ? seenStatement(query) : (presence.months ?? presence.rows)!;
  const answer = await test.app.clickhouse.query({
    query: `EXPLAIN projections = 1 ${sql}`,
    query_params: params,
    format: "TabSeparatedRaw",
  });
  return /presence_by_month|seen_by_day/.exec(await answer.text())?.[0] ?? null;
}

/** Whole days with a whole month among them or without, parts of days at one end or both, less than a day. */
const DAY = 24 * HOUR;
const windows = [
  [FIRST, FIRST + 60 * DAY],
  [FIRST + 5 * HOUR, FIRST + 30 * DAY],
  [FIRST + 10 * DAY, FIRST + 11 * DAY + 1],
  [FIRST + 3 * DAY - 1, FIRST + 20 * DAY + 7 * HOUR],
  [FIRST + 2 * DAY + HOUR, FIRST + 2 * DAY + 9 * HOUR],
  [FIRST + 2 * DAY + HOUR, FIRST + 3 * DAY + 9 * HOUR],
  [FIRST + 2 * DAY + HOUR, FIRST + 4 * DAY],
] as const;

it("months or days are merged where the window holds whole ones, and rows read at its edges", async () => {
  expect(await answeredBy(did)).toBe("presence_by_month");
  expect(await answeredBy(seen)).toBe("seen_by_day");
  expect(await answeredBy({ ...did, campaignCode: "618" })).toBeNull();
  for (const [from, to] of windows) {
    await expectRight({ ...did, from, to });
    await expectRight({ ...seen, from, to });
  }
});

it("what a delete took away is in no month or day any more", async () => {
  const mutations = new Mutations(test.plane);
  gone = new Set(["p3", "p4"]);
  await mutations.run({
    place: "test",
    table: "touchpoint",
    statement: (table) => `DELETE FROM ${table} WHERE ordinal IN (3, 4)`,
    params: {},
  });
  await mutations.close();
  for (const [from, to] of windows) await expectRight({ ...seen, from, to });
  const [after, all] = await partsWith("seen_by_day");
  expect(after).toBeLessThan(all);
});

it("months and days come back where a delete dropped them", async () => {
  await restoreProjections();
  for (const projection of ["presence_by_month", "seen_by_day"]) {
    const [having, all] = await partsWith(projection);
    expect(having).toBe(all);
  }
  for (const [from, to] of windows) {
    await expectRight({ ...did, from, to });
    await expectRight({ ...seen, from, to });
  }
});
