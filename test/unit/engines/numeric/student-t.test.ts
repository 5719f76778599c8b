import { noncentralTUpperTail, studentTQuantile, studentTTails } from "../../../../src/engines/numeric/student-t";

it.each([
  [1, 12.7062],
  [2, 4.3027],
  [3, 3.1824],
  [5, 2.5706],
  [10, 2.2281],
  [30, 2.0423],
  [120, 1.9799],
])("reproduces the 5 %% column of Student's table at %i degrees of freedom (%f)", (freedom, t) => {
  expect(studentTQuantile(0.05, freedom)).toBeCloseTo(t, 4);
});

it("reproduces the 1 % column too", () => {
  expect(studentTQuantile(0.01, 4)).toBeCloseTo(4.6041, 4);
  expect(studentTQuantile(0.01, 9)).toBeCloseTo(3.2498, 4);
});

it("refuses what is no probability or no number of degrees", () => {
  expect(() => studentTQuantile(1, 3)).toThrow("A probability must lie between 0 and 1, both excluded, but got 1.");
  expect(() => studentTQuantile(0.05, 0)).toThrow(
    "Degrees of freedom must be a finite number above 0 but got 0; give more observations.",
  );
});

it("takes fractions of degrees, as Welch's test has them, between the whole ones", () => {
  const t = studentTQuantile(0.05, 2.5);
  expect(t).toBeLessThan(studentTQuantile(0.05, 2));
  expect(t).toBeGreaterThan(studentTQuantile(0.05, 3));
  expect(studentTTails(t, 2.5)).toBeCloseTo(0.05, 12);
});

it("has the tails of the central distribution where nothing is noncentral", () => {
  for (const [t, degrees] of [
    [1, 3],
    [2.1, 8],
    [1.96, 6_800],
  ] as const)
    expect(noncentralTUpperTail(t, degrees, 0)).toBeCloseTo(studentTTails(t, degrees) / 2, 8);
  expect(noncentralTUpperTail(1.96, 20_000, 0)).toBeCloseTo(studentTTails(1.96, 20_000) / 2, 4);
});
