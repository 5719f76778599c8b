import { bestCombination, type Combination } from "../../../../src/engines/matching/best-combination";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

/** Every selection, by trying all. */
function everySelection(crowds: number, combinations: readonly Combination[]): readonly (readonly Combination[])[] {
  let selections: readonly (readonly Combination[])[] = [[]];
  for (let crowd = 0; crowd < crowds; crowd++)
    selections = selections.flatMap((selection) => [
      selection,
      ...combinations
        .filter((one) => one.crowd === crowd && selection.every(({ product }) => product !== one.product))
        .map((one) => [...selection, one]),
    ]);
  return selections;
}

const totalOf = (selection: readonly Combination[]): number => selection.reduce((sum, { value }) => sum + value, 0);

describe("bestCombination", () => {
  it("is the best and the second of all selections, by trying all", () => {
    const random = SeededRandom.fromSeed(33);
    for (let round = 0; round < 60; round++) {
      const crowds = random.integer(1, 4);
      const combinations = Array.from({ length: random.integer(1, 14) }, () => ({
        crowd: random.integer(0, crowds - 1),
        product: random.integer(0, 3),
        channel: ["JD", "DOUYIN"][random.integer(0, 1)]!,
        value: random.integer(1, 1000),
      }));
      const totals = everySelection(crowds, combinations)
        .map(totalOf)
        .sort((a, b) => b - a);
      const { chosen, total, runnerUpTotal } = bestCombination(crowds, combinations);
      expect(total).toBe(totals[0]);
      expect(totalOf(chosen)).toBe(total);
      expect(runnerUpTotal).toBe(totals[1]);
      expect(new Set(chosen.map(({ product }) => product)).size).toBe(chosen.length);
      expect(new Set(chosen.map(({ crowd }) => crowd)).size).toBe(chosen.length);
    }
  });

  it("gives a product to the crowd that has no other, where that brings more in all", () => {
    const combination = (crowd: number, product: number, value: number) => ({ crowd, product, channel: "JD", value });
    const { chosen, total, runnerUpTotal } = bestCombination(2, [
      combination(0, 0, 100),
      combination(0, 1, 90),
      combination(1, 0, 80),
    ]);
    expect(chosen.map(({ crowd, product }) => [crowd, product])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect([total, runnerUpTotal]).toEqual([170, 100]);
  });

  it("of nothing is nothing, without a runner-up", () => {
    expect(bestCombination(3, [])).toEqual({ chosen: [], total: 0, runnerUpTotal: null });
  });

  it("refuses too many crowds, unknown ones and values that are none", () => {
    expect(() => bestCombination(9, [])).toThrow("Crowds must be 0 to 8, but got 9; choose fewer.");
    expect(() => bestCombination(1, [{ crowd: 1, product: 0, channel: "JD", value: 1 }])).toThrow("crowd below 1");
    expect(() => bestCombination(1, [{ crowd: 0, product: 0, channel: "JD", value: Number.NaN }])).toThrow(
      "at least 0",
    );
  });
});
