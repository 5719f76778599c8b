import { positionBased } from "../../../../src/engines/attribution/position-based";
import { timeDecay } from "../../../../src/engines/attribution/time-decay";
import { conversionsByKey, journeysOf, overRows, plainModels } from "./journeys";

const FIRST_TOUCH = overRows(plainModels.FIRST_TOUCH);
const LAST_TOUCH = overRows(plainModels.LAST_TOUCH);
const LAST_NON_DIRECT_TOUCH = overRows(plainModels.LAST_NON_DIRECT_TOUCH);
const LINEAR_TOUCH = overRows(plainModels.LINEAR_TOUCH);

describe("H1: the heuristics of eeghor/mta", () => {
  const journeys = journeysOf(["direct", 2, 1], ["search > email", 3, 2], ["search > social > email", 5, 4]);

  it("credits the first touch", () => {
    expect(conversionsByKey(FIRST_TOUCH.credit(journeys))).toEqual({ direct: 2, email: 0, search: 8, social: 0 });
  });

  it("credits the last touch", () => {
    expect(conversionsByKey(LAST_TOUCH.credit(journeys))).toEqual({ direct: 2, email: 8, search: 0, social: 0 });
  });

  it("credits the last touch that is not direct", () => {
    const credits = LAST_NON_DIRECT_TOUCH.credit(
      [...journeys, ...journeysOf(["email > direct > direct", 1, 0])],
      ["direct"],
    );
    expect(conversionsByKey(credits)).toEqual({ direct: 2, email: 9, search: 0, social: 0 });
  });

  it("credits a U shape of 40, 20 and 40 %: 2, 3.5, 3.5, 1", () => {
    const credits = overRows(plainModels.POSITION_BASED).credit(journeys);
    expect(conversionsByKey(credits)).toEqual({ direct: 2, email: 3.5, search: 3.5, social: 1 });
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

describe("position", () => {
  const credit = (first: number, last: number) => overRows(positionBased({ first, last })).credit;

  it("takes the weights it is given and shares the rest between the others", () => {
    // 30 % to a, 50 % to d, 10 % each to b and c.
    expect(conversionsByKey(credit(0.3, 0.5)(journeysOf(["a > b > c > d", 10, 0])))).toEqual({
      a: 3,
      b: 1,
      c: 1,
      d: 5,
    });
    expect(conversionsByKey(credit(0.3, 0.5)(journeysOf(["a > b", 8, 0])))).toEqual({ a: 3, b: 5 });
    expect(conversionsByKey(credit(0, 0)(journeysOf(["a > b", 8, 0], ["a > b > c", 1, 0])))).toEqual({
      a: 4,
      b: 5,
      c: 0,
    });
    expect(conversionsByKey(credit(0, 1)(journeysOf(["a > b > c", 2, 0])))).toEqual({ a: 0, b: 0, c: 2 });
  });

  it("is the linear model with three touches at a third each, but for the decimals of a third", () => {
    const thirds = conversionsByKey(credit(0.3333, 0.3333)(journeysOf(["a > b > c", 3, 0])));
    expect(thirds).toEqual({ a: 0.9999, b: 1.0002, c: 0.9999 });
  });
});

describe("time decay", () => {
  it("H3: touches 14, 7 and 0 days before with a half-life of 7 days get 1/7, 2/7 and 4/7 (PostHog's rule)", () => {
    const [journey] = journeysOf(["a > b > c", 7, 0]);
    const ages = [14, 7, 0].map((days) => days * 86_400);
    expect(conversionsByKey(overRows(timeDecay(7)).credit([{ ...journey!, ages }]))).toEqual({ a: 1, b: 2, c: 4 });
  });

  it("splits equally between touches of one age, however old", () => {
    const [journey] = journeysOf(["a > b", 2, 0]);
    const ages = [365 * 86_400, 365 * 86_400];
    expect(conversionsByKey(overRows(timeDecay(0.001)).credit([{ ...journey!, ages }]))).toEqual({ a: 1, b: 1 });
  });
});
