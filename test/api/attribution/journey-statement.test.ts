import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { type JourneyGroup, type JourneyQuestion, JourneyStore } from "../../../src/features/attribution/journey.store";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { slowJourneys } from "./journey-reference";

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

const questionOf = (seed: number): JourneyQuestion => ({
  brandId: BRAND,
  currencyCode: "CNY",
  campaignCode: "C1",
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
    const action = pick(["IMPRESSION", "CLICK", "SEARCH", "VISIT", "ADD_TO_CART", "ORDER", "ORDER", "REFUND"]);
    const isTrade = action === "ORDER" || action === "REFUND";
    const value = isTrade ? pick([undefined, 0, 100, 200]) : undefined;
    const quantity = isTrade ? pick([undefined, 1, 2]) : undefined;
    return {
      person: `p${random.integer(1, 6)}`,
      at: new Date(START + random.integer(0, 20) * 6 * HOUR + pick([0, 0, 0, 1, -1])).toISOString(),
      action,
      platform: pick(["DOUYIN", "WEIBO"]),
      placement: pick(["", "one", "it's\t\\ two", "three"]),
      campaign: pick(["", "", "C1", "C2"]),
      brandId: pick(isTrade ? [BRAND, BRAND, BRAND, 8] : [0, BRAND, BRAND, 8]),
      sourceId: pick([seed, seed, seed, seed, seed + HIDDEN]),
      ...(action === "IMPRESSION" && { exposure: pick(["SERVED", "OPPORTUNITY_TO_SEE"]) }),
      ...(isTrade && { orderId: pick(["", "a", "b", "c"]) }),
      ...(value !== undefined && { value }),
      ...(quantity !== undefined && { quantity }),
    };
  });
}

async function readJourneys(question: JourneyQuestion): Promise<JourneyGroup[]> {
  const groups: JourneyGroup[] = [];
  for await (const group of store.readGroups(question))
    groups.push({ ...group, people: [...group.people].sort((a, b) => a - b) });
  return groups;
}

const byPath = (groups: readonly JourneyGroup[]): ReadonlyMap<string, JourneyGroup> =>
  new Map(groups.map((group) => [JSON.stringify(group.path), group]));

it("answers what the definition says, on random clouds", async () => {
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  const clouds = new Map(seeds.map((seed) => [seed, randomCloud(seed)]));
  await insertTouchpoints(test, [...clouds.values()].flat());
  let attributed = 0n;
  for (const [seed, cloud] of clouds) {
    const question = questionOf(seed);
    const answer = byPath(await readJourneys(question));
    expect({ seed, answer }).toEqual({ seed, answer: byPath(slowJourneys(cloud, question)) });
    for (const { path, conversions } of answer.values()) attributed += path.length > 0 ? conversions : 0n;
  }
  expect(attributed).toBeGreaterThan(200n);
});

it("keeps the latest 100 touches and counts the journeys it cut", async () => {
  const sourceId = 500;
  const touch = (hour: number, placement: string): TouchpointRow => ({
    person: "p1",
    at: new Date(START + 24 * HOUR + hour * 60_000).toISOString(),
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
  const touches = Array.from({ length: 101 }, (_, minute) => touch(minute, minute === 0 ? "cut" : "kept"));
  await insertTouchpoints(test, [...touches, order]);
  const [group, ...others] = await readJourneys({ ...questionOf(1), sourceIds: [sourceId], lookbackDays: 2 });
  expect(others).toEqual([]);
  expect(group).toMatchObject({ conversions: 1n, value: 0n, capped: 1n });
  expect(group!.path.map(({ placement }) => placement)).toEqual(Array.from({ length: 100 }, () => "kept"));
});

it("lists ten of the people behind a path at most", async () => {
  const sourceId = 501;
  const at = new Date(START + 48 * HOUR).toISOString();
  await insertTouchpoints(
    test,
    Array.from({ length: 25 }, (_, index) => ({
      person: `p${index + 1}`,
      at,
      action: "ORDER",
      brandId: BRAND,
      sourceId,
    })),
  );
  const [group] = await readJourneys({ ...questionOf(1), sourceIds: [sourceId] });
  expect(group).toMatchObject({ path: [], conversions: 25n });
  expect(new Set(group!.people).size).toBe(10);
});

it("counts orders with a value in another currency", async () => {
  const sourceId = 502;
  const at = new Date(START + 48 * HOUR).toISOString();
  await insertTouchpoints(test, [{ person: "p1", at, action: "ORDER", brandId: BRAND, sourceId, value: 100 }]);
  const question = { ...questionOf(1), sourceIds: [sourceId] };
  expect(await readJourneys(question)).toMatchObject([{ foreign: 0n }]);
  expect(await readJourneys({ ...question, currencyCode: "USD" })).toMatchObject([{ foreign: 1n }]);
});

it("takes as many placements as a campaign can have", async () => {
  const question = questionOf(2);
  const others = Array.from({ length: 100_000 }, (_, index) => ({ platform: "DOUYIN", placement: `other-${index}` }));
  const answer = await readJourneys({ ...question, placements: [...others, ...question.placements] });
  expect(byPath(answer)).toEqual(byPath(await readJourneys(question)));
});

it("takes no placements and no sources", async () => {
  const question = { ...questionOf(1), placements: [] };
  expect(await readJourneys({ ...question, sourceIds: [] })).toEqual([]);
  expect(byPath(await readJourneys(question))).toEqual(byPath(slowJourneys(randomCloud(1), question)));
});
