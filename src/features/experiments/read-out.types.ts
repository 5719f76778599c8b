import { Field, Float, ObjectType } from "type-graphql";
import { type Decision, decisionReasons, outcomes } from "../../engines/experiment/decide";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import type { Experiment as ExperimentRow } from "./experiment";
import { enumOf } from "./experiment-enums.types";
import type { ExperimentReadOut as ReadOutRow } from "./experiment-reader";
import type { AdjustedComparison, SampleRatioCheck as SampleRatioRow } from "./read-out";
import { type ToldArm, type UnknownReason, unknownReasons } from "./tell-arms";

const UnknownReasonEnum = enumOf<UnknownReason>(
  "ExperimentUnknownReason",
  "Why a figure of an experiment is not there",
  unknownReasons,
  {
    SUPPRESSED: "Too few people are behind it, or behind another arm that would follow from it.",
    NO_PEOPLE: "An arm has fewer than two people.",
    NO_VARIATION: "Nobody differs from anybody, so there is nothing to judge an effect by.",
    BASE_NOT_POSITIVE: "The other arm's mean is not above 0, so there is no share of it.",
  },
);

@Access("READ_AUDIENCES")
@ObjectType({ description: "Two bounds of what a figure may be." })
class ExperimentInterval {
  @Field(() => Float, { description: "Lower bound." })
  low!: number;

  @Field(() => Float, { description: "Upper bound." })
  high!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A metric of one arm." })
class ExperimentArmMetric {
  @Field({ description: "Code of the metric." })
  metric!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People of whom it is known: RECORDED counts those whose days are over. Null when withheld.",
  })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Mean a person: a share of 0 to 1, a count, major units of the currency, or seconds. Null when withheld or without people.",
  })
  mean!: number | null;

  @Field(() => ExperimentInterval, {
    nullable: true,
    description: "95 %: Wilson's of a SHARE, Student's of other means; null as mean.",
  })
  interval!: ExperimentInterval | null;

  @Field(() => BigIntScalar, {
    description: "VALUE: net orders that are left out, as their value in the currency is unknown.",
  })
  unvaluedOrders!: bigint;

  @Field(() => UnknownReasonEnum, { nullable: true, description: "Why mean is null; null: it is not." })
  reason!: UnknownReason | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "One arm of a read-out, or one variant over all audiences." })
export class ExperimentArmReadOut {
  /** Key of the audience; null: all. Not a field of the schema. */
  audiencePackId!: string | null;

  @Field({ description: "Code of the variant." })
  variant!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "People of the arm; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those who saw the variant; null when withheld." })
  exposedPeople!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who saw another variant of the experiment; null when withheld.",
  })
  exposedToOtherPeople!: bigint | null;

  @Field(() => [ExperimentArmMetric], { description: "In the order of the experiment's metrics." })
  metrics!: readonly ExperimentArmMetric[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "An effect with its test." })
class ExperimentEffect {
  @Field(() => Float, { description: "Estimate." })
  value!: number;

  @Field(() => Float, { description: "Standard error of the estimate." })
  standardError!: number;

  @Field(() => ExperimentInterval, { description: "Of confidence 1 - alpha; of SEQUENTIAL valid whenever it is read." })
  interval!: ExperimentInterval;

  @Field(() => Float, { description: "Two-sided, against no effect; not corrected for several comparisons." })
  pValue!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "One arm against another on one metric." })
export class ExperimentComparison {
  /** Key of the audience; null: all. Not a field of the schema. */
  audiencePackId!: string | null;

  @Field({ description: "Code of the metric." })
  metric!: string;

  @Field(() => String, {
    nullable: true,
    description: "Code of the variant; null: all variants that are shown, together.",
  })
  variant!: string | null;

  @Field({ description: "Code of the variant that it is compared with: the control, or the holdout." })
  against!: string;

  @Field(() => ExperimentEffect, { nullable: true, description: "Difference of means; null with a reason." })
  absolute!: ExperimentEffect | null;

  @Field(() => ExperimentEffect, {
    nullable: true,
    description: "Difference as a share of the other's mean (delta method); null with a reason.",
  })
  relative!: ExperimentEffect | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "p of the absolute effect, corrected over its family: treatments on the primary metric, or all others. Guardrails are not corrected.",
  })
  adjustedPValue!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "That the variant is the better one under a flat prior, 0 to 1; null with a reason.",
  })
  chanceToWin!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Expected relative loss of taking the variant in case it is worse; null with a reason.",
  })
  expectedLoss!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Share of the variance that the period before explains and CUPED takes out, 0 to 1; null: without CUPED.",
  })
  explainedVariance!: number | null;

  @Field({ description: "Of guardrails: the variant makes it worse, significantly." })
  isHarmed!: boolean;

  @Field(() => UnknownReasonEnum, { nullable: true, description: "Why an effect is null; null: none is." })
  reason!: UnknownReason | null;
}

const PopulationEnum = enumOf("ExperimentPopulation", "Whose ratio is checked", ["ASSIGNED", "EXPOSED"] as const, {
  ASSIGNED: "Everybody of the arms; a mismatch stops every decision.",
  EXPOSED: "Those who saw their variant, without the holdout; delivery may distort it though the draw did not.",
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "Whether people came into the arms as the shares say (SRM)." })
class ExperimentSampleRatio {
  @Field(() => PopulationEnum, { description: "Whose." })
  population!: string;

  @Field(() => Float, {
    nullable: true,
    description: "Pearson's chi-square over the variants; null without people or when withheld.",
  })
  chiSquare!: number | null;

  @Field(() => Float, { nullable: true, description: "Its p; null as chiSquare." })
  pValue!: number | null;

  @Field({ description: "p below 0.001." })
  isMismatch!: boolean;
}

const OutcomeEnum = enumOf("ExperimentOutcome", "What an experiment says", outcomes, {
  WINNER: "A variant is better than the others.",
  NO_DIFFERENCE: "Whatever difference there is, it is smaller than the effect worth finding.",
  NOT_DECIDED: "Neither can be said; the reason tells why.",
});
const ReasonEnum = enumOf("ExperimentDecisionReason", "Why an experiment says so", decisionReasons, {
  BETTER_THAN_CONTROL: "It beats the control after correction and harms no guardrail; of several the largest effect.",
  CONTROL_IS_BETTER: "Every treatment is worse than the control.",
  WITHIN_NAMED_EFFECT: "Every interval lies within minimumEffect on both sides.",
  NO_PEOPLE: "Nobody takes part.",
  NO_EXPOSURES: "Nobody saw a variant.",
  SAMPLE_RATIO_MISMATCH: "People did not come as the shares say, so every figure is doubtful: find out why.",
  UNKNOWN_EFFECT: "An effect on the primary metric is not known; its comparison tells why.",
  GUARDRAIL_BREACHED: "The best treatment harms a guardrail.",
  HORIZON_NOT_REACHED: "A fixed horizon is read once, when it is reached.",
  TOO_UNCERTAIN: "The data neither show an effect nor rule out the one worth finding.",
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "What the experiment says, by its primary metric over all audiences." })
class ExperimentDecision {
  @Field(() => OutcomeEnum, { description: "What it says." })
  outcome!: Decision["outcome"];

  @Field(() => ReasonEnum, { description: "Why." })
  reason!: Decision["reason"];

  @Field(() => String, {
    nullable: true,
    description: "Code of the winner, or of the variant that the reason is about; null: none.",
  })
  variant!: string | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What an experiment found. Everybody of an arm counts, exposed or not (intention to treat), from the person's start until asOf.",
})
export class ExperimentReadOut extends WindowAnswer {
  @Field({ description: "Whether horizonDays are over; for RECORDED also the last person's days." })
  isHorizonReached!: boolean;

  @Field({ description: "ISO 4217 code of VALUE metrics." })
  currencyCode!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "RECORDED: people who saw several variants and are in no arm; null when withheld.",
  })
  mixedPeople!: bigint | null;

  @Field(() => [ExperimentArmReadOut], { description: "By audience and variant; at most 20." })
  arms!: readonly ExperimentArmReadOut[];

  @Field(() => [ExperimentArmReadOut], { description: "By variant, all audiences together." })
  variants!: readonly ExperimentArmReadOut[];

  @Field(() => [ExperimentComparison], {
    description:
      "Every treatment against the control and, where there is one, all that is shown against the holdout; then within each of several audiences.",
  })
  comparisons!: readonly ExperimentComparison[];

  @Field(() => [ExperimentSampleRatio], { description: "ASSIGNED, and EXPOSED for HASHED." })
  sampleRatios!: readonly ExperimentSampleRatio[];

  @Field(() => ExperimentDecision, { description: "What it says." })
  decision!: ExperimentDecision;
}

export function toReadOut(row: ReadOutRow): ExperimentReadOut {
  const { experiment, window, isHorizonReached, currencyCode, decision } = row;
  const { variants } = experiment.design;
  return Object.assign(new ExperimentReadOut(), {
    ...toWindowAnswer({ ...window, asOf: window.to }),
    ...{ isHorizonReached, currencyCode, mixedPeople: row.mixedPeople },
    arms: row.arms.map((arm) => toArm(experiment, arm)),
    variants: row.variants.map((arm) => toArm(experiment, arm)),
    comparisons: row.comparisons.map((one) => toComparison(experiment, one)),
    sampleRatios: row.sampleRatios.map(toSampleRatio),
    decision: Object.assign(new ExperimentDecision(), {
      outcome: decision.outcome,
      reason: decision.reason,
      variant: codeOfDecision(variants, decision),
    }),
  });
}

function codeOfDecision(variants: ExperimentRow["design"]["variants"], { outcome, variant }: Decision): string | null {
  if (variant !== null) return variants[variant]!.code;
  return outcome === "WINNER" ? variants.find(({ role }) => role === "CONTROL")!.code : null;
}

const packOf = ({ audiences }: ExperimentRow, audience: number | null): string | null =>
  audience === null ? null : (audiences[audience]?.packId ?? null);

function toArm(
  experiment: ExperimentRow,
  { audience, variant, people, exposed, exposedToOther, metrics }: ToldArm,
): ExperimentArmReadOut {
  const { design } = experiment;
  return Object.assign(new ExperimentArmReadOut(), {
    ...{ people, exposedPeople: exposed, exposedToOtherPeople: exposedToOther },
    audiencePackId: packOf(experiment, audience),
    variant: design.variants[variant]!.code,
    metrics: metrics.map(({ people: known, mean, interval, unvaluedOrders, reason }, place) =>
      Object.assign(new ExperimentArmMetric(), {
        ...{ mean, interval, reason, people: known, unvaluedOrders: BigInt(unvaluedOrders) },
        metric: design.metrics[place]!.code,
      }),
    ),
  });
}

function toComparison(experiment: ExperimentRow, one: AdjustedComparison): ExperimentComparison {
  const { design } = experiment;
  return Object.assign(new ExperimentComparison(), {
    ...one,
    audiencePackId: packOf(experiment, one.audience),
    metric: design.metrics[one.metric]!.code,
    variant: one.variant === null ? null : design.variants[one.variant]!.code,
    against: design.variants[one.against]!.code,
  });
}

const toSampleRatio = ({ population, test, isMismatch }: SampleRatioRow): ExperimentSampleRatio =>
  Object.assign(new ExperimentSampleRatio(), {
    ...{ population, isMismatch },
    chiSquare: test?.value ?? null,
    pValue: test?.pValue ?? null,
  });
