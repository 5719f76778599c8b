import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { JourneyStore } from "../../../src/features/attribution/journey.store";
import type { JourneyQuestion } from "../../../src/features/attribution/journey-question";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { type SlowConversion, slowJourneys } from "./journey-reference";

let test: TestApp;
let store: JourneyStore;
beforeAll(async () => {
  test = await createTestApp();
  store = new JourneyStore(test.app.clickhouse);
});
afterAll(() => test.close());

const BRAND = 7;
const HOUR = 3_600_000;
const START = Date.parse("2025-11-01T00:00:00Z");
/** Sources 1 to SEEDS carry one cloud each; the same numbers further up are sources that nobody sees. */
const SEEDS = 60;
const HIDDEN = 1000;

const conversions = ["ORDER", "FIRST_ORDER", "VISIT", "MEMBER_JOIN", "BENEFIT_REDEEM"] as const;
const lookbacks = [
  { site: "OFF_SITE", contact: null, days: 2 },
  { site: null, contact: "ENGAGED", days: 1 },
] as const;

const questionOf = (seed: number): JourneyQuestion => ({
  brandId: BRAND,
  zone: "Asia/Shanghai",
  currencyCode: "CNY",
  scope: seed % 5 < 3 ? "CAMPAIGN" : "BRAND",
  campaignCodes: ["C1"],
  conversion: { action: conversions[Math.floor(seed / 5) % 5]!, stage: null },
  lookbacks: seed % 3 === 0 ? lookbacks : [],
  dimensions: seed % 7 === 0 ? ["PLATFORM", "PLACEMENT", "SITE", "HOUR"] : ["PLATFORM", "PLACEMENT"],
  placements: [
    { platform: "DOUYIN", placement: "one" },
    { platform: "WEIBO", placement: "it's\t\\ two" },
  ],
  from: new Date(START + 24 * HOUR),
  to: new Date(START + 96 * HOUR),
  asOf: new Date(START + (seed % 2 === 0 ? 90 : 130) * HOUR),
  lookbackDays: 1 + (seed % 3),
  exposures: seed % 4 < 2 ? ["SERVED"] : ["SERVED", "OPPORTUNITY_TO_SEE"],
  sourceIds: [seed],
  overlayId: null,
});

/** A few people who do everything often, on a coarse grid of hours, so that instants and edges of windows coincide. */
function randomCloud(seed: number): readonly TouchpointRow[] {
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  return Array.from({ length: 150 }, (): TouchpointRow => {
    const action = pick([
      "IMPRESSION",
      "CLICK",
      "SEARCH",
      "VISIT",
      "ADD_TO_CART",
      "ORDER",
      "ORDER",
      "REFUND",
      "MEMBER_JOIN",
      "BENEFIT_REDEEM",
    ]);
    const isTrade = action === "ORDER" || action === "REFUND";
    const value = isTrade ? pick([undefined, 0, 100, 200]) : undefined;
    const quantity = isTrade ? pick([undefined, 1, 2]) : undefined;
    return {
      person: `p${random.integer(1, 9)}`,
      at: new Date(START + random.integer(0, 20) * 6 * HOUR + pick([0, 0, 0, 1, -1])).toISOString(),
      action,
      platform: pick(["DOUYIN", "WEIBO"]),
      placement: pick(["", "one", "it's\t\\ two", "three"]),
      campaign: pick(["", "", "C1", "C2"]),
      site: pick(["ON_SITE", "OFF_SITE"]),
      brandId: pick(isTrade ? [BRAND, BRAND, BRAND, 8] : [0, BRAND, BRAND, 8]),
      sourceId: pick([seed, seed, seed, seed, seed + HIDDEN]),
      ...(action === "IMPRESSION" && { exposure: pick(["SERVED", "OPPORTUNITY_TO_SEE"]) }),
      ...(isTrade && { orderId: pick(["", "a", "b", "c"]) }),
      ...(value !== undefined && { value }),
      ...(quantity !== undefined && { quantity }),
    };
  });
}

interface ReadJourneys {
  readonly converted: readonly (SlowConversion & { readonly isForeign: boolean; readonly touches: number })[];
  readonly unconverted: ReadonlyMap<string, number>;
  readonly capped: bigint;
}

async function readJourneys(question: JourneyQuestion): Promise<ReadJourneys> {
  const { touches, numbered } = await store.readTouches(question);
  const pathOf = (numbers: Uint32Array): readonly string[] =>
    [...numbers].map((number) => `${touches[number]!.platform}/${touches[number]!.placement}`);
  const converted: ReadJourneys["converted"][number][] = [];
  for await (const { rows, columns } of store.readConverted(question, numbered, null)) {
    for (let row = 0; row < rows; row += 1) {
      const [from, to] = [row === 0 ? 0 : Number(columns.numbers.ends[row - 1]), Number(columns.numbers.ends[row])];
      converted.push({
        ordinal: columns.ordinal[row]!,
        at: Number(columns.converted[row]),
        value: Number(columns.value[row]),
        path: pathOf(columns.numbers.values.slice(from, to)),
        ages: [...columns.ages.values.slice(from, to)],
        isForeign: columns.is_foreign[row] === 1,
        touches: columns.touches[row]!,
      });
      expect(columns.hour[row]! % 3600).toBe(0);
      expect(columns.day[row]! % 86_400).toBe(57_600); // midnight in Shanghai
      expect(Number(columns.converted[row]) / 1000 - columns.hour[row]!).toBeLessThan(3600);
    }
  }
  const unconverted = new Map<string, number>();
  let capped = 0n;
  for await (const { starts, numbers, people, capped: more } of store.readUnconverted(question, numbered, null)) {
    for (let row = 0; row < people.length; row += 1) {
      // Touches that differ in a dimension bear one name here.
      const key = JSON.stringify(pathOf(numbers.slice(starts[row], starts[row + 1])));
      unconverted.set(key, (unconverted.get(key) ?? 0) + people[row]!);
    }
    capped += BigInt(more);
  }
  return { converted, unconverted, capped };
}

/** Without what the reference does not tell, in one order. */
const plain = (conversions: readonly SlowConversion[]): readonly string[] =>
  conversions.map(({ ordinal, at, value, path, ages }) => JSON.stringify({ at, ordinal, value, path, ages })).sort();

it("answers what the definition says, on random clouds", async () => {
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  const clouds = new Map(seeds.map((seed) => [seed, randomCloud(seed)]));
  await insertTouchpoints(test, [...clouds.values()].flat());
  const seen = { attributed: 0, unconverted: 0 };
  for (const [seed, cloud] of clouds) {
    const question = questionOf(seed);
    const answer = await readJourneys(question);
    const expected = slowJourneys(cloud, question);
    expect({ seed, converted: plain(answer.converted) }).toEqual({ seed, converted: plain(expected.converted) });
    expect({ seed, unconverted: answer.unconverted }).toEqual({ seed, unconverted: expected.unconverted });
    const times = answer.converted.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    seen.attributed += answer.converted.filter(({ path }) => path.length > 0).length;
    seen.unconverted += answer.unconverted.size;
  }
  expect(seen.attributed).toBeGreaterThan(100);
  expect(seen.unconverted).toBeGreaterThan(50);
});

it("keeps the latest 100 touches and counts the journeys it cut", async () => {
  const sourceId = 500;
  const touch = (person: string, minute: number, placement: string): TouchpointRow => ({
    person,
    at: new Date(START + 24 * HOUR + minute * 60_000).toISOString(),
    action: "CLICK",
    platform: "DOUYIN",
    placement,
    campaign: "C1",
    sourceId,
  });
  const order: TouchpointRow = {
    person: "p1",
    at: new Date(START + 48 * HOUR).toISOString(),
    action: "ORDER",
    brandId: BRAND,
    orderId: "a",
    sourceId,
  };
  const touches = ["p1", "p2"].flatMap((person) =>
    Array.from({ length: 101 }, (_, minute) => touch(person, minute, minute === 0 ? "cut" : "kept")),
  );
  await insertTouchpoints(test, [...touches, order]);
  const answer = await readJourneys({ ...questionOf(4), lookbacks: [], sourceIds: [sourceId], lookbackDays: 2 });
  const kept = Array.from({ length: 100 }, () => "DOUYIN/kept");
  expect(answer.converted).toMatchObject([{ value: 0, touches: 101, path: kept }]);
  expect([...answer.unconverted]).toEqual([[JSON.stringify(kept), 1]]);
  expect(answer.capped).toBe(1n);
});

it("tells orders with a value in another currency", async () => {
  const sourceId = 502;
  const at = new Date(START + 48 * HOUR).toISOString();
  await insertTouchpoints(test, [{ person: "p1", at, action: "ORDER", brandId: BRAND, sourceId, value: 100 }]);
  const question = { ...questionOf(4), sourceIds: [sourceId] };
  expect((await readJourneys(question)).converted).toMatchObject([{ isForeign: false }]);
  expect((await readJourneys({ ...question, currencyCode: "USD" })).converted).toMatchObject([{ isForeign: true }]);
});

it("takes as many placements as a campaign can have", async () => {
  const question = questionOf(2);
  const others = Array.from({ length: 100_000 }, (_, index) => ({ platform: "DOUYIN", placement: `other-${index}` }));
  const answer = await readJourneys({ ...question, placements: [...others, ...question.placements] });
  expect(answer).toEqual(await readJourneys(question));
});

it("takes no placements, no touches and no sources", async () => {
  const question: JourneyQuestion = { ...questionOf(4), placements: [] };
  const nothing = { converted: [], unconverted: new Map(), capped: 0n };
  expect(await readJourneys({ ...question, sourceIds: [] })).toEqual(nothing);
  expect((await readJourneys(question)).unconverted).toEqual(slowJourneys(randomCloud(4), question).unconverted);
  const untouched = await readJourneys({ ...question, campaignCodes: [], scope: "CAMPAIGN" });
  expect(untouched.unconverted.size).toBe(0);
  expect(untouched.converted.every(({ path }) => path.length === 0)).toBe(true);
});

it("keeps touches of one instant in the order of their names, and their details apart where a dimension asks", async () => {
  const sourceId = 503;
  const at = new Date(START + 47 * HOUR).toISOString();
  const touch = { person: "p1", at, action: "CLICK", campaign: "C1", sourceId, platform: "WEIBO" } as const;
  await insertTouchpoints(test, [
    { ...touch, placement: "b", creative: "x" },
    { ...touch, placement: "a", creative: "y" },
    { ...touch, placement: "b", creative: "w" },
    { person: "p1", at: new Date(START + 48 * HOUR).toISOString(), action: "ORDER", brandId: BRAND, sourceId },
  ]);
  const question: JourneyQuestion = { ...questionOf(4), sourceIds: [sourceId], dimensions: ["CREATIVE", "HOUR"] };
  const { touches } = await store.readTouches(question);
  expect(touches.map(({ placement, creative, hour }) => [placement, creative, hour])).toEqual([
    ["a", "y", "07"],
    ["b", "w", "07"],
    ["b", "x", "07"],
  ]);
  expect((await readJourneys(question)).converted[0]!.path).toEqual(["WEIBO/a", "WEIBO/b", "WEIBO/b"]);
});
