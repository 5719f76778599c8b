import fc from "fast-check";
import { type Change, compareDeltas, compareRates, growthOf } from "../../../../src/features/market/growth";

const change = (start: number | bigint, end: number | bigint): Change => ({ start: BigInt(start), end: BigInt(end) });

describe("growthOf", () => {
  it("reproduces the source case: 1,000 people become 2,980", () => {
    expect(growthOf(change(1_000, 2_980))).toMatchObject({
      delta: 1_980n,
      rate: 1.98,
      ratio: 2.98,
      isMoreThanDoubled: true,
    });
  });

  it("counts a delta of more than 20 million, and past 2^53, to the person", () => {
    expect(growthOf(change(30_000_000, 50_000_001)).delta).toBe(20_000_001n);
    expect(growthOf(change(2n ** 53n + 1n, 2n ** 54n + 3n))).toMatchObject({
      delta: 2n ** 53n + 2n,
      isMoreThanDoubled: true,
    });
    expect(growthOf(change(2n ** 53n + 1n, 2n ** 54n + 2n))).toMatchObject({ ratio: 2, isMoreThanDoubled: false });
  });

  it("has no rate from nobody, and loses everybody at a rate of -1", () => {
    expect(growthOf(change(0, 5))).toMatchObject({ delta: 5n, rate: null, ratio: null, isMoreThanDoubled: false });
    expect(growthOf(change(5, 0))).toMatchObject({ delta: -5n, rate: -1, ratio: 0 });
  });
});

describe("compareRates", () => {
  it("ranks the first of six, and shares a rank among equal rates of different sizes", () => {
    const peers = [change(1_000, 1_479), change(100, 147), change(50, 74), change(100, 100), change(100, 90)];
    // 50 to 74 is .48 as well.
    expect(compareRates(change(100, 148), peers)).toMatchObject({ own: 0.48, peers: 5, standing: { rank: 1 } });
    expect(compareRates(change(100, 147), peers).standing?.rank).toBe(3);
  });

  it("leaves out peers that had nobody at the start", () => {
    const peers = [change(0, 10), ...Array.from({ length: 4 }, () => change(10, 20))];
    expect(compareRates(change(1, 2), peers)).toEqual({ own: 1, peers: 4, standing: null });
  });

  it("tells the industry without an own rate", () => {
    const peers = Array.from({ length: 5 }, () => change(10, 20));
    expect(compareRates(null, peers)).toMatchObject({ own: null, standing: { industryMean: 1, rank: null } });
  });
});

describe("compareDeltas", () => {
  const peers = [700, 720, 730, 740, 750, 760].map((delta) => change(100, 100 + delta));

  it("reproduces the source case: 2.7 times the industry", () => {
    expect(compareDeltas(change(1_000, 2_980), peers)).toEqual({
      state: "AVAILABLE",
      peers: 6,
      industryMeanDelta: 4_400 / 6,
      ratio: 2.7,
      excess: 1.7,
    });
  });

  it.each([
    ["fewer than five peers", change(1, 2), peers.slice(0, 4), "TOO_FEW_PEERS", null],
    ["an industry that stood still", change(1, 2), peers.map(() => change(5, 5)), "BASE_NOT_POSITIVE", 0],
    ["an industry that shrank", change(1, 2), peers.map(() => change(5, 4)), "BASE_NOT_POSITIVE", -1],
    ["an own delta that is not told", null, peers, "SUPPRESSED", 4_400 / 6],
  ])("has none with %s", (_, own, others, state, industryMeanDelta) => {
    expect(compareDeltas(own, others)).toMatchObject({ state, industryMeanDelta, ratio: null, excess: null });
  });

  it("counts a newcomer with 0 at the start, so that its count does not follow from the means that are told", () => {
    const newcomer = { start: null, end: 600n };
    const found = compareDeltas(change(0, 100), [...peers, newcomer]);
    expect(found).toMatchObject({ peers: 7, industryMeanDelta: 5_000 / 7, state: "AVAILABLE" });
    // The means of 6 peers at the start and of 7 at the end.
    expect(found.industryMeanDelta).toBeCloseTo((7 * ((600 + 4_400 + 600) / 7) - 6 * (600 / 6)) / 7, 9);
  });

  it("has none when fewer than five were known at one end, whose sum it would tell", () => {
    const newcomers = peers.slice(0, 2).map(({ end }) => ({ start: null, end }));
    expect(compareDeltas(change(1, 2), [...peers.slice(2), ...newcomers])).toMatchObject({
      state: "TOO_FEW_PEERS",
      peers: 6,
    });
  });

  it("is the quotient of the means, whoever the peers are", () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const changes = fc.array(fc.tuple(count, count), { minLength: 5, maxLength: 9 });
    fc.assert(
      fc.property(fc.tuple(count, count), changes, ([start, end], others) => {
        const mean = others.reduce((sum, [from, to]) => sum + to - from, 0) / others.length;
        const found = compareDeltas(
          change(start, end),
          others.map(([from, to]) => change(from, to)),
        );
        if (mean <= 0) expect(found.state).toBe("BASE_NOT_POSITIVE");
        else expect(found.ratio).toBeCloseTo((end - start) / mean, 9);
      }),
    );
  });
});
