import { type CountedHour, tellableOutcomes } from "../../../../src/engines/steering/tellable-outcomes";

const hour = (spend: number, people: readonly number[], outcomes = people.length): CountedHour => ({
  ...{ spend, people, outcomes },
});
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe("outcomes of hours without telling of few people", () => {
  it("takes hours together until enough people are behind them, and the last ones with those before", () => {
    const hours = [hour(10, [1, 2]), hour(30, [2, 3]), hour(10, [4, 5, 6]), hour(5, [7])];
    // People 1, 2, 3 over 40 of spend with 4 outcomes; then 4 to 7 over 15 with 4.
    expect(tellableOutcomes(hours, 3)).toEqual({
      outcomes: [1, 3, expect.closeTo(8 / 3, 12), expect.closeTo(4 / 3, 12)],
      isTold: true,
    });
  });

  it("tells the same whatever single people did in which of the hours of a block", () => {
    const one = [hour(10, [1, 2, 3]), hour(10, []), hour(10, [4])];
    const other = [hour(10, [1]), hour(10, [2]), hour(10, [3, 4])];
    expect(tellableOutcomes(one, 4)).toEqual(tellableOutcomes(other, 4));
  });

  it("counts a line with too few people as the most that this can be, whether it has any or none", () => {
    const told = { outcomes: [1, 3], isTold: false };
    expect(tellableOutcomes([hour(10, []), hour(30, [])], 5)).toEqual(told);
    expect(tellableOutcomes([hour(10, [1, 2]), hour(30, [3, 4])], 5)).toEqual(told);
  });

  it("counts one person once, however often it brings something", () => {
    const same = [hour(10, [1], 6), hour(10, [1], 6)];
    expect(tellableOutcomes(same, 2)).toMatchObject({ isTold: false });
  });

  it("spreads evenly over hours in which nothing was spent", () => {
    expect(tellableOutcomes([hour(0, [1]), hour(0, [2, 3])], 3).outcomes).toEqual([1.5, 1.5]);
  });

  it("leaves hours as they are where nothing is withheld, and loses nothing elsewhere", () => {
    const hours = Array.from({ length: 40 }, (_, at) => hour(at % 7, [at % 11, at % 5], 1 + (at % 3)));
    expect(tellableOutcomes(hours, 1).outcomes).toEqual(hours.map(({ outcomes }) => outcomes));
    for (const smallest of [2, 5, 10])
      expect(sum(tellableOutcomes(hours, smallest).outcomes)).toBeCloseTo(
        sum(hours.map(({ outcomes }) => outcomes)),
        9,
      );
  });

  it("has nothing to say of no hours", () => {
    expect(tellableOutcomes([], 10)).toEqual({ outcomes: [], isTold: false });
  });
});
