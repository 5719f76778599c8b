import { type ChainCounts, showChain } from "../../../../src/features/journeys/chain";

const LAG = { medianHours: 1, p90Hours: 2 };

/** People, reached and without exposure of each hop. */
const chain = (hops: readonly (readonly [people: number, reached: number, withoutExposure: number])[]): ChainCounts =>
  hops.map(([people, reached, withoutExposure], index) => ({
    people: BigInt(people),
    reached: BigInt(reached),
    withoutExposure: BigInt(withoutExposure),
    lag: index === 0 || reached === 0 ? null : LAG,
  }));

const ALL_LARGE = chain([
  [1000, 1000, 0],
  [900, 600, 200],
  [500, 300, 120],
  [400, 150, 150],
  [200, 60, 70],
]);

it("tells every count of large groups", () => {
  const hops = showChain(ALL_LARGE, { threshold: 50, roundingBase: 1 });
  expect(
    hops.map(({ people, reached, skipped, withoutExposure, lost }) => [
      people,
      reached,
      skipped,
      withoutExposure,
      lost,
    ]),
  ).toEqual([
    [1000n, 1000n, 0n, 0n, null],
    [900n, 600n, 100n, 200n, 400n],
    [500n, 300n, 80n, 120n, 300n],
    [400n, 150n, 100n, 150n, 150n],
    [200n, 60n, 70n, 70n, 90n],
  ]);
  expect(hops.map(({ lostShare }) => lostShare)).toEqual([null, 0.4, 0.5, 0.5, 0.6]);
});

it("withholds a small end of the chain, its lag, and the loss that would tell it", () => {
  const last = showChain(
    chain([
      [1000, 1000, 0],
      [900, 600, 200],
      [500, 300, 120],
      [400, 150, 150],
      [200, 20, 90],
    ]),
    { threshold: 50, roundingBase: 1 },
  ).at(-1)!;
  expect(last).toMatchObject({ reached: null, lost: null, lostShare: null, lag: null, people: 200n });
  // 200 - 90 without exposure - 90 skipped would be the 20: one of the two is withheld as well.
  expect([last.skipped, last.withoutExposure].filter((count) => count === null)).toHaveLength(1);
});

it("withholds a small loss by withholding a hop, so that no difference over several hops tells it either", () => {
  // 10 are lost at the visit and 15 at the engagement, 25 together.
  const [exposure, visit, engage] = showChain(
    chain([
      [1000, 1000, 0],
      [990, 990, 0],
      [975, 975, 0],
      [400, 150, 150],
      [200, 60, 70],
    ]),
    { threshold: 50, roundingBase: 1 },
  );
  expect(visit!.lost).toBeNull();
  expect(engage!.lost).toBeNull();
  expect([exposure, visit, engage].filter((hop) => hop!.reached !== null)).toHaveLength(1);
  // All 990 were exposed before: that nobody skipped or came otherwise would tell the hop.
  for (const hop of [visit!, engage!])
    expect(hop.people !== null && hop.skipped !== null && hop.withoutExposure !== null).toBe(false);
});

it("leaves everything as it is where nothing is withheld", () => {
  const tiny = chain([
    [3, 3, 0],
    [3, 1, 1],
    [1, 1, 0],
    [1, 0, 1],
    [0, 0, 0],
  ]);
  expect(
    showChain(tiny, { threshold: 1, roundingBase: 1 }).every(
      ({ people, reached }) => people !== null && reached !== null,
    ),
  ).toBe(true);
});
