import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType, OrderDirection } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import type { JobRun } from "../../platform/jobs/job-run";
import { type BuildCause, type BuildRequest, buildCauses } from "./audience-builder";
import { type AudiencePack as AudiencePackRow, type PackRules, type PackState, packStates } from "./audience-pack";
import { type PackOrder, packOrderFields } from "./pack-list";
import { AudienceRuleInput } from "./rule.types";

const PackStateEnum = Object.fromEntries(packStates.map((state) => [state, state]));
registerEnumType(PackStateEnum, {
  name: "AudiencePackState",
  description: "Where an audience pack stands; clients must handle unknown values.",
  valuesConfig: {
    DRAFT: { description: "Its rules have no members yet; those of an earlier build stay in force." },
    BUILT: { description: "Its members are those of its rules." },
    FROZEN: { description: "Built and pushed: neither rules nor members may change." },
    EXPIRED: { description: "expiresAt has passed: its members may not be used." },
    ARCHIVED: { description: "Put away for ever; its name is free again." },
  },
});

const PackOrderFieldEnum = Object.fromEntries(packOrderFields.map((field) => [field, field]));
registerEnumType(PackOrderFieldEnum, {
  name: "AudiencePackOrderField",
  description: "What audience packs can be ordered by.",
  valuesConfig: {
    UPDATED_AT: { description: "When a person or a build last changed it." },
    CREATED_AT: { description: "When it was made." },
    NAME: { description: "Its name." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "The newest rules of a pack." })
export class AudiencePackRules {
  /** The rules themselves; not a field of the schema. */
  rules!: PackRules;

  @Field({
    description:
      "The one form, in JSON, of all trees that differ only in order, repetition or nesting; ids in it are internal.",
  })
  canonical!: string;

  @Field({ description: "SHA-256 of canonical in hexadecimal: equal hashes are equal rules." })
  hash!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description: "An audience pack (人群包): rules of who is meant, and the members that its last build froze.",
})
export class AudiencePack extends Node {
  /** The row behind it; not a field of the schema. */
  pack!: AudiencePackRow;

  @Field({ description: "Unique among the brand's packs that are not archived." })
  name!: string;

  @Field(() => [String], { description: "Labels of its owner's choice, at most 20." })
  tags!: readonly string[];

  @Field(() => PackStateEnum, { description: "Where it stands now." })
  state!: PackState;

  @Field(() => Int, { description: "Counts up with every change that a person makes; pass it as expectedVersion." })
  version!: number;

  @Field(() => AudiencePackRules, { description: "Who is meant." })
  rules!: AudiencePackRules;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When its members were frozen; null before the first build.",
  })
  builtAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The instant that its members were chosen as of; null before the first build.",
  })
  asOf!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it stops being usable; null: never." })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "When a person or a build last changed it." })
  updatedAt!: Date;
}

export const toAudiencePackRules = (rules: PackRules): AudiencePackRules =>
  Object.assign(new AudiencePackRules(), { rules, canonical: rules.canonical, hash: rules.hash });

export function toAudiencePack(pack: AudiencePackRow): AudiencePack {
  const { name, tags, state, version, rules, build, expiresAt, createdAt, updatedAt } = pack;
  return Object.assign(new AudiencePack(), {
    pack,
    id: toNodeId("AudiencePack", pack.id),
    ...{ name, tags, state, version, expiresAt, createdAt, updatedAt },
    rules: toAudiencePackRules(rules),
    builtAt: build?.builtAt ?? null,
    asOf: build?.asOf ?? null,
  });
}

export const AudiencePackConnection = connectionType(AudiencePack, "AudiencePack", "READ_AUDIENCES");

const BuildCauseEnum = Object.fromEntries(buildCauses.map((cause) => [cause, cause]));
registerEnumType(BuildCauseEnum, {
  name: "AudiencePackBuildCause",
  description: "Why a build was begun; clients must handle unknown values.",
  valuesConfig: {
    CALL: { description: "A mutation asked for it." },
    SCHEDULE: { description: "The pack's refresh schedule asked for it." },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Run,
  description:
    "A build that freezes the people of the rules of one pack, or of several at one instant, as their members.",
})
export class AudiencePackBuild extends Run {
  /** Keys of the run and its packs; not fields of the schema. */
  runId!: string;
  packIds!: readonly string[];

  @Field(() => BuildCauseEnum, { description: "Why it was begun." })
  cause!: BuildCause;

  @Field(() => DateTimeScalar, { description: "The instant that its members are chosen as of." })
  asOf!: Date;
}

export function toAudiencePackBuild(run: JobRun): AudiencePackBuild {
  const { packs, cause, asOf } = run.payload as BuildRequest;
  return Object.assign(toRun(AudiencePackBuild, "AudiencePackBuild", run), {
    runId: run.id,
    packIds: packs.map(({ id }) => id),
    cause,
    asOf: new Date(asOf),
  });
}

@InputType({ description: "Which packs to list; absent fields ask nothing." })
export class AudiencePackFilter {
  @Field(() => [PackStateEnum], {
    nullable: true,
    description: "In one of these states; absent: in any, archived ones included.",
  })
  states?: PackState[] | null;

  @Field(() => [String], { nullable: true, description: "With all of these tags." })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: "With this in the name, in any case." })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: "Owned by this AccessKey." })
  ownerId?: string | null;
}

@InputType({ description: "How to order packs; ties are broken by id." })
export class AudiencePackOrder {
  @Field(() => PackOrderFieldEnum, { description: "By what." })
  field!: PackOrder["field"];

  @Field(() => OrderDirection, { description: "Which end first." })
  direction!: OrderDirection;
}

@InputType({ description: "A new audience pack." })
export class CreateAudiencePackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field({ description: "1 to 120 characters; unique among the brand's packs that are not archived." })
  name!: string;

  @Field(() => AudienceRuleInput, { description: "Who is meant." })
  rules!: AudienceRuleInput;

  @Field(() => [String], { defaultValue: [], description: "At most 20 labels of 1 to 40 characters." })
  tags!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it stops being usable, in the future; absent: never.",
  })
  expiresAt?: Date | null;
}

@InputType({ description: "A pack's new name." })
export class RenameAudiencePackInput {
  @Field({ description: "1 to 120 characters; unique among the brand's packs that are not archived." })
  name!: string;
}
