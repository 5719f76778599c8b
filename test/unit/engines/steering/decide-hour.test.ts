import fc from "fast-check";
import { decideHour, type HourInput } from "../../../../src/engines/steering/decide-hour";
import type { SteeredLine } from "../../../../src/engines/steering/line";

const fact = (outcomes: number, change: object = {}) => ({ age: 3, spend: 1_000, budget: 1_000, outcomes, ...change });
const line = (outcomes: number, change: Partial<SteeredLine> = {}): SteeredLine => ({
  ...{ level: 1_000n, planned: 1_000n, floor: 0n, ceiling: null, isFrozen: false },
  facts: Array.from({ length: 24 }, () => fact(outcomes)),
  ...change,
});
const input = (lines: readonly SteeredLine[], change: Partial<HourInput> = {}): HourInput => ({
  ...{ seed: 1, left: BigInt(lines.length) * 10_000n, weightLeft: 10_000, maxStep: 0.2, halfLife: 48, lines },
  ...change,
});
const levelsOf = (given: HourInput): readonly (readonly [bigint, string])[] =>
  decideHour(given).lines.map(({ level, limit }) => [level, limit]);

describe("decideHour", () => {
  it("moves money to the higher yield by the cap per step", () => {
    expect(levelsOf(input([line(100), line(10)]))).toEqual([
      [1_200n, "STEP"],
      [800n, "STEP"],
    ]);
  });

  it("gives what a line cannot spend to the others", () => {
    const half = { facts: Array.from({ length: 24 }, () => fact(100, { spend: 500 })) };
    expect(levelsOf(input([line(100, half), line(10)], { left: 22_000n }))).toEqual([
      [1_000n, "CANNOT_SPEND"],
      [1_200n, "STEP"],
    ]);
  });

  it("keeps a ceiling before the cap per step, and comes back to a floor by steps", () => {
    expect(levelsOf(input([line(100, { ceiling: 500n }), line(10, { floor: 1_500n })]))).toEqual([
      [500n, "CEILING"],
      [1_200n, "FLOOR"],
    ]);
  });

  it("keeps the total before everything, and frozen lines before the others", () => {
    const lines = [line(100, { isFrozen: true }), line(10), line(10)];
    expect(levelsOf(input(lines, { left: 15_000n }))).toEqual([
      [1_000n, "FROZEN"],
      [250n, "TOTAL"],
      [250n, "TOTAL"],
    ]);
    expect(levelsOf(input(lines, { left: 5_000n })).map(([level]) => level)).toEqual([500n, 0n, 0n]);
    expect(levelsOf(input(lines, { left: -1n })).map(([level]) => level)).toEqual([0n, 0n, 0n]);
  });

  it("holds a line without facts", () => {
    expect(levelsOf(input([line(100, { facts: [] }), line(10)]))).toEqual([
      [1_000n, "NO_FACTS"],
      [1_000n, "NONE"],
    ]);
  });

  it("lets a line come back from nothing", () => {
    const [[level]] = levelsOf(input([line(100, { level: 0n, facts: [fact(50)] }), line(10)])) as [[bigint, string]];
    expect(level).toBe(20n);
  });

  it("gives the same levels for the same input, others for another seed", () => {
    const close = input([line(10), line(11), line(9)]);
    expect(decideHour(close)).toEqual(decideHour(close));
    const draws = (seed: number) => decideHour({ ...close, seed }).lines.map(({ drawnYield }) => drawnYield);
    expect(draws(1)).not.toEqual(draws(2));
  });

  it("never passes the total, a frozen line, a ceiling or a step, whatever it is given", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    const facts = fc.array(
      fc.record({
        age: fc.integer({ min: 0, max: 200 }),
        spend: fc.integer({ min: 0, max: 1e6 }),
        budget: fc.integer({ min: 0, max: 1e6 }),
        outcomes: fc.integer({ min: 0, max: 1e5 }),
      }),
      { maxLength: 5 },
    );
    const anyLine = fc
      .record({
        level: amount,
        planned: amount,
        floor: amount,
        above: fc.option(amount),
        isFrozen: fc.boolean(),
        facts,
      })
      .map(({ above, ...rest }) => ({ ...rest, ceiling: above === null ? null : rest.floor + above }));
    const inputs = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      left: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }),
      weightLeft: fc.integer({ min: 1, max: 2_000_000 }),
      maxStep: fc.double({ min: 0.01, max: 1, noNaN: true }),
      halfLife: fc.constant(48),
      lines: fc.array(anyLine, { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(inputs, (given) => {
        const { target, lines } = decideHour(given);
        const sum = lines.reduce((all, { level }) => all + level, 0n);
        expect(sum <= target).toBe(true);
        expect(target * BigInt(given.weightLeft) <= (given.left < 0n ? 0n : given.left) * 1_000n).toBe(true);
        const equal = Number(target) / lines.length / 10;
        for (const [place, { level, limit }] of lines.entries()) {
          const before = given.lines[place]!;
          if (limit === "TOTAL") continue;
          const isPassed = sum === target && before.isFrozen && level < before.level;
          if (before.isFrozen && !isPassed) expect(level).toBe(before.level);
          if (before.isFrozen || before.facts.length === 0) continue;
          if (before.ceiling !== null) expect(level <= before.ceiling).toBe(true);
          expect(Number(level - before.level)).toBeLessThanOrEqual(
            given.maxStep * Math.max(Number(before.level), equal) + 1e-6,
          );
          if (before.ceiling === null || before.level <= before.ceiling)
            expect(Number(before.level - level)).toBeLessThanOrEqual(
              given.maxStep * Math.max(Number(before.level), equal) + 1e-6,
            );
        }
      }),
      { seed: 20251122, numRuns: 500 },
    );
  });

  it("refuses a plan without hours", () => {
    expect(() => decideHour(input([line(1)], { weightLeft: 0 }))).toThrow(
      "weightLeft must be a whole number above 0 but got 0; the plan has ended.",
    );
  });
});
