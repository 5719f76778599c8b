import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { Run, RunStatus, toRun } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { JobRun } from "../../platform/jobs/job-run";
import type { Organisation } from "../access";
import { tellPlan } from "./activation-figures";
import type { DropReason, PushMode, PushPlan } from "./activation-plan";
import { type AudiencePush as AudiencePushRow, isStopped } from "./audience-push";

const PushModeEnum = { FULL: "FULL", DELTA: "DELTA" };
registerEnumType(PushModeEnum, {
  name: "AudiencePushMode",
  description: "What a push sends of a pack.",
  valuesConfig: {
    FULL: { description: "Everybody; the pack is FROZEN from then on." },
    DELTA: {
      description:
        "Who entered and who left since the pack's last finished push to the connector, everybody at first; the pack stays BUILT and can be built anew.",
    },
  },
});

export { PushModeEnum };

const DropReasonEnum = {
  GONE: "GONE",
  CONSENT_WITHDRAWN: "CONSENT_WITHDRAWN",
  SUPPRESSION_LIST: "SUPPRESSION_LIST",
  NO_ID: "NO_ID",
};
registerEnumType(DropReasonEnum, {
  name: "AudienceDropReason",
  description: "Why a member is not sent; the first that holds. Clients must handle unknown values.",
  valuesConfig: {
    GONE: { description: "Erased since the build, or merged with another member." },
    CONSENT_WITHDRAWN: { description: "Took consent back from the organisation since the build." },
    SUPPRESSION_LIST: { description: "On the organisation's suppression list." },
    NO_ID: { description: "Known under no id of the connector's namespace." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "Members that are not sent." })
export class DroppedPeople {
  @Field(() => DropReasonEnum, { description: "Why not." })
  reason!: DropReason;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "How many, rounded as sizes are; null when withheld: too few, or they would give away another part.",
  })
  people!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "What a push sends, as it is decided before anything is sent. Counts are rounded as sizes are.",
})
export class AudiencePushPlan {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People at the destination afterwards; null when withheld.",
  })
  people!: bigint | null;

  @Field(() => [DroppedPeople], { description: "All four reasons." })
  dropped!: readonly DroppedPeople[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People to be added against the push before; null when FULL or withheld.",
  })
  entered!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People to be removed against the push before; null when FULL or withheld.",
  })
  left!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Ids to send, of people to add and to remove, one or several a person; null when people is.",
  })
  ids!: bigint | null;

  @Field(() => Int, { description: "Parts in which they are sent." })
  chunks!: number;
}

export function toPushPlan(plan: PushPlan, organisation: Organisation): AudiencePushPlan {
  const { dropped, ...told } = tellPlan(plan, organisation);
  return Object.assign(new AudiencePushPlan(), told, {
    dropped: plan.dropped.map(({ reason }, index) =>
      Object.assign(new DroppedPeople(), { reason, people: dropped[index]! }),
    ),
    chunks: plan.add.chunks + plan.remove.chunks,
  });
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "What the destination has taken so far; it stays when a push fails." })
export class AudiencePushReceipt {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Ids taken, of people to add and to remove, rounded as sizes are; null when withheld.",
  })
  sent!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of these, ids that the destination knows; null when it does not say, or when withheld.",
  })
  matched!: bigint | null;

  @Field(() => [DroppedPeople], { description: "Members that are not sent, by all four reasons." })
  dropped!: readonly DroppedPeople[];
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description: "One audience pack on its way to one connector (人群包推送).",
})
export class AudiencePush extends Node {
  /** The row behind it; not a field of the schema. */
  push!: AudiencePushRow;

  @Field(() => PushModeEnum, { description: "Everybody, or who entered and left." })
  mode!: PushMode;

  @Field(() => String, {
    nullable: true,
    description:
      "SHA-256 of the ids added, each ended by a line feed, as the destination has them; null until the push is finished, and when nobody was added.",
  })
  sha256!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When all of it was taken; null until then." })
  finishedAt!: Date | null;
}

export function toAudiencePush(push: AudiencePushRow): AudiencePush {
  const { mode, addSha256, createdAt, finishedAt } = push;
  const id = toNodeId("AudiencePush", push.id);
  const sha256 = addSha256 === "" ? null : addSha256;
  return Object.assign(new AudiencePush(), { push, id, mode, sha256, createdAt, finishedAt });
}

export const AudiencePushConnection = connectionType(AudiencePush, "AudiencePush", "READ_AUDIENCES");

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Run,
  description: "The work of a push; what the destination took before it failed or was stopped stays there.",
})
export class AudiencePushRun extends Run {}

export function toPushRun(run: JobRun): AudiencePushRun {
  const shaped = toRun(AudiencePushRun, "AudiencePushRun", run);
  return isStopped(run) ? Object.assign(shaped, { status: RunStatus.STOPPED, failure: null }) : shaped;
}

@InputType({ description: "One pack for one connector." })
export class AudiencePushInput {
  @Field(() => ID, { description: "Id of an AudiencePack that is BUILT or FROZEN." })
  audiencePackId!: string;

  @Field(() => ID, { description: "Id of a Connector." })
  connectorId!: string;

  @Field(() => PushModeEnum, { defaultValue: "FULL", description: "What to send." })
  mode!: PushMode;
}
