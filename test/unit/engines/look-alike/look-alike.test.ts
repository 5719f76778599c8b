import { areaUnderCurve, type ScoredPerson } from "../../../../src/engines/look-alike/area-under-curve";
import { calibrationOf } from "../../../../src/engines/look-alike/calibration";
import {
  fitLogisticRegression,
  type LabelledRows,
  probability,
  scoreRow,
} from "../../../../src/engines/look-alike/logistic-regression";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

const rowsOf = (
  features: readonly (readonly number[])[],
  labels: readonly number[],
  weights?: readonly number[],
): LabelledRows => ({
  features: Float64Array.from(features.flat()),
  width: features[0]!.length,
  isPositive: Uint8Array.from(labels),
  weights: Float64Array.from(weights ?? labels.map(() => 1)),
});

/** Launch temperature in degrees Fahrenheit, and whether an O-ring was damaged. */
const O_RINGS: readonly (readonly [number, number])[] = [
  ...([
    [66, 0],
    [70, 1],
    [69, 0],
    [68, 0],
    [67, 0],
    [72, 0],
    [73, 0],
    [70, 0],
  ] as const),
  ...([
    [57, 1],
    [63, 1],
    [70, 1],
    [78, 0],
    [67, 0],
    [53, 1],
    [67, 0],
    [75, 0],
  ] as const),
  ...([
    [70, 0],
    [81, 0],
    [76, 0],
    [79, 0],
    [75, 1],
    [76, 0],
    [58, 1],
  ] as const),
];

const random = SeededRandom.fromSeed(7);
const samples = (count: number): LabelledRows => {
  const features = Array.from({ length: count }, () => [random.normal(), random.normal(), random.normal()]);
  const labels = features.map(([a, b]) => Number(random.uniform() < probability(a! - 2 * b! - 1)));
  return rowsOf(
    features,
    labels,
    labels.map((label) => (label ? 1 : 3)),
  );
};

describe("fitLogisticRegression", () => {
  it("reproduces the O-rings of Dalal, Fowlkes & Hoadley 1989: 15.0429 - 0.2322 t", () => {
    const rows = rowsOf(
      O_RINGS.map(([temperature]) => [temperature]),
      O_RINGS.map(([, damaged]) => damaged),
    );
    const { intercept, weights } = fitLogisticRegression(rows, 0);
    expect(intercept).toBeCloseTo(15.0429, 4);
    expect(weights[0]).toBeCloseTo(-0.2322, 4);
  });

  it("is where slow gradient descent of the penalised, weighted loss ends", () => {
    const rows = samples(60);
    const penalty = 2.5;
    const { intercept, weights } = fitLogisticRegression(rows, penalty);
    const slow = [0, 0, 0, 0];
    for (let step = 0; step < 20_000; step++) {
      const gradient = [0, penalty * slow[1]!, penalty * slow[2]!, penalty * slow[3]!];
      for (let row = 0; row < 60; row++) {
        const x = [1, ...rows.features.slice(3 * row, 3 * row + 3)];
        const score = x.reduce((sum, value, k) => sum + value * slow[k]!, 0);
        const error = rows.weights[row]! * (1 / (1 + Math.exp(-score)) - rows.isPositive[row]!);
        for (let k = 0; k < 4; k++) gradient[k]! += error * x[k]!;
      }
      for (let k = 0; k < 4; k++) slow[k]! -= 0.01 * gradient[k]!;
    }
    [intercept, ...weights].forEach((value, k) => {
      expect(value).toBeCloseTo(slow[k]!, 7);
    });
  });

  it("takes a weight of 3 for three rows", () => {
    const rows = samples(50);
    const copies = [...rows.weights.keys()].flatMap((row) => Array.from({ length: rows.weights[row]! }, () => row));
    const repeated = rowsOf(
      copies.map((row) => [...rows.features.slice(3 * row, 3 * row + 3)]),
      copies.map((row) => rows.isPositive[row]!),
    );
    const [once, thrice] = [fitLogisticRegression(rows, 1), fitLogisticRegression(repeated, 1)];
    [...once.weights].forEach((weight, k) => {
      expect(weight).toBeCloseTo(thrice.weights[k]!, 7);
    });
  });

  it("has finite weights for classes that a feature separates, but only with a penalty", () => {
    const rows = rowsOf([[-2], [-1], [1], [2]], [0, 0, 1, 1]);
    expect(fitLogisticRegression(rows, 1).weights[0]).toBeGreaterThan(0.5);
    expect(() => fitLogisticRegression(rows, 0)).toThrow(/positive definite/);
  });

  it("refuses rows of one class, of another width and weights of nobody", () => {
    expect(() => fitLogisticRegression(rowsOf([[1], [2]], [1, 1]), 1)).toThrow(
      "Rows must be of both classes, but 2 of 2",
    );
    expect(() => fitLogisticRegression({ ...rowsOf([[1], [2]], [0, 1]), width: 2 }, 1)).toThrow("2 a row");
    expect(() => fitLogisticRegression(rowsOf([[1], [2]], [0, 1], [1, 0]), 1)).toThrow("weights above 0");
  });
});

const scored = (score: number, isPositive: boolean, weight = 1): ScoredPerson => ({ score, isPositive, weight });

describe("areaUnderCurve", () => {
  it("reproduces the ratings of Hanley & McNeil 1982: 0.893", () => {
    const normal = [33, 6, 6, 11, 2];
    const abnormal = [3, 2, 2, 11, 33];
    const people = [1, 2, 3, 4, 5].flatMap((rating, place) => [
      scored(rating, false, normal[place]!),
      scored(rating, true, abnormal[place]!),
    ]);
    expect(areaUnderCurve(people)).toBeCloseTo(0.893, 3);
  });

  it("is the share of pairs that are in order", () => {
    for (let round = 0; round < 50; round++) {
      const people = Array.from({ length: 20 }, (_, place) =>
        scored(random.integer(0, 6), place % 3 === 0, random.integer(1, 4)),
      );
      let wins = 0;
      let pairs = 0;
      for (const one of people.filter(({ isPositive }) => isPositive))
        for (const other of people.filter(({ isPositive }) => !isPositive)) {
          const weight = one.weight * other.weight;
          pairs += weight;
          wins += weight * (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0);
        }
      expect(areaUnderCurve(people)).toBeCloseTo(wins / pairs, 12);
    }
  });

  it("is null without one of the two", () => {
    expect(areaUnderCurve([scored(1, true)])).toBeNull();
    expect(areaUnderCurve([scored(1, false)])).toBeNull();
    expect(() => areaUnderCurve([scored(Number.NaN, true)])).toThrow("A score must be finite");
  });
});

describe("calibrationOf", () => {
  it("is nearly perfect for probabilities that the labels were drawn from, and says so decile by decile", () => {
    const people = Array.from({ length: 40_000 }, () => {
      const score = random.uniform();
      return scored(score, random.uniform() < score);
    });
    const { deciles, brier, expectedCalibrationError } = calibrationOf(people);
    expect(deciles.map(({ people: count }) => count)).toEqual(Array.from({ length: 10 }, () => 4000));
    for (const { expected, observed } of deciles) expect(Math.abs(expected - observed)).toBeLessThan(0.04);
    expect(expectedCalibrationError).toBeLessThan(0.015);
    expect(brier).toBeCloseTo(1 / 6, 2); // E[p (1 - p)] of a uniform p
  });

  it("weighs", () => {
    const people = [...Array.from({ length: 9 }, () => scored(0, false)), scored(1, false, 11)];
    expect(calibrationOf(people)).toMatchObject({ brier: 11 / 20, expectedCalibrationError: 11 / 20 });
  });

  it("refuses few people, and scores that are no probabilities", () => {
    expect(() => calibrationOf([scored(0.5, true)])).toThrow("at least 10 people");
    expect(() => calibrationOf(Array.from({ length: 10 }, () => scored(1.5, true)))).toThrow(
      "probabilities from 0 to 1",
    );
  });
});

it("scoreRow and probability are stable at the ends", () => {
  const model = { intercept: 0, weights: Float64Array.of(1), iterations: 1 };
  const rows = rowsOf([[-800], [800]], [0, 1]);
  expect([probability(scoreRow(rows, 0, model)), probability(scoreRow(rows, 1, model))]).toEqual([0, 1]);
});
