import fc from "fast-check";
import { log, michaelisMenten, money, plan, request } from "./requests";

describe("closed forms of references 3.5, in yuan", () => {
  it("splits 100 over logarithmic lines a (3, 1), b (10, 20): 87.50 and 12.50, response 7.3173096708", () => {
    const { lines, certificate, total, currencyCode } = plan(
      request("100", { curve: log("3", "10") }, { curve: log("1", "20") }),
    );
    expect(lines.map(({ amount }) => amount)).toEqual([8_750n, 1_250n]);
    expect(lines.reduce((sum, { expected }) => sum + expected, 0).toFixed(10)).toBe("7.3173096708");
    // a / (b + x): 3 / 97.5 = 1 / 32.5 a yuan on both lines.
    expect(lines.map(({ marginalReturn, bound }) => [marginalReturn.toFixed(12), bound])).toEqual([
      [(1 / 32.5).toFixed(12), "NONE"],
      [(1 / 32.5).toFixed(12), "NONE"],
    ]);
    expect(certificate.optimalityGap).toBe(0);
    // The equal split brings 3 ln 6 + ln 3.5.
    expect(certificate.gainOverEqualSplit).toBeCloseTo(7.3173096708 - 3 * Math.log(6) - Math.log(3.5), 9);
    expect(certificate.gainOverCurrent).toBeNull();
    // The last fen of the total: 1 / 32.5 a yuan to within what a fen changes.
    expect(certificate.shadowPrices).toEqual([{ constraint: "total", price: expect.closeTo(1 / 32.5, 5) }]);
    expect([total, currencyCode]).toEqual([10_000n, "CNY"]);
  });

  it("splits 100 over Michaelis-Menten lines maximum (100, 60), half saturation (50, 20): 64.10 and 35.90", () => {
    const { lines, certificate } = plan(
      request("100", { curve: michaelisMenten("100", "50") }, { curve: michaelisMenten("60", "20") }),
    );
    expect(lines.map(({ amount }) => amount)).toEqual([6_410n, 3_590n]);
    expect(lines.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(94.711885379, 6);
    expect(certificate.shadowPrices[0]!.price).toBeCloseTo(0.3840477331, 4);
    expect(certificate.gainOverEqualSplit).toBeCloseTo(94.711885379 - 92.857142857, 6);
  });
});

describe("planBudget", () => {
  it("keeps bounds, says which of them hold a line and what they cost", () => {
    const { lines, certificate } = plan(
      request("100", { curve: log("3", "10"), upper: money("60") }, { curve: log("1", "20"), lower: money("10.00") }),
    );
    expect(lines.map(({ amount, bound }) => [amount, bound])).toEqual([
      [6_000n, "UPPER"],
      [4_000n, "NONE"],
    ]);
    // One yuan brings 1/60 on line 1; on line 0, could it take more, 3/70.
    expect(certificate.shadowPrices).toEqual([
      { constraint: "total", price: expect.closeTo(1 / 60, 5) },
      { constraint: "lines.0.upper", price: expect.closeTo(3 / 70 - 1 / 60, 5) },
    ]);
  });

  it("says LOWER of a line that gets nothing, and never UPPER of a line without an upper bound", () => {
    const { lines, certificate } = plan(request("1", { curve: log("3", "10") }, { curve: log("1", "2000") }));
    expect(lines.map(({ amount, bound }) => [amount, bound])).toEqual([
      [100n, "NONE"],
      [0n, "LOWER"],
    ]);
    expect(certificate.shadowPrices.map(({ constraint }) => constraint)).toEqual(["total", "lines.1.lower"]);
  });

  it("compares with current amounts, also of another total", () => {
    const { certificate } = plan(
      request(
        "100",
        { curve: log("3", "10"), current: money("50") },
        { curve: log("1", "20"), current: money("20.00") },
      ),
    );
    expect(certificate.gainOverCurrent).toBeCloseTo(7.3173096708 - 3 * Math.log(6) - Math.log(2), 9);
  });

  it.each([
    ["JPY", "100", 1n],
    ["CNY", "100.00", 100n],
    ["TND", "100.000", 1_000n],
  ])("works in the minor units of %s", (currencyCode, amount, minorPerMajor) => {
    const asked = request("100", { curve: log("3", "10") }, { curve: log("1", "20") });
    const { lines, total } = plan({ ...asked, total: money(amount, currencyCode) }, currencyCode);
    expect(total).toBe(100n * minorPerMajor);
    // 87.5 and 12.5; the last whole yen brings 3 ln(98/97) = .030769 on line 0 and ln(33/32) = .030772 on line 1.
    const first = minorPerMajor === 1n ? 87n : (175n * minorPerMajor) / 2n;
    expect(lines.map((line) => line.amount)).toEqual([first, total - first]);
    expect(lines[0]!.marginalReturn).toBeCloseTo(1 / 32.5, 3);
  });

  it("splits 10^12 fen over 1,000 lines to the fen", () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => ({ curve: log(String(1 + index), "1000") }));
    const planned = plan(request("10000000000.00", ...lines));
    expect(planned.lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(10n ** 12n);
  });

  it("spends the total to the minor unit within the bounds and never less well than the equal split", () => {
    const line = fc
      .record({
        a: fc.integer({ min: 1, max: 99 }),
        b: fc.integer({ min: 1, max: 9_999 }),
        lower: fc.nat(500),
        room: fc.nat(5_000),
      })
      .map(({ a, b, lower, room }) => ({
        curve: log(String(a), String(b)),
        lower: money((lower / 100).toFixed(2)),
        upper: money(((lower + room) / 100).toFixed(2)),
        sums: [lower, lower + room] as const,
      }));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lines, share) => {
          const [least, most] = [0, 1].map((end) => lines.reduce((sum, { sums }) => sum + sums[end]!, 0)) as [
            number,
            number,
          ];
          const total = Math.max(1, Math.round(least + (most - least) * share));
          fc.pre(total <= most);
          const planned = plan(request((total / 100).toFixed(2), ...lines.map(({ sums: _, ...given }) => given)));
          expect(planned.lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(BigInt(total));
          planned.lines.forEach(({ amount, lower, upper }) => {
            expect(amount >= lower! && amount <= upper!).toBe(true);
          });
          expect(planned.certificate.gainOverEqualSplit).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
    );
  });
});
