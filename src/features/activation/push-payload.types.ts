import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { Organisation } from "../access";
import { surelyReaches, tellIds } from "./activation-figures";
import { AudiencePush, AudiencePushPlan, toPushPlan } from "./audience-push.types";
import type { PlannedPush } from "./push-planner";

export const AudiencePushUserError = userErrorType("AudiencePush", {
  PACK_NOT_BUILT: "The pack is neither BUILT nor FROZEN.",
  BELOW_MINIMUM: "Fewer people of the pack can leave than the connector or the organisation's threshold asks for.",
  CONNECTOR_SUSPENDED: "The connector is suspended.",
  WRONG_STATE: "The push's run does not allow it.",
});

const ERRORS = { description: "Why it was refused; empty on success." };

@Access("READ_AUDIENCES")
@ObjectType({ description: "Members who may leave and have an id of one namespace." })
export class NamespaceCoverage {
  @Field({ description: "The namespace." })
  namespace!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "How many, rounded as sizes are; null when withheld." })
  people!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "What a push would send. Nothing was sent." })
export class AudiencePushDryRun {
  @Field(() => AudiencePushPlan, { description: "The plan that it would follow." })
  plan!: AudiencePushPlan;

  @Field(() => Int, { description: "Fewest people: the connector's minimum or the organisation's threshold." })
  minimum!: number;

  @Field({
    description:
      "Whether as many surely can leave: false, too, where rounding or withholding leaves it open; the push itself decides.",
  })
  meetsMinimum!: boolean;

  @Field(() => [NamespaceCoverage], {
    description:
      "Of the people who would be sent, by each namespace those who have an id of it: what other connectors could take.",
  })
  coverage!: readonly NamespaceCoverage[];
}

export interface CoveredPush extends PlannedPush {
  readonly coverage: readonly { readonly namespace: string; readonly people: number }[];
}

export function toDryRun({ plan, minimum, coverage }: CoveredPush, organisation: Organisation): AudiencePushDryRun {
  const told = toPushPlan(plan, organisation);
  return Object.assign(new AudiencePushDryRun(), {
    plan: told,
    minimum,
    meetsMinimum: surelyReaches(told.people, organisation.roundingBase, minimum),
    coverage: coverage.map(({ namespace, people }) =>
      Object.assign(new NamespaceCoverage(), { namespace, people: tellIds(people, organisation) }),
    ),
  });
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of pushAudiencePack." })
export class PushAudiencePackPayload {
  @Field(() => AudiencePush, {
    nullable: true,
    description: "The push that was begun; null in a dry run or when refused.",
  })
  push?: AudiencePush | null;

  @Field(() => AudiencePushDryRun, {
    nullable: true,
    description: "What would be sent; null unless it is a dry run, or when refused.",
  })
  dryRun?: AudiencePushDryRun | null;

  @Field(() => [AudiencePushUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of pushAudiencePacks." })
export class PushAudiencePacksPayload {
  @Field(() => [AudiencePush], {
    description: "The pushes that were begun, in the order asked; empty in a dry run or when refused.",
  })
  pushes!: readonly AudiencePush[];

  @Field(() => [AudiencePushDryRun], {
    description: "What would be sent, in the order asked; empty unless it is a dry run, or when refused.",
  })
  dryRuns!: readonly AudiencePushDryRun[];

  @Field(() => [AudiencePushUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of stopAudiencePush." })
export class StopAudiencePushPayload {
  @Field(() => AudiencePush, { nullable: true, description: "The push that will stop; null when refused." })
  push?: AudiencePush | null;

  @Field(() => [AudiencePushUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of resumeAudiencePush." })
export class ResumeAudiencePushPayload {
  @Field(() => AudiencePush, { nullable: true, description: "The push that goes on; null when refused." })
  push?: AudiencePush | null;

  @Field(() => [AudiencePushUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
