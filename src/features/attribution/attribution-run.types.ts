import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run, toRun } from "../../graphql/run";
import { userErrorType } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import type { ExposureKind } from "../touchpoints";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import { DEFAULT_LOOKBACK_DAYS, MAX_LOOKBACK_DAYS } from "./attribution.service";
import type { AttributionResult } from "./attribution-job";
import { AttributionModelEnum } from "./attribution-model.types";
import { MAX_TOUCHES } from "./journey-limits";
import type { ModelKey } from "./model-key";

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Run,
  description: "The computation of an attribution report; the report appears when it succeeded.",
})
export class AttributionRun extends Run {
  /** The job; not fields of the schema. */
  runId!: string;

  @Field(() => BigInt, {
    nullable: true,
    description: `Conversions with more than ${MAX_TOUCHES} eligible touches, of which the last ${MAX_TOUCHES} were used; null until it succeeded.`,
  })
  cappedJourneys!: bigint | null;
}

@InputType({ description: "What to attribute, as of now." })
export class RunAttributionInput {
  @Field(() => ID, { description: "The campaign." })
  campaignId!: string;

  @Field(() => [AttributionModelEnum], { nullable: true, description: "Models to compute; default: all." })
  models?: ModelKey[] | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days before an order within which a touch is eligible, 1 to ${MAX_LOOKBACK_DAYS}; default ${DEFAULT_LOOKBACK_DAYS}.`,
  })
  lookbackDays?: number | null;

  @Field(() => [ExposureKindEnum], {
    defaultValue: ["SERVED"],
    description:
      "Kinds of exposure that may be credited, at least one. An opportunity to see is no contact of the person, so it is credited only when it is named here.",
  })
  exposures!: ExposureKind[];
}

export const AttributionUserError = userErrorType("Attribution", {});

@Access("RUN_ATTRIBUTION")
@ObjectType({ description: "Answer of runAttribution." })
export class RunAttributionPayload {
  @Field(() => AttributionRun, { nullable: true, description: "The run, queued or further; null when refused." })
  run?: AttributionRun | null;

  @Field(() => [AttributionUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

export function toAttributionRun(run: JobRun): AttributionRun {
  const result = run.result as AttributionResult | null;
  return Object.assign(toRun(AttributionRun, "AttributionRun", run), {
    runId: run.id,
    cappedJourneys: result && BigInt(result.cappedJourneys),
  });
}
