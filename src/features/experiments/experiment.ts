import type { Correction } from "../../engines/experiment/multiplicity";
import type { Action } from "../touchpoints";

/*
 * Terms of this feature
 *
 * experiment: variants of an advertisement tried on audience packs, every variant on every audience (factorial, 人群 x 素材).
 * variant:    what is shown; its code is what touchpoints carry as `variant`. One is the control; a holdout is shown nothing.
 * arm:        the people of one audience who get one variant. HASHED: by the random order that rules draw shares from, so an arm is
 *             a pack that can be pushed. RECORDED: somebody else drew; a person's arm is the variant that the first exposure names.
 * metric:     a figure of each person in days after the person's start: the experiment's (HASHED) or the first exposure (RECORDED).
 *
 *     DRAFT -- start --> RUNNING -- end --> ENDED
 *
 * A draft is not changed but made anew: nothing that decides may be chosen after the data are seen.
 */

export const experimentStates = ["DRAFT", "RUNNING", "ENDED"] as const;
export type ExperimentState = (typeof experimentStates)[number];

export const assignments = ["HASHED", "RECORDED"] as const;
export type Assignment = (typeof assignments)[number];

export const testMethods = ["FIXED_HORIZON", "SEQUENTIAL"] as const;
export type TestMethod = (typeof testMethods)[number];

export const variantRoles = ["CONTROL", "TREATMENT", "HOLDOUT"] as const;
export type VariantRole = (typeof variantRoles)[number];

export const metricKinds = ["SHARE", "COUNT", "VALUE", "DWELL"] as const;
export type MetricKind = (typeof metricKinds)[number];

export const metricRoles = ["PRIMARY", "SECONDARY", "GUARDRAIL"] as const;
export type MetricRole = (typeof metricRoles)[number];

export interface Variant {
  readonly code: string;
  readonly role: VariantRole;
  /** Of 1000 people. */
  readonly perMille: number;
}

export interface Metric {
  readonly code: string;
  readonly kind: MetricKind;
  readonly role: MetricRole;
  /** What is counted; null: orders of VALUE, any action of DWELL. */
  readonly action: Action | null;
  /** From so many days after the person's start until before so many. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly isHigherBetter: boolean;
  /** Longer dwell times count as this percentile of all arms'. */
  readonly capPercentile: number;
}

/** What the caller expects of the primary metric where it cannot be measured before the start. */
export interface Expectation {
  /** In all arms together. */
  readonly people: number | null;
  readonly mean: number | null;
  readonly deviation: number | null;
}

/** All that is fixed before anything is seen. */
export interface ExperimentDesign {
  readonly assignment: Assignment;
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  readonly method: TestMethod;
  readonly correction: Correction;
  readonly alpha: number;
  readonly power: number;
  /** Relative to the control's mean. */
  readonly minimumEffect: number;
  readonly horizonDays: number;
  /** Null: without CUPED. */
  readonly prePeriodDays: number | null;
  readonly expectation: Expectation;
}

/** What the experiment can find, said before it starts. */
export interface ExperimentPlan {
  readonly state: "MEASURED" | "EXPECTED" | "NO_BASELINE" | "TOO_FEW_PEOPLE";
  /** By variant; null where unknown. */
  readonly people: readonly (number | null)[];
  readonly mean: number | null;
  readonly deviation: number | null;
  /** Of each comparison, after correction for several. */
  readonly alpha: number;
  /** Chance to find the named effect with the smallest treatment; null where it cannot be said. */
  readonly power: number | null;
  /** Relative; null where no effect up to ten times the mean is found with the power asked for. */
  readonly minimumDetectableEffect: number | null;
  readonly meetsPower: boolean;
}

export interface ExperimentAudience {
  readonly packId: string;
  /** Whose members take part; null before the start. */
  readonly buildId: string | null;
}

/** A pack of an arm, from the start on; only of HASHED experiments. */
export interface ExperimentArm {
  /** From 0, in the order of the audiences and variants. */
  readonly audience: number;
  readonly variant: number;
  readonly packId: string;
}

export interface ExperimentChange {
  readonly version: number;
  readonly change: "CREATED" | "STARTED" | "ENDED";
  readonly accessKeyId: string;
  readonly changedAt: Date;
}

export interface Experiment {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  readonly state: ExperimentState;
  /** Counts up with every change. */
  readonly version: number;
  readonly design: ExperimentDesign;
  readonly audiences: readonly ExperimentAudience[];
  readonly arms: readonly ExperimentArm[];
  /** As it was said at the start; null before. */
  readonly plan: ExperimentPlan | null;
  readonly createdAt: Date;
  /** The instant from which on metrics and exposures count; null before the start. */
  readonly startsAt: Date | null;
  readonly endedAt: Date | null;
  readonly changes: readonly ExperimentChange[];
}

export const MAX_VARIANTS = 10;
export const MAX_AUDIENCES = 5;
export const MAX_ARMS = 20;
export const MAX_METRICS = 20;
export const MAX_DAYS = 365;

/** The draw of an experiment's people. */
export const saltOf = (experimentId: string): string => `experiment ${experimentId}`;

/** Parts of 1000 that a variant gets: from `from` until before `to`. */
export function partsOf(variants: readonly Variant[]): readonly { readonly from: number; readonly to: number }[] {
  let to = 0;
  return variants.map(({ perMille }) => {
    const from = to;
    to += perMille;
    return { from, to };
  });
}

export const placeOf = (variants: readonly Variant[], role: VariantRole): number =>
  variants.findIndex((variant) => variant.role === role);
export const treatmentsOf = (variants: readonly Variant[]): readonly number[] =>
  variants.flatMap(({ role }, place) => (role === "TREATMENT" ? [place] : []));
export const primaryOf = ({ metrics }: ExperimentDesign): number => metrics.findIndex(({ role }) => role === "PRIMARY");
