import fc from "fast-check";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable } from "../../../../src/engines/attribution/journey-table";
import { sampledShapley } from "../../../../src/engines/attribution/sampled-shapley";
import { analyseShapley } from "../../../../src/engines/attribution/shapley";
import { shapleyValues } from "../../../../src/engines/attribution/shapley-values";
import { arbitraryJourneys, conversionsByKey, journeysOf, overRows, plainModels } from "./journeys";

/** Coalitions by the names of their players, as published. */
function worthOf(players: string, published: Readonly<Record<string, number>>): Float64Array {
  const worth = new Float64Array(2 ** players.length);
  for (const [coalition, value] of Object.entries(published))
    worth[[...coalition].reduce((mask, player) => mask | (1 << players.indexOf(player)), 0)] = value;
  return worth;
}

describe("Shapley values of published games", () => {
  it("S2: O 7 F 6 D 4 OF 15 OD 7 FD 9 OFD 19 gives 23/3, 49/6, 19/6 (Clearcode/DP6)", () => {
    const values = shapleyValues(3, worthOf("OFD", { O: 7, F: 6, D: 4, OF: 15, OD: 7, FD: 9, OFD: 19 }));
    expect(values).toEqual([23 / 3, 49 / 6, 19 / 6].map((value) => expect.closeTo(value, 12)));
  });

  it("S4: {a:4, a>b:6} gives 7 and 3; a>b>c>d 10 gives 2.5 each (eeghor/mta)", () => {
    const { credit } = overRows(plainModels.EQUAL_SPLIT);
    expect(conversionsByKey(credit(journeysOf(["a", 4, 0], ["a > b", 6, 0])))).toEqual({ a: 7, b: 3 });
    expect(conversionsByKey(credit(journeysOf(["a > b > c > d", 10, 0])))).toEqual({ a: 2.5, b: 2.5, c: 2.5, d: 2.5 });
    expect(shapleyValues(2, worthOf("ab", { a: 4, ab: 10 }))).toEqual([7, 3]);
  });
});

const arbitraryWorth = fc
  .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 16, maxLength: 16 })
  .map((worth) => {
    const game = Float64Array.from(worth);
    game[0] = 0;
    return game;
  });

/** References 3.4, row S5. */
describe("Shapley values of any game", () => {
  it("sum to what all players are worth", () => {
    fc.assert(
      fc.property(arbitraryWorth, (worth) => {
        expect(shapleyValues(4, worth).reduce((sum, value) => sum + value, 0)).toBeCloseTo(worth[15]!, 9);
      }),
    );
  });

  it("add up over games", () => {
    fc.assert(
      fc.property(arbitraryWorth, arbitraryWorth, (first, second) => {
        const together = shapleyValues(
          4,
          first.map((value, index) => value + second[index]!),
        );
        const [a, b] = [shapleyValues(4, first), shapleyValues(4, second)];
        together.forEach((value, player) => {
          expect(value).toBeCloseTo(a[player]! + b[player]!, 9);
        });
      }),
    );
  });

  it("are 0 for a player who adds nothing, and equal for players who add the same", () => {
    fc.assert(
      fc.property(arbitraryWorth, (worth) => {
        const idle = worth.map((_, coalition) => worth[coalition & 0b0111]!);
        expect(shapleyValues(4, idle)[3]).toBeCloseTo(0, 12);
        const swapped = (coalition: number): number =>
          (coalition & 0b1100) | ((coalition & 1) << 1) | ((coalition >> 1) & 1);
        const even = worth.map((value, coalition) => value + worth[swapped(coalition)]!);
        const [first, second] = shapleyValues(4, even);
        expect(first).toBeCloseTo(second!, 9);
      }),
    );
  });
});

/** The game by its definition: every journey is cut to the coalition and converts as the journeys that met exactly the rest do. */
function slowWorth(journeys: readonly Journey[], channels: readonly string[]): Float64Array {
  const setOf = (touches: readonly string[]): number =>
    touches.reduce((mask, channel) => mask | (1 << channels.indexOf(channel)), 0);
  const rate = (mask: number): number => {
    const exactly = journeys.filter(({ touches }) => setOf(touches) === mask);
    const people = exactly.reduce((sum, { conversions, nulls }) => sum + Number(conversions + nulls), 0);
    return people === 0 ? 0 : exactly.reduce((sum, { conversions }) => sum + Number(conversions), 0) / people;
  };
  return Float64Array.from({ length: 2 ** channels.length }, (_, coalition) =>
    journeys.reduce(
      (sum, { touches, conversions, nulls }) => sum + Number(conversions + nulls) * rate(setOf(touches) & coalition),
      0,
    ),
  );
}

describe("the Shapley model", () => {
  it("is the Shapley value of its game", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const table = journeyTable(journeys);
        const expected = shapleyValues(table.channels.length, slowWorth(journeys, table.channels));
        analyseShapley(table, 1).values.forEach((value, channel) => {
          expect(value).toBeCloseTo(expected[channel]!, 8);
        });
      }),
      { numRuns: 50 },
    );
  });

  it("counts people who did not convert", () => {
    // Rates: a 1/2, b 1/4, ab 3/4. Alone a brings 2, b 1. The 4 of ab: without b 2, without a 1, so a adds (2 + 2) / 2 = 2, b 1.
    const { values } = analyseShapley(journeyTable(journeysOf(["a", 2, 2], ["b", 1, 3], ["a > b", 3, 1])), 1);
    expect(values).toEqual([expect.closeTo(4, 12), expect.closeTo(2, 12)]);
  });

  it("says how far a channel holds conversions back, and credits it nothing then", () => {
    // Rates: a 1/2, ab 1/4 and b unknown, so 0. The 4 of ab: a adds (2 + 1) / 2, b (0 - 1) / 2.
    const { values, credits } = analyseShapley(journeyTable(journeysOf(["a", 2, 2], ["a > b", 1, 3])), 1);
    expect(values).toEqual([expect.closeTo(3.5, 12), expect.closeTo(-0.5, 12)]);
    expect(conversionsByKey(credits)).toEqual({ a: 3, b: 0 });
  });

  it("samples within its stated error, and the same again with the same seed", () => {
    const journeys = journeysOf(
      ["a", 20, 80],
      ["b", 10, 90],
      ["a > b", 60, 40],
      ["c > a", 30, 70],
      ["c > b > a", 50, 50],
      ["c", 0, 500],
    );
    const table = journeyTable(journeys);
    const exact = analyseShapley(table, 1);
    expect(exact.standardError).toBeNull();
    const sampled = sampledShapley(table, 7);
    sampled.values.forEach((value, channel) => {
      expect(sampled.standardErrors[channel]).toBeLessThan(0.01 * 170);
      expect(Math.abs(value - exact.values[channel]!)).toBeLessThan(4 * sampled.standardErrors[channel]! + 1e-9);
    });
    expect(sampledShapley(table, 7)).toEqual(sampled);
    expect(sampledShapley(table, 8)).not.toEqual(sampled);
  });

  it("samples more than 16 channels and still credits every conversion", () => {
    const names = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
    const journeys = journeysOf(
      ...names.map((name, index) => [`${name} > ${names[(index + 7) % 24]}`, index + 1, 10] as const),
    );
    const { standardError, credits } = analyseShapley(journeyTable(journeys), 1);
    expect(standardError).toBeGreaterThan(0);
    expect(credits.reduce((sum, { conversionMillionths }) => sum + conversionMillionths, 0n)).toBe(300_000_000n);
  });
});
