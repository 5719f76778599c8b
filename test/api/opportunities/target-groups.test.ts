import { targetGroupIndex } from "../../../src/engines/numeric/target-group-index";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { PeopleClient } from "../people/people-client";
import { createShop, daysBack, document, estimate, NOW, type Shop } from "./opportunity-setup";
import { PEOPLE, randomRows } from "./random-shop";
import { SlowReference } from "./slow-reference";

const DAYS = 60;
let test: TestApp;
let shop: Shop;
let slow: SlowReference;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  const rows = randomRows(shop, 23);
  await insertTouchpoints(test, rows);
  slow = new SlowReference(shop, rows, DAYS);
});
afterAll(() => test.close());

const ask = async (variables: object = {}) => {
  const all = { brand: shop.brand, days: DAYS, minimumPeople: 10, stock: [], ...variables };
  const { data, errors } = await test.query(shop.organisation.keys.AD_OPS, document("target-groups"), all);
  expect(errors).toBeUndefined();
  return data.brand.targetGroups;
};
/** Rows of the window that a trait or a product is told from. */
const done = (isWanted: (row: TouchpointRow) => boolean, isOwn = true): ReadonlySet<string> =>
  new Set(
    slow
      .rows(isOwn)
      .filter(({ at }) => Date.parse(at) >= slow.from && Date.parse(at) < slow.to)
      .filter(isWanted)
      .map(({ person }) => person),
  );
const both = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...one].filter((person) => other.has(person)));
const isOrder = ({ action, categoryId }: TouchpointRow): boolean => action === "ORDER" && categoryId === shop.watchesId;

type Group = Record<"trait" | "platform" | "action" | "people" | "buyers", string>;
const peopleOf = ({ trait, platform, action }: Group): ReadonlySet<string> =>
  trait === "RIVAL_BUYER"
    ? done((row) => row.action === "ORDER" && row.brandId === shop.rivalBrandId, false)
    : done((row) => row.platform === platform && row.action === action);

it("finds groups of the category's customers with index and size, as loops over the rows do", async () => {
  const { groups } = await ask();
  expect(groups).toHaveLength(3);
  const base = done(isOrder);
  const own = done((row) => isOrder(row) && row.brandId === shop.brandId);
  for (const group of groups) {
    const people = both(base, peopleOf(group));
    const buyers = both(own, people);
    expect(group).toMatchObject({ people: String(people.size), buyers: String(buyers.size) });
    const index = targetGroupIndex({ both: buyers.size, audience: own.size, target: people.size, base: base.size })!;
    expect(group.tgi.value).toBeCloseTo(index.value, 9);
    expect(await estimate(test, shop, group.packRules)).toBe(group.people);
    for (const cell of group.products) {
      const customers = done((row) => isOrder(row) && row.brandId === shop.brandId && row.product === cell.product);
      expect([cell.product, cell.buyers]).toEqual([cell.product, String(both(customers, people).size)]);
      expect(cell.conversion).toBeCloseTo(both(customers, people).size / people.size, 12);
    }
  }
  const indexes = groups.map(({ tgi }: { tgi: { value: number } }) => tgi.value);
  expect(indexes).toEqual([...indexes].sort((a, b) => b - a));
});

it("gives every group a product of its own, in the combination of most value", async () => {
  const { groups, expectedValue, runnerUpDifference } = await ask();
  const products = groups[0].products.map(({ product }: { product: string }) => product);
  const lines = (product: string): readonly number[] =>
    slow
      .rows(true)
      .filter((row) => isOrder(row) && row.brandId === shop.brandId && row.product === product)
      .filter(({ at }) => Date.parse(at) >= slow.from && Date.parse(at) < slow.to)
      .flatMap(({ value }) => value ?? []);
  const base = done(isOrder);
  const worth = (group: Group, product: string): number => {
    const values = lines(product);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const customers = done((row) => isOrder(row) && row.brandId === shop.brandId && row.product === product);
    const contacts = (platform: string) =>
      done((row) => row.platform === platform && ["CONTENT_VIEW", "SEARCH", "ADD_TO_CART"].includes(row.action));
    const there = ["JD", "DOUYIN"].map(
      (platform) => both(both(both(base, peopleOf(group)), customers), contacts(platform)).size,
    );
    return Math.max(...there.map((people) => Math.round(people * mean)));
  };
  // Every way to give three groups three different products.
  const totals = products.flatMap((first: string) =>
    products.flatMap((second: string) =>
      products
        .filter((third: string) => new Set([first, second, third]).size === 3)
        .map((third: string) => worth(groups[0], first) + worth(groups[1], second) + worth(groups[2], third)),
    ),
  );
  expect(Number(expectedValue.amount) * 100).toBeCloseTo(Math.max(...totals), 6);
  expect(Number(runnerUpDifference.amount)).toBeGreaterThanOrEqual(0);
  const leads = groups.map(({ lead }: { lead: { product: string } }) => lead.product);
  expect(new Set(leads).size).toBe(3);
});

it("sells no more pieces than there are", async () => {
  const { groups } = await ask();
  const [first] = groups;
  const none = await ask({ stock: [{ product: first.lead.product, pieces: 0 }] });
  expect(none.groups.map(({ lead }: { lead: { product: string } | null }) => lead?.product)).not.toContain(
    first.lead.product,
  );
  expect(Number(none.expectedValue.amount)).toBeLessThan(Number((await ask()).expectedValue.amount));
});

it("leaves out groups that are too small, and makes a pack of one that is not", async () => {
  expect((await ask({ minimumPeople: 100_000 })).groups).toEqual([]);
  const [{ trait, platform, action }] = (await ask()).groups;
  const create = async (input: object) =>
    (
      await test.query(shop.organisation.keys.AD_OPS, document("create-target-group-pack"), {
        input: { brandId: shop.brand, name: "Targets", days: DAYS, trait, platform, action, ...input },
      })
    ).data.createTargetGroupPack;
  const made = await create({});
  expect(made.userErrors).toEqual([]);
  expect(made.audiencePack.rules.explanation).toContain("order of any brand in category watches");
  expect((await create({ name: "x", trait: "TOUCHPOINT", platform: null })).userErrors).toMatchObject([
    {
      code: "INVALID_INPUT",
      field: ["input", "trait"],
      message:
        "For TOUCHPOINT, platform and action of platform, action, attribute and value must be set, and no other.",
    },
  ]);
});

it("compares values of the organisation's attributes beside touchpoints (G17)", async () => {
  const people = new PeopleClient(test);
  const define = (code: string, more: object) =>
    people.define(shop.organisation.keys.ADMIN, { code, name: code, ...more });
  await define("city_tier", { type: "ENUM", allowedValues: ["T1", "T2"] });
  await define("has_child", { type: "BOOLEAN" });
  await define("visits", { type: "INTEGER" });
  // Every third person lives in T1, every other one in T2; every fourth says that there is a child.
  const facts = Array.from({ length: PEOPLE }, (_, index) => index + 1).flatMap((person) => [
    { person, attribute: "city_tier", value: person % 3 === 0 ? "T1" : "T2" },
    ...(person % 4 === 0 ? [{ person, attribute: "has_child", value: "true" }] : []),
    { person, attribute: "visits", value: "7" },
  ]);
  await test.app.clickhouse.insert({
    table: "person_attribute",
    format: "JSONEachRow",
    values: facts.map(({ person, ...fact }) => ({
      ...fact,
      ...{ organisation_id: shop.organisation.id, source_id: shop.ownSourceId, ordinal: person },
      ...{ identity_key: String(person), as_of: daysBack(1), recorded_at: daysBack(1) },
      run_id: "00000000-0000-7000-8000-000000000000",
    })),
  });
  const { groups } = await ask({ count: 8 });
  const base = done(isOrder);
  const own = done((row) => isOrder(row) && row.brandId === shop.brandId);
  const found = groups.filter(({ trait }: Group) => trait === "ATTRIBUTE");
  expect(found.map(({ attribute, value }: Record<string, string>) => `${attribute} ${value}`).sort()).toEqual([
    "city_tier T1",
    "city_tier T2",
    "has_child true",
  ]);
  for (const group of found) {
    const has = new Set(
      facts
        .filter(({ attribute, value }) => attribute === group.attribute && value === group.value)
        .map(({ person }) => `p${person}`),
    );
    const crowd = both(base, has);
    const buyers = both(own, crowd);
    expect(group).toMatchObject({
      ...{ people: String(crowd.size), buyers: String(buyers.size), platform: null, action: null },
    });
    const index = targetGroupIndex({ both: buyers.size, audience: own.size, target: crowd.size, base: base.size })!;
    expect(group.tgi.value).toBeCloseTo(index.value, 9);
    expect(await estimate(test, shop, group.packRules)).toBe(group.people);
  }
  const { data } = await test.query(shop.organisation.keys.AD_OPS, document("create-target-group-pack"), {
    input: {
      brandId: shop.brand,
      name: "First tier",
      days: DAYS,
      trait: "ATTRIBUTE",
      attribute: "city_tier",
      value: "T1",
    },
  });
  expect(data.createTargetGroupPack.userErrors).toEqual([]);
  expect(data.createTargetGroupPack.audiencePack.rules.explanation).toContain("with city_tier T1");
});
