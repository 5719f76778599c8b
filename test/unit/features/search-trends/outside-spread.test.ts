import { RoaringBitmap32 } from "roaring";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { showSpread, spreadByDay } from "../../../../src/features/search-trends/outside-spread";

const FIT = { days: { from: "2025-01-04", to: "2025-01-09" }, length: 5 };
const days = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `day ${index}`);

describe("spreadByDay", () => {
  it("counts everybody on the first day and on no other", () => {
    const met = new Map([
      ["day 0", new RoaringBitmap32([1, 2, 9])],
      ["day 2", new RoaringBitmap32([2, 3, 4])],
    ]);
    const known = { before: new RoaringBitmap32([9]), assets: new RoaringBitmap32([1, 4]) };
    expect(spreadByDay(days(3), met, known)).toEqual([
      { day: "day 0", people: 2n, outsidePeople: 1n },
      { day: "day 1", people: 0n, outsidePeople: 0n },
      { day: "day 2", people: 2n, outsidePeople: 1n },
    ]);
  });
});

describe("showSpread", () => {
  it("tells all where nothing is withheld", () => {
    const counts = days(6).map((day, index) => ({ day, people: BigInt(2 * index), outsidePeople: BigInt(index) }));
    const shown = showSpread(counts, FIT, { threshold: 1, roundingBase: 1 });
    expect(shown).toMatchObject({ people: 30n, outsidePeople: 15n, speed: 3, doublingReason: null });
    expect(shown.points).toEqual(counts);
  });

  it("never tells a small count, nor all but one of what adds up to a told sum", () => {
    const random = SeededRandom.fromSeed(5);
    for (let round = 0; round < 40; round++) {
      const counts = days(random.integer(5, 12)).map((day) => {
        const outsidePeople = random.integer(0, 12);
        return { day, people: BigInt(outsidePeople + random.integer(0, 12)), outsidePeople: BigInt(outsidePeople) };
      });
      const shown = showSpread(counts, FIT, { threshold: 5, roundingBase: 1 });
      for (const side of ["people", "outsidePeople"] as const) {
        const told = shown.points.map((point) => point[side]);
        for (const count of told) expect(count === null || count === 0n || count >= 5n).toBe(true);
        const left = counts.reduce((sum, count, index) => (told[index] === null ? sum + count[side] : sum), 0n);
        if (shown[side] !== null) expect(left === 0n || left >= 5n).toBe(true);
        if (shown[side] !== null) expect(told.filter((count) => count === null)).not.toHaveLength(1);
      }
      for (const [index, point] of shown.points.entries()) {
        const inside = counts[index]!.people - counts[index]!.outsidePeople;
        if (point.people !== null && point.outsidePeople !== null) expect(inside === 0n || inside >= 5n).toBe(true);
      }
    }
  });

  it("weighs the longest window in time", () => {
    const random = SeededRandom.fromSeed(6);
    const counts = days(62).map((day) => ({
      day,
      people: BigInt(random.integer(40, 90)),
      outsidePeople: BigInt(random.integer(0, 40)),
    }));
    const shown = showSpread(counts, FIT, { threshold: 50, roundingBase: 10 });
    expect(shown.points).toHaveLength(62);
  });
});
