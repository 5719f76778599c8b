import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { JobRun } from "../../platform/jobs/job-run";
import { currencyExponent, toMajor } from "../../platform/money";
import type { HoldoutError, CustomerValueModel as ModelRow } from "./customer-value-model";
import { MIN_REPEATERS } from "./fit-customer-value";

@Access("READ_AUDIENCES")
@ObjectType({ description: "A parameter as maximum likelihood estimates it." })
class EstimatedParameter {
  @Field({ description: "Letter of the parameter in the model's paper." })
  name!: string;

  @Field(() => Float, {
    description: "The estimate; alpha in days, v in major units of the currency, the others without a unit.",
  })
  value!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "Its standard error, from the second derivatives of the likelihood; null of a and b where the data cannot tell how chances of stopping differ, as when nobody is seen to stop.",
  })
  standardError!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Lower end of the 95 % interval: 1.96 standard errors below; null likewise.",
  })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end; null likewise." })
  high!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A part of a model, as it was fitted." })
class FittedPart {
  @Field(() => [EstimatedParameter], { description: "Three or four." })
  parameters!: readonly EstimatedParameter[];

  @Field(() => Float, { description: "Logarithm of the likelihood at the estimates." })
  logLikelihood!: number;

  @Field(() => BigIntScalar, { description: "People that it was fitted to." })
  people!: bigint;

  @Field(() => Int, {
    description: "Steps until the slope of the likelihood was 0 to seven digits; a fit that does not get there fails.",
  })
  iterations!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What a model that saw only the days before `from` forecast for the days after, and what came. Orders taken back since are in neither.",
})
class HoldoutErrors {
  @Field(() => DateScalar, { description: "First day that was held out." })
  from!: string;

  @Field(() => Int, { description: "How many days." })
  days!: number;

  @Field(() => BigIntScalar, { description: "People whose purchases were forecast." })
  people!: bigint;

  @Field(() => Float, { description: "Repeat purchases that were forecast, together." })
  expectedPurchases!: number;

  @Field(() => Float, { description: "Repeat purchases that were made, together." })
  actualPurchases!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Forecast / made - 1; null when none was made (BASE_NOT_POSITIVE).",
  })
  purchasesError!: number | null;

  @Field(() => Float, { description: "Mean distance of forecast and made purchases of a person." })
  meanAbsoluteError!: number;

  @Field(() => Money, { description: "Worth that was forecast, not discounted." })
  expectedWorth!: Money;

  @Field(() => Money, { description: "Worth that came." })
  actualWorth!: Money;

  @Field(() => Float, {
    nullable: true,
    description: "Forecast / came - 1; null when nothing came (BASE_NOT_POSITIVE).",
  })
  worthError!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description:
    "A model of what customers will bring (客户价值模型): BG/NBD of purchases (Fader, Hardie & Lee 2005) and gamma-gamma of spend (Fader & Hardie 2013). A purchase is a day of the brand's zone with a net order. Older versions stay readable.",
})
export class CustomerValueModel extends Node {
  /** The row behind it; not a field of the schema. */
  row!: ModelRow;

  @Field(() => Int, { description: "1, 2, ... within the organisation and brand." })
  version!: number;

  @Field({ description: "Names the method; models of equal ones can be compared." })
  method!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First day of the first purchases of those who were fitted; null: all customers.",
  })
  acquiredFrom!: string | null;

  @Field(() => DateScalar, { description: "It saw the days before this one, in the brand's zone." })
  asOf!: string;

  @Field(() => DateTimeScalar, { description: "When it was published." })
  fittedAt!: Date;

  @Field(() => BigIntScalar, { description: "Customers that it was fitted to." })
  people!: bigint;

  @Field(() => BigIntScalar, { description: `Of them, those with a repeat purchase; at least ${MIN_REPEATERS}.` })
  repeaters!: bigint;

  @Field(() => FittedPart, { description: "Purchases: r, alpha, a, b. Time is in days." })
  purchases!: FittedPart;

  @Field(() => FittedPart, {
    description: "Worth of a purchase: p, q, v; fitted to repeat purchases of a known worth above 0.",
  })
  spend!: FittedPart;

  @Field(() => BigIntScalar, {
    description: "Repeat purchases without a known worth above 0: they count as purchases, not as spend.",
  })
  purchasesWithoutWorth!: bigint;

  @Field(() => Float, {
    nullable: true,
    description:
      "Pearson's correlation of how often and how much; the model takes it to be 0. Null where one of them never differs.",
  })
  frequencySpendCorrelation!: number | null;

  @Field({ description: "SHA-256 of what it was fitted to, in hexadecimal." })
  dataHash!: string;

  @Field(() => HoldoutErrors, { nullable: true, description: "How well it forecasts; null when nothing was held out." })
  holdout!: HoldoutErrors | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was approved; null: not yet, and nobody is scored by it.",
  })
  approvedAt!: Date | null;
}

export function toCustomerValueModel(row: ModelRow): CustomerValueModel {
  const { version, acquiredFrom, asOf, fittedAt, people, report, approvedAt, currencyCode } = row;
  const { method, purchases, spend, repeaters, purchasesWithoutWorth, frequencySpendCorrelation, dataHash } = report;
  const { unit: _, ...parameters } = purchases.model;
  const scale = 10 ** currencyExponent(currencyCode);
  return Object.assign(new CustomerValueModel(), {
    id: toNodeId("CustomerValueModel", row.id),
    row,
    ...{ version, method, acquiredFrom, asOf, fittedAt, people, dataHash, approvedAt, frequencySpendCorrelation },
    repeaters: BigInt(repeaters),
    purchasesWithoutWorth: BigInt(purchasesWithoutWorth),
    purchases: toPart(parameters, purchases),
    spend: toPart(
      { ...spend.model, v: spend.model.v / scale },
      {
        ...spend,
        standardErrors: { ...spend.standardErrors, v: spend.standardErrors.v! / scale },
      },
    ),
    holdout: report.holdout && toHoldout(report.holdout, currencyCode),
  });
}

function toPart(
  model: Readonly<Record<string, number>>,
  {
    standardErrors,
    logLikelihood,
    people,
    iterations,
  }: {
    readonly standardErrors: Readonly<Record<string, number | null>>;
    readonly logLikelihood: number;
    readonly people: number;
    readonly iterations: number;
  },
): FittedPart {
  const parameters = Object.entries(model).map(([name, value]) => {
    const standardError = standardErrors[name] ?? null;
    const [low, high] = [-1.96, 1.96].map((times) => (standardError === null ? null : value + times * standardError));
    return Object.assign(new EstimatedParameter(), { name, value, standardError, low, high });
  });
  return Object.assign(new FittedPart(), { parameters, logLikelihood, people: BigInt(people), iterations });
}

function toHoldout({ people, ...error }: HoldoutError, currencyCode: string): HoldoutErrors {
  const money = (minor: number): Money =>
    Object.assign(new Money(), toMajor({ minor: BigInt(Math.round(minor)), currencyCode }));
  const ratio = (expected: number, actual: number): number | null => (actual > 0 ? expected / actual - 1 : null);
  return Object.assign(new HoldoutErrors(), {
    ...error,
    people: BigInt(people),
    purchasesError: ratio(error.expectedPurchases, error.actualPurchases),
    worthError: ratio(error.expectedWorth, error.actualWorth),
    expectedWorth: money(error.expectedWorth),
    actualWorth: money(error.actualWorth),
  });
}

export const CustomerValueModelConnection = connectionType(CustomerValueModel, "CustomerValueModel", "READ_AUDIENCES");

@Access("READ_AUDIENCES")
@ObjectType({ implements: Run, description: "A run that fits a model of what customers will bring." })
export class CustomerValueFit extends Run {
  /** Key of the run; not a field of the schema. */
  runId!: string;
}

export const toCustomerValueFit = (run: JobRun): CustomerValueFit =>
  Object.assign(toRun(CustomerValueFit, "CustomerValueFit", run), { runId: run.id });

@InputType({ description: "A model to be fitted to a brand's customers." })
export class FitCustomerValueModelInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => DateScalar, {
    description: "It sees the days before this one, in the brand's zone; not later than today.",
  })
  asOf!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Only customers whose first purchase is on this day or later, e.g. those of a period whose start is known; absent: all.",
  })
  acquiredFrom?: string | null;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      "0 to 365: the last days, which a first fit does not see and is held against. The model itself is fitted to all.",
  })
  holdoutDays!: number;
}
