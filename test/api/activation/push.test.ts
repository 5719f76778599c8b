import { createHash } from "node:crypto";
import {
  type ActivationCloud,
  addPeople,
  build,
  builtPack,
  createActivationCloud,
  document,
  identityOf,
  idOf,
  inKeyOrder,
  push,
  type RegisteredConnector,
  readPush,
  register,
  restOf,
} from "./activation-setup";
import { Receiver } from "./receiver";

const PEOPLE = 25_000;
let cloud: ActivationCloud;
let receiver: Receiver;
let webhook: RegisteredConnector;
let pack: string;

beforeAll(async () => {
  cloud = await createActivationCloud();
  receiver = await Receiver.open();
  await addPeople(cloud, 1, PEOPLE);
  webhook = await register(cloud, { kind: "WEBHOOK", name: "Partner", address: receiver.url, minimumPeople: 100 });
  pack = await builtPack(cloud, "Fans");
});
afterAll(async () => {
  await receiver.close();
  await cloud.test.close();
});
beforeEach(() => receiver.forget());

const send = (name: string, variables: object, key = cloud.acme.keys.AD_OPS) =>
  cloud.test.query(key, document(name), variables);
const everybody = Array.from({ length: PEOPLE }, (_, index) => idOf(index + 1));
const NOBODY_DROPPED = [
  { reason: "GONE", people: "0" },
  { reason: "CONSENT_WITHDRAWN", people: "0" },
  { reason: "SUPPRESSION_LIST", people: "0" },
  { reason: "NO_ID", people: "0" },
];

it("shows in a dry run what would be sent, and sends nothing", async () => {
  const { data } = await send("dry-run", { id: pack, connector: webhook.id });
  expect(data.pushAudiencePack).toMatchObject({
    push: null,
    dryRun: {
      minimum: 100,
      meetsMinimum: true,
      plan: { people: "25000", entered: null, left: null, ids: "25000", chunks: 3, dropped: NOBODY_DROPPED },
    },
    userErrors: [],
  });
  expect(data.pushAudiencePack.dryRun.coverage).toContainEqual({ namespace: "JD_PIN", people: "25000" });
  expect(data.pushAudiencePack.dryRun.coverage).toContainEqual({ namespace: "PHONE", people: "0" });
  expect(receiver.calls).toEqual([]);
  const { node } = (await send("../audiences/read-pack", { id: pack })).data;
  expect(node.state).toBe("BUILT");
});

it("sends every member once, signed, in the order of keys, and freezes the pack", async () => {
  const id = await push(cloud, pack, webhook.id, { key: "push once" });
  expect(await push(cloud, pack, webhook.id, { key: "push once" })).toBe(id);
  const done = await restOf(cloud, id);
  const list = inKeyOrder(everybody);
  expect(receiver.ids("ADD")).toEqual(list);
  expect(receiver.calls).toHaveLength(4);
  expect(receiver.calls.every(({ isSigned }) => isSigned(webhook.signingSecret!))).toBe(true);
  expect(receiver.calls.at(-1)!.body).toMatchObject({ event: "finished", chunks: 3, ids: PEOPLE });
  expect(done).toMatchObject({
    mode: "FULL",
    sha256: createHash("sha256")
      .update(list.map((one) => `${one}\n`).join(""))
      .digest("hex"),
    run: { status: "SUCCEEDED", progress: 1, failure: null },
    receipt: { sent: "25000", matched: "24997", dropped: NOBODY_DROPPED },
    audiencePack: { state: "FROZEN", pushes: { totalCount: 1, nodes: [{ id }] } },
  });
  const { versions } = (await send("../audiences/packs/pack-history", { id: pack, first: 10 })).data.node;
  expect(versions.nodes.filter(({ change }: { change: string }) => change === "FROZEN")).toHaveLength(1);
});

it("goes on where an answer was lost: the chunk comes again under its key, and the receiver has it once", async () => {
  const lost = new Set<string>();
  receiver.answer = ({ key }) => {
    if (lost.has(key)) return 200;
    lost.add(key);
    return "DROP";
  };
  const id = await push(cloud, pack, webhook.id);
  expect(await restOf(cloud, id)).toMatchObject({ run: { status: "SUCCEEDED" }, receipt: { sent: "25000" } });
  expect(receiver.calls).toHaveLength(8);
  expect(receiver.taken.size).toBe(4);
  expect([...receiver.ids("ADD")].sort()).toEqual(everybody);
});

it("fails after the bound with the reason, keeps the receipt, and is resumed without sending anything twice", async () => {
  receiver.answer = ({ body }) => (body.chunk === 2 ? 503 : 200);
  const id = await push(cloud, pack, webhook.id);
  const failed = await restOf(cloud, id);
  const host = new URL(receiver.url).host;
  expect(failed.run).toEqual({
    status: "FAILED",
    progress: expect.any(Number),
    failure: {
      code: "DESTINATION_FAILED",
      message: `The destination must take chunk 2 of 3, but did not in 5 tries: ${host} must accept POST, but answered 503. Mend it and resume the push.`,
    },
  });
  const first = receiver.calls[0]!.body.ids.length;
  expect(failed.receipt).toMatchObject({ sent: String(first), matched: String(first - 1) });
  expect(failed.finishedAt).toBeNull();
  receiver.answer = () => 200;
  expect((await send("resume-push", { id })).data.resumeAudiencePush.userErrors).toEqual([]);
  expect(await restOf(cloud, id)).toMatchObject({ run: { status: "SUCCEEDED" }, receipt: { sent: "25000" } });
  expect(receiver.calls.filter(({ body }) => body.chunk === 1)).toHaveLength(1);
  expect([...receiver.ids("ADD")].sort()).toEqual(everybody);
});

it("does not ask again what was refused for good", async () => {
  receiver.answer = () => 401;
  const id = await push(cloud, pack, webhook.id);
  expect((await restOf(cloud, id)).run.failure).toMatchObject({
    code: "DESTINATION_FAILED",
    message: expect.stringContaining("did not in 1 try"),
  });
  expect(receiver.calls).toHaveLength(1);
});

it("stops on request before the next chunk, and can be resumed", async () => {
  let id = "";
  receiver.answer = ({ body }) => (body.chunk === 1 || id === "" ? 200 : 503);
  id = await push(cloud, pack, webhook.id);
  receiver.answer = ({ body }) => (body.chunk === 1 ? 200 : 503);
  while (receiver.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await send("stop-push", { id })).data.stopAudiencePush.userErrors).toEqual([]);
  const stopped = await restOf(cloud, id);
  expect(stopped.run).toMatchObject({ status: "STOPPED", failure: null });
  expect(Number(stopped.receipt.sent)).toBeLessThan(PEOPLE);
  expect((await send("stop-push", { id })).data.stopAudiencePush.userErrors).toMatchObject([{ code: "WRONG_STATE" }]);
  receiver.answer = () => 200;
  await send("resume-push", { id });
  expect(await restOf(cloud, id)).toMatchObject({ run: { status: "SUCCEEDED" }, receipt: { sent: "25000" } });
});

it("drops who is on the suppression list, for all brands or for one, and takes them again when they are off it", async () => {
  const suppressed = await send("suppress", { identities: [identityOf(7), identityOf(8)], key: "list" });
  expect(suppressed.data.suppressIdentities).toEqual({ added: 2, userErrors: [] });
  expect((await send("suppress", { identities: [identityOf(8), identityOf(9)], brand: cloud.brand })).data).toEqual({
    suppressIdentities: { added: 2, userErrors: [] },
  });
  const id = await push(cloud, pack, webhook.id);
  expect((await restOf(cloud, id)).receipt).toMatchObject({
    sent: String(PEOPLE - 3),
    dropped: expect.arrayContaining([{ reason: "SUPPRESSION_LIST", people: "3" }]),
  });
  const sent = new Set(receiver.ids("ADD"));
  expect([7, 8, 9, 10].map((number) => sent.has(idOf(number)))).toEqual([false, false, false, true]);
  const off = await send("unsuppress", { identities: [identityOf(7), identityOf(8)] });
  expect(off.data.unsuppressIdentities).toEqual({ removed: 2, userErrors: [] });
  const { dryRun } = (await send("dry-run", { id: pack, connector: webhook.id })).data.pushAudiencePack;
  expect(dryRun.plan.people).toBe(String(PEOPLE - 2));
  await send("unsuppress", { identities: [identityOf(8), identityOf(9)], brand: cloud.brand });
});

it("sends a live pack's changes alone: who entered and who left since the last finished push", async () => {
  const live = await builtPack(cloud, "Live fans");
  await push(cloud, live, webhook.id, { mode: "DELTA" }).then((id) => restOf(cloud, id));
  expect(receiver.ids("ADD")).toHaveLength(PEOPLE);
  receiver.forget();
  await addPeople(cloud, PEOPLE + 1, 30);
  await send("suppress", { identities: [identityOf(1), identityOf(2)] });
  await build(cloud, live);
  const { dryRun } = (await send("dry-run", { id: live, connector: webhook.id, mode: "DELTA" })).data.pushAudiencePack;
  expect(dryRun.plan).toMatchObject({ people: "25028", entered: "30", left: "2", ids: "32", chunks: 2 });
  const done = await restOf(cloud, await push(cloud, live, webhook.id, { mode: "DELTA" }));
  expect(done).toMatchObject({ mode: "DELTA", run: { status: "SUCCEEDED" }, audiencePack: { state: "BUILT" } });
  expect([...receiver.ids("ADD")].sort()).toEqual(Array.from({ length: 30 }, (_, index) => idOf(PEOPLE + 1 + index)));
  expect([...receiver.ids("REMOVE")].sort()).toEqual([idOf(1), idOf(2)]);
  await send("unsuppress", { identities: [identityOf(1), identityOf(2)] });
});

it("pushes the eight packs of a campaign in one go, or none of them", async () => {
  const packs: string[] = [];
  for (const name of ["一", "二", "三", "四", "五", "六", "七", "八"])
    packs.push(await builtPack(cloud, `种草${name}`));
  const pushes = packs.map((id) => ({ audiencePackId: id, connectorId: webhook.id }));
  const draft = (
    await send("../audiences/create-pack", {
      input: { brandId: cloud.brand, name: "草稿", rules: { did: { action: "FAVOURITE", within: { days: 30 } } } },
    })
  ).data.createAudiencePack.audiencePack.id;
  const refused = await send("push-packs", { pushes: [...pushes, { audiencePackId: draft, connectorId: webhook.id }] });
  expect(refused.data.pushAudiencePacks).toMatchObject({
    pushes: [],
    userErrors: [{ code: "PACK_NOT_BUILT", field: ["pushes", "8", "audiencePackId"] }],
  });
  expect((await send("../audiences/read-pack", { id: packs[0] })).data.node.state).toBe("BUILT");
  const { data } = await send("push-packs", { pushes, key: "campaign" });
  expect(data.pushAudiencePacks.userErrors).toEqual([]);
  expect(data.pushAudiencePacks.pushes).toHaveLength(8);
  for (const { id, audiencePack } of data.pushAudiencePacks.pushes) {
    expect(audiencePack.state).toBe("FROZEN");
    expect(await restOf(cloud, id)).toMatchObject({ run: { status: "SUCCEEDED" }, receipt: { sent: "25030" } });
  }
});

it("takes no value for the suppression list that is not hashed, and does not repeat it", async () => {
  const { data } = await send("suppress", {
    identities: [identityOf(1), { namespace: "PHONE", value: "13800138000" }],
  });
  expect(data.suppressIdentities).toEqual({
    added: null,
    userErrors: [
      {
        code: "INVALID_INPUT",
        field: ["identities", "1", "value"],
        message:
          "A value in PHONE must be 64 hexadecimal digits, a SHA-256 taken by the sender, but got 11 characters that do not.",
      },
    ],
  });
});

describe("is refused", () => {
  const codeOf = async (variables: object, key?: string) => {
    const { data } = await send("push-pack", variables, key);
    expect(data.pushAudiencePack.push).toBeNull();
    return data.pushAudiencePack.userErrors;
  };

  it("below the destination's minimum", async () => {
    const { id } = await register(cloud, { kind: "WEBHOOK", name: "Large", address: receiver.url, minimumPeople: 1e6 });
    expect(await codeOf({ id: pack, connector: id })).toEqual([
      {
        code: "BELOW_MINIMUM",
        field: ["id"],
        message:
          "At least 1000000 people must be able to leave, but fewer of the pack can; see dropped in a dry run, or widen its rules.",
      },
    ]);
    expect(receiver.calls).toEqual([]);
  });

  it("to a suspended connector, and to one of another organisation", async () => {
    const { id } = await register(cloud, { kind: "WEBHOOK", name: "Paused", address: receiver.url });
    const change = { id, input: { isSuspended: true }, version: 1 };
    expect((await send("change-connector", change, cloud.acme.keys.ADMIN)).data.changeConnector).toEqual({
      connector: { isSuspended: true, minimumPeople: 1, version: 2 },
      userErrors: [],
    });
    expect((await send("change-connector", change, cloud.acme.keys.ADMIN)).data.changeConnector.userErrors).toEqual([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect(await codeOf({ id: pack, connector: id })).toMatchObject([{ code: "CONNECTOR_SUSPENDED" }]);
    expect(await codeOf({ id: pack, connector: webhook.id }, cloud.stranger.keys.AD_OPS)).toMatchObject([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
  });

  it("for a key that may only read, and shows such a key no connector to change", async () => {
    const { errors } = await send("push-pack", { id: pack, connector: webhook.id }, cloud.acme.keys.BI);
    expect(errors![0]!.extensions["code"]).toBe("FORBIDDEN");
    const registering = await send("register-connector", { input: {} }, cloud.acme.keys.AD_OPS);
    expect(registering.errors).toBeDefined();
  });
});

it("audits each push with who asked for it", async () => {
  const rows: { action: string; count: string }[] = await cloud.test.app.database.withSystem((manager) =>
    manager.query(
      "SELECT action, count(*) FROM audit_log WHERE subject LIKE 'AudiencePush:%' GROUP BY action ORDER BY action",
    ),
  );
  const [pushes]: { count: string }[] = await cloud.test.app.database.withSystem((manager) =>
    manager.query("SELECT count(*) FROM audience_push"),
  );
  expect(rows).toEqual([
    { action: "pushAudiencePack", count: pushes!.count },
    { action: "resumeAudiencePush", count: "2" },
    { action: "stopAudiencePush", count: "1" },
  ]);
});

it("keeps its last finished push readable by its id", async () => {
  const { data } = await send("../audiences/read-pack", { id: pack });
  expect(data.node.state).toBe("FROZEN");
  const newest = await readPush(cloud, await push(cloud, pack, webhook.id));
  expect(newest.audiencePack.pushes.totalCount).toBeGreaterThan(5);
});
