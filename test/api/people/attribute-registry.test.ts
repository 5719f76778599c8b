import { addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { account, PeopleClient } from "./people-client";

let test: TestApp;
let client: PeopleClient;
let shop: TestOrganisation;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  client = new PeopleClient(test);
  shop = await test.addOrganisation("shop");
});
afterAll(() => test.close());

const plain = { code: "shoe_size", name: "Shoe size", type: "ENUM", allowedValues: ["38", "39"], isSensitive: false };

const define = async (input: object, key?: string, secret = shop.keys.ADMIN) => {
  const answer = await client.send(secret, "define-attribute", { input, key });
  return answer.data?.defineAttribute ?? answer;
};
const change = async (id: string, version: number, input: object) => {
  const variables = { id, version, input: { isSensitive: false, ...input } };
  return (await client.send(shop.keys.ADMIN, "change-attribute", variables)).data.changeAttribute;
};

it("defines an attribute once, and again only under the same key", async () => {
  const first = await define(plain, "define-1");
  expect(first).toEqual({
    attributeDefinition: {
      id: expect.any(String),
      ...{ code: "shoe_size", name: "Shoe size", description: "", type: "ENUM", allowedValues: ["38", "39"] },
      ...{ minimum: null, maximum: null, maximumAgeDays: null, isUsed: false, state: "ACTIVE", version: 1 },
    },
    userErrors: [],
  });
  expect(await define(plain, "define-1")).toEqual(first);
  expect(await define(plain)).toEqual({
    attributeDefinition: null,
    userErrors: [
      {
        code: "CODE_TAKEN",
        field: ["input", "code"],
        message: 'code must be new in the organisation, but an attribute "shoe_size" exists.',
      },
    ],
  });
});

it("reports every problem of a definition at once", async () => {
  const { userErrors } = await define({
    ...{ code: "Shoe Size", name: " ", type: "DATE", allowedValues: ["38"], minimum: "2", maximum: "1" },
    ...{ maximumAgeDays: 0, isSensitive: false },
  });
  expect(userErrors.map(({ code, field }: { code: string; field: string[] }) => [code, field[1]])).toEqual([
    ["INVALID_INPUT", "code"],
    ["INVALID_INPUT", "name"],
    ["INVALID_INPUT", "allowedValues"],
    ["INVALID_INPUT", "minimum"],
    ["INVALID_INPUT", "maximum"],
    ["INVALID_INPUT", "maximumAgeDays"],
  ]);
});

it("refuses what is declared sensitive, and what reads so in code, name, description or a value", async () => {
  const { attributeDefinition, userErrors } = await define({
    ...{ code: "healthy_food_buyer", name: "宗教信仰", description: "from the GPS of the app", type: "ENUM" },
    ...{ allowedValues: ["yes", "union member"], isSensitive: true },
  });
  expect(attributeDefinition).toBeNull();
  expect(userErrors.map(({ code, field }: { code: string; field: string[] }) => [code, field.join(".")])).toEqual([
    ["SENSITIVE_ATTRIBUTE", "input.isSensitive"],
    ["SENSITIVE_ATTRIBUTE", "input.code"],
    ["SENSITIVE_ATTRIBUTE", "input.name"],
    ["SENSITIVE_ATTRIBUTE", "input.description"],
    ["SENSITIVE_ATTRIBUTE", "input.allowedValues.1"],
  ]);
  expect(userErrors[1].message).toBe(
    'code must not name sensitive personal information, but "healthy" reads as health and medicine (PIPL art. 28); such data is not kept here. If the attribute says nothing of the kind, name what was observed instead, e.g. what was bought.',
  );
});

it("takes ages from 14 only", async () => {
  const bands = { code: "age_band", name: "Age band 年龄段", type: "ENUM", isSensitive: false };
  const { userErrors } = await define({ ...bands, allowedValues: ["15岁以下", "16-25岁"] });
  expect(userErrors).toEqual([
    {
      code: "SENSITIVE_ATTRIBUTE",
      field: ["input", "allowedValues"],
      message:
        'Data about minors under 14 is sensitive (PIPL art. 28) and not kept here: bands of an age must begin at 14 or later, but got "15岁以下"; leave children out, or name what the years are counted from otherwise.',
    },
  ]);
  expect((await define({ ...bands, allowedValues: ["16-25岁", "56岁以上"] })).userErrors).toEqual([]);
});

describe("a change", () => {
  it("leaves what is absent, clears what is null, and counts the version up", async () => {
    const id = await client.define(shop.keys.ADMIN, {
      ...{ code: "orders", name: "Orders", description: "of 2025", type: "INTEGER", minimum: "0", maximum: "99" },
      maximumAgeDays: 30,
    });
    expect(await change(id, 1, { maximum: null, name: "Orders of a year" })).toEqual({
      attributeDefinition: {
        ...{ name: "Orders of a year", description: "of 2025", allowedValues: [], minimum: "0", maximum: null },
        ...{ maximumAgeDays: 30, isUsed: false, version: 2 },
      },
      userErrors: [],
    });
    expect((await change(id, 2, { maximumAgeDays: null, minimum: "1" })).attributeDefinition).toMatchObject({
      ...{ minimum: "1", maximum: null, maximumAgeDays: null, version: 3 },
    });
    expect((await change(id, 2, { name: "Late" })).userErrors).toEqual([
      {
        code: "VERSION_CONFLICT",
        field: ["expectedVersion"],
        message:
          "expectedVersion must be the attribute's current version 3, but got 2; read it again and repeat the change.",
      },
    ]);
  });

  it("is free while unused; once used, values are only added and bounds only widened", async () => {
    const id = await client.define(shop.keys.ADMIN, { ...plain, code: "size" });
    expect((await change(id, 1, { allowedValues: ["39", "40"] })).userErrors).toEqual([]);
    const count = await client.define(shop.keys.ADMIN, {
      code: "visits",
      name: "Visits",
      type: "INTEGER",
      minimum: "0",
    });
    const source = await addSource(test, shop.keys.ADMIN, "crm", "ORGANISATION");
    const row = { identity: account(1), asOf: "2025-11-01T00:00:00Z" };
    await client.record(shop.keys.ADMIN, source, [
      { ...row, attribute: "size", value: "40" },
      { ...row, attribute: "visits", value: "3" },
    ]);
    expect((await change(id, 2, { allowedValues: ["40"] })).userErrors).toEqual([
      {
        code: "ATTRIBUTE_IN_USE",
        field: ["input", "allowedValues"],
        message:
          'allowedValues may only gain values once used, but "39" would go (values were sent since 2025-12-01T00:00:00.000Z); retire the attribute and define another.',
      },
    ]);
    expect((await change(count, 1, { minimum: "1", maximum: "9" })).userErrors).toMatchObject([
      { code: "ATTRIBUTE_IN_USE", field: ["input", "minimum"] },
      { code: "ATTRIBUTE_IN_USE", field: ["input", "maximum"] },
    ]);
    expect((await change(id, 2, { allowedValues: ["38", "39", "40"] })).attributeDefinition).toMatchObject({
      ...{ allowedValues: ["38", "39", "40"], isUsed: true, version: 3 },
    });
    expect((await change(count, 1, { minimum: "-1" })).userErrors).toEqual([]);
  });

  it("may not make it sensitive", async () => {
    const id = await client.define(shop.keys.ADMIN, { ...plain, code: "colour" });
    expect((await change(id, 1, { description: "skin colour" })).userErrors).toMatchObject([
      { code: "SENSITIVE_ATTRIBUTE", field: ["input", "description"] },
    ]);
    expect((await change(id, 1, { isSensitive: true })).userErrors).toMatchObject([
      { code: "SENSITIVE_ATTRIBUTE", field: ["input", "isSensitive"] },
    ]);
  });
});

it.each([["AD_OPS"], ["PARTNER"], ["BI"], ["INTEGRATION"]] as const)("%s may not decide what is kept", async (role) => {
  const answer = await define(plain, undefined, shop.keys[role]);
  expect(answer.errors[0].message).toContain("Mutation.defineAttribute (MANAGE_ATTRIBUTES)");
});
