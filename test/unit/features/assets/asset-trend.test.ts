import { trendWindow } from "../../../../src/features/assets/asset-trend";
import { UserProblems } from "../../../../src/platform/user-error";

const problemsOf = (work: () => unknown): UserProblems["problems"] => {
  try {
    work();
  } catch (error) {
    if (error instanceof UserProblems) return error.problems;
  }
  return [];
};

it("begins days in the brand's zone", () => {
  const window = trendWindow({ from: "2025-09-01", to: "2025-12-29", grain: "WEEK" }, "Asia/Shanghai");
  expect(window.from).toEqual(new Date("2025-08-31T16:00:00Z"));
  expect(window.to).toEqual(new Date("2025-12-28T16:00:00Z"));
});

it("counts periods from the one that a window begins in to the one that it ends in", () => {
  // 2025-10-26 is a Sunday on which Berlin leaves summer time; 400 days, weeks and months end on these days
  const ends = { DAY: "2026-11-29", WEEK: "2033-06-19", MONTH: "2059-01-31" } as const;
  const next = { DAY: "2026-11-30", WEEK: "2033-06-20", MONTH: "2059-02-01" } as const;
  for (const grain of ["DAY", "WEEK", "MONTH"] as const) {
    expect(problemsOf(() => trendWindow({ from: "2025-10-26", to: ends[grain], grain }, "Europe/Berlin"))).toEqual([]);
    expect(problemsOf(() => trendWindow({ from: "2025-10-26", to: next[grain], grain }, "Europe/Berlin"))).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["from"],
        message: `from and to must span at most 400 points, but got 401 by ${grain.toLowerCase()}; ask for less time or a coarser grain.`,
      },
    ]);
  }
});

it("takes one day and refuses inverted ones", () => {
  expect(problemsOf(() => trendWindow({ from: "2025-11-11", to: "2025-11-11", grain: "DAY" }, "UTC"))).toEqual([]);
  expect(problemsOf(() => trendWindow({ from: "2025-11-12", to: "2025-11-11", grain: "DAY" }, "UTC"))).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["to"],
      message: "to must not be before from (2025-11-12), but got 2025-11-11; swap them.",
    },
  ]);
});
