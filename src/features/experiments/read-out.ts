import { type ChiSquareTest, sampleRatioTest } from "../../engines/experiment/chi-square-test";
import {
  type Decision,
  decide,
  isHarmed,
  type JudgedEffect,
  SAMPLE_RATIO_ALPHA,
} from "../../engines/experiment/decide";
import { adjustPValues } from "../../engines/experiment/multiplicity";
import { currencyExponent } from "../../platform/money";
import type { SmallGroups } from "../../platform/small-groups";
import type { ArmAnswer, ArmFigures } from "./arm-question";
import { type ArmPair, type Comparison, comparePairs } from "./compare-arms";
import { type ExperimentDesign, type Metric, placeOf, primaryOf, treatmentsOf, type Variant } from "./experiment";
import { addUp, poolArms, type ToldArm, tellArms } from "./tell-arms";

export interface AdjustedComparison extends Comparison {
  /** Of the absolute effect, corrected for all comparisons of its family; null where unknown. */
  readonly adjustedPValue: number | null;
  /** Of guardrails: whether the arm harms it. */
  readonly isHarmed: boolean;
}

/** Whether people came into the arms as the shares say. */
export interface SampleRatioCheck {
  /** ASSIGNED: everybody of the arms. EXPOSED: those who saw their variant, which delivery may distort though the draw did not. */
  readonly population: "ASSIGNED" | "EXPOSED";
  readonly test: ChiSquareTest | null;
  readonly isMismatch: boolean;
}

export interface ReadOut {
  readonly arms: readonly ToldArm[];
  /** All audiences together. */
  readonly variants: readonly ToldArm[];
  readonly comparisons: readonly AdjustedComparison[];
  readonly sampleRatios: readonly SampleRatioCheck[];
  readonly decision: Decision;
}

export interface ReadOutInput {
  readonly design: ExperimentDesign;
  readonly answer: ArmAnswer;
  readonly smallGroups: SmallGroups;
  readonly currencyCode: string;
  readonly isHorizonReached: boolean;
}

/** What an experiment's sums say, as a caller may see it. */
export function readOutOf({ design, answer, smallGroups, currencyCode, isHorizonReached }: ReadOutInput): ReadOut {
  const { metrics, variants: planned } = design;
  const scaled = answer.arms.map((arm) => toMajorUnits(arm, metrics, currencyCode));
  const pooled = poolArms(scaled, planned.length);
  const pooledArms = pooled.map((arm) => ({ ...arm, audience: null }));
  const arms = tellArms(scaled, metrics, smallGroups);
  const variants = tellArms(pooledArms, metrics, smallGroups);
  const shown = tellShown(design, pooled, smallGroups);
  const metricPlaces = metrics.map((_, place) => place);
  const audiences = [...new Set(arms.map(({ audience }) => audience))];
  const pooledComparisons = metricPlaces.flatMap((metric) => [
    ...comparePairs(design, metric, treatmentPairs(planned, variants), variants),
    ...(shown
      ? comparePairs(
          design,
          metric,
          [{ arm: shown.all, against: shown.holdout, variant: null }],
          [shown.all, shown.holdout],
        )
      : []),
  ]);
  const byAudience =
    audiences.length < 2
      ? []
      : audiences.flatMap((audience) => {
          const own = arms.filter((arm) => arm.audience === audience);
          return metricPlaces.flatMap((metric) => comparePairs(design, metric, treatmentPairs(planned, own), own));
        });
  const comparisons = correct(design, [...pooledComparisons, ...byAudience]);
  const sampleRatios = checkRatios(design, variants);
  return { arms, variants, comparisons, sampleRatios, decision: decisionOf() };

  function decisionOf(): Decision {
    const judged = (isWanted: (metric: Metric) => boolean): readonly JudgedEffect[] =>
      comparisons.flatMap((one) =>
        one.audience === null && one.variant !== null && isWanted(metrics[one.metric]!) ? [judge(design, one)] : [],
      );
    const total = (pick: (arm: (typeof pooled)[number]) => number): number =>
      pooled.reduce((sum, arm) => sum + pick(arm), 0);
    return decide({
      people: total(({ people }) => people),
      exposedPeople: total(({ exposed }) => exposed),
      sampleRatioPValue: sampleRatios[0]!.test?.pValue ?? null,
      primary: judged(({ role }) => role === "PRIMARY"),
      guardrails: judged(({ role }) => role === "GUARDRAIL"),
      mayDecide: design.method === "SEQUENTIAL" || isHorizonReached,
      namedEffect: design.minimumEffect,
      alpha: design.alpha,
    });
  }
}

const treatmentPairs = (variants: readonly Variant[], arms: readonly ToldArm[]): readonly ArmPair[] =>
  treatmentsOf(variants).map((variant) => ({
    variant,
    arm: arms.find((arm) => arm.variant === variant)!,
    against: arms.find((arm) => arm.variant === placeOf(variants, "CONTROL"))!,
  }));

/** Everybody who is shown a variant against the holdout; null without one. */
function tellShown(
  { variants, metrics }: ExperimentDesign,
  pooled: readonly Omit<ArmFigures, "audience">[],
  smallGroups: SmallGroups,
) {
  const holdout = placeOf(variants, "HOLDOUT");
  if (holdout < 0) return null;
  const shown = addUp(
    pooled.filter(({ variant }) => variant !== holdout),
    -1,
  );
  const [all, held] = tellArms(
    [shown, pooled[holdout]!].map((arm) => ({ ...arm, audience: null })),
    metrics,
    smallGroups,
  );
  return { all: all!, holdout: held! };
}

/**
 * Two families: the treatments on the primary metric over all audiences, which decide, and everything else that is looked at beside
 * them. Guardrails are not corrected: there a missed harm is worse than a false alarm.
 */
function correct(design: ExperimentDesign, comparisons: readonly Comparison[]): readonly AdjustedComparison[] {
  const primary = primaryOf(design);
  const familyOf = ({ metric, audience, variant }: Comparison): string => {
    if (design.metrics[metric]!.role === "GUARDRAIL") return "GUARDRAIL";
    return metric === primary && audience === null && variant !== null ? "PRIMARY" : "OTHERS";
  };
  const adjusted = new Map<Comparison, number>();
  for (const family of ["PRIMARY", "OTHERS", "GUARDRAIL"]) {
    const known = comparisons.filter((one) => familyOf(one) === family && one.absolute !== null);
    const pValues = known.map(({ absolute }) => absolute!.pValue);
    const values = family === "GUARDRAIL" ? pValues : adjustPValues(pValues, design.correction);
    for (const [place, one] of known.entries()) adjusted.set(one, values[place]!);
  }
  return comparisons.map((one) => {
    const whole = { ...one, adjustedPValue: adjusted.get(one) ?? null, isHarmed: false };
    const isGuardrail = design.metrics[one.metric]!.role === "GUARDRAIL" && one.variant !== null;
    return { ...whole, isHarmed: isGuardrail && isHarmed(judge(design, whole), design.alpha) };
  });
}

const judge = (
  design: ExperimentDesign,
  { metric, variant, relative, adjustedPValue }: AdjustedComparison,
): JudgedEffect => ({
  variant: variant!,
  effect:
    relative && adjustedPValue !== null ? { value: relative.value, interval: relative.interval, adjustedPValue } : null,
  isHigherBetter: design.metrics[metric]!.isHigherBetter,
});

function checkRatios(
  { variants: planned, assignment }: ExperimentDesign,
  variants: readonly ToldArm[],
): readonly SampleRatioCheck[] {
  const check = (
    population: SampleRatioCheck["population"],
    arms: readonly ToldArm[],
    counts: readonly (bigint | null)[],
  ): SampleRatioCheck => {
    const test = counts.includes(null)
      ? null
      : sampleRatioTest(
          counts.map(Number),
          arms.map(({ variant }) => planned[variant]!.perMille),
        );
    return { population, test, isMismatch: test !== null && test.pValue < SAMPLE_RATIO_ALPHA };
  };
  const assigned = check(
    "ASSIGNED",
    variants,
    variants.map(({ people }) => people),
  );
  const shown = variants.filter(({ variant }) => planned[variant]!.role !== "HOLDOUT");
  return assignment === "RECORDED"
    ? [assigned]
    : [
        assigned,
        check(
          "EXPOSED",
          shown,
          shown.map(({ exposed }) => exposed),
        ),
      ];
}

/** Values in major units of the currency; other metrics as they are. */
export function toMajorUnits<Arm extends Pick<ArmFigures, "metrics">>(
  arm: Arm,
  metrics: readonly Metric[],
  currencyCode: string,
): Arm {
  const unit = 10 ** currencyExponent(currencyCode);
  return {
    ...arm,
    metrics: arm.metrics.map((figures, place) =>
      metrics[place]!.kind !== "VALUE"
        ? figures
        : {
            ...figures,
            sum: figures.sum / unit,
            sumOfSquares: figures.sumOfSquares / unit ** 2,
            before: figures.before / unit,
            beforeSquares: figures.beforeSquares / unit ** 2,
            products: figures.products / unit ** 2,
          },
    ),
  };
}
