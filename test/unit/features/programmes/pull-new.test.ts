import { RoaringBitmap32 } from "roaring";
import { pullNewFigure } from "../../../../src/features/programmes/pull-new";

const people = (first: number, last: number): RoaringBitmap32 =>
  new RoaringBitmap32(Array.from({ length: last - first + 1 }, (_, index) => first + index));
/** `fresh` new people of a base of `base` of `reached` people. */
const figure = (fresh: number, base: number, reached: number, threshold = 50) =>
  pullNewFigure({ reached: people(1, reached), base: people(1, base), fresh: people(1, fresh) }, threshold);

describe("pullNewFigure", () => {
  it("tells everything when every part is large or empty", () => {
    expect(figure(900, 1_000, 1_000)).toMatchObject({
      numerator: 900n,
      denominator: 1_000n,
      reached: 1_000n,
      value: 0.9,
    });
    expect(figure(1_000, 1_000, 1_000)).toMatchObject({ numerator: 1_000n, value: 1, isSuppressed: false });
    expect(figure(0, 0, 0)).toMatchObject({
      numerator: 0n,
      denominator: 0n,
      value: null,
      interval: null,
      isSuppressed: false,
    });
  });

  it("withholds many new people too when those who are not new are few", () => {
    expect(figure(998, 1_000, 1_000)).toEqual({
      reached: 1_000n,
      denominator: 1_000n,
      numerator: null,
      value: null,
      interval: null,
      isSuppressed: true,
    });
  });

  it("withholds the base when those outside of it are few", () => {
    // Outside 10, known 90, new 900: the 10 take the 90 with them, so neither base nor share follows from what is told.
    expect(figure(900, 990, 1_000)).toMatchObject({ reached: 1_000n, denominator: null, numerator: 900n, value: null });
  });

  it("tells nothing of few people reached, and everything at a threshold of 1", () => {
    expect(figure(20, 30, 40)).toMatchObject({ reached: null, denominator: null, numerator: null, value: null });
    expect(figure(1, 2, 3, 1)).toMatchObject({ reached: 3n, denominator: 2n, numerator: 1n, value: 0.5 });
  });
});
