import type { PairedSums } from "../../engines/experiment/cuped";
import { fixedHorizonTest } from "../../engines/experiment/fixed-horizon";
import { type Sample, sampleOfProportion, sampleOfSums } from "../../engines/experiment/sample";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import type { ArmFigures, MetricFigures } from "./arm-question";
import type { Metric } from "./experiment";

/** Why a figure is not told. */
export const unknownReasons = ["SUPPRESSED", "NO_PEOPLE", "NO_VARIATION", "BASE_NOT_POSITIVE"] as const;
export type UnknownReason = (typeof unknownReasons)[number];

/** A metric of an arm as a caller may see it. */
export interface ToldMetric {
  /** People of whom it is known; null when withheld. */
  readonly people: bigint | null;
  readonly mean: number | null;
  /** 95 %: Wilson's of shares, Student's of means. */
  readonly interval: Interval | null;
  readonly unvaluedOrders: number;
  readonly reason: UnknownReason | null;
  /** What effects are worked out from; null where it is not told. */
  readonly sample: Sample | null;
  /** What CUPED is worked out from. */
  readonly sums: PairedSums | null;
}

export interface ToldArm {
  /** Place; null: all audiences together. */
  readonly audience: number | null;
  readonly variant: number;
  readonly people: bigint | null;
  readonly exposed: bigint | null;
  readonly exposedToOther: bigint | null;
  readonly metrics: readonly ToldMetric[];
}

const WITHHELD: ToldMetric = {
  ...{ people: null, mean: null, interval: null, unvaluedOrders: 0, sample: null, sums: null },
  reason: "SUPPRESSED",
};

/**
 * Arms that are parts of one whole: all of them are told or none, and a metric of all of them or of none, as what is left would
 * give away the one that is missing. Shares are of rounded counts.
 */
export function tellArms(
  arms: readonly (Omit<ArmFigures, "audience"> & { readonly audience: number | null })[],
  metrics: readonly Metric[],
  smallGroups: SmallGroups,
): readonly ToldArm[] {
  const { threshold, roundingBase } = smallGroups;
  const isTold = areTold(
    arms.map(({ people }) => people),
    threshold,
  );
  const areExposuresTold =
    isTold && arms.every(({ people, exposed }) => areTold([exposed, people - exposed], threshold));
  const isMetricTold = metrics.map(
    (metric, place) => isTold && arms.every((arm) => isPartTold(metric, arm, place, threshold)),
  );
  const round = (count: number): bigint => roundCount(BigInt(count), roundingBase);
  return arms.map((arm) => ({
    ...{ audience: arm.audience, variant: arm.variant },
    people: isTold ? round(arm.people) : null,
    exposed: areExposuresTold ? round(arm.exposed) : null,
    exposedToOther: suppress(BigInt(arm.exposedToOther), threshold) === null ? null : round(arm.exposedToOther),
    metrics: metrics.map((metric, place) =>
      isMetricTold[place] ? tellMetric(metric, arm.counted[place]!, arm.metrics[place]!, roundingBase) : WITHHELD,
    ),
  }));
}

const areTold = (cells: readonly number[], threshold: number): boolean =>
  suppressPartition(cells.map(BigInt), threshold).suppressedCells === 0;

function isPartTold(
  { kind }: Metric,
  { people, counted, metrics }: Pick<ArmFigures, "people" | "counted" | "metrics">,
  place: number,
  threshold: number,
): boolean {
  const [known, { active }] = [counted[place]!, metrics[place]!];
  if (!areTold([known, people - known], threshold)) return false;
  return kind === "SHARE" ? areTold([active, known - active], threshold) : suppress(BigInt(active), threshold) !== null;
}

function tellMetric(metric: Metric, counted: number, figures: MetricFigures, roundingBase: number): ToldMetric {
  const people = roundCount(BigInt(counted), roundingBase);
  const successes = Number(roundCount(BigInt(figures.active), roundingBase));
  const sample =
    metric.kind === "SHARE"
      ? sampleOfProportion(successes, Number(people))
      : sampleOfSums({ people: counted, sum: figures.sum, sumOfSquares: figures.sumOfSquares });
  return {
    people,
    mean: sample?.mean ?? null,
    interval: sample && intervalOf(metric, sample, successes),
    unvaluedOrders: figures.unvaluedOrders,
    reason: sample ? null : "NO_PEOPLE",
    sample,
    sums: { people: counted, ...figures },
  };
}

function intervalOf({ kind }: Metric, { people, mean, variance }: Sample, successes: number): Interval | null {
  if (kind === "SHARE") return wilsonInterval({ successes, trials: people });
  if (variance === 0) return { low: mean, high: mean };
  return fixedHorizonTest({ value: mean, variance: variance / people, degreesOfFreedom: people - 1 }).interval;
}

/** Arms of all audiences together, by variant: the variants' shares are the same in each of them. */
export function poolArms(arms: readonly ArmFigures[], variants: number): readonly Omit<ArmFigures, "audience">[] {
  return Array.from({ length: variants }, (_, variant) =>
    addUp(
      arms.filter((arm) => arm.variant === variant),
      variant,
    ),
  );
}

/** Several arms as one. */
export function addUp(arms: readonly Omit<ArmFigures, "audience">[], variant: number): Omit<ArmFigures, "audience"> {
  const [first] = arms;
  const total = (pick: (arm: Omit<ArmFigures, "audience">) => number): number =>
    arms.reduce((sum, arm) => sum + pick(arm), 0);
  return {
    variant,
    people: total(({ people }) => people),
    exposed: total(({ exposed }) => exposed),
    exposedToOther: total(({ exposedToOther }) => exposedToOther),
    counted: first!.counted.map((_, place) => total(({ counted }) => counted[place]!)),
    metrics: first!.metrics.map((_, place) => ({
      sum: total(({ metrics }) => metrics[place]!.sum),
      sumOfSquares: total(({ metrics }) => metrics[place]!.sumOfSquares),
      before: total(({ metrics }) => metrics[place]!.before),
      beforeSquares: total(({ metrics }) => metrics[place]!.beforeSquares),
      products: total(({ metrics }) => metrics[place]!.products),
      active: total(({ metrics }) => metrics[place]!.active),
      unvaluedOrders: total(({ metrics }) => metrics[place]!.unvaluedOrders),
    })),
  };
}
