import { attributionModels } from "../../../../src/engines/attribution/attribution-models";
import { conversionsByKey, journeysOf } from "./journeys";

const { FIRST_TOUCH, LAST_TOUCH, LINEAR_TOUCH } = attributionModels;

describe("H1: the heuristics of eeghor/mta", () => {
  const journeys = journeysOf(["direct", 2, 1], ["search > email", 3, 2], ["search > social > email", 5, 4]);

  it("credits the first touch", () => {
    expect(conversionsByKey(FIRST_TOUCH.credit(journeys))).toEqual({ direct: 2, email: 0, search: 8, social: 0 });
  });

  it("credits the last touch", () => {
    expect(conversionsByKey(LAST_TOUCH.credit(journeys))).toEqual({ direct: 2, email: 8, search: 0, social: 0 });
  });

  it("credits every touch alike, rounding once: 2, 19/6, 19/6, 5/3", () => {
    // Quotas in millionths: 3166666.67 twice, 1666666.67; the two units left go to equal remainders with the larger weight.
    expect(conversionsByKey(LINEAR_TOUCH.credit(journeys))).toEqual({
      direct: 2,
      email: 3.166667,
      search: 3.166667,
      social: 1.666666,
    });
  });

  it("credits value by the same rule", () => {
    // 1000 minor units: 200; 3/2 + 5/3 of 100 twice; 5/3 of 100. Quotas 316.67, 316.67, 166.67.
    const values = LINEAR_TOUCH.credit(journeys).map(({ key, value }) => [key, value]);
    expect(values).toEqual([
      ["direct", 200n],
      ["email", 317n],
      ["search", 317n],
      ["social", 166n],
    ]);
  });
});

describe("linear touch", () => {
  it("earns a channel a share for each of its touches", () => {
    expect(conversionsByKey(LINEAR_TOUCH.credit(journeysOf(["a > a > b", 3, 0])))).toEqual({ a: 2, b: 1 });
  });

  it("adds thirds of many journeys without drift", () => {
    const journeys = Array.from({ length: 3000 }, () => journeysOf(["a > b > c", 1, 0])).flat();
    expect(conversionsByKey(LINEAR_TOUCH.credit(journeys))).toEqual({ a: 1000, b: 1000, c: 1000 });
  });
});

describe("rule-based models", () => {
  it.each([FIRST_TOUCH, LAST_TOUCH, LINEAR_TOUCH])("$key gives nothing where nobody converted", ({ credit }) => {
    expect(credit(journeysOf(["a > b", 0, 5]))).toEqual([
      { key: "a", conversionMillionths: 0n, value: 0n },
      { key: "b", conversionMillionths: 0n, value: 0n },
    ]);
    expect(credit([])).toEqual([]);
  });
});
