import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PeopleCloud, select } from "../people/people-setup";

/** A document beside this file, or in a neighbour's folder. */
export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** Asks for an erasure and waits until it ended; answers the receipt. */
export async function erase(cloud: PeopleCloud, identity: object, requestReference: string) {
  const { test, operator } = cloud;
  const input = { identity, requestReference };
  const { data } = await test.query(operator.keys.OPERATOR, document("erase-identity"), { input });
  expect(data.eraseIdentity.userErrors).toEqual([]);
  const { id } = data.eraseIdentity.identityErasure;
  expect(await test.waitForRun(operator.keys.OPERATOR, id)).toEqual({ status: "SUCCEEDED", failure: null });
  return (await test.query(operator.keys.OPERATOR, document("erasure"), { id })).data.node;
}

/** Takes a snapshot of a brand as acme and answers its id. */
export async function takeSnapshot(cloud: PeopleCloud, asOf: string, brand = "haoyu"): Promise<string> {
  const { test, acme, brands } = cloud;
  const { data } = await test.query(acme.keys.ADMIN, document("../assets/take-snapshot"), {
    input: { brandId: brands[brand], asOf },
  });
  expect(data.takeAssetSnapshot.userErrors).toEqual([]);
  const { id } = data.takeAssetSnapshot.run;
  expect(await test.waitForRun(acme.keys.ADMIN, id)).toEqual({ status: "SUCCEEDED", failure: null });
  const run = await test.query(acme.keys.ADMIN, document("../assets/snapshot-run"), { id });
  return run.data.node.assetSnapshot.id;
}

/** Builds a pack of acme over everybody who visited the brand in 90 days; answers its id. */
export async function buildPack(cloud: PeopleCloud, name: string, brand = "haoyu"): Promise<string> {
  const { test, acme, brands } = cloud;
  const key = acme.keys.ADMIN;
  const rules = { did: { action: "VISIT", brand: "OWN", within: { days: 90 } } };
  const made = await test.query(key, document("../audiences/create-pack"), {
    input: { brandId: brands[brand], name, rules },
  });
  expect(made.data.createAudiencePack.userErrors).toEqual([]);
  const { id, version } = made.data.createAudiencePack.audiencePack;
  const built = await test.query(key, document("../audiences/build-pack"), { id, version });
  expect(built.data.buildAudiencePack.userErrors).toEqual([]);
  const run = await test.waitForRun(key, built.data.buildAudiencePack.run.id);
  expect(run).toEqual({ status: "SUCCEEDED", failure: null });
  return id;
}

/** How many bitmaps of the table hold any of the ordinals. */
export async function bitmapsWith(cloud: PeopleCloud, table: string, ordinals: readonly number[]): Promise<number> {
  const [row] = await select<[number]>(
    cloud.test,
    `SELECT toInt32(count()) FROM ${table} WHERE bitmapHasAny(people, bitmapBuild(CAST([${ordinals}] AS Array(UInt32))))`,
  );
  return row![0];
}
