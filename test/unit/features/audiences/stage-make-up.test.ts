import { RoaringBitmap32 } from "roaring";
import type { PerStage } from "../../../../src/features/assets";
import { stageMakeUp } from "../../../../src/features/audiences/stage-make-up";

const AS_OF = new Date("2025-11-11T00:00:00Z");
const range = (from: number, to: number): RoaringBitmap32 => RoaringBitmap32.fromRange(from, to);

// 1,000 people met: 400 lapsed, 300 aware, 150 appeal, 100 act, 50 advocate.
const labels: PerStage<RoaringBitmap32> = [
  range(0, 400),
  range(400, 700),
  range(700, 850),
  range(850, 950),
  range(950, 1_000),
];
const makeUp = (audience: RoaringBitmap32, smallGroupThreshold: number, roundingBase: number) => {
  const { share, stages, lapsed, notMet } = stageMakeUp(
    audience,
    { asOf: AS_OF, labels },
    { smallGroupThreshold, roundingBase },
  );
  return { share, parts: [lapsed, ...stages.map(({ people }) => people), notMet] };
};

it("the six parts sum to the audience, and the share is of the people met", () => {
  const audience = RoaringBitmap32.or(range(300, 960), range(1_000, 1_040));
  expect(makeUp(audience, 1, 1)).toEqual({ share: 0.66, parts: [100n, 300n, 150n, 100n, 10n, 40n] });
});

it("withholds a small part, and the smallest other so that it cannot be computed from the size", () => {
  const audience = range(300, 960); // 100, 300, 150, 100, 10, 0: the 10 goes, and one of the two 100
  expect(makeUp(audience, 50, 10)).toEqual({ share: 0.66, parts: [null, 300n, 150n, 100n, null, 0n] });
});

it("rounds each part and takes the share from the rounded count", () => {
  const audience = range(398, 997); // 2, 300, 150, 100, 47, 0: 599 met, rounded 600
  expect(makeUp(audience, 1, 10)).toEqual({ share: 0.6, parts: [0n, 300n, 150n, 100n, 50n, 0n] });
});

it("never shares more than all", () => {
  const few: PerStage<RoaringBitmap32> = [range(0, 6), range(0, 0), range(0, 0), range(0, 0), range(0, 0)];
  const settings = { smallGroupThreshold: 1, roundingBase: 10 };
  expect(stageMakeUp(range(0, 6), { asOf: AS_OF, labels: few }, settings).share).toBe(1);
});

it("tells nothing of an audience that is itself too small", () => {
  expect(makeUp(range(0, 40), 50, 10)).toEqual({ share: null, parts: [null, null, null, null, null, null] });
});

it("withholds the share when those met are too few", () => {
  const audience = range(960, 1_200); // 40 met, 200 not
  expect(makeUp(audience, 50, 10)).toMatchObject({ share: null });
});

it("tells an empty audience", () => {
  expect(makeUp(new RoaringBitmap32(), 50, 10)).toEqual({ share: 0, parts: [0n, 0n, 0n, 0n, 0n, 0n] });
});

it("has no share where the brand met nobody", () => {
  const nobody: PerStage<RoaringBitmap32> = [range(0, 0), range(0, 0), range(0, 0), range(0, 0), range(0, 0)];
  const settings = { smallGroupThreshold: 1, roundingBase: 1 };
  expect(stageMakeUp(range(0, 5), { asOf: AS_OF, labels: nobody }, settings)).toMatchObject({
    share: null,
    notMet: 5n,
  });
});
