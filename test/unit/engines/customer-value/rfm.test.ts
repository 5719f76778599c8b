import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { narrowestHalf } from "../../../../src/engines/customer-value/narrowest-half";
import { type RfmAxis, rfmAxes, rfmScore, valuesOfScores } from "../../../../src/engines/customer-value/rfm";
import { type RfmSegment, rfmSegmentOf } from "../../../../src/engines/customer-value/rfm-segments";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

const ORDERS = join(__dirname, "../../../../../shared/data/rfm/rfm_data_orders.csv.gz");
const itWithData = existsSync(ORDERS) ? it : it.skip;
const DAY = 86_400_000;

/** Type 7 of Hyndman & Fan 1996, written out. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

const cutsOf = (values: readonly number[]): readonly number[] =>
  [0.2, 0.4, 0.6, 0.8].map((share) => quantile(values, share));

/** The package counts a value up to 1 above a cut to the lower score: for one customer, 297 days after the last order, that matters. */
const publishedCuts = (values: readonly number[]): readonly number[] =>
  cutsOf(values).map((cut) => Math.ceil(Number(cut.toFixed(4)) + 1) - 1);

/** Days since the last order, orders and revenue of every customer. */
function customers(): Readonly<Record<RfmAxis, readonly number[]>> {
  const facts = new Map<string, { last: number; orders: number; revenue: number }>();
  const lines = gunzipSync(readFileSync(ORDERS)).toString().trim().split("\n").slice(1);
  for (const line of lines) {
    const [id, date, revenue] = line.split(",") as [string, string, string];
    const known = facts.get(id) ?? { last: 0, orders: 0, revenue: 0 };
    const last = Math.max(known.last, Date.parse(date));
    facts.set(id, { last, orders: known.orders + 1, revenue: known.revenue + Number(revenue) });
  }
  const rows = [...facts.values()];
  const asOf = Date.parse("2006-12-31");
  return {
    RECENCY: rows.map(({ last }) => (asOf - last) / DAY),
    FREQUENCY: rows.map(({ orders }) => orders),
    MONETARY: rows.map(({ revenue }) => revenue),
  };
}

describe("rfmScore", () => {
  itWithData("reproduces the bounds and counts per score of rfm_data_orders (cran/rfm)", () => {
    const values = customers();
    const cuts = (axis: RfmAxis) => cutsOf(values[axis]).map((cut) => Number(cut.toFixed(4)));
    // Published as the first value of the next score, 1 more than the cut, as all values are whole.
    expect(cuts("RECENCY")).toEqual([115 - 1, 181 - 1, 297.4 - 1, 482 - 1]);
    expect(cuts("FREQUENCY")).toEqual([4 - 1, 5 - 1, 6 - 1, 8 - 1]);
    expect(cuts("MONETARY")).toEqual([255.8 - 1, 382 - 1, 506.4 - 1, 666 - 1]);
    const published = (axis: RfmAxis) => publishedCuts(values[axis]);
    const counts = (axis: RfmAxis): readonly number[] => {
      const scores = values[axis].map((value) => rfmScore(axis, value, published(axis)));
      return [1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length);
    };
    expect(counts("RECENCY")).toEqual([197, 200, 199, 199, 200]);
    expect(counts("FREQUENCY")).toEqual([268, 187, 176, 244, 120]);
    expect(counts("MONETARY")).toEqual([200, 200, 198, 202, 195]);
    const codes = values.RECENCY.map((_, person) =>
      rfmAxes.map((axis) => rfmScore(axis, values[axis][person]!, published(axis))).join(""),
    );
    expect(new Set(codes).size).toBe(92);
  });

  it("refuses cuts that are not four numbers upwards", () => {
    for (const cuts of [
      [1, 2, 3],
      [1, 3, 2, 4],
      [1, 2, 3, Number.NaN],
    ])
      expect(() => rfmScore("FREQUENCY", 1, cuts)).toThrow("Cuts must be the four quantiles of an axis, upwards");
  });
});

/** The bounds of the package's own example. */
const SEGMENTS = (
  [
    ["Champions", [4, 5], [4, 5], [4, 5]],
    ["Loyal Customers", [2, 5], [3, 5], [3, 5]],
    ["Potential Loyalist", [3, 5], [1, 3], [1, 3]],
    ["New Customers", [4, 5], [1, 1], [1, 1]],
    ["Promising", [3, 4], [1, 1], [1, 1]],
    ["Need Attention", [2, 3], [2, 3], [2, 3]],
    ["About To Sleep", [2, 3], [1, 2], [1, 2]],
    ["At Risk", [1, 2], [2, 5], [2, 5]],
    ["Can't Lose Them", [1, 1], [4, 5], [4, 5]],
    ["Lost", [1, 2], [1, 2], [1, 2]],
  ] as const
).map(([name, ...ranges]): RfmSegment => {
  const [RECENCY, FREQUENCY, MONETARY] = ranges.map(([min, max]) => ({ min, max }));
  return { name, scores: { RECENCY: RECENCY!, FREQUENCY: FREQUENCY!, MONETARY: MONETARY! } };
});

describe("rfmSegmentOf", () => {
  itWithData("reproduces the segments of rfm_data_orders with their orders and revenue (cran/rfm)", () => {
    const values = customers();
    const cuts = (axis: RfmAxis) => publishedCuts(values[axis]);
    const of = new Map(rfmAxes.map((axis) => [axis, cuts(axis)]));
    const found = new Map<string, readonly [customers: number, orders: number, revenue: number]>();
    for (const [person, orders] of values.FREQUENCY.entries()) {
      const score = (axis: RfmAxis): number => rfmScore(axis, values[axis][person]!, of.get(axis)!);
      const scores = { RECENCY: score("RECENCY"), FREQUENCY: score("FREQUENCY"), MONETARY: score("MONETARY") };
      const name = rfmSegmentOf(scores, SEGMENTS)?.name ?? "Others";
      const [people, allOrders, revenue] = found.get(name) ?? [0, 0, 0];
      found.set(name, [people + 1, allOrders + orders, revenue + values.MONETARY[person]!]);
    }
    expect(Object.fromEntries(found)).toEqual({
      Champions: [158, 1234, 120178],
      "Loyal Customers": [278, 1708, 166712],
      "Potential Loyalist": [229, 801, 65873],
      "About To Sleep": [50, 127, 10914],
      "At Risk": [86, 438, 44178],
      Lost: [111, 244, 20955],
      "Need Attention": [35, 144, 13287],
      Others: [48, 210, 22061],
    });
  });

  it("takes the first segment that holds all three scores", () => {
    const of = (RECENCY: number, FREQUENCY: number, MONETARY: number) =>
      rfmSegmentOf({ RECENCY, FREQUENCY, MONETARY }, SEGMENTS)?.name ?? null;
    expect([of(5, 4, 4), of(5, 3, 4), of(2, 2, 2), of(1, 1, 2), of(1, 1, 5)]).toEqual([
      "Champions",
      "Loyal Customers",
      "Need Attention",
      "Lost",
      null,
    ]);
  });

  it("refuses what is no score", () => {
    for (const FREQUENCY of [0, 6, 1.5, Number.NaN])
      expect(() => rfmSegmentOf({ RECENCY: 1, FREQUENCY, MONETARY: 1 }, SEGMENTS)).toThrow(
        `A score must be a whole number from 1 to 5, but FREQUENCY is ${FREQUENCY}; take it from rfmScore.`,
      );
  });
});

describe("valuesOfScores", () => {
  it("holds the values that score in the range, and no others", () => {
    const random = SeededRandom.fromSeed(20);
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: 30 }, () => random.integer(0, 12));
      const cuts = cutsOf(values);
      const axis = rfmAxes[random.integer(0, 2)]!;
      const min = random.integer(1, 5);
      const max = random.integer(min, 5);
      const { above, upTo } = valuesOfScores(axis, { min, max }, cuts);
      for (const value of values) {
        const score = rfmScore(axis, value, cuts);
        const isWithin = (above === null || value > above) && (upTo === null || value <= upTo);
        expect(isWithin).toBe(score >= min && score <= max);
      }
    }
  });

  it.each([
    [0, 3],
    [4, 6],
    [3, 2],
    [1.5, 2],
  ])("refuses the range %d to %d", (min, max) => {
    expect(() => valuesOfScores("MONETARY", { min, max }, [1, 2, 3, 4])).toThrow(
      `A range of scores must run upwards from 1 to 5, but got ${min} to ${max}; correct its ends.`,
    );
  });
});

describe("narrowestHalf", () => {
  it.each([
    [[0, 0, 0, 0, 0], null],
    [[0, 0, 7, 0, 0], { min: 3, max: 3 }],
    [[2, 2, 2, 2, 2], { min: 3, max: 5 }],
    [[5, 5, 0, 0, 0], { min: 2, max: 2 }],
    [[1, 3, 3, 1, 1], { min: 2, max: 3 }],
    [[10, 1, 1, 4, 4], { min: 1, max: 1 }],
  ])("of %p is %p", (counts, range) => {
    expect(narrowestHalf(counts)).toEqual(range);
  });

  it("refuses what is no count", () => {
    expect(() => narrowestHalf([1, -1])).toThrow("Customers by score must be whole numbers of at least 0");
  });
});
