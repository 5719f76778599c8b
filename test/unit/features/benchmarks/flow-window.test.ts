import { checkFlowWindow, defaultFlowFrom } from "../../../../src/features/benchmarks/flow-window";
import { ProblemList, UserProblems } from "../../../../src/platform/user-error";

const asOf = new Date("2025-11-11T00:00:00+08:00");

const problemsOf = (flowFrom: string): UserProblems["problems"] => {
  const problems = new ProblemList();
  checkFlowWindow(problems, { asOf, flowFrom: new Date(flowFrom) }, ["input", "flowFrom"]);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as UserProblems).problems;
  }
};

describe("the flow window", () => {
  it("is 30 days before asOf by default", () => {
    expect(defaultFlowFrom(asOf)).toEqual(new Date("2025-10-12T00:00:00+08:00"));
  });

  it.each(["2025-11-10T23:59:59.999+08:00", "2024-11-11T00:00:00+08:00"])("may begin at %s", (flowFrom) => {
    expect(problemsOf(flowFrom)).toEqual([]);
  });

  it.each(["2025-11-11T00:00:00+08:00", "2025-12-01T00:00:00+08:00", "2024-11-10T23:59:59+08:00"])(
    "may not begin at %s",
    (flowFrom) => {
      expect(problemsOf(flowFrom)).toEqual([
        {
          code: "INVALID_INPUT",
          field: ["input", "flowFrom"],
          message: `flowFrom must lie before asOf, at most 365 days, but got ${new Date(flowFrom).toISOString()} with asOf 2025-11-10T16:00:00.000Z; leave it out for 30 days before asOf.`,
        },
      ]);
    },
  );
});
