import fc from "fast-check";
import { boundedSplit, type WantedAmount } from "../../../../src/engines/steering/bounded-split";

const line = (wanted: number, lower: bigint, upper: bigint): WantedAmount => ({ wanted, lower, upper });

describe("boundedSplit", () => {
  it("splits in the wanted proportion where no bound binds", () => {
    expect(boundedSplit(100n, [line(1, 0n, 100n), line(3, 0n, 100n)])).toEqual([25n, 75n]);
  });

  it("gives what a bounded line leaves to the others in their proportion", () => {
    expect(boundedSplit(100n, [line(1, 0n, 100n), line(1, 0n, 100n), line(8, 0n, 40n)])).toEqual([30n, 30n, 40n]);
    expect(boundedSplit(100n, [line(1, 40n, 100n), line(3, 0n, 100n)])).toEqual([40n, 60n]);
  });

  it("gives everybody the most where there is more", () => {
    expect(boundedSplit(100n, [line(1, 0n, 10n), line(3, 0n, 20n)])).toEqual([10n, 20n]);
  });

  it("keeps bounds and sum to the minor unit, and never favours a free line", () => {
    const any = fc.array(
      fc.record({
        wanted: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        lower: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        room: fc.bigInt({ min: 0n, max: 10n ** 7n }),
      }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(any, fc.double({ min: 0, max: 1.2, noNaN: true }), (given, share) => {
        const lines = given.map(({ wanted, lower, room }) => line(wanted, lower, lower + room));
        const [least, most] = [sum(lines.map(({ lower }) => lower)), sum(lines.map(({ upper }) => upper))];
        const total = least + BigInt(Math.floor(Number(most - least) * share));
        const amounts = boundedSplit(total, lines);
        expect(sum(amounts)).toBe(total < most ? total : most);
        const factors = lines.flatMap(({ wanted, lower, upper }, place) => {
          expect(amounts[place]! >= lower && amounts[place]! <= upper).toBe(true);
          return amounts[place]! > lower + 1n && amounts[place]! < upper - 1n
            ? [[Number(amounts[place]!), wanted]]
            : [];
        });
        // One unit of rounding at most on either side.
        for (const [amount, wanted] of factors)
          for (const [other, wish] of factors)
            expect(amount! * wish!).toBeLessThanOrEqual((other! + 1.001) * wanted! + 1.001 * wish!);
      }),
      { seed: 20251122, numRuns: 500 },
    );
  });
});

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);
