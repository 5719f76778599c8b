import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { createShop, NOW, type Shop } from "../opportunities/opportunity-setup";
import { document, ExperimentClient } from "./experiment-client";

const FROM = "2025-10-20T00:00:00+08:00";
const DAY = 86_400_000;
const VARIANTS = [
  { code: "old", role: "CONTROL", perMille: 500 },
  { code: "new", role: "TREATMENT", perMille: 500 },
];
const CONVERSION = { code: "conversion", kind: "SHARE", role: "PRIMARY", action: "ORDER", toDay: 3 };

let test: TestApp;
let shop: Shop;
let client: ExperimentClient;
let careful: { readonly client: ExperimentClient; readonly key: string };

const at = (days: number): string => new Date(Date.parse(FROM) + days * DAY).toISOString();

/**
 * 400 people, the even ones saw the old page and the odd ones the new page on the day of their number modulo 10. Person n bought two
 * days later when n % 8 is 0 (old: every fourth) or n % 4 is 1 (new: every second).
 */
beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  client = new ExperimentClient(test, shop.organisation.keys.AD_OPS);
  const common = { brandId: shop.brandId, sourceId: shop.cloudSourceId };
  const rows = Array.from({ length: 400 }, (_, n): TouchpointRow[] => {
    const own = { ...common, person: `p${n + 1}` };
    const day = n % 10;
    const buys = n % 8 === 0 || n % 4 === 1;
    return [
      { ...own, at: at(day + 0.5), action: "IMPRESSION", variant: n % 2 === 0 ? "old" : "new" },
      ...(buys ? [{ ...own, at: at(day + 2.5), action: "ORDER", orderId: `o${n}`, value: 1000 }] : []),
      // Too late for the metric's three days.
      { ...own, at: at(day + 4), action: "ORDER", orderId: `l${n}`, value: 1000 },
    ];
  }).flat();
  const mixed: TouchpointRow[] = ["old", "new"].map((variant, hour) => ({
    ...{ ...common, person: "p900", at: at(1 + hour / 24), action: "IMPRESSION", variant },
  }));
  // Seen before the experiment, an opportunity to see, and somebody else's brand: none of them takes part.
  const strangers: TouchpointRow[] = [
    { ...common, person: "p901", at: at(-1), action: "IMPRESSION", variant: "old" },
    { ...common, person: "p902", at: at(1), action: "IMPRESSION", variant: "old", exposure: "OPPORTUNITY_TO_SEE" },
    { ...common, person: "p903", at: at(1), action: "IMPRESSION", variant: "old", brandId: shop.rivalBrandId },
    { ...common, person: "p904", at: at(1), action: "IMPRESSION", variant: "other" },
  ];
  await insertTouchpoints(test, [...rows, ...mixed, ...strangers]);
  const organisation = await test.addOrganisation("careful", { smallGroupThreshold: 60, roundingBase: 10 });
  await test.app.database.withSystem((manager) => test.app.brands.grant(manager, organisation.id, shop.brandId));
  careful = { client: new ExperimentClient(test, organisation.keys.AD_OPS), key: organisation.keys.AD_OPS };
}, 120_000);
afterAll(() => test.close());

const input = (over: object = {}) => ({
  ...{ brandId: shop.brand, name: "Pages", assignment: "RECORDED", variants: VARIANTS, metrics: [CONVERSION] },
  ...{ minimumEffect: 0.2, horizonDays: 14 },
  ...over,
});
const started = async (over: object = {}, by = client): Promise<string> => {
  const { id } = await by.create(input(over));
  await by.start(id, { startsAt: FROM });
  return id;
};

describe("an experiment that somebody else drew", () => {
  it("takes people by the variant of their first exposure, and leaves out who saw several", async () => {
    const found = await client.readOut(await started());
    expect(found.mixedPeople).toBe("1");
    expect(found.arms).toHaveLength(2);
    expect(found.variants).toMatchObject([
      { variant: "old", people: "200", exposedPeople: "200", metrics: [{ people: "200", mean: 0.25 }] },
      { variant: "new", people: "200", exposedPeople: "200", metrics: [{ people: "200", mean: 0.5 }] },
    ]);
    const [one] = found.comparisons;
    expect(one.absolute.value).toBeCloseTo(0.25, 12);
    expect(one.relative.value).toBeCloseTo(1, 12);
    // Var = .25 x .75 / 200 + .5 x .5 / 200.
    expect(one.absolute.standardError).toBeCloseTo(Math.sqrt(0.0009375 + 0.00125), 12);
    expect(found.decision).toEqual({ outcome: "WINNER", reason: "BETTER_THAN_CONTROL", variant: "new" });
  });

  it("draws the variant to show next by its chance to be best, the same for the same seed (Thompson sampling)", async () => {
    const id = await started({ name: "Draw" });
    const { variantDraw } = await client.run("VariantDraw", { id, seed: 11 });
    // 50 and 100 of 200 converted: beta (51, 151) and (101, 101).
    expect(variantDraw).toMatchObject({
      ...{ seed: 11, reason: null, served: "new" },
      variants: [
        { variant: "old", people: "200", conversions: "50", mean: expect.closeTo(51 / 202, 12), perMille: 0 },
        { variant: "new", people: "200", conversions: "100", mean: expect.closeTo(0.5, 12), perMille: 1000 },
      ],
    });
    const [, best] = variantDraw.variants;
    // Two deviations of a beta variable that is symmetric and nearly normal: 1.96 x sqrt(1 / (4 x 203)).
    expect(best.high - best.low).toBeCloseTo((2 * 1.96) / Math.sqrt(4 * 203), 3);
    expect((await client.run("VariantDraw", { id, seed: 11 })).variantDraw).toEqual(variantDraw);
    const withheld = await started({ name: "Draw" }, careful.client);
    expect((await careful.client.run("VariantDraw", { id: withheld, seed: 11 })).variantDraw).toEqual({
      ...{ seed: 11, reason: "SUPPRESSED", served: null, variants: [] },
    });
  });

  it("counts nobody whose days are not over, and does not decide before the horizon", async () => {
    const id = await started({ name: "Young" });
    // At the fifth midnight people of days 0 and 1 have had three days each since noon.
    const found = await client.readOut(id, at(5));
    expect(found.isHorizonReached).toBe(false);
    // Days 0 to 4 have come: 5 x 40 people, of whom days 0 and 1 are over: 40 each, all even or all odd by the day.
    expect(found.variants).toMatchObject([
      { people: "120", metrics: [{ people: "40" }] },
      { people: "80", metrics: [{ people: "40" }] },
    ]);
    expect(found.decision).toMatchObject({ outcome: "NOT_DECIDED", reason: "HORIZON_NOT_REACHED" });
  });

  it("decides early where the test is valid at any time", async () => {
    const id = await started({ name: "Sequential", method: "SEQUENTIAL", minimumEffect: 0.5 });
    const found = await client.readOut(id, at(13));
    expect(found.isHorizonReached).toBe(false);
    expect(found.decision).toEqual({ outcome: "WINNER", reason: "BETTER_THAN_CONTROL", variant: "new" });
    // v = .0021875, tau = .5 x .25: p = sqrt((v + tau^2) / v) exp(-.25^2 tau^2 / (2 v (v + tau^2))).
    const [v, tau] = [0.0021875, 0.125];
    const p = Math.sqrt((v + tau ** 2) / v) * Math.exp((-(0.25 ** 2) * tau ** 2) / (2 * v * (v + tau ** 2)));
    expect(found.comparisons[0].absolute.pValue).toBeCloseTo(p, 12);
  });

  it("says when people did not come as the shares say", async () => {
    const shares = [
      { ...VARIANTS[0], perMille: 800 },
      { ...VARIANTS[1], perMille: 200 },
    ];
    const found = await client.readOut(await started({ name: "Ratio", variants: shares }));
    // 200 for 320 expected, 200 for 80: 120^2 / 320 + 120^2 / 80.
    expect(found.sampleRatios).toMatchObject([{ population: "ASSIGNED", chiSquare: 225, isMismatch: true }]);
    expect(found.decision).toEqual({ outcome: "NOT_DECIDED", reason: "SAMPLE_RATIO_MISMATCH", variant: null });
  });

  it("has no people where no variant was seen", async () => {
    const unseen = VARIANTS.map((variant) => ({ ...variant, code: `${variant.code} page` }));
    const found = await client.readOut(await started({ name: "Unseen", variants: unseen }));
    expect(found.decision).toEqual({ outcome: "NOT_DECIDED", reason: "NO_PEOPLE", variant: null });
    expect(found.variants[0]).toMatchObject({
      people: "0",
      metrics: [{ mean: null, interval: null, reason: "NO_PEOPLE" }],
    });
  });
});

describe("small arms", () => {
  it("are withheld with their metrics, and counts are rounded", async () => {
    const id = await started({}, careful.client);
    const whole = await careful.client.readOut(id);
    expect(whole).toMatchObject({ suppressedBelow: 60, roundedTo: 10, mixedPeople: null });
    // 50 of 200 bought with the old page: fewer than 60, so the metric is withheld of both.
    expect(whole.variants).toMatchObject([
      { people: "200", metrics: [{ people: null, mean: null, reason: "SUPPRESSED" }] },
      { people: "200", metrics: [{ people: null, mean: null, reason: "SUPPRESSED" }] },
    ]);
    expect(whole.comparisons[0]).toMatchObject({ absolute: null, adjustedPValue: null, reason: "SUPPRESSED" });
    expect(whole.decision).toMatchObject({ outcome: "NOT_DECIDED", reason: "UNKNOWN_EFFECT" });
    const early = await careful.client.readOut(id, at(1));
    expect(early.variants.map(({ people }: { people: string | null }) => people)).toEqual([null, null]);
    await expect(careful.client.readOut(id, "2025-10-25T00:30:00+08:00")).rejects.toThrow("asOf must be a whole hour");
  });
});

describe("dwell time", () => {
  const windows = { before: { from: at(-10), to: at(-5) }, after: { from: at(-5), to: at(0) } };
  const ask = async (variables: object = {}, key = shop.organisation.keys.BI) => {
    const answer = await test.query(key, document("dwell-time"), {
      brand: shop.brand,
      ...windows,
      capPercentile: 100,
      ...variables,
    });
    return answer.errors ? answer : answer.data.brand.dwellTime;
  };

  it("is five times as long and more where a creative and its landing page were made better", async () => {
    const common = {
      brandId: shop.brandId,
      sourceId: shop.cloudSourceId,
      action: "PRODUCT_VIEW",
      creative: "film",
      landingPage: "/watch",
    };
    const stay = (n: number, days: number, durationSeconds: number): TouchpointRow => ({
      ...common,
      person: `p${n}`,
      at: at(days),
      durationSeconds,
    });
    await insertTouchpoints(test, [
      ...[8, 12, 10, 10].map((seconds, n) => stay(n + 1, -8, seconds)),
      stay(1, -7, 10),
      ...[50, 70, 60].map((seconds, n) => stay(n + 1, -3, seconds)),
      stay(9, -2, 0),
      { ...stay(5, -2, 30), creative: "still" },
    ]);
    const { capSeconds, lines, suppressedBelow } = await ask();
    expect({ capSeconds, suppressedBelow }).toEqual({ capSeconds: 70, suppressedBelow: 1 });
    expect(lines).toEqual([
      {
        ...{ creative: "film", landingPage: "/watch" },
        before: { people: "4", stays: "5", mean: 10 },
        after: { people: "3", stays: "3", mean: 60 },
        ratio: { value: 6, low: expect.any(Number), high: expect.any(Number) },
      },
      {
        creative: "still",
        landingPage: "/watch",
        before: null,
        after: { people: "1", stays: "1", mean: 30 },
        ratio: null,
      },
    ]);
    expect(lines[0].ratio.low).toBeLessThan(6);
    expect(lines[0].ratio.high).toBeGreaterThan(6);
    // Half of all nine stays last at most 12 seconds: longer ones count as that.
    const capped = await ask({ capPercentile: 50 });
    expect(capped.capSeconds).toBe(12);
    expect(capped.lines[0].after.mean).toBe(12);
  });

  it("withholds what few people stayed for, and refuses windows that are none", async () => {
    const { lines } = await ask({}, careful.key);
    expect(lines[0]).toMatchObject({ before: null, after: null, ratio: null });
    expect((await ask({ after: windows.before })).errors[0].message).toContain(
      "after must begin when before has ended",
    );
    expect((await ask({ capPercentile: 20 })).errors[0].message).toContain("capPercentile must be 50 to 100");
    expect(
      await ask({ before: { from: at(-400), to: at(-399) }, after: { from: at(-399), to: at(-398) } }),
    ).toMatchObject({ capSeconds: null, lines: [] });
  });
});
