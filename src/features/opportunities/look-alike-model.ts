import type { Calibration } from "../../engines/look-alike/calibration";

/** What a feature weighs: on the scale that it was fitted on, of standard deviations from the mean. */
export interface FeatureWeight {
  readonly feature: string;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly weight: number;
}

/** How well the model did on people it was not fitted on. */
export interface HeldOut extends Calibration {
  readonly people: number;
  readonly seedPeople: number;
  readonly auc: number;
}

export interface LookAlikeReport {
  /** Of the features and the method; models of equal versions can be compared. */
  readonly modelVersion: string;
  readonly randomSeed: number;
  readonly penalty: number;
  readonly intercept: number;
  readonly features: readonly FeatureWeight[];
  readonly fittedPeople: number;
  /** SHA-256 of the rows that it was fitted and tested on, in hexadecimal. */
  readonly dataHash: string;
  readonly heldOut: HeldOut;
}

/** A published model. Counts are exact. */
export interface LookAlikeModel {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  readonly seedPackId: string;
  readonly seedBuildId: string;
  readonly from: Date;
  readonly asOf: Date;
  readonly fittedAt: Date;
  /** Everybody who was scored. */
  readonly people: bigint;
  /** Of them, those in the seed. */
  readonly seedPeople: bigint;
  readonly report: LookAlikeReport;
}
