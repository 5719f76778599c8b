import { proportionDifference } from "../../../../src/engines/numeric/newcombe-interval";

it.each([
  // Newcombe 1998, table II, method 10.
  [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.6, 0.1705, 0.809],
  [10, 10, 0, 20, 1, 0.6791, 1],
  [10, 10, 0, 10, 1, 0.6075, 1],
])("reproduces the interval of %i/%i - %i/%i that Newcombe 1998 gives", (a, m, b, n, value, low, high) => {
  const found = proportionDifference({ successes: a, trials: m }, { successes: b, trials: n })!;
  expect(found.value).toBeCloseTo(value, 12);
  expect(found.interval.low).toBeCloseTo(low, 4);
  expect(found.interval.high).toBeCloseTo(high, 4);
});

it("is null when either has no trials", () => {
  expect(proportionDifference({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull();
});
