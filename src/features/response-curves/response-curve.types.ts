import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { curveParameters, toConcaveCurve } from "../../engines/allocation/response-curve";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateScalar, DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { HillCurveInput, LogCurveInput, MichaelisMentenCurveInput } from "./curve-input.types";
import type { DeliveryGrain, DeliveryOutcome } from "./delivery-series";
import {
  type CurvePeriod,
  MAX_CARRY_OVER,
  MAX_CONTROLS,
  MAX_FIT_LINES,
  MAX_FIT_PERIODS,
  MAX_NAME_LENGTH,
  MAX_REASON_LENGTH,
  type StoredCurve,
} from "./response-curve";

const enumOf = (name: string, description: string, values: Readonly<Record<string, string>>): object => {
  const codes = Object.fromEntries(Object.keys(values).map((code) => [code, code]));
  registerEnumType(codes, {
    name,
    description,
    valuesConfig: Object.fromEntries(Object.entries(values).map(([code, text]) => [code, { description: text }])),
  });
  return codes;
};

const CarryOverForm = enumOf(
  "CarryOverForm",
  "How the effect of money works on in later periods (adstock); clients must handle unknown values.",
  {
    NONE: "Not at all.",
    GEOMETRIC: "Each period keeps `decay` of the effect before.",
    BINOMIAL: "Weights (1 - lag / periods)^(1 / alpha - 1), which reach 0 (Google Meridian).",
    WEIBULL_CDF: "What is left is a Weibull survival probability, multiplied up (Robyn).",
    WEIBULL_PDF: "Weights follow a Weibull density, so that the effect may come late (Robyn).",
  },
);
const CurveForm = enumOf("CurveForm", "The form of a response curve; clients must handle unknown values.", {
  LOG: "a ln(1 + x / b), which never saturates.",
  MICHAELIS_MENTEN: "vmax x / (km + x).",
  HILL: "vmax x^slope / (km^slope + x^slope): S-shaped above slope 1.",
});
const CurvePeriodEnum = enumOf("CurvePeriod", "The period that a response curve is about.", {
  DAY: "A day.",
  WEEK: "Seven days.",
});

@Access("READ_BUDGETS")
@ObjectType({ description: "A parameter of a curve or of its carry-over." })
class CurveParameter {
  @Field({ description: "As the form's formula names it." })
  name!: string;

  @Field({ description: "Amounts (km, b) in major units of one period." })
  value!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "How well the data are explained by all lines of a fit together." })
class CurveFitQuality {
  @Field({ description: "Share of the outcome's variance that is explained, at most 1." })
  rSquared!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Root of the mean squared residual as a share of the mean outcome; null: that is 0.",
  })
  relativeError!: number | null;

  @Field(() => Int, { description: "Periods that were fitted." })
  periods!: number;

  @Field(() => DateScalar, { description: "First day of the first of them." })
  startsOn!: string;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a period brings for an amount." })
class CurvePoint {
  @Field(() => DecimalScalar, { description: "Major units of the brand's currency in one period." })
  amount!: string;

  @Field({ description: "Units of the outcome." })
  value!: number;

  @Field(() => Float, { nullable: true, description: "Lower end of the 95 % interval; null: a given curve has none." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of the 95 % interval; null: a given curve has none." })
  high!: number | null;
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description: "One version of what a line brings for its money in a period (响应曲线). It is never edited.",
})
export class ResponseCurve extends Node {
  /** The row behind it; not a field of the schema. */
  row!: StoredCurve;

  @Field({ description: "Of the line, e.g. a channel, or a channel with crowd and step." })
  name!: string;

  @Field(() => Int, { description: "Counts up with every fit and every change by hand." })
  version!: number;

  @Field(() => CurvePeriodEnum, { description: "What it is about." })
  period!: CurvePeriod;

  @Field(() => CurveForm, { description: "The form." })
  form!: string;

  @Field(() => [CurveParameter], { description: "2 or 3, as the form's formula names them, by name." })
  parameters!: readonly CurveParameter[];

  @Field(() => CarryOverForm, { description: "How money works on in later periods." })
  carryOver!: string;

  @Field(() => [CurveParameter], { description: "At most 2, as the carry-over names them." })
  carryOverParameters!: readonly CurveParameter[];

  @Field(() => CurveFitQuality, { nullable: true, description: "Of the fit; null: given by hand." })
  fit!: CurveFitQuality | null;

  @Field(() => String, { nullable: true, description: "Why it was given by hand; null: fitted." })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: "When this version was made." })
  createdAt!: Date;
}

/** By name, as JSON keeps no order. */
const named = (values: object): CurveParameter[] =>
  Object.entries(values)
    .flatMap(([name, value]) => (name === "form" ? [] : [{ name, value }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export function toResponseCurve(row: StoredCurve): ResponseCurve {
  return Object.assign(new ResponseCurve(), {
    ...{ row, id: toNodeId("ResponseCurve", row.id), name: row.name, version: row.version, period: row.period },
    ...{ form: row.curve.form, parameters: named(curveParameters(row.curve)) },
    ...{ carryOver: row.adstock.form, carryOverParameters: named(row.adstock) },
    ...{ fit: row.fit, reason: row.reason, createdAt: row.createdAt },
  });
}

export function toPoint({ curve, draws }: StoredCurve, amount: string): CurvePoint {
  const at = Number(amount);
  const drawn = draws.map((draw) => toConcaveCurve(draw).response(at)).sort((a, b) => a - b);
  const quantile = (share: number): number | null => drawn[Math.round(share * (drawn.length - 1))] ?? null;
  return Object.assign(new CurvePoint(), {
    amount,
    value: toConcaveCurve(curve).response(at),
    low: quantile(0.025),
    high: quantile(0.975),
  });
}

export { CurvePoint };

@InputType({ description: "A line and what was spent on it." })
class FitLineInput {
  @Field({ description: `1 to ${MAX_NAME_LENGTH} characters; the fit is the next version of this name.` })
  name!: string;

  @Field(() => [DecimalScalar], { description: "Major units by period, at least 0." })
  spend!: string[];
}

@InputType({ description: "Series of one outcome and of what was spent on lines, by period without gaps." })
export class FitResponseCurvesInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => CurvePeriodEnum, { description: "What each figure of the series is of." })
  period!: CurvePeriod;

  @Field(() => DateScalar, { description: "First day of the first period." })
  startsOn!: string;

  @Field(() => [DecimalScalar], { description: `What the money was to bring, by period; at most ${MAX_FIT_PERIODS}.` })
  outcome!: string[];

  @Field(() => [FitLineInput], { description: `1 to ${MAX_FIT_LINES}; fitted together.` })
  lines!: FitLineInput[];

  @Field(() => [[DecimalScalar]], {
    nullable: true,
    description: `Other causes of the outcome by period, each with one linear coefficient; at most ${MAX_CONTROLS}.`,
  })
  controls?: string[][] | null;

  @Field(() => CarryOverForm, { description: "How money works on in later periods." })
  carryOver!: "NONE" | "GEOMETRIC" | "BINOMIAL" | "WEIBULL_CDF" | "WEIBULL_PDF";

  @Field(() => Int, { description: `Periods over which it does, 1 to ${MAX_CARRY_OVER}.` })
  carryOverPeriods!: number;

  @Field(() => CurveForm, { description: "How lines saturate." })
  form!: "LOG" | "MICHAELIS_MENTEN" | "HILL";

  @Field(() => Int, {
    nullable: true,
    description: "Of the draws behind intervals: the same seed, the same answer. Absent: 1.",
  })
  seed?: number | null;
}

@InputType({ description: "A curve by hand: exactly one of the forms." })
export class SetResponseCurveInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field({ description: `Of the line, 1 to ${MAX_NAME_LENGTH} characters.` })
  name!: string;

  @Field(() => CurvePeriodEnum, { description: "What it is about; amounts are of one period." })
  period!: CurvePeriod;

  @Field(() => LogCurveInput, { nullable: true, description: "A logarithmic curve." })
  log?: LogCurveInput | null;

  @Field(() => MichaelisMentenCurveInput, { nullable: true, description: "A curve that saturates." })
  michaelisMenten?: MichaelisMentenCurveInput | null;

  @Field(() => HillCurveInput, { nullable: true, description: "A curve that may be S-shaped." })
  hill?: HillCurveInput | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Share of the effect that a period keeps of the one before, below 1; absent: nothing works on.",
  })
  decay?: string | null;

  @Field({ description: `Why the curve is so, 1 to ${MAX_REASON_LENGTH} characters.` })
  reason!: string;
}

const DeliveryGrainEnum = enumOf("SpendGrain", "By what the spend of placements is told apart into lines.", {
  PLATFORM: "By channel: the line is called as its platform.",
  STEP: "By channel and step, e.g. `DOUYIN / ACQUIRE`.",
  CROWD: "By channel, step and crowd, e.g. `DOUYIN / ACQUIRE / Fans` by the name of the audience pack.",
});
const DeliveryOutcomeEnum = enumOf("SalesOutcome", "What of the brand's sales the money was to bring.", {
  CONVERSIONS: "Net orders, by their first touchpoint.",
  VALUE: "Their value net of refunds, in major units.",
});

@InputType({
  description: "Periods of a brand from which curves are fitted: spend as media reported it, and the brand's sales.",
})
export class FitResponseCurvesFromDeliveryInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => CurvePeriodEnum, { description: "What a period is: a day of the brand's zone, or seven of them." })
  period!: CurvePeriod;

  @Field(() => DateScalar, { description: "First day of the first period." })
  startsOn!: string;

  @Field(() => Int, { description: `How many, at most ${MAX_FIT_PERIODS}; the last one must be over.` })
  periods!: number;

  @Field(() => DeliveryGrainEnum, { description: `What makes a line; at most ${MAX_FIT_LINES} of them.` })
  grain!: DeliveryGrain;

  @Field(() => DeliveryOutcomeEnum, { description: "What the curves are to count." })
  outcome!: DeliveryOutcome;

  @Field(() => CarryOverForm, { description: "How money works on in later periods." })
  carryOver!: "NONE" | "GEOMETRIC" | "BINOMIAL" | "WEIBULL_CDF" | "WEIBULL_PDF";

  @Field(() => Int, { description: `Periods over which it does, 1 to ${MAX_CARRY_OVER}.` })
  carryOverPeriods!: number;

  @Field(() => CurveForm, { description: "How lines saturate." })
  form!: "LOG" | "MICHAELIS_MENTEN" | "HILL";

  @Field(() => Int, { nullable: true, description: "Of the draws behind intervals. Absent: 1." })
  seed?: number | null;
}

const ResponseCurveUserError = userErrorType("ResponseCurve", {
  MIXED_CURRENCIES: "Orders of the brand have values in other currencies than its own.",
  TOO_FEW_PERIODS: "The series are too short for so many parameters.",
  NO_OUTCOME_VARIATION: "The outcome is the same in every period.",
  NO_SPEND_VARIATION: "A line spends the same in every period, or in too few.",
  COLLINEAR: "Two lines move together, so that their effects cannot be told apart.",
});

@Access("READ_BUDGETS")
@ObjectType({ description: "Why data do not tell the curve of a line." })
class CurveRefusal {
  @Field({
    description:
      "NO_EFFECT: nothing beside the other lines. NO_SATURATION: a straight line. Clients must handle others.",
  })
  code!: string;

  @Field({ description: "For people." })
  message!: string;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a fit tells of one line." })
export class FittedLine {
  @Field({ description: "Of the line." })
  name!: string;

  @Field(() => ResponseCurve, { nullable: true, description: "The new version; null where the data do not tell it." })
  responseCurve!: ResponseCurve | null;

  @Field(() => CurveRefusal, { nullable: true, description: "Why they do not; null where they do." })
  refusal!: CurveRefusal | null;
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of fitResponseCurves." })
export class FitResponseCurvesPayload {
  @Field(() => CurveFitQuality, { nullable: true, description: "Of the fit; null when refused." })
  fit?: CurveFitQuality | null;

  @Field(() => [FittedLine], { description: "In the order of the call; empty when refused." })
  lines!: FittedLine[];

  @Field(() => [ResponseCurveUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of fitResponseCurvesFromDelivery." })
export class FitResponseCurvesFromDeliveryPayload {
  @Field(() => CurveFitQuality, { nullable: true, description: "Of the fit; null when refused." })
  fit?: CurveFitQuality | null;

  @Field(() => [FittedLine], { description: "By name; empty when refused." })
  lines!: FittedLine[];

  @Field(() => [ResponseCurveUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of setResponseCurve." })
export class SetResponseCurvePayload {
  @Field(() => ResponseCurve, { nullable: true, description: "The new version; null when refused." })
  responseCurve?: ResponseCurve | null;

  @Field(() => [ResponseCurveUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
