import { associate } from "../../../src/engines/association/association";
import { narrowestHalf } from "../../../src/engines/customer-value/narrowest-half";
import { targetGroupIndex } from "../../../src/engines/numeric/target-group-index";
import { addCatalogue } from "../../support/catalogue";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { createShop, document, estimate, NOW, type Shop } from "./opportunity-setup";
import { randomRows } from "./random-shop";
import { quantile, SlowReference } from "./slow-reference";

const DAYS = 60;
let test: TestApp;
let shop: Shop;
let rows: readonly TouchpointRow[];
let slow: SlowReference;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  rows = randomRows(shop, 19);
  await insertTouchpoints(test, rows);
  slow = new SlowReference(shop, rows, DAYS);
});
afterAll(() => test.close());

const ask = (name: string, variables: object = {}, key = shop.organisation.keys.AD_OPS) =>
  test.query(key, document(name), { brand: shop.brand, days: DAYS, ...variables });
const create = async (name: string, input: object, key?: string) => {
  const { data, errors } = await test.query(shop.organisation.keys.AD_OPS, document(name), {
    input: { brandId: shop.brand, ...input },
    key,
  });
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as {
    audiencePack: { id: string; name: string; state: string; rules: { explanation: string } } | null;
    userErrors: readonly object[];
  };
};

describe("a rule by RFM scores", () => {
  it.each([
    [{ recency: { min: 4 } }],
    [{ frequency: { min: 2, max: 3 } }],
    [{ monetary: { max: 2 } }],
    [{ recency: { max: 3 }, frequency: { min: 4 }, monetary: { min: 1 } }],
  ])("holds those whom the slow reference finds: %p", async (ranges) => {
    for (const brand of ["OWN", "ANY"] as const) {
      const customers = slow.customers(shop.watchesId, brand === "OWN" ? shop.brandId : null);
      const people = customers.filter(({ person }) =>
        Object.entries(ranges).every(([axis, { min = 1, max = 5 }]: [string, { min?: number; max?: number }]) => {
          const score = slow.scores(customers, axis as "recency").get(person)!;
          return score !== null && score >= min && score <= max;
        }),
      );
      const rule = { rfm: { brand, categoryId: shop.watches, within: { days: DAYS }, ...ranges } };
      // The estimate reads as of the last full minute, half an hour later: nothing of the fixture lies between.
      expect([brand, await estimate(test, shop, rule)]).toEqual([brand, String(people.length)]);
    }
  });

  it("refuses no scores, scores out of bounds and a category that nobody knows", async () => {
    const within = { days: 0 };
    const bad = { rfm: { within, recency: { min: 0 }, frequency: {}, monetary: { min: 4, max: 2 } } };
    await expect(estimate(test, shop, bad)).rejects.toThrow(
      /days must be 1 to 3650.*min must be a score from 1 to 5, but got 0.*frequency must set min, max or both.*max must be at least min \(4\)/,
    );
    await expect(estimate(test, shop, { rfm: { within: { days: 9 } } })).rejects.toThrow("rfm must set recency");
    const categoryId = Buffer.from("Category:999999").toString("base64url");
    await expect(
      estimate(test, shop, { rfm: { categoryId, within: { days: 9 }, recency: { min: 1 } } }),
    ).rejects.toThrow("NOT_FOUND");
  });
});

describe("OWN_POTENTIAL", () => {
  const analyse = async () => {
    const { data, errors } = await ask("own-potential", { recentDays: 20 });
    expect(errors).toBeUndefined();
    return data.brand.ownPotential;
  };

  it("scores the brand's buyers among all customers of the category, as the slow reference does", async () => {
    const answer = await analyse();
    const customers = slow.customers(shop.watchesId, null);
    const buyers = slow.customers(shop.watchesId, shop.brandId);
    const isBuyer = new Set(buyers.map(({ person }) => person));
    expect(answer).toMatchObject({ buyers: String(buyers.length), customers: String(customers.length) });
    for (const { axis, scores, typical } of answer.axes) {
      const scored = slow.scores(customers, axis.toLowerCase());
      const expected = [1, 2, 3, 4, 5].map((score) => {
        const people = [...scored].filter(([, one]) => one === score).map(([person]) => person);
        return { score, customers: people.length, buyers: people.filter((person) => isBuyer.has(person)).length };
      });
      expect(scores).toMatchObject(
        expected.map((line) => ({ score: line.score, buyers: `${line.buyers}`, customers: `${line.customers}` })),
      );
      const all = expected.reduce((sum, line) => sum + line.buyers, 0);
      const base = expected.reduce((sum, line) => sum + line.customers, 0);
      expect(scores[4].tgi.value).toBeCloseTo(
        targetGroupIndex({ both: expected[4]!.buyers, audience: all, target: expected[4]!.customers, base })!.value,
        9,
      );
      expect(typical).toEqual(narrowestHalf(expected.map((line) => line.buyers)));
    }
    const cycles = buyers.flatMap(({ cycle }) => cycle ?? []);
    expect(answer.cycle.medianDays).toBeCloseTo(quantile(cycles, 0.5), 9);
  });

  it("names each customer's most frequent contact", async () => {
    const answer = await analyse();
    const customers = slow.customers(shop.watchesId, null).map(({ person }) => person);
    const isBuyer = new Set(slow.customers(shop.watchesId, shop.brandId).map(({ person }) => person));
    const lines = new Map<string, { customers: number; buyers: number }>();
    for (const person of customers) {
      const counts = new Map<string, number>();
      for (const row of slow.rows(true)) {
        const at = Date.parse(row.at);
        if (row.person !== person || ["ORDER", "REFUND"].includes(row.action) || at < slow.from || at >= slow.to)
          continue;
        const name = `${row.platform} ${row.action}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const [active] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] > b[0] ? -1 : 1));
      if (!active) continue;
      const line = lines.get(active[0]) ?? { customers: 0, buyers: 0 };
      lines.set(active[0], { customers: line.customers + 1, buyers: line.buyers + Number(isBuyer.has(person)) });
    }
    const got = answer.touchpoints.map((line: Record<string, string>) => [
      `${line["platform"]} ${line["action"]}`,
      { customers: Number(line["customers"]), buyers: Number(line["buyers"]) },
    ]);
    expect(new Map(got)).toEqual(lines);
    const counts = got.map(([, { buyers }]: [string, { buyers: number }]) => buyers);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it("proposes rules that estimate to its size, and makes a pack of them", async () => {
    const { packRules, size } = await analyse();
    expect(await estimate(test, shop, packRules)).toBe(size.people);
    expect(Number(size.people)).toBeGreaterThan(0);
    const [{ rfm }, { anyOf }] = packRules.allOf;
    const input = {
      ...{ name: "Like our buyers", tags: ["own-potential"], days: DAYS, recentDays: 20 },
      ...{ recency: rfm.recency, frequency: rfm.frequency, monetary: rfm.monetary },
      touchpoints: anyOf.map(({ did }: { did: { action: string; platforms: string[] } }) => ({
        platform: did.platforms[0],
        action: did.action,
      })),
    };
    const made = await create("create-own-potential-pack", input, "own");
    expect(made.userErrors).toEqual([]);
    expect(made.audiencePack!.rules.explanation).toContain("among buyers of any brand in category watches");
    expect((await create("create-own-potential-pack", input, "own")).audiencePack!.id).toBe(made.audiencePack!.id);
  });

  it("refuses a pack that nothing describes, or that holds nobody", async () => {
    expect(
      (await create("create-own-potential-pack", { name: "x", days: 10, recentDays: 20 })).userErrors,
    ).toMatchObject([
      {
        code: "INVALID_INPUT",
        field: ["input", "recentDays"],
        message: "recentDays must be 1 to days (10), but got 20.",
      },
      { code: "INVALID_INPUT", field: ["input"] },
    ]);
    const input = { name: "x", frequency: { min: 5 }, touchpoints: [{ platform: "BILIBILI", action: "CLICK" }] };
    expect(await create("create-own-potential-pack", input)).toMatchObject({
      audiencePack: null,
      userErrors: [{ code: "NO_DATA", field: ["input", "brandId"] }],
    });
  });
});

describe("RIVAL_INTERCEPT", () => {
  const analyse = async () => {
    const { data, errors } = await ask("rival-intercept", { openDays: 30 });
    expect(errors).toBeUndefined();
    return data.brand.rivalIntercept;
  };
  const outcomes = (side: "own" | "rival") => {
    const carts = slow.openCarts(side);
    const other = slow.ordersOf(side === "own" ? "rival" : "own");
    const lost = [...carts].filter(
      ([person, openedAt]) =>
        openedAt !== null && other.some((order) => order.person === person && order.at > openedAt),
    );
    const open = [...carts.values()].filter((openedAt) => openedAt !== null).length;
    return {
      lost: new Set(lost.map(([person]) => person)),
      told: {
        carts: String(carts.size),
        kept: String(carts.size - open),
        lost: String(lost.length),
        undecided: String(open - lost.length),
      },
    };
  };

  it("says what became of the carts on both sides, as the slow reference does", async () => {
    const answer = await analyse();
    expect(answer.rivalCarts).toMatchObject(outcomes("rival").told);
    expect(answer.ownCarts).toEqual(outcomes("own").told);
    const { carts, lost } = answer.rivalCarts;
    expect(answer.rivalCarts.lossRate.value).toBe(Number(lost) / Number(carts));
  });

  it("ranks the products that won people, by people and lift", async () => {
    const answer = await analyse();
    const carts = slow.openCarts("rival");
    const orders = slow.ordersOf("own");
    const buyers = new Set(orders.map(({ person }) => person));
    const won = orders.filter(({ person, at }) => at > (carts.get(person) ?? Number.POSITIVE_INFINITY));
    const winners = new Set(won.map(({ person }) => person));
    const peopleOf = (some: typeof orders, product: string) =>
      new Set(some.filter(({ lines }) => lines.some((line) => line.product === product)).map(({ person }) => person))
        .size;
    const expected = ["alpha", "beta", "gamma", "delta"]
      .map((product) => ({ product, intercepted: peopleOf(won, product), buyers: peopleOf(orders, product) }))
      .filter(({ intercepted }) => intercepted > 0);
    expect(answer.blockingGoods).toHaveLength(expected.length);
    for (const { product, ...people } of expected) {
      const line = answer.blockingGoods.find((one: { product: string }) => one.product === product);
      expect(line).toMatchObject({ intercepted: String(people.intercepted), buyers: String(people.buyers) });
      expect(line.lift.value).toBeCloseTo(people.intercepted / winners.size / (people.buyers / buyers.size), 9);
    }
    const ranked = answer.blockingGoods.map((line: { intercepted: string }) => Number(line.intercepted));
    expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
  });

  it("names the products that people left in the cart for a rival", async () => {
    const answer = await analyse();
    const { lost } = outcomes("own");
    const open = slow.openCarts("own");
    const carts = slow
      .rows(true)
      .filter((row) => row.action === "ADD_TO_CART" && row.brandId === shop.brandId)
      .filter(({ at }) => Date.parse(at) >= slow.from && Date.parse(at) < slow.to);
    for (const product of ["alpha", "beta", "gamma"]) {
      const mine = carts.filter((row) => row.product === product);
      const leaked = mine.filter(
        ({ person, at }) => lost.has(person) && Date.parse(at) >= (open.get(person) ?? Number.POSITIVE_INFINITY),
      );
      expect(answer.leakingGoods.find((one: { product: string }) => one.product === product)).toEqual({
        product,
        leaked: String(new Set(leaked.map(({ person }) => person)).size),
        carts: String(new Set(mine.map(({ person }) => person)).size),
      });
    }
  });

  it("proposes rules that estimate to its size, and makes a pack of them", async () => {
    const { packRules, size } = await analyse();
    expect(await estimate(test, shop, packRules)).toBe(size.people);
    const made = await create("create-rival-intercept-pack", { name: "Win from rivals" });
    expect(made).toMatchObject({
      userErrors: [],
      audiencePack: {
        state: "DRAFT",
        rules: {
          explanation:
            "People with at least 1 addition to cart of rival brands in the last 30 days, and with no orders of rival brands in the last 30 days, and with no orders of this brand in the last 30 days.",
        },
      },
    });
    expect((await create("create-rival-intercept-pack", { name: "Win from rivals" })).userErrors).toMatchObject([
      { code: "NAME_TAKEN", field: ["input", "name"] },
    ]);
  });
});

describe("CROSS_CATEGORY", () => {
  it("tells support, confidence and lift of every category, as the slow reference does", async () => {
    const { data, errors } = await ask("cross-category");
    expect(errors).toBeUndefined();
    const answer = data.brand.crossCategory;
    const baskets = slow.orders();
    const withCategory = (id: number, some = baskets) =>
      some.filter(({ lines }) => lines.some((line) => line.categoryId === id));
    const own = withCategory(shop.watchesId);
    expect(answer).toMatchObject({ baskets: String(baskets.length), ownCategoryBaskets: String(own.length) });
    expect(answer.categories).toHaveLength(2);
    for (const [code, id] of [
      ["beauty", shop.beautyId],
      ["digital", shop.digitalId],
    ] as const) {
      const both = withCategory(id, own).length;
      const consequent = withCategory(id).length;
      const line = answer.categories.find((one: { category: { code: string } }) => one.category.code === code);
      const rule = associate({ both, antecedent: own.length, consequent, all: baskets.length })!;
      expect(line).toMatchObject({
        ...{
          baskets: String(consequent),
          bothBaskets: String(both),
          support: rule.support,
          confidence: rule.confidence,
        },
        people: String(new Set(withCategory(id).map(({ person }) => person)).size),
        potentialPeople: null,
      });
      expect(line.lift.value).toBeCloseTo(rule.lift, 12);
    }
    expect(answer).toMatchObject({ snapshotAsOf: null, packRules: null, size: null });
  });

  it("needs a snapshot for the potential people of a pack", async () => {
    const input = { name: "From beauty", categoryIds: [shop.beauty], days: DAYS };
    expect((await create("create-cross-category-pack", input)).userErrors).toMatchObject([
      { code: "NO_SNAPSHOT", field: ["input", "brandId"] },
    ]);
    const taken = await test.query(
      shop.organisation.keys.ADMIN,
      "mutation($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
      { input: { brandId: shop.brand, asOf: "2025-11-11T00:00:00+08:00" } },
    );
    await test.waitForRun(shop.organisation.keys.ADMIN, taken.data.takeAssetSnapshot.run.id);
    const { data } = await ask("cross-category");
    const beauty = data.brand.crossCategory.categories.find(
      (one: { category: { code: string } }) => one.category.code === "beauty",
    );
    expect(Number(beauty.potentialPeople)).toBeGreaterThan(0);
    const made = await create("create-cross-category-pack", input);
    expect(made.userErrors).toEqual([]);
    expect(made.audiencePack!.rules.explanation).toBe(
      "People with at least 1 order of any brand in category beauty in the last 60 days, and with brand or category or platform intent and potential loyalty, and with no orders of this brand in the last 60 days.",
    );
  });

  it("refuses a pack of no category, or of one that nobody knows", async () => {
    expect(
      (await create("create-cross-category-pack", { name: "x", categoryIds: [], days: 0 })).userErrors,
    ).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "categoryIds"] },
      { code: "INVALID_INPUT", field: ["input", "days"] },
    ]);
    const { userErrors } = await create("create-cross-category-pack", { name: "x", categoryIds: ["nonsense"] });
    expect(userErrors).toMatchObject([{ code: "INVALID_ID", field: ["input", "categoryIds", "0"] }]);
  });
});

describe("a template without data", () => {
  it("says what is missing, at the argument that could bring it", async () => {
    for (const [name, more, what] of [
      ["own-potential", { recentDays: 1 }, "1 people or more with orders of the brand in its primary category"],
      ["cross-category", {}, "orders in the brand's primary category"],
      ["rival-intercept", { openDays: 1 }, "additions to rivals' carts, by sources of the cloud"],
    ] as const) {
      const empty = await createEmptyBrand();
      const { data, errors } = await ask(name, { ...more, brand: empty, days: 1 });
      expect(Object.values(data.brand)).toEqual([null]);
      expect(errors![0]!.extensions).toMatchObject({ problems: [{ code: "NO_DATA", field: ["days"] }] });
      expect(errors![0]!.message).toContain(what);
    }
  });

  it("refuses days out of bounds", async () => {
    const { errors } = await ask("cross-category", { days: 366 });
    expect(errors![0]!.extensions).toMatchObject({
      problems: [{ code: "INVALID_INPUT", field: ["days"], message: "days must be 1 to 365, but got 366." }],
    });
  });
});

let empties = 0;
/** A granted brand in a category of its own. */
async function createEmptyBrand(): Promise<string> {
  const code = `empty-${++empties}`;
  const grants = [{ organisationId: shop.organisation.id, brands: [code] }];
  const { brands } = await addCatalogue(
    test,
    shop.organisation.keys.OPERATOR,
    { [`${code}-category`]: [code] },
    grants,
  );
  return brands[code]!;
}
