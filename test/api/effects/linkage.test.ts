import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { documentOf } from "./effects-setup";

const PEERS = ["p1", "p2", "p3", "p4", "p5", "p6"];
const DAYS = 28;

let test: TestApp;
let own: TestOrganisation;
let careful: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let source: number;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  own = await test.addOrganisation("own");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 50, roundingBase: 10 });
  const granted = ["own", "alone", "still"];
  const made = await addCatalogue(test, own.keys.OPERATOR, { TV: ["own", ...PEERS], RADIO: ["alone", "still"] }, [
    { organisationId: own.id, brands: granted },
    { organisationId: careful.id, brands: granted },
  ]);
  brands = made.brands;
  source = numberOf(await addSource(test, own.keys.OPERATOR, "cloud"));
  await insertTouchpoints(test, [
    ...sownRows(),
    ...chainRows("own", 50_000, 10, 20),
    ...PEERS.flatMap((peer, place) => chainRows(peer, 60_000 + 1_000 * place, 40, 30)),
    ...chainRows("alone", 70_000, 10, 20),
  ]);
  await refresh(made.categories["TV"]!);
  await refresh(made.categories["RADIO"]!);
}, 90_000);
afterAll(() => test.close());

const REFRESH = `mutation($input: RefreshBenchmarksInput!) { refreshBenchmarks(input: $input) { run { id } userErrors { message } } }`;

async function refresh(categoryId: string): Promise<void> {
  const input = { categoryId, asOf: "2025-10-29T00:00:00+08:00", flowFrom: "2025-10-01T00:00:00+08:00" };
  const { data } = await test.query(own.keys.OPERATOR, REFRESH, { input });
  expect(await test.waitForRun(own.keys.OPERATOR, data.refreshBenchmarks.run.id)).toMatchObject({
    status: "SUCCEEDED",
  });
}

const act = (person: number, day: number, action: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
  ...{ person: `p${person}`, sourceId: source, brandId: numberOf(brands["own"]!), action },
  at: new Date(Date.parse("2025-10-01T10:00:00+08:00") + day * 86_400_000).toISOString(),
  ...more,
});

/** People who meet the brand first on each day, and orders of others. */
const sown = Array.from({ length: DAYS }, (_, day) => 5 + 4 * ((day * 7) % 11));
const others = Array.from({ length: DAYS }, (_, day) => (day * 5) % 4);

/** Everybody sown orders for 10.00 three days later; the others order without having met anything. */
function sownRows(): TouchpointRow[] {
  return sown.flatMap((count, day) => {
    const people = Array.from({ length: count }, (_, index) => 1_000 * (day + 1) + index);
    return [
      ...people.map((person) => act(person, day, "CONTENT_VIEW", { platform: "WEIBO", site: "OFF_SITE" })),
      ...people.map((person) => act(person, day + 3, "ORDER", { value: 1_000 })),
      ...Array.from({ length: others[day]! }, (_, index) =>
        act(40_000 + 10 * day + index, day, "ORDER", { value: 1_000 }),
      ),
    ];
  });
}

/** 100 at AWARE before, of whom some search on day 10; 100 at APPEAL before, of whom some order for 10.00 on day 12. */
function chainRows(brand: string, first: number, searches: number, orders: number): TouchpointRow[] {
  const more = { brandId: numberOf(brands[brand]!) };
  const people = Array.from({ length: 100 }, (_, index) => index);
  return people.flatMap((index) => [
    act(first + index, -5, "VISIT", more),
    ...(index < searches ? [act(first + index, 10, "SEARCH", more)] : []),
    act(first + 500 + index, -5, "SEARCH", more),
    ...(index < orders ? [act(first + 500 + index, 12, "ORDER", { ...more, value: 1_000 })] : []),
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function linkage(brand: string, more: object = {}, { keys } = own): Promise<any> {
  const variables = { brand: brands[brand], from: "2025-10-01", to: "2025-10-29", ...more };
  const answer = await test.query(keys.BI, documentOf("linkage-score"), variables);
  expect(answer.errors).toBeUndefined();
  return answer.data.brand.linkageScore;
}

/** Days as the fixture has them: the ten who search are gained as well, on day 10. */
const gained = sown.map((count, day) => count + (day === 10 ? 10 : 0));
const sales = sown.map((_, day) => (sown[day - 3] ?? 0) + others[day]! + (day === 12 ? 20 : 0));
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Pearson's correlation as textbooks print it. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const product = total(x.map((value, index) => value * y[index]!));
  const squares = (values: readonly number[]): number =>
    n * total(values.map((value) => value ** 2)) - total(values) ** 2;
  return (n * product - total(x) * total(y)) / Math.sqrt(squares(x) * squares(y));
}

it("finds the lag at which sales follow, and the share of orders that met something before", async () => {
  const score = await linkage("own");
  const touched = total(sown.slice(0, DAYS - 3));
  const orders = total(sales);
  expect(score).toMatchObject({
    ...{ window: { from: "2025-10-01", to: "2025-10-29" }, lookbackDays: 30, noScoreReason: null },
    ...{ gainedPeople: String(total(gained)), orders: String(orders), touchedOrders: String(touched) },
    sales: { amount: `${orders * 10}.00`, currencyCode: "CNY" },
    touchedShare: { value: touched / orders },
  });
  const expected = Array.from({ length: 8 }, (_, lag) => pearson(gained.slice(0, DAYS - lag), sales.slice(lag)));
  expect(score.correlations.map(({ value }: { value: number }) => value)).toEqual(
    expected.map((value) => expect.closeTo(value, 10)),
  );
  expect(Math.max(...expected)).toBe(expected[3]);
  expect(score.best).toEqual(score.correlations[3]);
  expect(score.best).toMatchObject({ lagDays: 3, days: DAYS - 3 });
  expect(score.best.interval.low).toBeLessThan(score.best.value);
  expect(score.verdict).toBe("HIGHER");
  expect(score.score).toBeCloseTo(Math.sqrt((expected[3]! * touched) / orders), 10);
  expect(score.interval.low).toBeLessThan(score.score);
});

it("names the hop at which the most are lost against five brands or more", async () => {
  const { hops, breakPoint, noBreakReason } = await linkage("own");
  expect(breakPoint).toEqual({
    ...{ from: "AWARE", to: "APPEAL", state: "KNOWN", people: "100", own: 0.1 },
    ...{ industryMean: expect.closeTo(0.4, 12), lostPeople: expect.closeTo(30, 9) },
  });
  expect(noBreakReason).toBeNull();
  expect(hops).toMatchObject([
    { lostPeople: expect.closeTo(30, 9) },
    {
      from: "APPEAL",
      to: "ACT",
      people: "100",
      own: 0.2,
      industryMean: expect.closeTo(0.3, 12),
      lostPeople: expect.closeTo(10, 9),
    },
    { from: "ACT", to: "ADVOCATE", state: "BASE_NOT_POSITIVE", industryMean: null, lostPeople: null },
  ]);
});

it("says why there is no break point or score", async () => {
  const alone = await linkage("alone");
  expect(alone).toMatchObject({ breakPoint: null, noBreakReason: "TOO_FEW_PEERS", touchedOrders: "0", score: 0 });
  expect(alone.hops[0]).toMatchObject({ state: "TOO_FEW_PEERS", own: 0.1, industryMean: null });
  const none = { score: null, best: null, verdict: "UNDEFINED", correlations: [] };
  expect(await linkage("own", { to: "2025-10-14" })).toMatchObject({
    ...none,
    noScoreReason: "TOO_FEW_DAYS",
    noBreakReason: "NOT_COMPUTED",
  });
  expect(await linkage("still")).toMatchObject({
    ...none,
    noScoreReason: "NO_ORDERS",
    orders: "0",
    touchedShare: null,
  });
  expect(await linkage("alone", {}, careful)).toMatchObject({ ...none, noScoreReason: "SUPPRESSED", orders: null });
  const { errors } = await test.query(own.keys.BI, documentOf("linkage-score"), {
    ...{ brand: brands["own"], from: "2025-10-01", to: "2025-10-29", maxLagDays: 61 },
  });
  expect(errors).toMatchObject([{ extensions: { problems: [{ code: "INVALID_INPUT", field: ["maxLagDays"] }] } }]);
});
