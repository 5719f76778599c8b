import { median } from "../../../../src/engines/numeric/median";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { breakoutOf } from "../../../../src/engines/search/breakout";
import { robustZ } from "../../../../src/engines/search/robust-z";

describe("robustZ", () => {
  it("is the modified z-score of Iglewicz & Hoaglin, by hand", () => {
    // Median 2.45; deviations .05 .05 .15 .15 .15 .15 .35 .35 5.75 5.85, so the MAD is .15: 5.75 / (1.4826 x .15).
    const sample = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3];
    const score = robustZ(8.2, sample)!;
    expect(score.z).toBeCloseTo(25.85548, 5);
    expect(score).toMatchObject({ median: expect.closeTo(2.45, 12), basis: "MEDIAN_DEVIATION" });
  });

  it("takes the mean deviation where more than half of the sample is one value", () => {
    // Median 0, MAD 0, mean deviation 5 / 5 = 1: 4 / 1.253314.
    expect(robustZ(4, [0, 0, 0, 0, 5])).toEqual({ z: 4 / 1.253314, median: 0, basis: "MEAN_DEVIATION" });
  });

  it("has no z where nothing ever varied, and is null without a sample", () => {
    expect(robustZ(4, [1, 1, 1])).toEqual({ z: null, median: 1, basis: "NONE" });
    expect(robustZ(4, [])).toBeNull();
  });

  it("does not move with what one day does, however far", () => {
    const calm = [1, 2, 3, 4, 5, 6, 7];
    expect(robustZ(9, [...calm.slice(0, -1), 7_000])!.z).toBe(robustZ(9, calm)!.z);
  });
});

describe("breakoutOf", () => {
  const flat = (days: number, count: number): readonly number[] => Array.from({ length: days }, () => count);

  it("compares the day with the same weekday before", () => {
    // Weeks of 9, 9, 9, 9, 9, 99, 99; two days break the rule a little, so growths are 0 but for ln 2 and -ln 2.
    const week = [9, 9, 9, 9, 9, 99, 99];
    const counts = [...week, 19, ...week.slice(1), ...week, ...week.slice(0, 5), 99];
    expect(breakoutOf(counts, 1)).toMatchObject({ count: 99, previous: 99, isBreakout: false });
    // 399 after 99: growth ln 4. Of 19 growths before it 17 are 0, one is ln 2 and one -ln 2: mean deviation 2 ln 2 / 19.
    const jump = breakoutOf([...counts.slice(0, -1), 399], 1);
    expect(jump).toMatchObject({ count: 399, previous: 99, basis: "MEAN_DEVIATION", isBreakout: true });
    expect(jump.z).toBeCloseTo(Math.log(4) / (1.253314 * ((2 * Math.LN2) / 19)), 9);
  });

  it("needs the volume, growth, and a z above 3.5", () => {
    const noisy = [10, 12, 9, 14, 8, 11, 10, 13, 9, 12, 10, 12, 9, 11, 12, 10, 13, 9, 11, 12];
    expect(breakoutOf([...noisy, 400], 50)).toMatchObject({ basis: "MEDIAN_DEVIATION", isBreakout: true });
    expect(breakoutOf([...noisy, 400], 401).isBreakout).toBe(false);
    const mild = breakoutOf([...noisy, 16], 1);
    expect(mild.z).toBeGreaterThan(0);
    expect(mild.z).toBeLessThan(3.5);
    expect(mild.isBreakout).toBe(false);
  });

  it("takes a word that was never searched before for a breakout at the floor, and no word that stays as it was", () => {
    expect(breakoutOf([...flat(35, 0), 50], 50)).toEqual({
      count: 50,
      previous: 0,
      z: null,
      median: 0,
      basis: "NONE",
      isBreakout: true,
    });
    expect(breakoutOf([...flat(35, 0), 49], 50).isBreakout).toBe(false);
    expect(breakoutOf(flat(36, 80), 50).isBreakout).toBe(false);
    expect(breakoutOf([...flat(35, 80), 60], 50).isBreakout).toBe(false);
  });

  it("agrees with the formula written out on random series", () => {
    const random = SeededRandom.fromSeed(7);
    for (let round = 0; round < 200; round++) {
      const counts = Array.from({ length: random.integer(9, 50) }, () => random.integer(0, 30));
      const growth = (day: number): number => Math.log(counts[day]! + 1) - Math.log(counts[day - 7]! + 1);
      const before = counts.flatMap((_, day) => (day >= 7 && day < counts.length - 1 ? growth(day) : []));
      const centre = median(before)!;
      const spread = 1.4826 * median(before.map((each) => Math.abs(each - centre)))!;
      if (spread < 1e-9) continue;
      const z = (growth(counts.length - 1) - centre) / spread;
      const found = breakoutOf(counts, 5);
      expect(found.z).toBeCloseTo(z, 6);
      expect(found.isBreakout).toBe(z > 3.5 && counts.at(-1)! >= 5 && growth(counts.length - 1) > 0);
    }
  });

  it("refuses a series without a growth to compare with", () => {
    expect(() => breakoutOf(flat(8, 1), 1)).toThrow(
      "Daily counts must be of at least 9 days but got 8; growth looks 7 days back.",
    );
  });
});
