import { journeyTable } from "../../../../src/engines/attribution/journey-table";
import { positionBased } from "../../../../src/engines/attribution/position-based";
import { shapleyValues } from "../../../../src/engines/attribution/shapley-values";
import { timeDecay } from "../../../../src/engines/attribution/time-decay";
import { InvalidInputError } from "../../../../src/engines/numeric/invalid-input";
import { journeysOf } from "./journeys";

const [journey] = journeysOf(["a > b", 1, 1]);

describe("a table refuses", () => {
  it.each([
    [
      "a journey without touches",
      { ...journey!, touches: [] },
      "Journey 1 must have at least one touch but got none; count its conversions as unattributed instead.",
    ],
    [
      "fewer than no conversions",
      { ...journey!, conversions: -1n },
      "The conversions of journey 1 must be at least 0 but got -1; pass net figures after refunds.",
    ],
    [
      "a negative value",
      { ...journey!, value: -5n },
      "The value of journey 1 must be at least 0 but got -5; pass net figures after refunds.",
    ],
    [
      "fewer than no nulls",
      { ...journey!, nulls: -2n },
      "The nulls of journey 1 must be at least 0 but got -2; pass net figures after refunds.",
    ],
    [
      "value without a conversion",
      { ...journey!, conversions: 0n },
      "The value of journey 1 must be 0 without a conversion but got 100; count the conversion that earned it.",
    ],
  ])("%s", (_, broken, message) => {
    expect(() => journeyTable([journey!, broken])).toThrow(new InvalidInputError(message));
  });
});

it("a table refuses what a double cannot count", () => {
  expect(() => journeyTable([{ ...journey!, conversions: 2n ** 53n }])).toThrow(
    "All journeys together must have at most 2^53 - 1 people and a value below 2^63",
  );
});

it.each([
  [0.6, 0.5, "at most 1 together but got 0.6 and 0.5"],
  [-0.1, 0.5, "The weight of the first touch must be 0 to 1 with at most four decimals but got -0.1"],
  [0.4, 0.33333, "The weight of the last touch must be 0 to 1 with at most four decimals but got 0.33333"],
  [Number.NaN, 0.4, "but got NaN"],
])("position weights %p and %p are refused", (first, last, message) => {
  expect(() => positionBased({ first, last })).toThrow(message);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a half-life of %p days is refused", (days) => {
  expect(() => timeDecay(days)).toThrow(`A half-life must be finite and above 0 days but got ${days}; give one.`);
});

it("time decay refuses journeys without times", () => {
  const { ages: _, ...timeless } = journey!;
  expect(() => timeDecay(7).credit(journeyTable([timeless]))).toThrow(
    "Time decay must know the age of every touch but got none; leave the model out.",
  );
});

it("a game of more than 16 players is refused", () => {
  expect(() => shapleyValues(17, new Float64Array(2))).toThrow("A game must have 1 to 16 players");
});
