import { powerOfAlwaysValid } from "../../engines/experiment/always-valid";
import {
  type ArmSizes,
  minimumDetectableEffect,
  powerOfMeans,
  powerOfProportions,
} from "../../engines/experiment/power";
import type { SmallGroups } from "../../platform/small-groups";
import type { ArmFigures } from "./arm-question";
import {
  type ExperimentDesign,
  type ExperimentPlan,
  type Metric,
  placeOf,
  primaryOf,
  treatmentsOf,
} from "./experiment";
import { toMajorUnits } from "./read-out";
import { tellArms } from "./tell-arms";

/** What is known of the primary metric before the start; null: nothing. */
export interface Baseline {
  readonly people: number | null;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly isMeasured: boolean;
}

/** A measured metric of everybody who would take part, as far as it may be told. */
export function baselineOf(
  arm: Omit<ArmFigures, "audience">,
  metric: Metric,
  smallGroups: SmallGroups,
  currencyCode: string,
): Baseline {
  const [told] = tellArms([{ ...toMajorUnits(arm, [metric], currencyCode), audience: null }], [metric], smallGroups);
  const { sample } = told!.metrics[0]!;
  return {
    people: told!.people === null ? null : Number(told!.people),
    mean: sample?.mean ?? null,
    deviation: sample && Math.sqrt(sample.variance),
    isMeasured: true,
  };
}

const LARGEST_EFFECT = 10;

/** What an experiment can find with so many people: the control against its smallest treatment, at alpha over the treatments (Bonferroni). */
export function planOf(design: ExperimentDesign, { people, mean, deviation, isMeasured }: Baseline): ExperimentPlan {
  const { variants, alpha, power, minimumEffect } = design;
  const treatments = treatmentsOf(variants);
  const each = variants.map(({ perMille }) => (people === null ? null : Math.floor((people * perMille) / 1000)));
  const share = alpha / treatments.length;
  const told = { people: each, mean, deviation, alpha: share };
  const unknown = { power: null, minimumDetectableEffect: null, meetsPower: false };
  if (people === null || mean === null || !(mean > 0) || deviation === null || !(deviation > 0))
    return { ...told, ...unknown, state: "NO_BASELINE" };
  const sizes = {
    control: each[placeOf(variants, "CONTROL")]!,
    treatment: Math.min(...treatments.map((place) => each[place]!)),
  };
  if (Math.min(sizes.control, sizes.treatment) < 2) return { ...told, ...unknown, state: "TOO_FEW_PEOPLE" };
  const powerOf = (effect: number): number => powerOfEffect(design, { mean, deviation, sizes, alpha: share }, effect);
  const reached = powerOf(minimumEffect);
  return {
    ...told,
    state: isMeasured ? "MEASURED" : "EXPECTED",
    power: reached,
    minimumDetectableEffect: minimumDetectableEffect(power, largestEffect(design, mean), powerOf),
    meetsPower: reached >= power,
  };
}

interface Basis {
  readonly mean: number;
  readonly deviation: number;
  readonly sizes: ArmSizes;
  readonly alpha: number;
}

function powerOfEffect(design: ExperimentDesign, { mean, deviation, sizes, alpha }: Basis, effect: number): number {
  if (effect === 0) return alpha;
  const difference = mean * effect;
  if (design.method === "SEQUENTIAL") {
    const variance = deviation ** 2 * (1 / sizes.control + 1 / sizes.treatment);
    return powerOfAlwaysValid(difference, variance, mean * design.minimumEffect, alpha);
  }
  return isShare(design)
    ? powerOfProportions(mean, Math.min(1, mean + difference), sizes, alpha)
    : powerOfMeans(difference, deviation, sizes, alpha);
}

const isShare = (design: ExperimentDesign): boolean => design.metrics[primaryOf(design)]!.kind === "SHARE";

/** A share cannot grow beyond 1. */
const largestEffect = (design: ExperimentDesign, mean: number): number =>
  isShare(design) ? Math.min(LARGEST_EFFECT, 1 / mean - 1) : LARGEST_EFFECT;
