import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
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
import { CuttingProxy } from "./cutting-proxy";

/** 32.5 MB of ids: four parts of a multipart upload. */
const PEOPLE = 500_000;
const PARTS = 4;
const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
let cloud: ActivationCloud;
let store: S3rver;
let folder: string;
let proxy: CuttingProxy;
let pack: string;
let sha256: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "valuegraph-store-"));
  store = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: "audiences", configs: [] }],
  });
  const { port } = await store.run();
  proxy = await CuttingProxy.open(port);
  cloud = await createActivationCloud();
  await addPeople(cloud, 1, PEOPLE);
  pack = await builtPack(cloud, "Everybody");
  const list = inKeyOrder(Array.from({ length: PEOPLE }, (_, index) => idOf(index + 1)));
  sha256 = createHash("sha256")
    .update(list.map((id) => `${id}\n`).join(""))
    .digest("hex");
}, 300_000);
afterAll(async () => {
  await cloud.test.close();
  await proxy.close();
  await store.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  proxy.asked.length = 0;
  proxy.cut = () => null;
});

let connectors = 0;
const connector = async (): Promise<string> => {
  const address = `${proxy.url}/audiences/acme/day=1?region=us-east-1`;
  return (await register(cloud, { kind: "OBJECT_STORE", name: `Bucket ${++connectors}`, address, credentials })).id;
};

/** The object of a push as the store keeps it, and its checksum file. */
async function objectOf(pushId: string): Promise<{ readonly sha256: string; readonly sum: string }> {
  const key = `${Buffer.from(pushId, "base64url").toString().split(":")[1]}-add.csv`;
  const names = await readdir(join(folder, "audiences/acme/day=1"));
  const read = (name: string): Promise<Buffer> =>
    readFile(
      join(
        folder,
        "audiences/acme/day=1",
        names.find((one) => one.startsWith(`${name}._`) && one.endsWith("_object"))!,
      ),
    );
  return {
    sha256: createHash("sha256")
      .update(await read(key))
      .digest("hex"),
    sum: (await read(`${key}.sha256`)).toString().split(" ")[0]!,
  };
}

it("uploads one object whose sha256 is that of the pack's ids", async () => {
  const id = await push(cloud, pack, await connector());
  expect(await restOf(cloud, id)).toMatchObject({
    sha256,
    run: { status: "SUCCEEDED" },
    receipt: { sent: "500000", matched: null },
  });
  expect(await objectOf(id)).toEqual({ sha256, sum: sha256 });
});

const partOf = (request: string): number => Number(/^PUT .*[?&]partNumber=(\d+)/.exec(request)?.[1] ?? 0);
const isEnd = (request: string): boolean => /^POST .*\?uploadId=/.test(request);

it.each([
  ...Array.from(
    { length: PARTS },
    (_, index) =>
      [
        `part ${index + 1} before the store has it`,
        (request: string) => partOf(request) === index + 1,
        "BEFORE",
      ] as const,
  ),
  ...Array.from(
    { length: PARTS },
    (_, index) =>
      [
        `part ${index + 1} after the store has it`,
        (request: string) => partOf(request) === index + 1,
        "AFTER",
      ] as const,
  ),
  ["the end before the store has it", isEnd, "BEFORE"],
  ["the end after the store has it", isEnd, "AFTER"],
] as const)("cut at %s, it goes on there, and the object is the same", async (_, isCut, cut) => {
  let isDown = false;
  proxy.cut = (request) => {
    if (isDown) return "BEFORE";
    if (!isCut(request)) return null;
    isDown = true;
    return cut;
  };
  const id = await push(cloud, pack, await connector());
  expect((await restOf(cloud, id)).run.failure).toMatchObject({ code: "DESTINATION_FAILED" });
  isDown = false;
  proxy.cut = () => null;
  const before = proxy.asked.filter((request) => partOf(request) > 0).length;
  await cloud.test.query(cloud.acme.keys.AD_OPS, document("resume-push"), { id });
  expect(await restOf(cloud, id)).toMatchObject({ sha256, run: { status: "SUCCEEDED" }, receipt: { sent: "500000" } });
  expect(await objectOf(id)).toEqual({ sha256, sum: sha256 });
  const resumed = proxy.asked
    .slice()
    .filter((request) => partOf(request) > 0)
    .slice(before)
    .map(partOf);
  const cutAt = Math.min(...resumed, PARTS + 1);
  expect(resumed).toEqual(Array.from({ length: PARTS + 1 - cutAt }, (_, index) => cutAt + index));
});
