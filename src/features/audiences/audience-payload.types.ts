import { type ClassType, Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePack, AudiencePackBuild } from "./audience-pack.types";

const ERRORS = { description: "Why it was refused; empty on success." };

export const AudiencePackUserError = userErrorType("AudiencePack", {
  NAME_TAKEN: "A pack of the brand has the name.",
  WRONG_STATE: "The pack's state does not allow the change.",
  NO_SNAPSHOT: "The rules ask for labels of which the brand has no published snapshot; take one first.",
  LABELS_THINNED: "The rules ask for labels of a snapshot that has its figures only; take it again.",
  LIST_TOO_SMALL: "The rules name an uploaded list that matches too few people.",
  PACK_NOT_BUILT: "The rules name a pack that has no members.",
  NO_SCORING: "The rules ask for value tiers of customers who were never scored; score them first.",
  NO_EVALUATION: "The rules ask for tiers of members who were never evaluated; evaluate them first.",
  NO_LIFECYCLE: "The rules ask for lifecycle states of a brand whose rhythm is not known.",
  IN_USE: "A placement that runs now is aimed at the pack.",
  NO_ALIAS: "The rules ask for aliases that the brand's search dictionary does not have; register them first.",
  RULES_DIFFER: "The rules cross snapshots that were labelled by different rule sets; take one of them again.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createAudiencePack." })
export class CreateAudiencePackPayload {
  @Field(() => AudiencePack, { nullable: true, description: "The new pack; null when refused." })
  audiencePack?: AudiencePack | null;

  @Field(() => [AudiencePackUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of renameAudiencePack." })
export class RenameAudiencePackPayload {
  @Field(() => AudiencePack, { nullable: true, description: "The pack under its new name; null when refused." })
  audiencePack?: AudiencePack | null;

  @Field(() => [AudiencePackUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of replaceAudiencePackRules." })
export class ReplaceAudiencePackRulesPayload {
  @Field(() => AudiencePack, {
    nullable: true,
    description: "The pack with its new rules, to be built; null when refused.",
  })
  audiencePack?: AudiencePack | null;

  @Field(() => [AudiencePackUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

/** Makes `<Mutation>Payload` of a mutation that answers with one pack. */
export function packPayload(mutation: string, description: string): ClassType<PackPayload> {
  @Access("SIGNED_IN")
  @ObjectType(`${mutation[0]!.toUpperCase()}${mutation.slice(1)}Payload`, { description: `Answer of ${mutation}.` })
  class Payload {
    @Field(() => AudiencePack, { nullable: true, description: `${description}; null when refused.` })
    audiencePack?: AudiencePack | null;

    @Field(() => [AudiencePackUserError], ERRORS)
    userErrors!: readonly UserProblem[];
  }
  return Payload;
}

export interface PackPayload {
  audiencePack?: AudiencePack | null;
  userErrors: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of buildAudiencePack." })
export class BuildAudiencePackPayload {
  @Field(() => AudiencePackBuild, { nullable: true, description: "The build that was begun; null when refused." })
  run?: AudiencePackBuild | null;

  @Field(() => [AudiencePackUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
