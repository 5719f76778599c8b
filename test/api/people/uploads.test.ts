import { UploadEraser } from "../../../src/features/people/upload-eraser.store";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { account, PeopleClient, pin } from "./people-client";

const clock = { now: new Date("2025-12-01T00:00:00Z") };
const AT = "2025-11-01T00:00:00Z";

let test: TestApp;
let client: PeopleClient;
let shop: TestOrganisation;
let strict: TestOrganisation;
let brand: string;

/** People 1 to 6 met the brand by way of a cloud source. */
beforeAll(async () => {
  test = await createTestApp(clock);
  client = new PeopleClient(test);
  shop = await test.addOrganisation("shop");
  strict = await test.addOrganisation("strict", { smallGroupThreshold: 3 });
  const { brands } = await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] }, [
    { organisationId: shop.id, brands: ["haoyu"] },
    { organisationId: strict.id, brands: ["haoyu"] },
  ]);
  brand = brands["haoyu"]!;
  const cloud = await addSource(test, shop.keys.OPERATOR, "cloud");
  await client.visit(
    shop.keys.OPERATOR,
    cloud,
    [1, 2, 3, 4, 5, 6].map((person) => ({ person, at: "2025-10-15T00:00:00Z", brand: "haoyu" })),
  );
});
afterAll(() => test.close());

const phone = (person: number) => ({ namespace: "PHONE", value: pin(1_000 + person) });
const row = (person: number, consent = "GRANTED", consentedAt = AT, purpose?: string) => ({
  identities: [phone(person), account(person)],
  ...{ consent, consentedAt, purpose },
});
const uploadOf = async (source: string, organisation = shop) => {
  await client.settle(organisation);
  return (await client.send(organisation.keys.BI, "source-upload", { source })).data.node?.upload;
};

let sources = 0;
const newSource = (organisation = shop): Promise<string> =>
  addSource(test, organisation.keys.ADMIN, `upload-${sources++}`, "ORGANISATION");

it("takes people with consent, matches them over any identity of a row and keeps the others apart", async () => {
  const source = await newSource();
  expect(await uploadOf(source)).toBeNull();
  // 5 and 6 were met before; 50, 51 and 52 were not. 51 takes consent back later.
  const rows = [5, 6, 50, 51, 52].map((person) => row(person));
  expect(await client.upload(shop.keys.INTEGRATION, source, rows)).toMatchObject({ accepted: 5, rejected: 0 });
  clock.now = new Date("2025-12-01T01:00:00Z");
  const later = [row(5), row(51, "WITHDRAWN", "2025-11-20T00:00:00Z"), row(53, "granted")];
  expect(await client.upload(shop.keys.INTEGRATION, source, later)).toMatchObject({
    accepted: 1,
    duplicates: 1,
    rejected: 1,
    rows: [
      { outcome: "DUPLICATE" },
      { outcome: "ACCEPTED" },
      { outcome: "REJECTED", reason: "UNKNOWN_CONSENT", field: ["consent"], allowed: ["GRANTED", "WITHDRAWN"] },
    ],
  });
  const upload = await uploadOf(source);
  expect(upload).toEqual({
    id: expect.any(String),
    asOf: "2025-12-01T01:00:00.000Z",
    ...{ received: "8", accepted: "6", duplicates: "1", rejected: "1" },
    ...{ firstReceivedAt: "2025-12-01T00:00:00.000Z", lastReceivedAt: "2025-12-01T01:00:00.000Z" },
    ...{ people: "5", matched: "2", unmatched: "3", granted: "4", withdrawn: "1", suppressedBelow: 1 },
  });
  const node = "query($id: ID!) { node(id: $id) { ... on FirstPartyUpload { people } } }";
  expect((await test.query(shop.keys.BI, node, { id: upload.id })).data).toEqual({ node: { people: "5" } });
  expect((await test.query(strict.keys.BI, node, { id: upload.id })).data).toEqual({ node: null });
  expect(await uploadOf(source, strict)).toBeUndefined(); // nor is the source there
});

it("answers bad rows one by one, and never repeats an identity", async () => {
  const source = await newSource();
  const plain = "13800138000";
  const answer = await client.upload(shop.keys.INTEGRATION, source, [
    { ...row(1), identities: [] },
    { ...row(1), identities: [account(1), { namespace: "PHONE", value: plain }] },
    { ...row(1), identities: Array(21).fill(account(1)) },
    row(1, "GRANTED", "2025-13-01T00:00:00Z"),
    row(1, "GRANTED", "2025-12-01T01:10:01Z"),
    row(1, "GRANTED", AT, "x".repeat(101)),
    row(1),
    row(1, "WITHDRAWN"),
  ]);
  const rows: { outcome: string; reason: string; field: string[] }[] = answer.rows;
  expect(rows.map(({ outcome, reason, field }) => [outcome, reason, field.join(".")])).toEqual([
    ["REJECTED", "MISSING_FIELD", "identities"],
    ["REJECTED", "IDENTITY_FORMAT", "identities.1.value"],
    ["REJECTED", "INVALID_VALUE", "identities"],
    ["REJECTED", "INVALID_TIME", "consentedAt"],
    ["REJECTED", "INVALID_TIME", "consentedAt"],
    ["REJECTED", "INVALID_VALUE", "purpose"],
    ["ACCEPTED", null, ""],
    ["REJECTED", "CONTRADICTION", "consent"],
  ]);
  expect(JSON.stringify(answer)).not.toContain(plain);
  expect(await uploadOf(source)).toMatchObject({ received: "8", people: "1", granted: "1", withdrawn: "0" });
});

describe("of one instant", () => {
  const outcomes = async (source: string, ...rows: readonly object[]): Promise<readonly string[]> => {
    const answer = await client.upload(shop.keys.INTEGRATION, source, rows);
    return answer.rows.map(({ outcome, reason }: { outcome: string; reason: string | null }) => reason ?? outcome);
  };
  const merge = () => test.app.clickhouse.command({ query: "OPTIMIZE TABLE identity_consent FINAL" });

  it("a withdrawal cannot be taken back, and stays when rows are merged", async () => {
    const source = await newSource();
    expect(await outcomes(source, row(90, "WITHDRAWN"))).toEqual(["ACCEPTED"]);
    clock.now = new Date("2025-12-01T02:00:00Z");
    expect(await outcomes(source, row(90))).toEqual(["CONTRADICTION"]);
    await merge();
    expect(await uploadOf(source)).toMatchObject({ people: "1", granted: "0", withdrawn: "1" });
  });

  it("a withdrawal holds against a grant that came before it, and that stays beside it", async () => {
    const source = await newSource();
    expect(await outcomes(source, row(91))).toEqual(["ACCEPTED"]);
    expect(await outcomes(source, row(91, "WITHDRAWN"))).toEqual(["ACCEPTED"]);
    await merge();
    expect(await outcomes(source, row(91), row(91, "WITHDRAWN"))).toEqual(["CONTRADICTION", "DUPLICATE"]);
    expect(await uploadOf(source)).toMatchObject({ people: "1", granted: "0", withdrawn: "1" });
    const answer = await test.app.clickhouse.query({
      query:
        "SELECT toString(state), count() FROM identity_consent WHERE source_id = {source:UInt32} GROUP BY state ORDER BY state",
      query_params: { source: numberOf(source) },
      format: "JSONCompactEachRow",
    });
    // Two identities each.
    expect(await answer.json()).toEqual([
      ["GRANTED", 2],
      ["WITHDRAWN", 2],
    ]);
  });

  it("a row that contradicts is refused with all its identities, so that a later one can say it of the others", async () => {
    const source = await newSource();
    const withdrawn = { consent: "WITHDRAWN", consentedAt: AT };
    const rows = [
      { ...withdrawn, consent: "GRANTED", identities: [account(92)] },
      { ...withdrawn, identities: [account(92), account(93)] },
      { ...withdrawn, identities: [account(93)] },
    ];
    expect(await outcomes(source, ...rows)).toEqual(["ACCEPTED", "CONTRADICTION", "ACCEPTED"]);
  });
});

it("replays a call under its key without counting it again", async () => {
  const source = await newSource();
  const first = await client.upload(shop.keys.INTEGRATION, source, [row(60)], "upload-1");
  expect(await client.upload(shop.keys.INTEGRATION, source, [row(60)], "upload-1")).toEqual(first);
  expect(await uploadOf(source)).toMatchObject({ received: "1" });
});

it("is suppressed: unmatched is too few to tell, so matched goes with it; of few people nothing is told", async () => {
  const source = await newSource(strict);
  await client.upload(
    strict.keys.ADMIN,
    source,
    [1, 2, 3, 4, 70].map((person) => row(person)),
  );
  expect(await uploadOf(source, strict)).toMatchObject({
    ...{ people: "5", matched: null, unmatched: null, granted: "5", withdrawn: "0", suppressedBelow: 3 },
  });
  const few = await newSource(strict);
  await client.upload(strict.keys.ADMIN, few, [row(1), row(2)]);
  expect(await uploadOf(few, strict)).toMatchObject({
    ...{ received: "2", people: null, matched: null, unmatched: null, granted: null, withdrawn: null },
  });
});

describe("a person who took consent back", () => {
  const rules = { did: { action: "VISIT", brand: "OWN", within: { days: 365 } } };
  const estimate = async (organisation: TestOrganisation): Promise<string> => {
    const document =
      "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }";
    const answer = await test.query(organisation.keys.AD_OPS, document, { brand, rules });
    return answer.data.estimateAudiencePack.size.people;
  };
  const build = async (): Promise<string> => {
    const create = `mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id version } userErrors { message } } }`;
    const input = { brandId: brand, name: `pack ${Math.random()}`, rules };
    const made = await test.query(shop.keys.AD_OPS, create, { input });
    const { id, version } = made.data.createAudiencePack.audiencePack;
    const start = `mutation($id: ID!, $version: Int!) { buildAudiencePack(id: $id, expectedVersion: $version) { run { id } userErrors { message } } }`;
    const built = await test.query(shop.keys.AD_OPS, start, { id, version });
    await test.waitForRun(shop.keys.AD_OPS, built.data.buildAudiencePack.run.id);
    const read = "query($id: ID!) { node(id: $id) { ... on AudiencePack { size { people } } } }";
    return (await test.query(shop.keys.AD_OPS, read, { id })).data.node.size.people;
  };
  const say = (...statements: readonly Parameters<typeof row>[]) =>
    newSource().then((source) =>
      client.upload(
        shop.keys.ADMIN,
        source,
        statements.map((statement) => row(...statement)),
      ),
    );

  it("is in no estimate and no pack of that organisation, until he gives it again for the same purpose", async () => {
    expect([await estimate(shop), await build()]).toEqual(["6", "6"]);
    await say([1, "GRANTED"], [2, "WITHDRAWN", "2025-11-05T00:00:00Z"], [3, "WITHDRAWN", AT, "ADS"]);
    expect([await estimate(shop), await build(), await estimate(strict)]).toEqual(["4", "4", "6"]);
    await say([2, "GRANTED", "2025-11-04T23:59:59Z"]); // older than the withdrawal
    expect(await estimate(shop)).toBe("4");
    await say([3, "GRANTED", "2025-11-06T00:00:00Z"]); // for another purpose
    expect(await estimate(shop)).toBe("4");
    await say([2, "GRANTED", "2025-11-06T00:00:00Z"], [3, "GRANTED", "2025-11-06T00:00:00Z", "ADS"]);
    expect([await estimate(shop), await build()]).toEqual(["6", "6"]);
    await say([2, "WITHDRAWN", "2025-11-06T00:00:00Z"]); // the same instant: the withdrawal stands
    expect(await estimate(shop)).toBe("5");
  });
});

it("sees one person under all linked identities: what is said of the phone holds of the account that the brand met", async () => {
  const other = await test.addOrganisation("overlay");
  await test.query(
    shop.keys.OPERATOR,
    "mutation($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }",
    { input: { organisationId: Buffer.from(`Organisation:${other.id}`).toString("base64url"), brandIds: [brand] } },
  );
  const { ADMIN } = other.keys;
  const source = await newSource(other);
  await client.define(ADMIN, { code: "tier", name: "Tier", type: "ENUM", allowedValues: ["GOLD", "PLAIN"] });
  const tier = (person: number, value: string) => ({ identity: phone(person), attribute: "tier", value, asOf: AT });
  await client.record(ADMIN, source, [tier(5, "GOLD"), tier(6, "PLAIN")]);
  const distribution = async () => {
    const asked = { brand, attribute: "tier", asOf: "2025-12-01T00:00:00Z" };
    const { data } = await client.send(ADMIN, "attribute-distribution", asked);
    const { values, unknown } = data.brand.attributeDistribution;
    return [values[0].people, values[1].people, unknown];
  };
  expect(await distribution()).toEqual(["0", "0", "6"]); // nobody knows yet whose phones these are
  await client.upload(ADMIN, source, [row(5), row(6)]);
  await client.settle(other);
  expect(await distribution()).toEqual(["1", "1", "4"]);

  const withdrawal = { identities: [phone(6)], consent: "WITHDRAWN", consentedAt: "2025-11-02T00:00:00Z" };
  await client.upload(ADMIN, source, [withdrawal]);
  expect(await uploadOf(source, other)).toMatchObject({ people: "2", matched: "2", granted: "1", withdrawn: "1" });
  const estimate = await test.query(
    ADMIN,
    "query($brand: ID!) { estimateAudiencePack(brandId: $brand, rules: { did: { action: VISIT, brand: OWN, within: { days: 365 } } }) { size { people } } }",
    { brand },
  );
  expect(estimate.data).toEqual({ estimateAudiencePack: { size: { people: "5" } } });
});

it("is erased with attributes and consent, by ordinal or key", async () => {
  const source = await newSource();
  await client.define(shop.keys.ADMIN, { code: "size", name: "Size", type: "INTEGER" });
  const say = { attribute: "size", value: "1", asOf: AT };
  await client.upload(shop.keys.ADMIN, source, [row(80), row(81), row(82)]);
  const values = [80, 81, 82].map((person) => ({ ...say, identity: account(person) }));
  await client.record(shop.keys.ADMIN, source, values);
  const number = numberOf(source);
  const stored = async (table: string): Promise<readonly [number, string][]> => {
    const answer = await test.app.clickhouse.query({
      query: `SELECT DISTINCT ordinal, toString(identity_key) FROM ${table} WHERE source_id = {number:UInt32} ORDER BY ordinal`,
      query_params: { number },
      format: "JSONCompactEachRow",
    });
    return answer.json();
  };
  const people = await stored("person_attribute");
  expect(people).toHaveLength(3);
  expect(await stored("identity_consent")).toHaveLength(6); // two identities each
  const mutations = new Mutations(test.plane);
  const eraser = new UploadEraser(mutations);
  const person = { ordinals: [people[0]![0]], keys: [people[1]![1]], values: [] };
  await eraser.erase(person);
  await eraser.erase(person);
  await mutations.close();
  expect(eraser.tables).toEqual(["person_attribute", "identity_consent"]);
  expect(await stored("person_attribute")).toEqual([people[2]]);
  // What was not named stays: the phones of 80 and 81, whom private links join in this organisation's eyes alone, and 82.
  expect(await stored("identity_consent")).toHaveLength(4);
});
