import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { suppressPartition } from "../../platform/small-groups";
import type { FigureState } from "../benchmarks";

/** What growth is hard by: telling people apart, winning them, converting them, keeping them as members. */
export const healthFamilies = ["GRANULARITY", "ACQUISITION", "CONVERSION", "MEMBERSHIP"] as const;
export type HealthFamily = (typeof healthFamilies)[number];

/** Shipped thresholds, which a brand may set otherwise: half of the people, the industry's own level twice, a tenth of the people. */
export const defaultThresholds: Readonly<Record<HealthFamily, number>> = {
  GRANULARITY: 0.5,
  ACQUISITION: 1,
  CONVERSION: 1,
  MEMBERSHIP: 0.1,
};

export const healthStates = ["HEALTHY", "WEAK", "SUPPRESSED", "BASE_NOT_POSITIVE", "NOT_COMPUTED"] as const;
export type HealthState = (typeof healthStates)[number];

/** The key figure of a family. */
export interface HealthFigure {
  readonly state: FigureState;
  readonly value: number | null;
  /** Of a share; null for ratios to the industry. */
  readonly numerator: bigint | null;
  readonly denominator: bigint | null;
  readonly interval: Interval | null;
}

export interface HealthThreshold {
  readonly family: HealthFamily;
  readonly threshold: number;
  /** 0: the shipped one. */
  readonly version: number;
}

export interface HealthCard extends HealthThreshold, Omit<HealthFigure, "state"> {
  readonly state: HealthState;
}

const without = (state: FigureState): HealthFigure => ({
  ...{ state, value: null, numerator: null, denominator: null, interval: null },
});

export const unknownFigure = without("NOT_COMPUTED");

/** A share of people; those outside it are withheld with it. */
export function shareFigure(numerator: bigint, denominator: bigint, threshold: number): HealthFigure {
  if (denominator === 0n) return without("BASE_NOT_POSITIVE");
  if (suppressPartition([numerator, denominator - numerator], threshold).suppressedCells > 0)
    return without("SUPPRESSED");
  return {
    state: "KNOWN",
    value: Number(numerator) / Number(denominator),
    numerator,
    denominator,
    interval: wilsonInterval({ successes: Number(numerator), trials: Number(denominator) }),
  };
}

/** Own over the industry mean: 1 is the industry's level. */
export function ratioFigure(state: FigureState, own: number | null, industryMean: number | null): HealthFigure {
  if (own === null) return without(state === "KNOWN" ? "NOT_COMPUTED" : state);
  if (industryMean === null) return unknownFigure;
  if (industryMean === 0) return without("BASE_NOT_POSITIVE");
  return { ...unknownFigure, state: "KNOWN", value: own / industryMean };
}

/** Healthy at the threshold or above it. */
export function healthCard(setting: HealthThreshold, { state, ...figure }: HealthFigure): HealthCard {
  const judged = state === "KNOWN" ? (figure.value! >= setting.threshold ? "HEALTHY" : "WEAK") : state;
  return { ...setting, ...figure, state: judged };
}
