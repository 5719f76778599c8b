import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { account, PeopleClient } from "./people-client";

/** A clock that tests move on. */
const clock = { now: new Date("2025-12-01T00:00:00Z") };
const AS_OF = "2025-11-30T00:00:00.000Z";

let test: TestApp;
let client: PeopleClient;
let shop: TestOrganisation;
let strict: TestOrganisation;
let brand: string;
let crm: string;
let tier: string;

const value = (person: number, text: string, asOf = "2025-11-01T00:00:00Z", attribute = "city_tier") => ({
  identity: account(person),
  attribute,
  value: text,
  asOf,
});

const distribution = async (organisation = shop, asOf = AS_OF, attribute = "city_tier") => {
  const answer = await client.send(organisation.keys.PARTNER, "attribute-distribution", { brand, attribute, asOf });
  return answer.data.brand.attributeDistribution;
};

/** People 1 to 6 met the brand in the year before AS_OF; 7 another brand, 8 too long ago, 9 nobody. */
beforeAll(async () => {
  test = await createTestApp(clock);
  client = new PeopleClient(test);
  shop = await test.addOrganisation("shop");
  strict = await test.addOrganisation("strict", { smallGroupThreshold: 3 });
  const { brands } = await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu", "rival"] }, [
    { organisationId: shop.id, brands: ["haoyu"] },
    { organisationId: strict.id, brands: ["haoyu"] },
  ]);
  brand = brands["haoyu"]!;
  const cloud = await addSource(test, shop.keys.OPERATOR, "cloud");
  const at = "2025-10-15T00:00:00Z";
  await client.visit(shop.keys.OPERATOR, cloud, [
    ...[1, 2, 3, 4, 5, 6].map((person) => ({ person, at, brand: "haoyu" })),
    { person: 7, at, brand: "rival" },
    { person: 8, at: "2024-10-01T00:00:00Z", brand: "haoyu" },
  ]);
  crm = await addSource(test, shop.keys.INTEGRATION, "crm", "ORGANISATION");
  tier = await client.define(shop.keys.ADMIN, {
    ...{ code: "city_tier", name: "City tier 城市级别", type: "ENUM", allowedValues: ["T1", "T2", "T3"] },
    maximumAgeDays: 100,
  });
});
afterAll(() => test.close());

describe("a brand's people by an attribute", () => {
  beforeAll(async () => {
    const first = await client.record(shop.keys.INTEGRATION, crm, [
      value(1, "T1"),
      value(2, "T1", "2025-10-01T00:00:00Z"),
      value(2, "T2", "2025-11-15T00:00:00Z"),
      value(3, "T2"),
      value(4, "T1", "2025-01-01T00:00:00Z"), // 333 days old at AS_OF: stale
      value(5, "T2", "2025-11-25T00:00:00Z"),
      value(7, "T1"),
      value(8, "T1"),
      value(9, "T1"),
    ]);
    expect(first).toMatchObject({ accepted: 9, duplicates: 0, rejected: 0, userErrors: [] });
    clock.now = new Date("2025-12-01T00:01:00Z");
    expect(await client.record(shop.keys.INTEGRATION, crm, [value(3, "T3")])).toMatchObject({ accepted: 1 });
  });

  it("takes of each person the newest value, the later word about one instant, and leaves out what is stale", async () => {
    // Of 4 with a value 1 has T1, 2 have T2, 1 has T3; of everybody with one (1, 2, 3, 5, 7, 8, 9) 4, 2 and 1 of 7.
    expect(await distribution()).toEqual({
      attribute: { code: "city_tier", version: 1 },
      from: "2024-11-30T00:00:00.000Z",
      asOf: AS_OF,
      people: "6",
      values: [
        { value: "T1", people: "1", share: 0.25, tgi: expect.closeTo(43.75, 10) },
        { value: "T2", people: "2", share: 0.5, tgi: expect.closeTo(175, 10) },
        { value: "T3", people: "1", share: 0.25, tgi: expect.closeTo(175, 10) },
      ],
      otherValues: "0",
      unknown: "1",
      stale: "1",
      suppressedBelow: 1,
      suppressedCells: 0,
      remainderPeople: null,
    });
  });

  it("keeps history: an earlier instant sees the values until it", async () => {
    // On 10 November person 2 was still T1 and nothing was known of person 5.
    expect(await distribution(shop, "2025-11-10T00:00:00.000Z")).toMatchObject({
      people: "6",
      values: [{ people: "2" }, { people: "0", share: 0, tgi: null }, { people: "1" }],
      unknown: "2",
      stale: "1",
    });
  });

  it("brings nobody into a universe: person 9 has a value and no touchpoint", async () => {
    const answer = await test.query(
      shop.keys.AD_OPS,
      "query($brand: ID!) { estimateAudiencePack(brandId: $brand, rules: { not: { did: { action: VISIT, brand: OWN, within: { days: 365 } } } }) { size { people } } }",
      { brand },
    );
    expect(answer).toEqual({ data: { estimateAudiencePack: { size: { people: "1" } } } }); // person 7
  });

  it("is suppressed as one partition", async () => {
    const keys = strict.keys;
    const source = await addSource(test, keys.ADMIN, "crm", "ORGANISATION");
    await client.define(keys.ADMIN, {
      ...{ code: "city_tier", name: "City tier", type: "ENUM", allowedValues: ["T1", "T2", "T3"] },
    });
    await client.record(keys.ADMIN, source, [...[1, 2, 3, 4].map((person) => value(person, "T1")), value(5, "T2")]);
    // T2 and unknown have 1 each, together fewer than 3: T1, the smallest other, goes with them.
    expect(await distribution(strict)).toMatchObject({
      people: "6",
      values: [
        { value: "T1", people: null, share: null, tgi: null },
        { value: "T2", people: null, share: null, tgi: null },
        { value: "T3", people: "0", share: null, tgi: null },
      ],
      otherValues: "0",
      unknown: null,
      stale: "0",
      suppressedBelow: 3,
      suppressedCells: 3,
      remainderPeople: "6",
    });
  });

  it("is null for an attribute that is not in the organisation's own registry, and refuses the future", async () => {
    expect(await distribution(shop, AS_OF, "no_such")).toBeNull();
    const variables = { brand, attribute: "city_tier", asOf: "2025-12-02T00:00:00Z" };
    const future = await client.send(shop.keys.BI, "attribute-distribution", variables);
    expect(future.errors?.[0]?.message).toBe(
      "asOf must not be in the future, but got 2025-12-02T00:00:00.000Z at 2025-12-01T00:01:00.000Z.",
    );
  });
});

describe("recording", () => {
  it("answers row by row: what was said before is a duplicate, what cannot be is rejected with what would be allowed", async () => {
    await client.define(shop.keys.ADMIN, { code: "age", name: "Age", type: "INTEGER", minimum: "14", maximum: "120" });
    await client.define(shop.keys.ADMIN, { code: "member_since", name: "Member since", type: "DATE" });
    const phone = "13800138000";
    const answer = await client.record(shop.keys.INTEGRATION, crm, [
      value(20, "T1"),
      value(20, "T1"),
      value(20, "T2"),
      value(21, "t1"),
      value(21, "13", undefined, "age"),
      value(21, "2025-02-30", undefined, "member_since"),
      value(21, "T1", undefined, "shoe_size"),
      value(21, "T1", "2025-11-01"),
      value(21, "T1", "2025-12-01T00:11:01Z"),
      { ...value(21, "T1"), identity: { namespace: "PHONE", value: phone } },
      { ...value(21, "T1"), identity: { namespace: "SHOE", value: "42" } },
      value(21, "34", "2025-12-01T00:10:59Z", "age"),
    ]);
    expect(answer).toMatchObject({ accepted: 2, duplicates: 1, rejected: 9, userErrors: [] });
    const rows: { outcome: string; reason: string; field: string[]; message: string; allowed: string[] }[] =
      answer.rows;
    expect(rows.map(({ outcome, reason, field }) => [outcome, reason, field.join(".")])).toEqual([
      ["ACCEPTED", null, ""],
      ["DUPLICATE", null, ""],
      ["REJECTED", "CONTRADICTION", "value"],
      ["REJECTED", "INVALID_VALUE", "value"],
      ["REJECTED", "INVALID_VALUE", "value"],
      ["REJECTED", "INVALID_VALUE", "value"],
      ["REJECTED", "UNKNOWN_ATTRIBUTE", "attribute"],
      ["REJECTED", "INVALID_TIME", "asOf"],
      ["REJECTED", "INVALID_TIME", "asOf"],
      ["REJECTED", "IDENTITY_FORMAT", "identity.value"],
      ["REJECTED", "UNKNOWN_NAMESPACE", "identity.namespace"],
      ["ACCEPTED", null, ""],
    ]);
    expect(rows[3]).toMatchObject({
      message: 'city_tier must be one of its allowed values, but got "t1".',
      allowed: ["T1", "T2", "T3"],
    });
    expect(rows[4]!.message).toBe('age must be a whole number of 14 to 120, but got "13".');
    expect(JSON.stringify(answer)).not.toContain(phone);
  });

  it("says the same of a row sent in another call, and replays a call under its key", async () => {
    expect(await client.record(shop.keys.INTEGRATION, crm, [value(20, "T1")])).toMatchObject({ duplicates: 1 });
    const first = await client.record(shop.keys.INTEGRATION, crm, [value(22, "T1")], "call-1");
    expect(first).toMatchObject({ accepted: 1 });
    expect(await client.record(shop.keys.INTEGRATION, crm, [value(22, "T1")], "call-1")).toEqual(first);
  });

  it("refuses a whole call of too many rows, or for a source of another organisation", async () => {
    const many = await client.record(shop.keys.INTEGRATION, crm, Array(1001).fill(value(1, "T1")));
    expect(many).toMatchObject({
      accepted: null,
      rows: [],
      userErrors: [{ code: "INVALID_INPUT", field: ["rows"] }],
    });
    const foreign = await client.record(strict.keys.INTEGRATION, crm, [value(1, "T1")]);
    expect(foreign.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["sourceId"] }]);
  });

  it("takes a key that may send, and no reader's", async () => {
    const answer = await client.send(shop.keys.PARTNER, "record-person-attributes", { source: crm, rows: [] });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  });

  it("ends with the attribute", async () => {
    const code = "shirt_size";
    const id = await client.define(shop.keys.ADMIN, {
      code,
      name: "Shirt size",
      type: "ENUM",
      allowedValues: ["S", "M"],
    });
    const retired = await client.send(shop.keys.ADMIN, "retire-attribute", { id, version: 1 });
    expect(retired.data.retireAttribute).toEqual({
      attributeDefinition: { state: "RETIRED", version: 2 },
      userErrors: [],
    });
    const answer = await client.record(shop.keys.INTEGRATION, crm, [value(1, "S", undefined, code)]);
    expect(answer.rows).toMatchObject([{ outcome: "REJECTED", reason: "RETIRED_ATTRIBUTE", field: ["attribute"] }]);
    const again = await client.send(shop.keys.ADMIN, "retire-attribute", { id, version: 2 });
    expect(again.data.retireAttribute.userErrors).toMatchObject([{ code: "ATTRIBUTE_RETIRED", field: ["id"] }]);
  });
});

it("keeps registries apart", async () => {
  const { data } = await client.send(strict.keys.BI, "attribute-definitions");
  expect(data.viewer.attributeDefinitions.map(({ code }: { code: string }) => code)).toEqual(["city_tier"]);
  expect(data.viewer.attributeDefinitions[0].id).not.toBe(tier);
  const node = "query($id: ID!) { node(id: $id) { ... on AttributeDefinition { code } } }";
  expect((await test.query(shop.keys.BI, node, { id: tier })).data).toEqual({ node: { code: "city_tier" } });
  expect((await test.query(strict.keys.BI, node, { id: tier })).data).toEqual({ node: null });
  const change = { id: tier, input: { name: "Mine", isSensitive: false }, version: 1 };
  const refused = await client.send(strict.keys.ADMIN, "change-attribute", change);
  expect(refused.data.changeAttribute.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
});
