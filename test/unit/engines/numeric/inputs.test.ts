import { apportion } from "../../../../src/engines/numeric/apportion";
import { InvalidInputError } from "../../../../src/engines/numeric/invalid-input";
import { mean, topMean } from "../../../../src/engines/numeric/mean-and-spread";
import { normalQuantile } from "../../../../src/engines/numeric/normal-distribution";
import { denseRanks, percentileRank } from "../../../../src/engines/numeric/rank";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { twoProportionZ } from "../../../../src/engines/numeric/two-proportion-z";
import { wilsonInterval } from "../../../../src/engines/numeric/wilson-interval";

const random = SeededRandom.fromSeed(1);

describe("numeric engines refuse", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a negative weight",
      () => apportion(1n, [1n, -2n]),
      "Weight 1 must be finite and at least 0 but got -2; correct it or leave the item out.",
    ],
    [
      "a weight that is not a number",
      () => apportion(1n, [Number.NaN]),
      "Weight 0 must be finite and at least 0 but got NaN; correct it or leave the item out.",
    ],
    [
      "an infinite weight",
      () => apportion(1n, [1, Number.POSITIVE_INFINITY]),
      "Weight 1 must be finite and at least 0 but got Infinity; correct it or leave the item out.",
    ],
    [
      "a total that no weight carries",
      () => apportion(5n, [0, 0]),
      "At least one weight must be above 0 to carry a total of 5 but got 2 weights that are all 0; decide before the call who receives a total that nobody weighs.",
    ],
    [
      "trials that are no count",
      () => wilsonInterval({ successes: 1, trials: 2.5 }),
      "Trials must be a whole number of at least 0 but got 2.5; pass a count.",
    ],
    [
      "more successes than trials",
      () => twoProportionZ({ successes: 1, trials: 2 }, { successes: 3, trials: 2 }),
      "Successes must be a whole number from 0 to 2, the number of trials, but got 3; count successes among the same trials.",
    ],
    [
      "a confidence given in per cent",
      () => wilsonInterval({ successes: 1, trials: 2 }, 95),
      "Confidence must lie between 0 and 1, both excluded, but got 95; pass 0.95 for 95 %.",
    ],
    [
      "a probability of 1",
      () => normalQuantile(1),
      "A probability must lie between 0 and 1, both excluded, but got 1; at 0 and 1 the quantile is infinite.",
    ],
    [
      "an unknown value in a mean",
      () => mean([1, Number.NaN]),
      "Value 1 must be finite but got NaN; leave out values that are not known.",
    ],
    [
      "an infinite value in a rank",
      () => denseRanks([Number.POSITIVE_INFINITY]),
      "Value 0 must be finite but got Infinity; leave out values that are not known.",
    ],
    [
      "an unknown value in a percentile rank",
      () => percentileRank(1, [2, Number.NaN]),
      "Value 2 must be finite but got NaN; leave out values that are not known.",
    ],
    [
      "a top of no values",
      () => topMean([1], 0),
      "The number of top values must be a whole number of at least 1 but got 0; the usual choice is 3.",
    ],
    [
      "a broken seed",
      () => SeededRandom.fromSeed(0.5),
      "A seed must be a whole number within 2^53 but got 0.5; pass an integer.",
    ],
    [
      "a state of zeros",
      () => new SeededRandom([0, 0, 0, 0]),
      "The state must have at least one word other than 0 but got four times 0; use SeededRandom.fromSeed.",
    ],
    [
      "an inverted range",
      () => random.integer(2, 1),
      "A range must run upwards over at most 2^32 whole numbers but got 2 to 1; swap or narrow the bounds.",
    ],
    [
      "a negative mean",
      () => random.poisson(-1),
      "A mean must be finite and at least 0 but got -1; correct the parameter.",
    ],
    [
      "a negative spread",
      () => random.normal(0, -1),
      "A standard deviation must be finite and at least 0 but got -1; correct the parameter.",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(new InvalidInputError(message));
    expect(act).toThrow(InvalidInputError);
  });
});
