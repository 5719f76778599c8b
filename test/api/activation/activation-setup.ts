import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IdentityHasher } from "../../../src/features/people/identity-hasher";
import { IdentitySeal } from "../../../src/features/people/identity-seal";
import { insertRows } from "../../../src/platform/clickhouse/insert-rows";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestAppOptions, type TestOrganisation } from "../../support/test-app";

const INSTALL_KEY = "test identity key, test identity key";
const hasher = new IdentityHasher(INSTALL_KEY);
const seal = new IdentitySeal(INSTALL_KEY);

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** The hash of person `number`, as senders write it. */
export const idOf = (number: number): string => number.toString(16).padStart(64, "0");
export const identityOf = (number: number) => ({ namespace: "JD_PIN", value: idOf(number) });
/** Ids of people in the order of their stored keys, which is the order in which they leave. */
export const inKeyOrder = (ids: readonly string[]): readonly string[] =>
  [...ids]
    .map((id) => [BigInt(hasher.keyOf("JD_PIN", id)), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);

export interface ActivationCloud {
  readonly test: TestApp;
  readonly operator: TestOrganisation;
  readonly acme: TestOrganisation;
  readonly stranger: TestOrganisation;
  readonly brand: string;
  /** Of the cloud. */
  readonly source: number;
}

export async function createActivationCloud(
  options: TestAppOptions = {},
  settings: Parameters<TestApp["addOrganisation"]>[1] = {},
): Promise<ActivationCloud> {
  const test = await createTestApp(options);
  const operator = await test.addOrganisation("operator");
  const acme = await test.addOrganisation("acme", settings);
  const stranger = await test.addOrganisation("stranger");
  const grants = [acme, stranger].map(({ id }) => ({ organisationId: id, brands: ["haoyu"] }));
  const { brands } = await addCatalogue(test, operator.keys.OPERATOR, { watches: ["haoyu"] }, grants);
  const source = numberOf(await addSource(test, operator.keys.OPERATOR, "shop"));
  return { test, operator, acme, stranger, brand: brands["haoyu"]!, source };
}

/** One JD_PIN for each of the people, written as intake writes it. */
export async function addIdentities({ app }: TestApp, numbers: readonly number[]): Promise<void> {
  await insertRows(app.clickhouse, {
    place: "test.identities",
    table: "identity",
    queryId: `identities-${numbers[0]}-${Date.now()}`,
    columns: ["key", "namespace", "ordinal", "sealed"],
    rows: numbers,
    write: (to, number) => {
      const key = hasher.keyOf("JD_PIN", idOf(number));
      to.uint128(BigInt(key));
      to.text("JD_PIN");
      to.uint32(number);
      to.blob(seal.seal(key, idOf(number)));
    },
  });
}

/** People `from` to `from + count - 1`, each with one JD_PIN, who favoured the brand yesterday. */
export async function addPeople({ test, brand, source }: ActivationCloud, from: number, count: number): Promise<void> {
  await addIdentities(
    test,
    Array.from({ length: count }, (_, index) => from + index),
  );
  await test.app.clickhouse.command({
    query: `INSERT INTO touchpoint (brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, run_id)
      SELECT {brand:UInt32}, 'FAVOURITE', 'JD', now() - INTERVAL 1 DAY, {from:UInt32} + number, {source:UInt32}, toString({from:UInt32} + number),
        number, 'ON_SITE', toUUID('00000000-0000-0000-0000-000000000000') FROM numbers({count:UInt32})`,
    query_params: { brand: numberOf(brand), source, from, count },
  });
  await test.app.database.withSystem(async (manager) => {
    await manager.query(
      "UPDATE touchpoint_plane SET version = version + 1, changed_at = now(), next_ordinal = greatest(next_ordinal, $1)",
      [from + count],
    );
  });
}

/** Everybody who favoured the brand in 30 days. */
export async function createPack({ test, acme, brand }: ActivationCloud, name: string): Promise<string> {
  const { data } = await test.query(acme.keys.AD_OPS, document("../audiences/create-pack"), {
    input: { brandId: brand, name, rules: { did: { action: "FAVOURITE", brand: "OWN", within: { days: 30 } } } },
  });
  expect(data.createAudiencePack.userErrors).toEqual([]);
  return data.createAudiencePack.audiencePack.id;
}

export async function build({ test, acme }: ActivationCloud, id: string): Promise<void> {
  const { version } = (await test.query(acme.keys.AD_OPS, document("../audiences/read-pack"), { id })).data.node;
  const { data } = await test.query(acme.keys.AD_OPS, document("../audiences/build-pack"), { id, version });
  expect(data.buildAudiencePack.userErrors).toEqual([]);
  const run = await test.waitForRun(acme.keys.AD_OPS, data.buildAudiencePack.run.id);
  expect(run).toEqual({ status: "SUCCEEDED", failure: null });
}

export async function builtPack(cloud: ActivationCloud, name: string): Promise<string> {
  const id = await createPack(cloud, name);
  await build(cloud, id);
  return id;
}

export interface RegisteredConnector {
  readonly id: string;
  readonly signingSecret: string | null;
}

export async function register({ test, acme }: ActivationCloud, input: object): Promise<RegisteredConnector> {
  const { data } = await test.query(acme.keys.ADMIN, document("register-connector"), {
    input: { namespace: "JD_PIN", ...input },
  });
  expect(data.registerConnector.userErrors).toEqual([]);
  return { id: data.registerConnector.connector.id, signingSecret: data.registerConnector.signingSecret };
}

/** Begins a push and answers its id. */
export async function push(
  { test, acme }: ActivationCloud,
  id: string,
  connector: string,
  more: { readonly mode?: "FULL" | "DELTA"; readonly key?: string } = {},
): Promise<string> {
  const { data, errors } = await test.query(acme.keys.AD_OPS, document("push-pack"), { id, connector, ...more });
  if (errors) throw new Error(JSON.stringify(errors));
  expect(data.pushAudiencePack.userErrors).toEqual([]);
  return data.pushAudiencePack.push.id;
}

export const readPush = async ({ test, acme }: ActivationCloud, id: string) =>
  (await test.query(acme.keys.AD_OPS, document("push"), { id })).data.node;

/** Waits until the push's run is at rest. */
export async function restOf(cloud: ActivationCloud, id: string) {
  for (let waited = 0; waited < 90_000; waited += 100) {
    const push = await readPush(cloud, id);
    if (!["QUEUED", "RUNNING"].includes(push.run.status)) return push;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`push ${id} must come to rest, but goes on`);
}
