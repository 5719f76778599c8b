import { documentOf } from "../../search-trends/search-setup";
import { buildPack, createPack } from "../audience-fixture";
import { audienceServicesOf, contextOf, keyOfNode } from "../audience-services";
import { createRulesFixture, type RulesFixture, ruleDocument, rulesOf } from "./rules-fixture";
import { scan } from "./scan";

const ESTIMATE = `query($brand: ID!, $rules: AudienceRuleInput!) {
  estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } }
}`;

let fixture: RulesFixture;

beforeAll(async () => {
  fixture = await createRulesFixture();
});
afterAll(() => fixture.test.close());

/** Who each rule of the documents is about: said here, found by the scan, and counted by the API. */
describe.each<[string, Readonly<Record<string, readonly string[]>>]>([
  [
    "did-media",
    {
      placements: ["p31", "p32", "p33"], // p35 only had the opportunity to see
      creativeAtPlacement: ["p33"],
      programme: ["p31"],
      creatorsContent: ["p34"], // p35 read another note
      productInSlot: ["p46"], // p47 saw it there once
      neverThere: ["p32", "p34", "p50"],
    },
  ],
  [
    "did-keyword",
    {
      keywords: ["p36", "p37", "p42"],
      ownKeyword: ["p37"],
      aliasOfProduct: ["p36", "p37", "p38", "p42"], // p39 before the nickname, p43 by other words
      anyAlias: ["p36", "p37", "p38", "p40"], // p41 after the name, p42 twice
    },
  ],
  [
    "did-value",
    {
      dearOrder: ["p31", "p33", "p48", "p49", "p50"], // p34 a fen more
      spent: ["p33", "p34", "p44"], // p45 in dollars
      spentLittleOrNothing: ["p31", "p32", "p50"],
      spentInDollars: ["p45"],
      oftenAndMuch: ["p44"],
    },
  ],
  [
    "frequency",
    {
      // Of p1 to p12 see the fixture of audiences.
      oftenEnough: ["p1", "p33", "p5", "p50"], // p34 five times
      belowThree: ["p1", "p2", "p3", "p31", "p32", "p4", "p5", "p50", "p6", "p9", "p11"],
      onOnePlatform: ["p50"],
      lately: ["p1", "p2", "p3", "p4", "p5", "p9", "p11"],
      never: [
        ...["p7", "p8", "p12", "p35", "p36", "p37", "p38", "p39", "p40", "p41", "p42", "p43", "p44", "p45", "p46"],
        ...["p47", "p48", "p49"],
      ],
    },
  ],
  [
    "sequence",
    {
      exposedThenBought: ["p31", "p33"], // p32 bought before, p34 a minute too late, p50 at the same instant
      notAtOnce: ["p31"], // p33's impression on Douyin was nine days before
      boughtThenExposed: ["p32"],
      rivalCartThenOwnOrder: ["p48"],
      exposedNotBought: ["p32", "p50"],
    },
  ],
])("%s.graphql", (name, expected) => {
  it("counts whom the scan finds", async () => {
    const text = ruleDocument(name);
    const { data, errors } = await fixture.test.query(fixture.organisation.keys.AD_OPS, text, { brand: fixture.brand });
    expect(errors).toBeUndefined();
    const rules = rulesOf(text);
    const found = Object.fromEntries([...rules].map(([field, rule]) => [field, scan(rule, fixture.world)]));
    expect(found).toEqual(Object.fromEntries(Object.entries(expected).map(([field, who]) => [field, [...who].sort()])));
    const sizes = Object.entries(data).map(([field, estimate]) => [
      field,
      Number((estimate as { size: { people: string } }).size.people),
    ]);
    expect(Object.fromEntries(sizes)).toEqual(
      Object.fromEntries(Object.entries(found).map(([field, who]) => [field, who.length])),
    );
  });

  it("builds the same people", async () => {
    for (const [field, rules] of rulesOf(ruleDocument(name))) {
      const { audiencePack } = await createPack(fixture.test, fixture, { name: `${name} ${field}`, rules });
      const run = await buildPack(fixture.test, fixture, audiencePack);
      expect(run).toMatchObject({ status: "SUCCEEDED" });
      const { service } = audienceServicesOf(fixture.test);
      const members = await service.members(contextOf(fixture.organisation, new Date()), keyOfNode(audiencePack.id));
      expect({ field, people: members.toArray().map((ordinal) => `p${ordinal}`) }).toEqual({
        field,
        people: scan(rules, fixture.world).toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))),
      });
    }
  });
});

it("looks for hundreds of aliases in one statement", async () => {
  const aliases = Array.from({ length: 600 }, (_, index) => ({
    alias: index === 599 ? "多少钱" : `昵称${index}`,
    kind: "NICKNAME",
    productCode: "GA-B2100",
    validFrom: "2025-01-01",
  }));
  const { keys } = fixture.organisation;
  const variables = { brand: fixture.brand, aliases };
  const { data } = await fixture.test.query(keys.AD_OPS, documentOf("register-search-aliases"), variables);
  expect(data.registerSearchAliases).toMatchObject({ registered: aliases.length });
  const { data: answer } = await fixture.test.query(keys.AD_OPS, ESTIMATE, {
    brand: fixture.brand,
    rules: { did: { action: "SEARCH", brand: "ANY", aliasOf: { productCodes: ["GA-B2100"] }, within: { days: 90 } } },
  });
  expect(answer.estimateAudiencePack.size).toEqual({ people: "1" }); // p38
});

const problemsOf = async (rules: object) => {
  const { data, errors } = await fixture.test.query(fixture.organisation.keys.AD_OPS, ESTIMATE, {
    brand: fixture.brand,
    rules,
  });
  expect(data?.estimateAudiencePack).toBeNull();
  return errors![0]!.extensions["problems"];
};

describe("bad input", () => {
  const did = { action: "SEARCH", within: { days: 30 } };

  it("aliases that the dictionary does not have", async () => {
    expect(await problemsOf({ not: { did: { ...did, aliasOf: { productCodes: ["GA-2100", "GA-1"] } } } })).toEqual([
      {
        code: "NO_ALIAS",
        field: ["rules", "not", "did", "aliasOf", "productCodes", "1"],
        message:
          'productCodes must be of products with an alias, but "GA-1" has none; register it with registerSearchAliases.',
      },
    ]);
  });

  it("money that is none", async () => {
    expect(await problemsOf({ did: { ...did, value: { currencyCode: "CNY", min: "1.005" } } })).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "did", "value", "min"],
        message:
          "min must be an amount in an ISO 4217 currency, but got 1.005 CNY; write it in major units with at most its decimals.",
      },
    ]);
    expect(await problemsOf({ did: { ...did, totalValue: { currencyCode: "YUAN", max: "1" } } })).toMatchObject([
      { code: "INVALID_INPUT", field: ["rules", "did", "totalValue", "max"] },
    ]);
  });

  it("on every side of a sequence and in a frequency: platforms and categories that are not known", async () => {
    const side = { action: "ORDER", platforms: ["XHS"] };
    const unknown = Buffer.from("Category:999999").toString("base64url");
    const rules = {
      allOf: [
        { sequence: { first: side, second: { action: "ORDER", categoryId: unknown }, within: { days: 30 } } },
        { frequency: { platforms: ["JD", "XHS"], max: 1, within: { days: 30 } } },
      ],
    };
    expect(await problemsOf(rules)).toMatchObject([
      { code: "INVALID_INPUT", field: ["rules", "allOf", "0", "sequence", "first", "platforms", "0"] },
      { code: "NOT_FOUND", field: ["rules", "allOf", "0", "sequence", "second", "categoryId"] },
      { code: "INVALID_INPUT", field: ["rules", "allOf", "1", "frequency", "platforms", "1"] },
    ]);
  });
});
