import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { JobRun } from "../../platform/jobs/job-run";
import { AudienceSize } from "../audiences/estimate.types";
import type { LookAlikeModel as ModelRow } from "./look-alike-model";

@Access("READ_AUDIENCES")
@ObjectType({ description: "What one feature weighs." })
class LookAlikeFeature {
  @Field({
    description:
      "ACTION x and PLATFORM x: logarithm of 1 + touchpoints of it; ACTIVE_DAYS, ORDERS, OWN_BRAND_TOUCHPOINTS and CATEGORY_TOUCHPOINTS likewise; DAYS_SINCE_LAST_TOUCHPOINT and DAYS_SINCE_LAST_ORDER; MEAN_ORDER_LINE_VALUE: logarithm of 1 + minor units. Orders are those of other brands.",
  })
  feature!: string;

  @Field(() => Float, { description: "Mean over the people it was fitted on." })
  mean!: number;

  @Field(() => Float, {
    description: "Standard deviation over them; above 0, as features that nobody differs in are left out.",
  })
  standardDeviation!: number;

  @Field(() => Float, {
    description: "What one standard deviation more adds to the logarithm of the odds of being like the seed.",
  })
  weight!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A tenth of the held-out people, by probability." })
class LookAlikeDecile {
  @Field(() => Float, { description: "Mean probability that the model gave, 0 to 1." })
  expected!: number;

  @Field(() => Float, { description: "Share that is of the seed, 0 to 1." })
  observed!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "How well a model did on a third of the people, chosen by a hash, that it was not fitted on.",
})
class LookAlikeHeldOut {
  @Field(() => Float, {
    description:
      "Area under the curve (Hanley & McNeil 1982), 0 to 1: the chance that somebody of the seed scores above somebody else; 0.5 is a coin.",
  })
  auc!: number;

  @Field(() => Float, { description: "Brier score: mean squared error of the probabilities, 0 the best." })
  brier!: number;

  @Field(() => Float, { description: "Mean distance of observed from expected over the deciles, 0 the best." })
  expectedCalibrationError!: number;

  @Field(() => [LookAlikeDecile], { description: "Ten, the lowest probabilities first." })
  deciles!: readonly LookAlikeDecile[];
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description:
    "A look-alike model (相似人群放大): ridge-penalised logistic regression of who is in a seed pack, over touchpoints of any brand but the own brand's orders and refunds, by sources that the organisation may read. Everybody with such touchpoints in the window is ranked by it. Equal modelVersion, randomSeed and dataHash give equal weights.",
})
export class LookAlikeModel extends Node {
  /** The row behind it; not a field of the schema. */
  row!: ModelRow;

  @Field({ description: "What its owner calls it." })
  name!: string;

  @Field(() => DateTimeScalar, { description: "First instant of the window of touchpoints." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "When it was published." })
  fittedAt!: Date;

  @Field({ description: "Names features and method." })
  modelVersion!: string;

  @Field(() => Int, { description: "What decided who was drawn and held out." })
  randomSeed!: number;

  @Field({ description: "SHA-256 of the rows that it was fitted and tested on, in hexadecimal." })
  dataHash!: string;

  @Field(() => Float, { description: "Penalty on the squared weights." })
  penalty!: number;

  @Field(() => Float, { description: "Logarithm of the odds of somebody with mean features." })
  intercept!: number;

  @Field(() => [LookAlikeFeature], { description: "At most 40, the heaviest first." })
  features!: readonly LookAlikeFeature[];

  @Field(() => LookAlikeHeldOut, { description: "How good it is." })
  heldOut!: LookAlikeHeldOut;
}

export function toLookAlikeModel(row: ModelRow): LookAlikeModel {
  const { name, from, asOf, fittedAt, report } = row;
  const { modelVersion, randomSeed, dataHash, penalty, intercept, heldOut } = report;
  return Object.assign(new LookAlikeModel(), {
    id: toNodeId("LookAlikeModel", row.id),
    row,
    ...{ name, from, asOf, fittedAt, modelVersion, randomSeed, dataHash, penalty, intercept },
    features: [...report.features]
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .map((feature) => Object.assign(new LookAlikeFeature(), feature)),
    heldOut: Object.assign(new LookAlikeHeldOut(), {
      ...heldOut,
      deciles: heldOut.deciles.map((decile) => Object.assign(new LookAlikeDecile(), decile)),
    }),
  });
}

export const LookAlikeModelConnection = connectionType(LookAlikeModel, "LookAlikeModel", "READ_AUDIENCES");

@Access("READ_AUDIENCES")
@ObjectType({ description: "A step of a reach slider." })
export class LookAlikeReach {
  @Field(() => Int, { description: "Per cent of the scored people, the highest scores." })
  topPercent!: number;

  @Field(() => AudienceSize, {
    description: "How many of them are not in the seed and did not withdraw their consent.",
  })
  size!: AudienceSize;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "People whom a model scored, as exactly as a caller may know." })
export class LookAlikePeople {
  @Field(() => BigIntScalar, { nullable: true, description: "Everybody who was scored, rounded; null when withheld." })
  scored!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those in the seed; null likewise." })
  seed!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ implements: Run, description: "A run that fits a look-alike model and ranks people by it." })
export class LookAlikeFit extends Run {
  /** Key of the run; not a field of the schema. */
  runId!: string;
}

export const toLookAlikeFit = (run: JobRun): LookAlikeFit =>
  Object.assign(toRun(LookAlikeFit, "LookAlikeFit", run), { runId: run.id });

@InputType({ description: "A look-alike model to be fitted." })
export class FitLookAlikeModelInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field({ description: "1 to 120 characters." })
  name!: string;

  @Field(() => ID, {
    description:
      "A pack with members: those of its last build are the seed. At least 100 of them, and at most half of all people, must have touchpoints in the window besides the brand's orders.",
  })
  seedPackId!: string;

  @Field(() => Int, {
    defaultValue: 90,
    description: "Days of 24 hours before the last full hour whose touchpoints are read, 1 to 365.",
  })
  days!: number;

  @Field(() => Int, {
    defaultValue: 1,
    description: "Decides who is drawn and held out: the same again gives the same model.",
  })
  randomSeed!: number;
}
