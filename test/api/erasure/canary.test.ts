import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as pathOf } from "node:path";
import { Redis } from "ioredis";
import pino from "pino";
import { MemoryCache } from "../../../src/platform/cache/memory-cache";
import { RedisCache } from "../../../src/platform/cache/redis-cache";
import { IngestCommand } from "../../cli/run-ingest";
import { testEngines } from "../../support/test-engines";
import { BenefitClient, join } from "../members/benefit-setup";
import { evaluate } from "../members/member-setup";
import {
  assertPeople,
  contextOf,
  createPeopleCloud,
  identity,
  ingest,
  keyOf,
  type PeopleCloud,
  personOfKeys,
  select,
  settle,
} from "../people/people-setup";
import { buildPack, document, erase, takeSnapshot } from "./erasure-setup";
import {
  oldParts,
  searchClickHouse,
  searchDisk,
  searchFolder,
  searchPostgres,
  type Traces,
  textTraces,
} from "./trace-search";

/** A number that no count, id or hash of the test looks like. */
const FIRST_ORDINAL = 3_735_928_559;
const AS_OF = "2025-12-01T00:00:00Z";

let cloud: PeopleCloud;
let folder: string;
/** What has left is the destination's to erase, so this folder is not searched. */
let drops: string;
let traces: Traces;
let text: RegExp;
let receipt: string;
const logged: string[] = [];
const cached: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(pathOf(tmpdir(), "valuegraph-canary-"));
  drops = await mkdtemp(pathOf(tmpdir(), "valuegraph-canary-drops-"));
  await mkdir(pathOf(drops, "partner"));
  for (const cache of [MemoryCache, RedisCache]) {
    const set = cache.prototype.set;
    jest.spyOn(cache.prototype, "set").mockImplementation(function (this: never, key, value, ttl) {
      cached.push(`${key} ${value}`);
      return set.call(this, key, value, ttl);
    });
  }
  const logger = pino({ level: "trace" }, { write: (line: string) => logged.push(line) });
  cloud = await createPeopleCloud(["haoyu"], { logger, fileDropDir: drops });
  await plant();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await cloud.test.close();
  await Promise.all([folder, drops].map((path) => rm(path, { recursive: true })));
});

const query = (document: string, variables: object, secret = cloud.operator.keys.OPERATOR) =>
  cloud.test.query(secret, document, variables);

/** The canary, known under two identities of which one was another person's before, in every store there is. */
async function plant(): Promise<void> {
  const { test, acme, sources, brands } = cloud;
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE touchpoint_plane SET next_ordinal = $1", [FIRST_ORDINAL]),
  );
  await ingest(cloud, "shop", [
    { event: "e1", people: ["canary"], brand: "haoyu", orderId: "order-1" },
    { event: "e2", people: ["canary-device"], brand: "haoyu" },
    { event: "e3", people: ["sparrow"], brand: "haoyu" },
    { event: "e4", people: ["finch"], brand: "haoyu" },
  ]);
  const alone = (await personOfKeys(cloud)).get(keyOf("canary-device"))!;
  await takeSnapshot(cloud, "2025-11-30T00:00:00Z");
  await buildPack(cloud, "early");
  await assertPeople(cloud, "merge-people", "shop", ["canary", "canary-device"]);
  await assertPeople(cloud, "unmerge-people", "shop", ["canary", "sparrow"]);
  await ingest(cloud, "shop", [{ event: "e5", people: ["canary", "sparrow"], brand: "haoyu" }]); // a held link
  await ingest(cloud, "acme", [{ event: "e6", people: ["canary", "finch"], brand: "haoyu" }]); // an overlay
  await settle(cloud);
  await test.app.people.settle.settle(contextOf(acme));
  const ordinal = (await personOfKeys(cloud)).get(keyOf("canary"))!;
  traces = {
    values: ["canary", "canary-device"].map((name) => identity(name).value),
    keys: ["canary", "canary-device"].map(keyOf),
    ordinals: [alone, ordinal],
  };
  text = textTraces(traces);
  await test.app.clickhouse.command({
    query: `INSERT INTO look_alike_percentile SELECT generateUUIDv4(), 1, groupBitmapState(toUInt32(${ordinal}))`,
  });
  await test.app.clickhouse.command({
    query: `INSERT INTO customer_value SELECT generateUUIDv4(), 1, toUInt32(${ordinal}), 1, 1`,
  });

  const { value } = identity("canary");
  await query(document("../people/define-attribute"), {
    input: { code: "size", name: "Size", type: "INTEGER", isSensitive: false },
  });
  const said = { identity: identity("canary"), attribute: "size", asOf: "2025-11-01T00:00:00Z" };
  await query(document("../people/record-person-attributes"), {
    source: sources.shop,
    key: "attributes",
    rows: [
      { ...said, value: "42" },
      { ...said, identity: identity("finch"), value }, // the answer quotes it
    ],
  });
  await query(document("../people/upload-identities"), {
    source: sources.shop,
    rows: [{ identities: [identity("canary")], consent: "GRANTED", consentedAt: AS_OF }],
  });
  const members = new BenefitClient(cloud, acme);
  await members.setUp();
  await join(cloud, "shop", "canary", "finch");
  await evaluate(test, acme, members.programme, AS_OF);
  await members.issue(await members.benefit("COUPON"), ["canary-device", "finch"]);
  await members.redeem([["COUPON", "canary", `${value} at the till`]]);
  await takeSnapshot(cloud, AS_OF);
  const pack = await buildPack(cloud, "late");
  await letGo(pack);
  const exported = await query(
    document("../journeys/export-reach"),
    {
      input: {
        brandId: brands["haoyu"],
        from: "2025-11-01T00:00:00Z",
        to: AS_OF,
        platforms: ["JD"],
        totals: "DEDUPLICATED",
      },
      key: "export",
    },
    acme.keys.ADMIN,
  );
  expect(exported.data.exportReach.userErrors).toEqual([]);
  const [category]: { id: number }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT id FROM category WHERE code = 'haoyu-category'"),
  );
  const refresh = await query(document("../benchmarks/refresh-benchmarks"), {
    input: { categoryId: Buffer.from(`Category:${category!.id}`).toString("base64url"), asOf: AS_OF },
  });
  await test.waitForRun(cloud.operator.keys.OPERATOR, refresh.data.refreshBenchmarks.run.id);
  const benchmark = { brand: brands["haoyu"], asOf: AS_OF };
  expect((await query(document("cached-benchmark"), benchmark, acme.keys.ADMIN)).errors).toBeUndefined();
  // Rows that are rejected and carry the identity where nobody knows it for one: in a file, whose rejects are written to a file.
  const command = new IngestCommand(test, "operator", folder);
  const mapping = await command.file(
    "mapping.json",
    JSON.stringify({
      source: { code: "files", name: "files", visibility: "CLOUD" },
      format: "CSV",
      fields: {
        action: { column: "action" },
        keyword: { column: "note" },
        platform: { constant: "JD" },
        site: { constant: "ON_SITE" },
      },
      time: { column: "at", format: "ISO" },
      identities: [{ namespace: "JD_PIN", column: "who" }],
      eventId: { column: "id" },
    }),
  );
  const file = await command.file(
    "rows.csv",
    `id,at,who,action,note\nf1,2025-11-11T10:00:00+08:00,${identity("finch").value},LOOKED,${value}\n`,
  );
  expect((await command.run(mapping, file)).rejects).toHaveLength(1);
  await rm(file);
}

/** A push, an export and an uploaded list with the canary. */
async function letGo(pack: string): Promise<void> {
  const { test, acme } = cloud;
  const connector = await query(
    document("../activation/register-connector"),
    { input: { kind: "FILE_DROP", name: "Drop", address: "partner", namespace: "JD_PIN" } },
    acme.keys.ADMIN,
  );
  const pushed = await query(
    document("../activation/push-pack"),
    { id: pack, connector: connector.data.registerConnector.connector.id },
    acme.keys.ADMIN,
  );
  expect(pushed.data.pushAudiencePack.userErrors).toEqual([]);
  await test.waitForRun(acme.keys.ADMIN, pushed.data.pushAudiencePack.push.run.id);
  const exported = await query(
    document("../activation/export-pack"),
    { id: pack, namespace: "JD_PIN", format: "CSV" },
    acme.keys.ADMIN,
  );
  expect(exported.data.exportAudiencePack.userErrors).toEqual([]);
  await test.waitForRun(acme.keys.ADMIN, exported.data.exportAudiencePack.export.id);
  const values = ["canary", "canary-device", "finch"].map((name) => identity(name).value);
  const listed = await query(
    document("../audiences/lists/upload-list"),
    { input: { name: "Birds", namespace: "JD_PIN", values }, key: "birds" },
    acme.keys.ADMIN,
  );
  expect(listed.data.uploadAudienceList).toMatchObject({ accepted: 3, userErrors: [] });
}

/** Parts of export files that hold the canary. */
async function exportsWithCanary(): Promise<number> {
  const rows: { content: Buffer }[] = await cloud.test.app.database.withSystem((manager) =>
    manager.query("SELECT content FROM audience_export_part"),
  );
  return rows.filter(({ content }) => text.test(content.toString("utf8"))).length;
}

it("is planted in every store that keeps anything of people", async () => {
  expect(await searchClickHouse(cloud, traces)).toEqual(
    expect.arrayContaining([
      ...["activated_people", "asset_label", "audience_list_people", "audience_member", "customer_value", "identity"],
      ...["identity_consent", "identity_cut", "identity_link"],
      ...[
        "identity_link_hold",
        "look_alike_percentile",
        "member_tier",
        "person_alias",
        "person_attribute",
        "touchpoint",
      ],
    ]),
  );
  expect(await searchPostgres(cloud, text)).toEqual(
    expect.arrayContaining(["benefit_issue", "benefit_redemption", "idempotency_key", "rejected_row"]),
  );
  expect(await searchFolder(folder, text)).toHaveLength(1);
  expect(await exportsWithCanary()).toBe(1);
});

it("is invisible to every query when the erasure is completed", async () => {
  const answer = await erase(cloud, identity("canary"), "ticket 7");
  expect(answer).toMatchObject({ outcome: "ERASED", compactedAt: null });
  receipt = answer.receipt;
  expect(await searchPostgres(cloud, text)).toEqual([]);
  expect(await exportsWithCanary()).toBe(0);
  const visible = (await searchClickHouse(cloud, traces)).filter((table) => table !== "system.mutations");
  for (const table of visible) {
    const answer = await cloud.test.app.clickhouse.query({ query: `SELECT * FROM ${table}`, format: "JSONEachRow" });
    expect([table, text.test(await answer.text())]).toEqual([table, false]);
  }
});

it("is nowhere when `valuegraph compact` has ended, but for the receipt and the block list under the second key", async () => {
  const [[before]] = (await select<[string]>(cloud.test, "SELECT toString(now())")) as [[string]];
  const command = new IngestCommand(cloud.test, "operator", folder);
  const { code, stdout, stderr } = await command.startCommand("compact").ended;
  expect([code, stdout]).toEqual([0, "1 erasures are off the disks, 1 reject files of before are removed.\n"]);
  expect(stderr).toContain("identity_link_hold\n");

  expect(await searchClickHouse(cloud, traces)).toEqual([]);
  expect(await oldParts(cloud, before)).toBe(0);
  const onDisk = await searchDisk(cloud, traces);
  if (onDisk === null) process.stderr.write("ClickHouse's folder is out of reach: its files were not searched.\n");
  else expect(onDisk).toEqual([]);
  expect(await searchPostgres(cloud, text)).toEqual([]);
  expect(await searchFolder(folder, text)).toEqual([]);
  expect(await searchPostgres(cloud, new RegExp(receipt))).toEqual(["erased_identity", "identity_erasure"]);
});

it("was never logged or cached", async () => {
  expect(logged.length).toBeGreaterThan(10);
  expect(logged.filter((line) => text.test(line))).toEqual([]);
  expect(cached.length).toBeGreaterThan(0);
  expect(cached.filter((entry) => text.test(entry))).toEqual([]);
  const { redisUrl } = testEngines();
  if (redisUrl === null) return;
  const redis = new Redis(redisUrl);
  for await (const keys of redis.scanStream({ count: 1_000 }))
    for (const key of keys as string[]) expect(text.test(`${key} ${await redis.get(key).catch(() => "")}`)).toBe(false);
  redis.disconnect();
});
