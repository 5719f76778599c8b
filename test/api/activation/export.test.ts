import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ClickHouseSession } from "../../../src/platform/clickhouse/session";
import {
  type ActivationCloud,
  addPeople,
  builtPack,
  createActivationCloud,
  document,
  identityOf,
  idOf,
  inKeyOrder,
} from "./activation-setup";

/** More than one part of a file. */
const PEOPLE = 120_000;
let cloud: ActivationCloud;
let pack: string;

beforeAll(async () => {
  cloud = await createActivationCloud();
  await addPeople(cloud, 1, PEOPLE);
  pack = await builtPack(cloud, "Fans");
});
afterAll(() => cloud.test.close());

const send = (name: string, variables: object, key = cloud.acme.keys.AD_OPS) =>
  cloud.test.query(key, document(name), variables);

async function exportPack(format: string, key?: string) {
  const { data } = await send("export-pack", { id: pack, namespace: "JD_PIN", format, key });
  expect(data.exportAudiencePack.userErrors).toEqual([]);
  const { id } = data.exportAudiencePack.export;
  expect(await cloud.test.waitForRun(cloud.acme.keys.AD_OPS, id)).toEqual({ status: "SUCCEEDED", failure: null });
  return { id, file: (await send("export", { id })).data.node.file };
}

async function download(path: string): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const response = await fetch(`${cloud.test.url}${path}`);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

const list = (): readonly string[] => inKeyOrder(Array.from({ length: PEOPLE }, (_, index) => idOf(index + 1)));
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

it("writes CSV and NDJSON, whose checksum and length are those of the file that anybody with the address may fetch", async () => {
  const csv = await exportPack("CSV");
  const { status, bytes } = await download(csv.file.url);
  expect([status, bytes.toString()]).toEqual([
    200,
    list()
      .map((id) => `${id}\n`)
      .join(""),
  ]);
  expect(csv.file).toMatchObject({ sha256: sha256(bytes), bytes: String(bytes.length), ids: String(PEOPLE) });
  const lines = (await download((await exportPack("NDJSON")).file.url)).bytes.toString().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(list().map((id) => ({ namespace: "JD_PIN", id })));
});

it("writes Parquet that ClickHouse reads", async () => {
  const { file } = await exportPack("PARQUET");
  const { bytes } = await download(file.url);
  expect(file.sha256).toBe(sha256(bytes));
  const session = new ClickHouseSession(cloud.test.app.clickhouse);
  await session.run({ place: "test.parquet", sql: "CREATE TEMPORARY TABLE got (id String) ENGINE = Memory" });
  await session.load({ place: "test.parquet", sql: "INSERT INTO got FORMAT Parquet" }, () => Readable.from([bytes]));
  const rows = await session.rows<[string]>({ place: "test.parquet", sql: "SELECT id FROM got" });
  await session.close();
  expect(rows.map(([id]) => id).sort()).toEqual([...list()].sort());
});

it("makes one file of a call and its retry", async () => {
  const first = await exportPack("CSV", "once");
  expect((await exportPack("CSV", "once")).id).toBe(first.id);
});

it("gives the file to nobody without a valid signature", async () => {
  const { file } = await exportPack("CSV");
  const url = new URL(file.url, "http://server");
  const expires = Number(url.searchParams.get("expires"));
  expect(expires * 1000 - Date.parse(file.createdAt)).toBeLessThanOrEqual(16 * 60_000);
  const forged = [
    url.pathname,
    file.url.replace(`expires=${expires}`, `expires=${expires + 1}`),
    file.url.replace(/[0-9a-f]$/, (digit: string) => (digit === "0" ? "1" : "0")),
  ];
  for (const path of forged) expect((await download(path)).status).toBe(403);
  const stranger = (await send("export", { id: (await exportPack("CSV")).id }, cloud.stranger.keys.ADMIN)).data;
  expect(stranger.node).toBeNull();
});

it("drops who is on the suppression list", async () => {
  await send("suppress", { identities: [identityOf(3)] });
  const { file } = await exportPack("CSV");
  expect(file.ids).toBe(String(PEOPLE - 1));
  expect((await download(file.url)).bytes.toString()).not.toContain(idOf(3));
  await send("unsuppress", { identities: [identityOf(3)] });
});

it("takes a file away that held somebody who is erased, and leaves him out of the next", async () => {
  const { id, file } = await exportPack("CSV");
  const { data } = await send(
    "../erasure/erase-identity",
    { input: { identity: identityOf(5), requestReference: "ticket" } },
    cloud.operator.keys.OPERATOR,
  );
  const erasure = data.eraseIdentity.identityErasure.id;
  expect(await cloud.test.waitForRun(cloud.operator.keys.OPERATOR, erasure)).toEqual({
    status: "SUCCEEDED",
    failure: null,
  });
  expect((await send("export", { id })).data.node).toEqual({ status: "SUCCEEDED", file: null });
  expect((await download(file.url)).status).toBe(410);
  const [parts]: { count: string }[] = await cloud.test.app.database.withSystem((manager) =>
    manager.query("SELECT count(*) FROM audience_export_part"),
  );
  expect(parts).toEqual({ count: "0" });
  const next = await exportPack("CSV");
  expect(next.file.ids).toBe(String(PEOPLE - 1));
  expect((await download(next.file.url)).bytes.toString()).not.toContain(idOf(5));
});

it("is refused of a namespace that is none, of a draft and below the threshold", async () => {
  const refusal = async (variables: object) =>
    (await send("export-pack", { format: "CSV", ...variables })).data.exportAudiencePack.userErrors;
  expect(await refusal({ id: pack, namespace: "NAME" })).toMatchObject([
    { code: "INVALID_INPUT", field: ["namespace"] },
  ]);
  expect(await refusal({ id: pack, namespace: "PHONE" })).toEqual([
    {
      code: "BELOW_MINIMUM",
      field: ["id"],
      message:
        "At least 1 people must be able to leave, but fewer of the pack can; see dropped in a dry run, or widen its rules.",
    },
  ]);
  const rules = { did: { action: "FAVOURITE", within: { days: 30 } } };
  const made = await send("../audiences/create-pack", { input: { brandId: cloud.brand, name: "Draft", rules } });
  const { id } = made.data.createAudiencePack.audiencePack;
  expect(await refusal({ id, namespace: "JD_PIN" })).toMatchObject([{ code: "PACK_NOT_BUILT", field: ["id"] }]);
});
