import fc from "fast-check";
import { BANDS_TO_ONE, denseRank, type Fraction, marginBand } from "../../../../src/features/market/rank-margin";

const count = (numerator: number | bigint): Fraction => ({ numerator: BigInt(numerator), denominator: 1n });
const rate = (numerator: number, denominator: number): Fraction => ({
  numerator: BigInt(numerator),
  denominator: BigInt(denominator),
});

describe("marginBand", () => {
  it.each([
    ["a lead of a fifth, at the edge of its band", 120, [100, 50], 4n],
    ["a lead just below it", 119, [100, 50], 3n],
    ["a tie of the first two", 100, [100, 50], 0n],
    ["a lag of a hair", 99, [100, 50], -1n],
    ["a lag of a twentieth", 95, [100, 50], -1n],
    ["a lag of a little more", 94, [100, 50], -2n],
    ["nothing against something", 0, [100], -20n],
  ])("names the band of %s", (_, own, peers, band) => {
    expect(marginBand(count(own), peers.map(count))).toBe(band);
  });

  it("has none over peers who have nothing", () => {
    expect(marginBand(count(5), [count(0), count(0)])).toBeNull();
  });

  it("is exact where floating point is not", () => {
    const second = 10n ** 20n;
    expect(marginBand(count(second + second / 20n), [count(second)])).toBe(1n);
    expect(marginBand(count(second + second / 20n - 1n), [count(second)])).toBe(0n);
  });

  it("holds the margin over the best peer, of counts as of rates", () => {
    const fraction = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fraction, fc.array(fraction, { minLength: 1, maxLength: 6 }), (own, peers) => {
        const best = Math.max(...peers.map(([numerator, denominator]) => numerator / denominator));
        const margin = own[0] / own[1] / best - 1;
        const band = Number(
          marginBand(
            rate(...own),
            peers.map((peer) => rate(...peer)),
          ),
        );
        expect(margin).toBeGreaterThan(band / BANDS_TO_ONE - 1e-9);
        expect(margin).toBeLessThan((band + 1) / BANDS_TO_ONE + 1e-9);
      }),
    );
  });
});

describe("denseRank", () => {
  it("counts different values above, once each", () => {
    const peers = [rate(1, 2), rate(2, 4), rate(3, 4), rate(1, 10)];
    expect(denseRank(rate(1, 3), peers)).toBe(3);
    expect(denseRank(rate(3, 6), peers)).toBe(2);
    expect(denseRank(rate(9, 10), peers)).toBe(1);
    expect(denseRank(rate(0, 1), peers)).toBe(4);
  });

  it("ranks as sorting the different values does", () => {
    const value = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(value, fc.array(value), (own, peers) => {
        const sorted = [...new Set([own, ...peers])].sort((a, b) => b - a);
        expect(denseRank(count(own), peers.map(count))).toBe(sorted.indexOf(own) + 1);
      }),
    );
  });
});
