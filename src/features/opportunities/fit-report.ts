import { createHash } from "node:crypto";
import type { RoaringBitmap32 } from "roaring";
import { areaUnderCurve, type ScoredPerson } from "../../engines/look-alike/area-under-curve";
import { calibrationOf } from "../../engines/look-alike/calibration";
import {
  fitLogisticRegression,
  type LabelledRows,
  type LogisticModel,
  probability,
  scoreRow,
} from "../../engines/look-alike/logistic-regression";
import { sum } from "../../engines/numeric/sum";
import { MODEL_VERSION } from "./look-alike-features";
import type { FeatureWeight, LookAlikeReport } from "./look-alike-model";
import type { FeatureRows, ScoringTerm } from "./look-alike-people.store";

/** One in so many people is held out. */
const HELD_OUT = 3;
/** Of the squared weights of standardised features: a weak prior that keeps features of the seed alone finite. */
const PENALTY = 1;

export interface FitInput {
  readonly rows: FeatureRows;
  readonly names: readonly string[];
  readonly seed: RoaringBitmap32;
  /** People that a row outside the seed stands for, and one of the seed. */
  readonly otherWeight: number;
  readonly seedWeight: number;
  readonly randomSeed: number;
}

export interface Fit {
  readonly report: LookAlikeReport;
  /** What people are ranked by; features that nobody differs in are left out. */
  readonly terms: readonly ScoringTerm[];
}

/** Fits two thirds of the rows and says how well the model does on the others. */
export function fitReport(input: FitInput): Fit {
  const { rows, names, randomSeed } = input;
  const all = [...rows.ordinals.keys()];
  const isHeldOut = (row: number): boolean => hashOf(rows.ordinals[row]!, randomSeed) % HELD_OUT === 0;
  const fitted = all.filter((row) => !isHeldOut(row));
  const heldOut = all.filter(isHeldOut);
  const columns = columnsOf(rows, names, fitted);
  const labelled = (chosen: readonly number[]): LabelledRows => label(input, columns, chosen);
  const model = fitLogisticRegression(labelled(fitted), PENALTY);
  const tested = labelled(heldOut);
  const people = heldOut.map((_, row): ScoredPerson => {
    const score = probability(scoreRow(tested, row, model));
    return { score, isPositive: tested.isPositive[row] === 1, weight: tested.weights[row]! };
  });
  return {
    terms: columns.map(({ index, standardDeviation }, place) => ({
      index,
      factor: model.weights[place]! / standardDeviation,
    })),
    report: {
      modelVersion: MODEL_VERSION,
      randomSeed,
      penalty: PENALTY,
      intercept: model.intercept,
      features: weightsOf(columns, model),
      fittedPeople: fitted.length,
      dataHash: dataHash(input),
      heldOut: {
        people: heldOut.length,
        seedPeople: people.filter(({ isPositive }) => isPositive).length,
        auc: areaUnderCurve(people)!,
        ...calibrationOf(people),
      },
    },
  };
}

interface Column {
  readonly index: number;
  readonly feature: string;
  readonly mean: number;
  readonly standardDeviation: number;
}

function columnsOf({ features }: FeatureRows, names: readonly string[], fitted: readonly number[]): readonly Column[] {
  const columns = names.map((feature, index): Column => {
    const values = fitted.map((row) => features[row * names.length + index]!);
    const mean = sum(values) / values.length;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
    return { index, feature, mean, standardDeviation: Math.sqrt(variance) };
  });
  return columns.filter(({ standardDeviation }) => standardDeviation > 0);
}

function label(input: FitInput, columns: readonly Column[], chosen: readonly number[]): LabelledRows {
  const { rows, names, seed } = input;
  const isPositive = Uint8Array.from(chosen, (row) => Number(seed.has(rows.ordinals[row]!)));
  return {
    width: columns.length,
    isPositive,
    weights: Float64Array.from(isPositive, (one) => (one === 1 ? input.seedWeight : input.otherWeight)),
    features: Float64Array.from(
      chosen.flatMap((row) =>
        columns.map(
          ({ index, mean, standardDeviation }) =>
            (rows.features[row * names.length + index]! - mean) / standardDeviation,
        ),
      ),
    ),
  };
}

const weightsOf = (columns: readonly Column[], { weights }: LogisticModel): readonly FeatureWeight[] =>
  columns.map(({ feature, mean, standardDeviation }, place) => ({
    feature,
    mean,
    standardDeviation,
    weight: weights[place]!,
  }));

function dataHash({ rows, seed }: FitInput): string {
  const hash = createHash("sha256");
  hash.update(new Uint8Array(rows.features.buffer));
  hash.update(Uint8Array.from(rows.ordinals, (ordinal) => Number(seed.has(ordinal))));
  return hash.digest("hex");
}

/** Knuth's multiplicative hash, mixed with the seed: who is held out depends on nothing but these two. */
const hashOf = (ordinal: number, randomSeed: number): number =>
  (Math.imul(ordinal ^ Math.imul(randomSeed, 0x9e3779b1), 0x85ebca6b) >>> 8) >>> 0;
