import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { narrowestHalf } from "../../../../src/engines/customer-value/narrowest-half";
import { type RfmAxis, rfmAxes, rfmScore, valuesOfScores } from "../../../../src/engines/customer-value/rfm";
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
    // The package counts a value up to 1 above a cut to the lower score: for one customer, 297 days after the last order, that matters.
    const published = (axis: RfmAxis) => cuts(axis).map((cut) => Math.ceil(cut + 1) - 1);
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
