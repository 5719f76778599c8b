import { attributionModels } from "../../../../src/engines/attribution/attribution-models";
import { analyseMarkov } from "../../../../src/engines/attribution/markov";
import { InvalidInputError } from "../../../../src/engines/numeric/invalid-input";
import { journeysOf } from "./journeys";

const [journey] = journeysOf(["a > b", 1, 1]);

describe.each(Object.values(attributionModels))("$key refuses", ({ credit }) => {
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
    expect(() => credit([journey!, broken])).toThrow(new InvalidInputError(message));
  });
});

it("the Markov analysis refuses the same journeys", () => {
  expect(() => analyseMarkov([{ ...journey!, touches: [] }])).toThrow(
    new InvalidInputError(
      "Journey 0 must have at least one touch but got none; count its conversions as unattributed instead.",
    ),
  );
});
