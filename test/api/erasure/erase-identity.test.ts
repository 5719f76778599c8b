import { createHmac } from "node:crypto";
import {
  assertPeople,
  contextOf,
  createPeopleCloud,
  identity,
  ingest,
  keyOf,
  overlayOf,
  type PeopleCloud,
  personOfEvents,
  personOfKeys,
  select,
} from "../people/people-setup";
import { openStream } from "../touchpoints/support/open-stream";
import { bitmapsWith, buildPack, document, erase, takeSnapshot } from "./erasure-setup";

const AS_OF = "2025-12-01T00:00:00Z";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud();
});
afterAll(() => cloud.test.close());

const ask = async (input: object, key?: string, secret = cloud.operator.keys.OPERATOR) =>
  cloud.test.query(secret, document("erase-identity"), { input, key });
const snapshot = async (id: string) =>
  (await cloud.test.query(cloud.acme.keys.ADMIN, document("snapshot"), { id })).data.node;
const touchpoint = (eventId: string, people: readonly string[], change: object = {}) => ({
  eventId,
  occurredAt: "2025-11-20T12:00:00Z",
  action: "VISIT",
  platform: "JD",
  site: "ON_SITE",
  brandCode: "haoyu",
  identities: people.map(identity),
  ...change,
});

describe("who may ask, and how", () => {
  it("an operator of the cloud alone, as it concerns every organisation", async () => {
    const input = { identity: identity("nobody"), requestReference: "ticket 1" };
    const refused = await ask(input, undefined, cloud.acme.keys.ADMIN);
    expect(refused.errors![0]!.extensions["code"]).toBe("FORBIDDEN");
  });

  it("names every problem at once, and takes no reference or key that would keep the identity", async () => {
    const bad = await ask({ identity: { namespace: "NAME", value: "x" }, requestReference: " " });
    expect(bad.data.eraseIdentity).toMatchObject({
      identityErasure: null,
      userErrors: [{ field: ["input", "identity", "namespace"] }, { field: ["input", "requestReference"] }],
    });
    const { value } = identity("careless");
    const kept = await ask({ identity: identity("careless"), requestReference: `erase ${value}` }, value.toUpperCase());
    expect(kept.data.eraseIdentity.userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "requestReference"] },
      { code: "INVALID_INPUT", field: ["idempotencyKey"] },
    ]);
  });

  it("makes one erasure for one key; the receipt is the identity under the second key", async () => {
    const input = { identity: identity("retried"), requestReference: "ticket 2" };
    const [first, again] = [await ask(input, "key 2"), await ask(input, "key 2")];
    expect(again.data.eraseIdentity.identityErasure.id).toBe(first.data.eraseIdentity.identityErasure.id);
    const receipt = createHmac("sha256", "test receipt key, test receipt key!!").update(keyOf("retried")).digest("hex");
    expect(first.data.eraseIdentity.identityErasure.receipt).toBe(receipt.slice(0, 32));
    const other = await ask({ ...input, identity: identity("another") }, "key 2");
    expect(other.errors![0]!.extensions["code"]).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("is told honestly that nobody was known; the identity is blocked all the same", async () => {
    expect(await erase(cloud, identity("stranger"), "ticket 3")).toMatchObject({ outcome: "NOT_KNOWN", progress: 1 });
    const answer = await cloud.test.query(cloud.operator.keys.INTEGRATION, document("../people/ingest"), {
      source: cloud.sources.shop,
      touchpoints: [touchpoint("stranger", ["stranger"])],
    });
    expect(answer.data.ingestTouchpoints).toMatchObject({ accepted: 0, rows: [{ outcome: "REJECTED" }] });
  });

  it("lists the organisation's erasures page by page, to nobody else", async () => {
    const page = async (variables: object, secret = cloud.operator.keys.OPERATOR) =>
      (await cloud.test.query(secret, document("erasures"), variables)).data.viewer.erasures;
    const first = await page({ first: 1 });
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const rest = await page({ first: 1, after: first.pageInfo.endCursor });
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const both = [...first.nodes, ...rest.nodes]; // asked for at one instant of the test's clock
    expect(both.map(({ requestReference }) => requestReference).sort()).toEqual(["ticket 2", "ticket 3"]);
    expect(both).toMatchObject([{ outcome: "NOT_KNOWN", status: "SUCCEEDED" }, { status: "SUCCEEDED" }]);
    expect((await page({ first: 1 }, cloud.beta.keys.OPERATOR)).totalCount).toBe(0);
  });
});

describe("a person who is erased", () => {
  it("is gone with all identities, in labels and packs too; published figures stay, say so, and are restated without", async () => {
    await ingest(cloud, "shop", [
      { event: "g1", people: ["gone", "gone-too"], brand: "haoyu" },
      { event: "g2", people: ["stays"], brand: "haoyu" },
      { event: "g3", people: ["gone-too"], brand: "haoyu" },
      { event: "g4", people: ["merged-away"], brand: "haoyu" },
    ]);
    const retired = (await personOfKeys(cloud)).get(keyOf("merged-away"))!;
    const before = await takeSnapshot(cloud, AS_OF);
    const pack = await buildPack(cloud, "visitors");
    expect(await snapshot(before)).toMatchObject({ state: "PROVISIONAL", people: "3", erasedPeople: "0" });
    await assertPeople(cloud, "merge-people", "shop", ["gone", "merged-away"]);
    const ordinal = (await personOfKeys(cloud)).get(keyOf("gone"))!;
    const ordinals = [retired, ordinal];
    expect(await bitmapsWith(cloud, "asset_label", ordinals)).toBeGreaterThan(0);
    expect(await bitmapsWith(cloud, "audience_member", ordinals)).toBe(1);

    expect(await erase(cloud, identity("gone-too"), "ticket 4")).toMatchObject({ outcome: "ERASED" });

    expect([...(await personOfEvents(cloud)).keys()]).toEqual(["g2"]);
    expect([...(await personOfKeys(cloud)).keys()]).toEqual([keyOf("stays")]);
    expect(await select(cloud.test, "SELECT event_id FROM touchpoint_key")).toEqual([["g2"]]);
    expect(await select(cloud.test, "SELECT * FROM identity_link")).toEqual([]);
    expect(await select(cloud.test, "SELECT * FROM person_alias")).toEqual([]);
    expect(await bitmapsWith(cloud, "asset_label", ordinals)).toBe(0);
    expect(await bitmapsWith(cloud, "audience_member", ordinals)).toBe(0);
    // When it was published the person was two: one of them was merged into the other since.
    expect(await snapshot(before)).toMatchObject({ state: "OUTDATED", people: "3", erasedPeople: "2" });
    const after = await takeSnapshot(cloud, AS_OF);
    expect(await snapshot(after)).toMatchObject({ state: "PROVISIONAL", people: "1", erasedPeople: "0" });
    const estimate = await cloud.test.query(cloud.acme.keys.ADMIN, document("../audiences/estimate"), {
      brand: cloud.brands["haoyu"],
      rules: { pack: { id: pack } },
    });
    expect(estimate.data.estimateAudiencePack.size.people).toBe("1");
  });

  it("leaves those joined to others in an organisation's eyes alone, where they were joined through the person", async () => {
    await ingest(cloud, "shop", [
      { event: "o1", people: ["left"], brand: "haoyu" },
      { event: "o2", people: ["bridge"], brand: "haoyu" },
      { event: "o3", people: ["right"], brand: "haoyu" },
    ]);
    await ingest(cloud, "acme", [
      { event: "o4", people: ["left", "bridge"] },
      { event: "o5", people: ["bridge", "right"] },
    ]);
    await cloud.test.app.people.settle.settle(contextOf(cloud.acme));
    const joined = await personOfEvents(cloud, await overlayOf(cloud, cloud.acme));
    expect(new Set(["o1", "o2", "o3"].map((event) => joined.get(event))).size).toBe(1);
    await erase(cloud, identity("bridge"), "ticket 5");
    const apart = await personOfEvents(cloud, await overlayOf(cloud, cloud.acme));
    expect([...apart.keys()].filter((event) => event.startsWith("o"))).toEqual(["o1", "o3", "o4"]);
    expect(apart.get("o1")).not.toBe(apart.get("o3"));
  });
});

it("an erasure waits for copies of people's numbers under way, while intake goes on, and none is begun before it ended", async () => {
  await ingest(cloud, "shop", [{ event: "w1", people: ["waited-for"], brand: "haoyu" }]);
  const { copies } = cloud.test.app.people;
  const steps: string[] = [];
  let publish: () => void = () => undefined;
  const copy = copies
    .make(
      () =>
        new Promise<void>((resolve) => {
          publish = resolve;
        }),
    )
    .then(() => steps.push("copied"));
  const erasure = erase(cloud, identity("waited-for"), "ticket 8").then(() => steps.push("erased"));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await ingest(cloud, "shop", [{ event: "w2", people: ["stays"], brand: "haoyu" }]);
  const later = copies.make(async () => (await personOfKeys(cloud)).has(keyOf("waited-for")));
  expect(steps).toEqual([]);
  publish();
  expect(await later).toBe(false);
  await Promise.all([copy, erasure]);
  expect(steps).toEqual(["copied", "erased"]);
});

describe("an erased identity that comes again is refused row by row", () => {
  beforeAll(async () => {
    await ingest(cloud, "shop", [{ event: "r1", people: ["back"], brand: "haoyu" }]);
    await erase(cloud, identity("back"), "ticket 6");
  });
  const GONE = { outcome: "REJECTED", reason: "IDENTITY_ERASED", field: ["identities", "1", "value"] };

  it("by mutation, in its place among the others, also where its event was known; the row is kept nowhere", async () => {
    const answer = await cloud.test.query(
      cloud.operator.keys.INTEGRATION,
      `mutation($source: ID!, $rows: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $rows) {
        accepted rejected rows { index eventId outcome reason field } } }`,
      {
        source: cloud.sources.shop,
        rows: [
          touchpoint("m1", ["m-new"]),
          touchpoint("m2", ["m-new", "back"]),
          touchpoint("m3", ["m-new"], { action: "LOOKED" }),
          touchpoint("m2", ["m-new"]),
          touchpoint("r1", ["m-new", "back"]),
        ],
      },
    );
    expect(answer.data.ingestTouchpoints).toMatchObject({
      accepted: 2,
      rejected: 3,
      rows: [
        { index: 0, outcome: "ACCEPTED" },
        { index: 1, eventId: "m2", ...GONE },
        { index: 2, outcome: "REJECTED", reason: "UNKNOWN_ACTION" },
        { index: 3, eventId: "m2", outcome: "ACCEPTED" },
        { index: 4, eventId: "r1", ...GONE },
      ],
    });
    const runs = await cloud.test.query(cloud.operator.keys.INTEGRATION, document("rejected-run"));
    const [run] = runs.data.viewer.integrationRuns.nodes;
    expect(run.rejectedByReason).toContainEqual({ reason: "IDENTITY_ERASED", rows: "3" });
    const rejects = await fetch(`${cloud.test.url}${run.rejectsUrl}`, {
      headers: { authorization: `Bearer ${cloud.operator.keys.INTEGRATION}` },
    });
    const lines = (await rejects.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line)).map(({ reason, row }) => [reason, row?.eventId ?? null])).toEqual([
      ["IDENTITY_ERASED", null], // the stranger of before
      ["IDENTITY_ERASED", null],
      ["UNKNOWN_ACTION", "m3"],
      ["IDENTITY_ERASED", null],
    ]);
  });

  it("by stream, with its line", async () => {
    const stream = openStream({
      url: cloud.test.url,
      secret: cloud.operator.keys.INTEGRATION,
      query: "source=shop",
    });
    const rows = [touchpoint("s1", ["s-new"]), touchpoint("s2", ["back"]), touchpoint("s3", ["s-new"])];
    stream.request.end(rows.map((row) => `${JSON.stringify(row)}\n`).join("\n"));
    expect((await stream.rest())[0]).toMatchObject({
      accepted: 2,
      rejected: 1,
      rows: [{ line: 3, eventId: "s2", ...GONE, field: ["identities", "0", "value"] }],
    });
  });

  it("by callback, with its place", async () => {
    const { data } = await cloud.test.query(
      cloud.operator.keys.INTEGRATION,
      document("../touchpoints/callback-setup"),
      { source: cloud.sources.media, mapping: null, key: "callback" },
    );
    const body = JSON.stringify([touchpoint("c1", ["c-new"]), touchpoint("c2", ["back"])]);
    const seconds = new Date(AS_OF).getTime() / 1000;
    const v1 = createHmac("sha256", data.rotateCallbackSecret.secret).update(`${seconds}.${body}`).digest("hex");
    const answer = await fetch(`${cloud.test.url}${data.rotateCallbackSecret.touchpointSource.callback.url}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-valuegraph-signature": `t=${seconds},v1=${v1}` },
      body,
    });
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      rows: [{ line: 2, eventId: "c2", reason: "IDENTITY_ERASED" }],
    });
  });

  it("with an attribute or with consent, also where every row of the call is one", async () => {
    const key = cloud.operator.keys.OPERATOR;
    await cloud.test.query(key, document("../people/define-attribute"), {
      input: { code: "size", name: "Size", type: "INTEGER", isSensitive: false },
    });
    const value = (name: string) => ({
      identity: identity(name),
      attribute: "size",
      value: "30",
      asOf: "2025-11-01T00:00:00Z",
    });
    const record = async (rows: readonly object[]) =>
      (
        await cloud.test.query(key, document("../people/record-person-attributes"), {
          source: cloud.sources.shop,
          rows,
        })
      ).data.recordPersonAttributes;
    const refused = { index: 0, outcome: "REJECTED", reason: "IDENTITY_ERASED", field: ["identity", "value"] };
    expect((await record([value("back")])).rows).toMatchObject([refused]);
    expect((await record([value("back"), value("stays")])).rows).toMatchObject([refused, { outcome: "ACCEPTED" }]);
    const upload = await cloud.test.query(key, document("../people/upload-identities"), {
      source: cloud.sources.shop,
      rows: [
        { identities: [identity("stays")], consent: "GRANTED", consentedAt: "2025-11-01T00:00:00Z" },
        { identities: [identity("stays"), identity("back")], consent: "GRANTED", consentedAt: "2025-11-02T00:00:00Z" },
      ],
    });
    expect(upload.data.uploadIdentities.rows).toMatchObject([{ outcome: "ACCEPTED" }, { index: 1, ...GONE }]);
  });

  it("where somebody says that it is one with another", async () => {
    const input = { sourceId: cloud.sources.shop, identities: ["stays", "back"].map(identity), reason: "asked" };
    const { data } = await cloud.test.query(cloud.operator.keys.OPERATOR, document("../people/merge-people"), {
      input,
    });
    expect(data.mergePeople.userErrors).toMatchObject([
      { code: "IDENTITY_ERASED", field: ["input", "identities", "1", "value"] },
    ]);
  });

  it("and leaves nothing of any of these", async () => {
    expect((await personOfKeys(cloud)).has(keyOf("back"))).toBe(false);
  });
});
