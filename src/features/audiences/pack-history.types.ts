import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { DateTimeScalar } from "../../graphql/scalars";
import type { AudiencePack as AudiencePackRow } from "./audience-pack";
import { AudiencePack, AudiencePackBuild, AudiencePackRules, toAudiencePackRules } from "./audience-pack.types";
import { MAX_EVERY_HOURS, type PackSchedule } from "./pack-schedule";
import { type RecordedChange, type RecordedVersion, recordedChanges } from "./pack-version";

const CHANGES: Readonly<Record<RecordedChange, string>> = {
  CREATED: "The pack was made.",
  RENAMED: "It was given another name.",
  TAGS_SET: "It was given other tags.",
  EXPIRY_SET: "It was given another end, or none.",
  HANDED_OVER: "It was given another owner.",
  REFRESH_SET: "Its refresh schedule was set or removed.",
  RULES_REPLACED: "It was given other rules.",
  FROZEN: "Its rules and members were frozen.",
  ARCHIVED: "It was put away for ever.",
};
const ChangeEnum = Object.fromEntries(recordedChanges.map((change) => [change, change]));
registerEnumType(ChangeEnum, {
  name: "AudiencePackChange",
  description: "What a version of a pack changed; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(recordedChanges.map((change) => [change, { description: CHANGES[change] }])),
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "A version of a pack: what somebody changed, and the rules that it had then." })
export class AudiencePackVersion {
  /** Key of who changed it; not a field of the schema. */
  accessKeyId!: string | null;

  @Field(() => Int, { description: "1 when the pack was made." })
  version!: number;

  @Field(() => ChangeEnum, { description: "What was changed." })
  change!: RecordedChange;

  @Field(() => DateTimeScalar, { nullable: true, description: "When; null: before it was kept." })
  changedAt!: Date | null;

  @Field(() => AudiencePackRules, { description: "Who was meant." })
  rules!: AudiencePackRules;
}

export const toPackVersion = ({ rules, ...row }: RecordedVersion): AudiencePackVersion =>
  Object.assign(new AudiencePackVersion(), row, { rules: toAudiencePackRules(rules) });

export const AudiencePackVersionConnection = connectionType(
  AudiencePackVersion,
  "AudiencePackVersion",
  "READ_AUDIENCES",
);
export const AudiencePackBuildConnection = connectionType(AudiencePackBuild, "AudiencePackBuild", "READ_AUDIENCES");

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "How the rules of two versions differ. A condition is a part of the rules that must hold beside all others.",
})
export class AudiencePackVersionDiff {
  @Field(() => AudiencePackVersion, { description: "The version that is compared with." })
  from!: AudiencePackVersion;

  @Field(() => AudiencePackVersion, { description: "The version that is compared." })
  to!: AudiencePackVersion;

  @Field({ description: "True when both mean the same people, however they are written." })
  isSameRules!: boolean;

  @Field(() => [String], { description: "Conditions of `to` that `from` has not, each as a sentence." })
  added!: readonly string[];

  @Field(() => [String], { description: "Conditions of `from` that `to` has not, each as a sentence." })
  removed!: readonly string[];

  @Field(() => [String], { description: "Conditions of both, each as a sentence." })
  kept!: readonly string[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Where a pack comes from." })
export class AudiencePackLineage {
  /** The pack itself; not a field of the schema. */
  pack!: AudiencePackRow;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A refresh that was left out; the next one comes as planned." })
class SkippedRefresh {
  @Field(() => DateTimeScalar, { description: "When it should have begun." })
  at!: Date;

  @Field({ description: "Machine-readable reason: BUILD_UNDER_WAY, RATE_LIMITED, or a code of AudiencePackErrorCode." })
  code!: string;

  @Field({ description: "What stood against it; for people." })
  message!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "When a live pack is built again without being asked for. What was missed is made up for by one build.",
})
export class AudiencePackRefreshSchedule {
  @Field(() => Int, {
    nullable: true,
    description: "Daily at this hour of the brand's zone, 0 to 23; null: everyHours holds.",
  })
  hourOfDay!: number | null;

  @Field(() => Int, { nullable: true, description: "Every so many hours since it was set; null: hourOfDay holds." })
  everyHours!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the next build begins; null while the pack's state allows none.",
  })
  nextAt!: Date | null;

  @Field(() => SkippedRefresh, { nullable: true, description: "The last one that was left out; null: none was." })
  skipped!: SkippedRefresh | null;
}

export function toRefreshSchedule(
  { hourOfDay, everyHours, nextAt, skipped }: PackSchedule,
  pack: AudiencePack,
): AudiencePackRefreshSchedule {
  const isLive = pack.state === "DRAFT" || pack.state === "BUILT";
  return Object.assign(new AudiencePackRefreshSchedule(), {
    hourOfDay,
    everyHours,
    nextAt: isLive ? nextAt : null,
    skipped,
  });
}

@InputType({ description: "When a live pack is built again: exactly one field." })
export class AudiencePackRefreshInput {
  @Field(() => Int, { nullable: true, description: "Daily at this hour of the brand's zone, 0 to 23." })
  hourOfDay?: number | null;

  @Field(() => Int, { nullable: true, description: `Every so many hours, 1 to ${MAX_EVERY_HOURS}.` })
  everyHours?: number | null;
}

@InputType({ description: "A pack made like another one." })
export class CloneAudiencePackInput {
  @Field({ description: "1 to 120 characters; unique among the brand's packs that are not archived." })
  name!: string;

  @Field(() => [String], { nullable: true, description: "At most 20 labels; absent: those of the pack." })
  tags?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it stops being usable, in the future; absent: never.",
  })
  expiresAt?: Date | null;
}
