import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import { readMapping } from "../../../src/features/touchpoints";
import { ClickHouseSession } from "../../../src/platform/clickhouse/session";
import { createLogger } from "../../../src/platform/logger";
import { createTestApp, type TestApp } from "../../support/test-app";
import { holdJobsBack } from "../people/people-setup";
import { COLUMNS, randomLines, type Values } from "./support/random-rows";

const ROWS = 700;
const FILES = 3;
const NOW = new Date("2026-01-01T00:00:00Z");
/** A quote in its header has a file read row by row from its first line on. */
const HEADERS = { staged: COLUMNS.join(","), held: `"${COLUMNS[0]}",${COLUMNS.slice(1).join(",")}` };
type Way = keyof typeof HEADERS;

const column = (name: string) => ({ column: name });
const identities = [
  { namespace: "DEVICE_ID", column: "device" },
  { namespace: "MEMBER_ID", column: "member" },
];
const fields = {
  action: column("action"),
  platform: column("platform"),
  site: column("site"),
  brandCode: column("brand"),
  categoryCode: column("category"),
  campaignCode: column("campaign"),
  orderId: column("order"),
  rating: column("rating"),
  quantity: column("pieces"),
  exposure: column("seen"),
};

interface Case {
  readonly name: string;
  readonly mapping: object;
  readonly values?: Values;
  readonly lineEnd?: string;
}

const CASES: readonly Case[] = [
  {
    name: "times with offsets, money in yuan",
    mapping: { fields, identities, eventId: column("id"), onUnknownBrand: "REJECT" },
  },
  {
    name: "brands that are made, lines that end as on Windows",
    mapping: { fields, identities, eventId: column("id"), onUnknownBrand: "CREATE" },
    values: { brand: ["haoyu", "neu-1", "neu-2", ""], category: ["watch", "neu-category", ""] },
    lineEnd: "\r\n",
  },
  {
    name: "times by pattern, derived event ids, values that are replaced, identities that are hashed",
    mapping: {
      fields: {
        ...fields,
        action: { column: "action", values: { "1": "CLICK", "2": "ORDER", "3": "REFUND" }, otherwise: "SEARCH" },
        site: { column: "site", values: { on: "ON_SITE", off: "OFF_SITE" } },
        platform: { constant: "JD" },
        creativeCode: { column: "campaign", remove: "\\.0$" },
      },
      time: { column: "at", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
      money: { column: "amount", unit: "MINOR", currencyCode: "CNY" },
      identities: [
        { namespace: "PHONE", column: "member", hash: "SHA256", remove: "\\.0$" },
        { namespace: "CUSTOMER_ID", column: "device", remove: "-\\d+$" },
      ],
      eventId: { derivedFrom: ["id", "order"], exactDuplicates: "DROP" },
      ignored: ["platform"],
    },
    values: {
      id: Array.from({ length: 60 }, (_, i) => `e-${i}`),
      at: [
        ...Array(12).fill("2025-11-11 10:00:00"),
        "2025-11-11 00:00:01",
        "2024-02-29 10:00:00",
        "2025-02-30 10:00:00",
        "2025-11-11T10:00:00",
        "",
      ],
      action: ["1", "1", "2", "3", "9", ""],
      site: ["on", "on", "off", "else", ""],
      member: ["13800138000", "13800138001.0", "13800138001", "", ".0"],
      amount: ["39900", "1", "0", "", "12.5", "-3"],
      campaign: ["", "sku.0", "sku", ".0"],
    },
  },
];

let plants: Readonly<Record<Way, TestApp>>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "valuegraph-staged-"));
  plants = { staged: await plant(), held: await plant() };
});
afterAll(async () => {
  await Promise.all(Object.values(plants).map((test) => test.close()));
  await rm(folder, { recursive: true });
});

async function plant(): Promise<TestApp> {
  const test = await createTestApp({ now: NOW });
  const operator = (await test.app.access.findOrganisationByCode("cloud"))!;
  await holdJobsBack({ test, operator });
  const context = commandContext(operator.id, createLogger("fatal"));
  const add = (codes: readonly string[], currencyCode: string) =>
    test.app.brands.edit(context, { key: null, mutation: "fillCatalogue", request: null }, (manager) =>
      test.app.brands.addMissing(
        manager,
        codes.map((brandCode) => ({ brandCode, categoryCode: brandCode === "mingzhi" ? "phone" : "watch" })),
        { zone: "Asia/Shanghai", currencyCode },
      ),
    );
  await add(["haoyu", "mingzhi"], "CNY");
  await add(["abroad"], "USD");
  return test;
}

/** Imports one file after the other and answers all that the product keeps of them, but for names that are drawn. */
async function imported(
  way: Way,
  name: string,
  { mapping, lineEnd = "\n" }: Case,
  files: readonly (readonly string[])[],
) {
  const { app } = plants[way];
  const context = {
    ...commandContext((await app.access.findOrganisationByCode("cloud"))!.id, createLogger("fatal")),
    clock: { now: () => NOW },
  };
  const text = JSON.stringify({
    source: { code: name, name, visibility: "CLOUD" },
    format: "CSV",
    time: { column: "at", format: "ISO" },
    money: { column: "amount", unit: "MAJOR", currencyCode: "CNY" },
    ...mapping,
  });
  const runs: object[] = [];
  for (const [number, lines] of files.entries()) {
    const path = join(folder, `${way}-${name}-${number}.csv`);
    await writeFile(path, [HEADERS[way], ...lines].join(lineEnd));
    const run = await app.fileIngest.ingest(context, {
      name,
      mapping: readMapping(text, name),
      paths: [path],
      onProgress: () => undefined,
    });
    const { status, failure, received, accepted, duplicates, conflicts, rejected, rejectedByReason } = run;
    const rejects: object[] = [];
    for await (const row of app.integrationRuns.rejectedRows(context, run.id)) rejects.push({ ...row, file: null });
    runs.push({ status, failure, received, accepted, duplicates, conflicts, rejected, rejectedByReason, rejects });
  }
  const select = async (query: string): Promise<readonly unknown[]> =>
    (await app.clickhouse.query({ query, format: "JSONCompactEachRow" })).json();
  return {
    runs,
    touchpoints: await select(
      `SELECT touchpoint.* EXCEPT (ordinal, run_id, chunk, ingested_at), touchpoint.ordinal = identity.ordinal
       FROM touchpoint LEFT JOIN identity ON identity.key = touchpoint.identity_key
       ORDER BY source_id, event_id, occurred_at`,
    ),
    keys: await select("SELECT * EXCEPT (chunk) FROM touchpoint_key ORDER BY source_id, event_id, day"),
    people: await select(
      "SELECT arraySort(groupArray((toString(key), namespace))) AS identities FROM identity GROUP BY ordinal ORDER BY identities",
    ),
    links: await select("SELECT DISTINCT key_a, key_b, source_id FROM identity_link ORDER BY ALL"),
    chunks: await app.database.withSystem((manager) =>
      manager.query(
        "SELECT received, accepted, last_line, last_touchpoint_at, oldest_touchpoints FROM intake_chunk ORDER BY number",
      ),
    ),
  };
}

it.each(CASES)("keeps the same whichever way a file is read: $name", async (one) => {
  const random = randomFrom(CASES.indexOf(one) + 1);
  const files = Array.from({ length: FILES }, () => randomLines(ROWS, random, one.values));
  files.push(files[0]!.slice(0, 600));
  const name = `source-${CASES.indexOf(one)}`;
  const loads = jest.spyOn(ClickHouseSession.prototype, "load");
  const staged = await imported("staged", name, one, files);
  expect(loads.mock.calls.filter(([{ place }]) => place === "stage.load")).toHaveLength(files.length);
  loads.mockClear();
  const held = await imported("held", name, one, files);
  expect(loads).not.toHaveBeenCalled();
  loads.mockRestore();
  for (const part of ["runs", "touchpoints", "keys", "people", "links"] as const)
    expect(staged[part]).toEqual(held[part]);
  expect(sorted(staged.chunks)).toEqual(sorted(held.chunks));
  const totals = staged.runs as readonly {
    accepted: bigint;
    duplicates: bigint;
    conflicts: bigint;
    rejected: bigint;
  }[];
  for (const count of ["accepted", "duplicates", "conflicts", "rejected"] as const)
    expect(totals.reduce((sum, run) => sum + run[count], 0n)).toBeGreaterThan(10n);
});

/** What is kept by brand or platform has no order. */
const sorted = (chunks: readonly { readonly oldest_touchpoints: readonly object[] }[]) =>
  chunks.map((chunk) => ({
    ...chunk,
    oldest_touchpoints: chunk.oldest_touchpoints.map((one) => JSON.stringify(one)).sort(),
  }));

/** Numerical Recipes' generator: the same files in every run of the test. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
