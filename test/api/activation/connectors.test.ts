import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ActivationCloud,
  addPeople,
  builtPack,
  createActivationCloud,
  document,
  idOf,
  inKeyOrder,
  push,
  register,
  restOf,
} from "./activation-setup";
import { Receiver } from "./receiver";

const PEOPLE = 200_000;
let cloud: ActivationCloud;
let receiver: Receiver;
let drop: string;

beforeAll(async () => {
  drop = await mkdtemp(join(tmpdir(), "valuegraph-drop-"));
  cloud = await createActivationCloud({ fileDropDir: drop });
  receiver = await Receiver.open();
});
afterAll(async () => {
  await receiver.close();
  await cloud.test.close();
  await rm(drop, { recursive: true });
});

const send = (name: string, variables: object = {}, key = cloud.acme.keys.ADMIN) =>
  cloud.test.query(key, document(name), variables);

it("are registered, listed by name and shown to their organisation alone", async () => {
  const input = { kind: "WEBHOOK", name: "Partner", namespace: "JD_PIN", address: receiver.url, minimumPeople: 500 };
  const { data } = await send("register-connector", { input, key: "one" });
  expect(data.registerConnector).toEqual({
    connector: { ...input, id: expect.any(String), isSuspended: false, version: 1 },
    signingSecret: expect.stringMatching(/^vgwh_[\w-]{43}$/),
    userErrors: [],
  });
  expect((await send("register-connector", { input, key: "one" })).data).toEqual(data);
  expect((await send("register-connector", { input })).data.registerConnector.userErrors).toMatchObject([
    { code: "NAME_TAKEN", field: ["input", "name"] },
  ]);
  const told = {
    name: "Partner",
    kind: "WEBHOOK",
    namespace: "JD_PIN",
    minimumPeople: 500,
    isSuspended: false,
    version: 1,
  };
  expect((await send("connectors")).data.connectors).toEqual([told]);
  expect((await send("connectors", {}, cloud.stranger.keys.ADMIN)).data.connectors).toEqual([]);
});

it("are checked without sending anybody", async () => {
  const { id } = await register(cloud, { kind: "WEBHOOK", name: "Checked", address: receiver.url });
  expect((await send("check-connector", { id })).data.checkConnector).toEqual({
    isReachable: true,
    problem: null,
    userErrors: [],
  });
  expect(receiver.calls.map(({ body }) => body)).toEqual([{ event: "check" }]);
  receiver.answer = () => 500;
  expect((await send("check-connector", { id })).data.checkConnector).toEqual({
    isReachable: false,
    problem: `${new URL(receiver.url).host} must accept POST, but answered 500.`,
    userErrors: [],
  });
});

it("are refused with every problem at once", async () => {
  const input = {
    kind: "OBJECT_STORE",
    name: " ",
    namespace: "NAME",
    minimumPeople: 0,
    address: "https://store/audiences",
  };
  const { userErrors } = (await send("register-connector", { input })).data.registerConnector;
  expect(userErrors.map(({ code, field }: { code: string; field: string[] }) => [code, field.join(".")])).toEqual([
    ["INVALID_INPUT", "input.name"],
    ["INVALID_INPUT", "input.namespace"],
    ["INVALID_INPUT", "input.minimumPeople"],
    ["INVALID_ADDRESS", "input.address"],
    ["INVALID_INPUT", "input.credentials"],
  ]);
  const address = "../elsewhere";
  const folder = { kind: "FILE_DROP", name: "Folder", namespace: "JD_PIN", address };
  expect((await send("register-connector", { input: folder })).data.registerConnector.userErrors).toEqual([
    {
      code: "INVALID_ADDRESS",
      field: ["input", "address"],
      message: 'address must name a folder: 1 to 63 lower-case letters, digits, _ and -, but got "../elsewhere".',
    },
  ]);
});

it("keep an object store's keys sealed", async () => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a very secret key" };
  const address = "http://127.0.0.1:9/audiences?region=us-east-1";
  await register(cloud, { kind: "OBJECT_STORE", name: "Bucket", address, credentials });
  const tables = ["connector", "audit_log", "idempotency_key"];
  for (const table of tables) {
    const rows: object[] = await cloud.test.app.database.withSystem((manager) =>
      manager.query(`SELECT * FROM ${table}`),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(credentials.secretAccessKey);
  }
});

it("drop a whole file with its checksum into a folder, and leave nothing else there", async () => {
  await addPeople(cloud, 1, PEOPLE);
  const pack = await builtPack(cloud, "Fans");
  const { id } = await register(cloud, { kind: "FILE_DROP", name: "Folder", address: "acme" });
  const pushed = await push(cloud, pack, id);
  expect(await restOf(cloud, pushed)).toMatchObject({
    run: { status: "SUCCEEDED" },
    receipt: { sent: String(PEOPLE) },
  });
  const name = `${Buffer.from(pushed, "base64url").toString().split(":")[1]}-add.csv`;
  expect((await readdir(join(drop, "acme"))).sort()).toEqual([name, `${name}.sha256`]);
  const content = await readFile(join(drop, "acme", name));
  const people = Array.from({ length: PEOPLE }, (_, index) => idOf(index + 1));
  expect(content.toString()).toBe(
    inKeyOrder(people)
      .map((one) => `${one}\n`)
      .join(""),
  );
  const sha256 = createHash("sha256").update(content).digest("hex");
  expect(await readFile(join(drop, "acme", `${name}.sha256`), "utf8")).toBe(`${sha256}  ${name}\n`);
});
