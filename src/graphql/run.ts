import { Field, Float, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import type { JobRun } from "../platform/jobs/job-run";
import { Access } from "./access";
import { Node, toNodeId } from "./node";
import { DateTimeScalar } from "./scalars";

export enum RunStatus {
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
  STOPPED = "STOPPED",
  ROLLED_BACK = "ROLLED_BACK",
}
registerEnumType(RunStatus, {
  name: "RunStatus",
  description: "Where a piece of long work stands; clients must handle unknown values.",
  valuesConfig: {
    QUEUED: { description: "Accepted, not begun." },
    RUNNING: { description: "Under way, or taken up again after its worker died." },
    SUCCEEDED: { description: "Done: what it made is visible." },
    FAILED: {
      description:
        "Given up; see failure. Nothing of it is visible, but for an import or a push: what that committed or sent stays, and it can be resumed.",
    },
    CANCELLED: { description: "Stopped on request: nothing of it is visible." },
    STOPPED: {
      description: "An import or a push stopped on request: what it committed or sent stays, and it can be resumed.",
    },
    ROLLED_BACK: { description: "An import taken back: nothing of it is visible any more." },
  },
});

@Access("SIGNED_IN")
@ObjectType({ description: "Why a run failed." })
export class RunFailure {
  @Field({ description: "Machine-readable reason." })
  code!: string;

  @Field({ description: "What happened and what to do; for people." })
  message!: string;
}

@InterfaceType({
  implements: Node,
  description: "A piece of long work: imports, builds, snapshots, attribution.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Run extends Node {
  @Field(() => RunStatus, { description: "Where it stands now." })
  status!: RunStatus;

  @Field(() => Float, { nullable: true, description: "Share done, 0 to 1; null when it cannot be told." })
  progress!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When work began; null while queued." })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it ended; null until then." })
  finishedAt!: Date | null;

  @Field(() => RunFailure, { nullable: true, description: "Why it failed; null unless FAILED." })
  failure!: RunFailure | null;
}

/** Shapes a job's record as the run type of its kind. */
export function toRun<T extends Run>(type: new () => T, name: string, run: JobRun): T {
  return Object.assign(new type(), {
    id: toNodeId(name, run.id),
    status: run.status as RunStatus,
    progress: run.progress,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    failure: run.failure,
  });
}
