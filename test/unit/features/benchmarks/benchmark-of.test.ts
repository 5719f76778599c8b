import fc from "fast-check";
import { benchmarkOf, MIN_PEERS } from "../../../../src/features/benchmarks/benchmark-of";

/** The first value against the rest. */
const first = (...values: readonly (number | null)[]) => benchmarkOf(values)[0]!;

describe("benchmarkOf", () => {
  it("puts A3 38 % and A4 41 % above the TOP mean (capabilities 1.3, V69)", () => {
    const a3 = first(138, 90, 100, 110, 40, 60);
    expect(a3).toEqual({
      own: 138,
      peers: 5,
      standing: {
        industryMean: 80,
        topMean: 100,
        topCount: 3,
        // The mean of the best five is that of all, which is told anyway.
        widerTops: [{ count: 5, mean: 80 }],
        // Squares of 10, 20, 30, -40, -20 sum to 3,400; divided by 4 they are 850.
        peerDeviation: Math.sqrt(850),
        percentile: 1,
        rank: 1,
      },
    });
    const a4 = first(282, 190, 200, 210, 0, 0);
    expect(a4.standing?.topMean).toBe(200);
    expect([138 / a3.standing!.topMean - 1, 282 / a4.standing!.topMean - 1]).toEqual([
      expect.closeTo(0.38, 12),
      expect.closeTo(0.41, 12),
    ]);
  });

  it("takes the own value out of the mean, the TOP mean and the deviation", () => {
    const values = [1_000_000, 10, 20, 30, 40, 50];
    expect(benchmarkOf(values)[0]?.standing).toMatchObject({ industryMean: 30, topMean: 40 });
    expect(benchmarkOf(values)[1]?.standing).toMatchObject({ industryMean: 200_028, topMean: 1_000_090 / 3, rank: 6 });
  });

  it("tells the means of the best 3, 5 and 10 only where no two told sums differ by one rival alone", () => {
    const topsOf = (peers: number) => {
      const { widerTops } = first(0, ...Array.from({ length: peers }, (_, n) => n + 1)).standing!;
      return widerTops.map(({ count, mean }) => [count, mean]);
    };
    expect(topsOf(5)).toEqual([[5, 3]]);
    expect(topsOf(6)).toEqual([]);
    // The best five of 1 to 7 are 3 to 7.
    expect(topsOf(7)).toEqual([[5, 5]]);
    expect(topsOf(10)).toEqual([
      [5, 8],
      [10, 5.5],
    ]);
    expect(topsOf(11)).toEqual([[5, 9]]);
    expect(topsOf(12)).toEqual([
      [5, 10],
      [10, 7.5],
    ]);
  });

  it("answers no figure of four peers, and says how many there are", () => {
    expect(first(5, 1, 2, 3, 4)).toEqual({ own: 5, peers: 4, standing: null });
    expect(first(5, 1, 2, 3, 4, null)).toEqual({ own: 5, peers: 4, standing: null });
    expect(first(5, 1, 2, 3, 4, 6).peers).toBe(MIN_PEERS);
  });

  it("compares a brand without a value with nobody, and nobody with it", () => {
    const [own, ...others] = benchmarkOf([null, 1, 2, 3, 4, 5]);
    expect(own).toMatchObject({ own: null, peers: 5, standing: { industryMean: 3, percentile: null, rank: null } });
    expect(others.map(({ peers }) => peers)).toEqual([4, 4, 4, 4, 4]);
  });

  it("ranks densely over peers and own, equal values sharing a rank, and counts equal peers half in the percentile", () => {
    const standings = benchmarkOf([30, 50, 50, 30, 10, 30]).map(({ standing }) => [
      standing!.rank,
      standing!.percentile,
    ]);
    expect(standings).toEqual([
      // Below 30: one of five; equal: two of five, half of them.
      [2, 0.4],
      [1, 0.9],
      [1, 0.9],
      [2, 0.4],
      [3, 0],
      [2, 0.4],
    ]);
  });

  it("knows equal peers as equal: the mean is their value and the deviation 0", () => {
    // Divided out, the mean of six times 0.1 is 0.09999999999999999.
    expect(first(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1).standing).toMatchObject({
      industryMean: 0.1,
      topMean: 0.1,
      peerDeviation: 0,
      percentile: 0.5,
      rank: 1,
    });
  });

  it("answers nobody's benchmark for no brands", () => {
    expect(benchmarkOf([])).toEqual([]);
  });

  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant(null)), { maxLength: 12 });

  it("does not depend on the order of the brands", () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (brands, keys) => {
        const order = brands.map((_, index) => index).sort((a, b) => keys[a]! - keys[b]! || a - b);
        const shuffled = benchmarkOf(order.map((index) => brands[index]!));
        const straight = benchmarkOf(brands);
        order.forEach((index, position) => {
          const { standing, ...rest } = shuffled[position]!;
          const { standing: expected, ...others } = straight[index]!;
          expect(rest).toEqual(others);
          const { widerTops, ...numbers } = expected ?? {};
          for (const [key, value] of Object.entries(numbers))
            expect(standing![key as "rank"]).toEqual(value === null ? null : expect.closeTo(value, 9));
          expect(standing?.widerTops).toEqual(
            widerTops?.map(({ count, mean }) => ({ count, mean: expect.closeTo(mean, 9) })),
          );
        });
      }),
    );
  });

  it("keeps mean <= TOP mean <= largest peer, the percentile in [0, 1] and the rank at most the number of brands", () => {
    fc.assert(
      fc.property(values, (brands) => {
        benchmarkOf(brands).forEach(({ own, peers, standing }, position) => {
          expect(standing === null).toBe(peers < MIN_PEERS);
          if (!standing) return;
          const others = brands.filter((value, other): value is number => other !== position && value !== null);
          expect(standing.industryMean).toBeLessThanOrEqual(standing.topMean + 1e-9);
          expect(standing.topMean).toBeLessThanOrEqual(Math.max(...others) + 1e-9);
          expect(standing.rank === null).toBe(own === null);
          if (own === null) return;
          expect(standing.percentile).toBeGreaterThanOrEqual(0);
          expect(standing.percentile).toBeLessThanOrEqual(1);
          expect(standing.rank).toBeLessThanOrEqual(peers + 1);
          expect(standing.rank === 1).toBe(others.every((value) => value <= own));
        });
      }),
    );
  });
});
