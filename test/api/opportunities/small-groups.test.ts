import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createShop, document, NOW, type Shop } from "./opportunity-setup";
import { randomRows } from "./random-shop";

const THRESHOLD = 12;
const BASE = 5;
let test: TestApp;
let shop: Shop;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test, { smallGroupThreshold: THRESHOLD, roundingBase: BASE, dailyQuestions: 5 });
  await insertTouchpoints(test, randomRows(shop, 29));
});
afterAll(() => test.close());

/** Every count of an answer: the schema says them as text, and nothing else but codes and instants. */
function countsIn(answer: unknown): readonly number[] {
  if (typeof answer === "string") return /^\d+$/.test(answer) ? [Number(answer)] : [];
  return typeof answer === "object" && answer !== null ? Object.values(answer).flatMap(countsIn) : [];
}

const QUESTIONS = [
  ["own-potential", { days: 60, recentDays: 20 }],
  ["rival-intercept", { days: 60, openDays: 30 }],
  ["cross-category", { days: 60 }],
  ["target-groups", { days: 60, minimumPeople: 10, stock: [] }],
] as const;

it.each(QUESTIONS)(
  "%s tells no group of fewer people than the threshold, and rounds the others",
  async (name, variables) => {
    const { data, errors } = await test.query(shop.organisation.keys.AD_OPS, document(name), {
      brand: shop.brand,
      ...variables,
    });
    expect(errors).toBeUndefined();
    const counts = countsIn(data);
    expect(counts.length).toBeGreaterThan(0);
    expect(JSON.stringify(data)).toContain("null");
    // Four rounded cells make a count, so it may fall short of the threshold by as much as rounding takes away.
    expect(counts.filter((count) => count !== 0 && (count < THRESHOLD - BASE || count % BASE !== 0))).toEqual([]);
  },
);

it("pays each from the key's questions of the day", async () => {
  const ask = (days: number) =>
    test.query(shop.organisation.keys.AD_OPS, document("cross-category"), { brand: shop.brand, days });
  expect((await ask(60)).errors).toBeUndefined(); // asked before today
  expect((await ask(59)).errors).toBeUndefined();
  expect((await ask(58)).errors![0]!.extensions).toMatchObject({ code: "RATE_LIMITED" });
});
