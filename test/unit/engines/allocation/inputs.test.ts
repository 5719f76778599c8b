import { allocateBudget } from "../../../../src/engines/allocation/allocate-budget";
import type { AllocationInput } from "../../../../src/engines/allocation/allocation-input";
import { AllocationRefusedError, findRefusals } from "../../../../src/engines/allocation/allocation-refusal";
import { certifyAllocation } from "../../../../src/engines/allocation/certificate";
import { equalSplit } from "../../../../src/engines/allocation/equal-split";
import { InvalidInputError } from "../../../../src/engines/numeric/invalid-input";
import { log, michaelisMenten, unboundedInput, withLine } from "./allocations";

const input = unboundedInput(100n, log(3, 10), michaelisMenten(60, 20));

const LARGEST = 9_007_199_254_740_991n;

describe("an allocation is refused for", () => {
  it.each<[string, AllocationInput, object]>([
    [
      "no lines",
      { total: 100n, lines: [] },
      {
        code: "NO_LINES",
        message: "An allocation must have at least one line but got none; add a line with a response curve.",
      },
    ],
    [
      "a total of 0",
      { ...input, total: 0n },
      {
        code: "TOTAL_OUT_OF_RANGE",
        total: 0n,
        message: "The total must lie between 1 and 9007199254740991 minor units but got 0; correct the total.",
      },
    ],
    [
      "a total beyond exact doubles",
      { ...unboundedInput(LARGEST + 1n, log(1, 1)) },
      {
        code: "TOTAL_OUT_OF_RANGE",
        total: LARGEST + 1n,
        message:
          "The total must lie between 1 and 9007199254740991 minor units but got 9007199254740992; correct the total.",
      },
    ],
    [
      "a parameter of 0",
      withLine(input, 0, { curve: log(3, 0) }),
      {
        code: "PARAMETER_OUT_OF_RANGE",
        line: 0,
        parameter: "b",
        value: 0,
        message: "Parameter b of line 0 must lie between 1e-100 and 1e100 but got 0; fit the curve again.",
      },
    ],
    [
      "a negative parameter",
      withLine(input, 1, { curve: michaelisMenten(-60, 20) }),
      {
        code: "PARAMETER_OUT_OF_RANGE",
        line: 1,
        parameter: "vmax",
        value: -60,
        message: "Parameter vmax of line 1 must lie between 1e-100 and 1e100 but got -60; fit the curve again.",
      },
    ],
    [
      "a parameter that is not a number",
      withLine(input, 0, { curve: log(Number.NaN, 10) }),
      {
        code: "PARAMETER_OUT_OF_RANGE",
        line: 0,
        parameter: "a",
        value: Number.NaN,
        message: "Parameter a of line 0 must lie between 1e-100 and 1e100 but got NaN; fit the curve again.",
      },
    ],
    [
      "a negative lower bound",
      withLine(input, 1, { lower: -1n }),
      {
        code: "LOWER_BOUND_NEGATIVE",
        line: 1,
        lower: -1n,
        message: "The lower bound of line 1 must be at least 0 but got -1; pass 0 for no lower bound.",
      },
    ],
    [
      "inverted bounds",
      withLine(input, 0, { lower: 60n, upper: 50n }),
      {
        code: "LOWER_ABOVE_UPPER",
        line: 0,
        lower: 60n,
        upper: 50n,
        message: "The lower bound of line 0 must not exceed its upper bound of 50 but got 60; swap or move the bounds.",
      },
    ],
    [
      "lower bounds above the total",
      withLine(withLine(input, 0, { lower: 60n }), 1, { lower: 70n }),
      {
        code: "LOWER_BOUNDS_EXCEED_TOTAL",
        excess: 30n,
        message:
          "The lower bounds must sum to at most the total of 100 but got 130, 30 too much; raise the total or lower the bounds.",
      },
    ],
    [
      "upper bounds below the total",
      withLine(withLine(input, 0, { upper: 30n }), 1, { upper: 45n }),
      {
        code: "UPPER_BOUNDS_BELOW_TOTAL",
        shortfall: 25n,
        message:
          "The upper bounds must sum to at least the total of 100 but got 75, 25 too little; lower the total or raise the bounds.",
      },
    ],
  ])("%s", (_, refused, refusal) => {
    expect(findRefusals(refused)).toEqual([refusal]);
    expect(() => allocateBudget(refused)).toThrow(new AllocationRefusedError(findRefusals(refused)));
    expect(() => allocateBudget(refused)).toThrow(AllocationRefusedError);
    expect(() => equalSplit(refused)).toThrow(AllocationRefusedError);
    expect(() => certifyAllocation(refused, [50n, 50n])).toThrow(AllocationRefusedError);
  });

  it("all reasons at once", () => {
    const refused = withLine(withLine(input, 0, { curve: log(0, -1), lower: 60n }), 1, { lower: 70n });
    expect(findRefusals(refused).map(({ code }) => code)).toEqual([
      "PARAMETER_OUT_OF_RANGE",
      "PARAMETER_OUT_OF_RANGE",
      "LOWER_BOUNDS_EXCEED_TOTAL",
    ]);
    expect(() => allocateBudget(refused)).toThrow(
      "Parameter a of line 0 must lie between 1e-100 and 1e100 but got 0; fit the curve again. Parameter b of line 0 must lie between 1e-100 and 1e100 but got -1; fit the curve again. The lower bounds must sum to at most the total of 100 but got 130, 30 too much; raise the total or lower the bounds.",
    );
  });

  it("nothing when every bound is met with equality", () => {
    expect(findRefusals(withLine(withLine(input, 0, { lower: 30n }), 1, { lower: 70n }))).toEqual([]);
    expect(findRefusals(withLine(withLine(input, 0, { upper: 30n }), 1, { upper: 70n }))).toEqual([]);
  });
});

describe("a certificate is refused for", () => {
  it.each<[string, readonly bigint[], readonly bigint[] | null, string]>([
    [
      "an amount too many",
      [50n, 50n, 0n],
      null,
      "Allocated amounts must be one for each of the 2 lines but got 3; keep the order of the lines.",
    ],
    [
      "an amount outside its bounds",
      [-1n, 101n],
      null,
      "The allocated amount of line 0 must lie within its bounds 0 to 100 but got -1; certify what allocateBudget returned.",
    ],
    [
      "amounts that miss the total",
      [50n, 49n],
      null,
      "The allocated amounts must sum to the total of 100 but got 99; certify what allocateBudget returned.",
    ],
    [
      "a current amount too few",
      [50n, 50n],
      [10n],
      "Current amounts must be one for each of the 2 lines but got 1; keep the order of the lines.",
    ],
    [
      "a negative current amount",
      [50n, 50n],
      [10n, -3n],
      "The current amount of line 1 must be at least 0 but got -3; pass 0 for a line that is new.",
    ],
  ])("%s", (_, amounts, current, message) => {
    expect(() => certifyAllocation(input, amounts, current)).toThrow(new InvalidInputError(message));
  });
});
