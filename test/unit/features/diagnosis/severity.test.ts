import { compareShortfalls, severityOf } from "../../../../src/features/diagnosis/severity";

describe("severityOf", () => {
  it.each<[z: number | null, relative: number, severity: string | null]>([
    [-0.5, 0.1, null],
    [-0.51, 0.1, "NOTICE"],
    [-0.99, 0.1, "NOTICE"],
    [-1, 0.1, "WARNING"],
    [-1.99, 0.1, "WARNING"],
    [-2, 0.1, "CRITICAL"],
    [1, -0.1, null],
    // All peers alike.
    [null, 0, null],
    [null, 0.01, "NOTICE"],
    [null, 0.25, "WARNING"],
    [null, 0.5, "CRITICAL"],
    // Peers of whom nobody has anything: 0 / 0.
    [null, Number.NaN, null],
  ])("z %p with %p of the mean missing is %p", (z, relative, severity) => {
    expect(severityOf({ z, relative })).toBe(severity);
  });
});

it("orders by z, then those without one by what is missing", () => {
  const shortfalls = [
    { z: null, relative: 0.2 },
    { z: -1, relative: 0.1 },
    { z: null, relative: 0.9 },
    { z: -3, relative: 0.05 },
  ];
  expect([...shortfalls].sort(compareShortfalls)).toEqual([
    { z: -3, relative: 0.05 },
    { z: -1, relative: 0.1 },
    { z: null, relative: 0.9 },
    { z: null, relative: 0.2 },
  ]);
});
