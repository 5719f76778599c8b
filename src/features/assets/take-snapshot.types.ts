import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run, toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";

@InputType({ description: "Whose people to count, and when." })
export class TakeAssetSnapshotInput {
  @Field(() => ID, { description: "A brand granted to the caller's organisation." })
  brandId!: string;

  @Field(() => DateTimeScalar, {
    description:
      "The instant: touchpoints before it count. Any past one from 2000-01-01 UTC on, else INVALID_INPUT; before the brand's first touchpoint nobody is met, and every figure is 0.",
  })
  asOf!: Date;

  @Field(() => ID, {
    nullable: true,
    description: "Counts only the brand's touchpoints of this category and those below it; absent: of all.",
  })
  categoryId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Label by this version of rules, to try it; absent: by the rules in force for the brand.",
  })
  ruleSetId?: string | null;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Run,
  description:
    "The taking of an asset snapshot. When the same one was taken before, is not OUTDATED and has its labels, it ends with that one.",
})
export class AssetSnapshotRun extends Run {
  /** The run's UUID; not a field of the schema. */
  runId!: string;
}

export const toAssetSnapshotRun = (run: JobRun): AssetSnapshotRun =>
  Object.assign(toRun(AssetSnapshotRun, "AssetSnapshotRun", run), { runId: run.id });

const AssetSnapshotUserError = userErrorType("AssetSnapshot", {});

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of takeAssetSnapshot." })
export class TakeAssetSnapshotPayload {
  @Field(() => AssetSnapshotRun, { nullable: true, description: "The work; null when refused." })
  run?: AssetSnapshotRun | null;

  @Field(() => [AssetSnapshotUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
