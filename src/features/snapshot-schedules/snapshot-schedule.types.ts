import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AssetSnapshotRun } from "../assets/take-snapshot.types";
import { MAX_RESTATE_DAYS } from "./snapshot-schedule";
import { MAX_RESTATED_RUNS } from "./snapshot-schedule.service";

const RESTATE = "with each daily snapshot the figures of so many days before that are OUTDATED are counted again";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "A brand's daily figures: its snapshot at 00:00 of the brand's zone, of all categories, by the rules in force; with it the benchmarks of the primary category, followed by its market, over the 30 days before, the evaluation of the brand's members, and the scoring of its customers by the newest approved CustomerValueModel (365 days ahead, at a discount of 0.1). Days on which nobody worked are caught up, at most 31.",
})
export class SnapshotSchedule {
  /** Number of the brand; not a field of the schema. */
  brandId!: number;

  @Field({ description: "False while it is paused; days of a pause are not caught up." })
  isActive!: boolean;

  @Field(() => Int, { description: `Restatement (重述): ${RESTATE}; 0: none.` })
  restateDays!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The last day in the brand's zone whose snapshot was asked for; null: none since it is active.",
  })
  lastDay!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the next ones are counted; null while paused." })
  nextAt!: Date | null;

  @Field(() => Int, { description: "Counts up with every change." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was last changed." })
  changedAt!: Date;
}

@InputType({ description: "What is taken without being asked for." })
export class SnapshotScheduleInput {
  @Field({ defaultValue: true, description: "False pauses it." })
  isActive!: boolean;

  @Field(() => Int, { defaultValue: 35, description: `0 to ${MAX_RESTATE_DAYS}: ${RESTATE}; 0: none.` })
  restateDays!: number;
}

const SnapshotScheduleUserError = userErrorType("SnapshotSchedule", {});

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of setSnapshotSchedule." })
export class SetSnapshotSchedulePayload {
  @Field(() => SnapshotSchedule, { nullable: true, description: "The schedule as it is now; null when refused." })
  snapshotSchedule?: SnapshotSchedule | null;

  @Field(() => [SnapshotScheduleUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of restateAssetSnapshots." })
export class RestateAssetSnapshotsPayload {
  @Field(() => [AssetSnapshotRun], {
    description: `A run for each outdated snapshot, the newest instants first; at most ${MAX_RESTATED_RUNS}, none when refused.`,
  })
  runs!: readonly AssetSnapshotRun[];

  @Field({ description: "True when more are outdated: call again when the runs have ended." })
  hasMore!: boolean;

  @Field(() => [SnapshotScheduleUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
