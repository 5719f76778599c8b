import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type OverlayId, touchpointRelation } from "../../../src/features/people";
import { IdentityHasher } from "../../../src/features/people/identity-hasher";
import { createLogger } from "../../../src/platform/logger";
import { permissions } from "../../../src/platform/permission";
import { createRequestContext, type RequestContext } from "../../../src/platform/request-context";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestAppOptions, type TestOrganisation } from "../../support/test-app";

export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export const NOW = new Date("2025-12-01T00:00:00Z");

/** An identity of tests by its short name, as clients send it and as it is stored. */
export const identity = (name: string): { namespace: string; value: string } => ({
  namespace: "JD_PIN",
  value: Buffer.from(name).toString("hex").padStart(64, "0"),
});
const hasher = new IdentityHasher("test identity key, test identity key");
export const keyOf = (name: string): string => hasher.keyOf("JD_PIN", identity(name).value);

/** A touchpoint of tests; the first of `people` gives it its person. */
export interface PeopleRow {
  readonly event: string;
  readonly people: readonly string[];
  readonly brand?: string;
  readonly action?: string;
  readonly at?: string;
  readonly orderId?: string;
  readonly platform?: string;
  readonly campaignCode?: string;
  readonly programmeCode?: string;
  readonly creatorCode?: string;
  readonly benefitCode?: string;
  readonly value?: { readonly amount: string; readonly currencyCode: string };
  readonly quantity?: number;
  readonly site?: string;
}

export interface PeopleCloud {
  readonly test: TestApp;
  readonly operator: TestOrganisation;
  readonly acme: TestOrganisation;
  readonly beta: TestOrganisation;
  /** Sources by name: two of the cloud, one of each organisation. */
  readonly sources: Readonly<Record<"shop" | "media" | "acme" | "beta", string>>;
  readonly brands: Readonly<Record<string, string>>;
}

/** An operator with two sources of the cloud, and two organisations with a private source each; both are granted all brands. */
export async function createPeopleCloud(
  brands: readonly string[] = ["haoyu"],
  options: TestAppOptions = {},
): Promise<PeopleCloud> {
  const test = await createTestApp({ now: NOW, ...options });
  const operator = await test.addOrganisation("operator");
  const acme = await test.addOrganisation("acme");
  const beta = await test.addOrganisation("beta");
  const categories = Object.fromEntries(brands.map((brand) => [`${brand}-category`, [brand]]));
  const grants = [operator, acme, beta].map(({ id }) => ({ organisationId: id, brands }));
  const catalogue = await addCatalogue(test, operator.keys.OPERATOR, categories, grants);
  return {
    test,
    operator,
    acme,
    beta,
    brands: catalogue.brands,
    sources: {
      shop: await addSource(test, operator.keys.OPERATOR, "shop"),
      media: await addSource(test, operator.keys.OPERATOR, "media"),
      acme: await addSource(test, acme.keys.ADMIN, "acme-crm", "ORGANISATION"),
      beta: await addSource(test, beta.keys.ADMIN, "beta-crm", "ORGANISATION"),
    },
  };
}

export type SourceName = keyof PeopleCloud["sources"];

const ownerOf = (cloud: PeopleCloud, source: SourceName): TestOrganisation =>
  source === "acme" ? cloud.acme : source === "beta" ? cloud.beta : cloud.operator;

/** Sends rows as their source does; every one must be accepted. */
export async function ingest(cloud: PeopleCloud, source: SourceName, rows: readonly PeopleRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000) {
    const part = rows.slice(from, from + 1000);
    const touchpoints = part.map(({ event, people, brand, at, ...more }) => ({
      eventId: event,
      occurredAt: at ?? "2025-11-20T12:00:00Z",
      action: "VISIT",
      platform: "JD",
      site: "ON_SITE",
      brandCode: brand ?? null,
      ...more,
      identities: people.map(identity),
    }));
    const secret = ownerOf(cloud, source).keys.INTEGRATION;
    const answer = await cloud.test.query(secret, documentOf("ingest"), {
      source: cloud.sources[source],
      touchpoints,
    });
    expect(answer).toMatchObject({ data: { ingestTouchpoints: { accepted: part.length, userErrors: [] } } });
  }
}

/** Says through a source that two are one person, or are not, and waits for the settle. */
export async function assertPeople(
  cloud: PeopleCloud,
  mutation: "merge-people" | "unmerge-people",
  source: SourceName,
  names: readonly [string, string],
): Promise<void> {
  const owner = ownerOf(cloud, source);
  const secret = owner === cloud.operator ? owner.keys.OPERATOR : owner.keys.ADMIN;
  const input = { sourceId: cloud.sources[source], identities: names.map(identity), reason: "asked at the desk" };
  const { data } = await cloud.test.query(secret, documentOf(mutation), { input });
  const answer = data.mergePeople ?? data.unmergePeople;
  expect(answer.userErrors).toEqual([]);
  expect(await cloud.test.waitForRun(secret, answer.run.id)).toEqual({ status: "SUCCEEDED", failure: null });
}

export const contextOf = (organisation: TestOrganisation): RequestContext =>
  createRequestContext({
    organisationId: organisation.id,
    actor: { accessKeyId: "00000000-0000-7000-8000-000000000000", name: "test", role: "ADMIN", allowedOrigins: [] },
    permissions: new Set(permissions),
    clock: { now: () => NOW },
    logger: createLogger("fatal"),
  });

export const settle = (cloud: PeopleCloud) => cloud.test.app.people.settle.settle(contextOf(cloud.operator));

export const overlayOf = (cloud: PeopleCloud, organisation: TestOrganisation): Promise<OverlayId> =>
  cloud.test.app.people.overlay.idOf(contextOf(organisation));

/** Person of every touchpoint as a reader with the overlay sees it; each must be there once. */
export async function personOfEvents(
  { test }: PeopleCloud,
  overlayId: OverlayId = null,
): Promise<ReadonlyMap<string, number>> {
  const rows = await select<[string, number]>(
    test,
    `SELECT event_id, ordinal FROM ${touchpointRelation(overlayId, "COUNTED")} ORDER BY event_id`,
  );
  const people = new Map(rows);
  expect(people.size).toBe(rows.length);
  return people;
}

/** Person of every identity that is known. */
export async function personOfKeys({ test }: PeopleCloud): Promise<ReadonlyMap<string, number>> {
  return new Map(
    await select<[string, number]>(test, "SELECT toString(key), argMax(ordinal, version) FROM identity GROUP BY key"),
  );
}

export async function select<Row>({ app }: TestApp, query: string): Promise<Row[]> {
  const answer = await app.clickhouse.query({ query, format: "JSONCompactEachRow" });
  return answer.json<Row>();
}

/** Names by the group they are in, each group and all of them sorted: equal for equal partitions. */
export function partition<Name>(groups: Iterable<readonly [Name, unknown]>): readonly (readonly Name[])[] {
  const byGroup = new Map<unknown, Name[]>();
  for (const [name, group] of groups) byGroup.set(group, [...(byGroup.get(group) ?? []), name]);
  return [...byGroup.values()].map((names) => names.sort()).sort(([a], [b]) => (a! < b! ? -1 : 1));
}

/** A job that waits for ever, so that the app's own worker never settles before the test does. */
export async function holdJobsBack({
  test,
  operator,
}: {
  readonly test: TestApp;
  readonly operator: Pick<TestOrganisation, "id">;
}): Promise<void> {
  await test.app.database.withSystem(async (manager) => {
    await manager.query(
      `INSERT INTO job_run (id, organisation_id, access_key_id, kind, status, payload, created_at)
       VALUES ('00000000-0000-7000-8000-00000000dead', $1, $1, 'SETTLE_PEOPLE', 'QUEUED', '{}', now())`,
      [operator.id],
    );
    await manager.query("UPDATE people_settlement SET job_id = '00000000-0000-7000-8000-00000000dead'");
  });
}
