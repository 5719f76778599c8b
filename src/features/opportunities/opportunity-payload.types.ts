import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePack } from "../audiences/audience-pack.types";
import { LookAlikeFit } from "./look-alike.types";

const ERRORS = { description: "Why it was refused; empty on success." };

const OpportunityUserError = userErrorType("Opportunity", {
  NAME_TAKEN: "A pack of the brand has the name.",
  NO_SNAPSHOT: "The pack's rules ask for labels of which the brand has no published snapshot; take one first.",
  LABELS_THINNED: "They ask for labels of a snapshot that has its figures only; take it again.",
  PACK_NOT_BUILT: "A pack that is named has no members.",
  NO_CATEGORY: "The brand has no primary category, which says its rivals.",
  NO_DATA: "There is nothing that the template could go by; import it, or ask for more days.",
  SEED_TOO_SMALL: "The seed has fewer people than a model can be fitted to.",
});

/** Answer of a mutation that makes a pack of an opportunity. */
@ObjectType()
export abstract class OpportunityPackPayload {
  @Field(() => AudiencePack, {
    nullable: true,
    description: "The new pack, a draft to be built; null when refused.",
  })
  audiencePack?: AudiencePack | null;

  @Field(() => [OpportunityUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createOwnPotentialPack." })
export class CreateOwnPotentialPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createRivalInterceptPack." })
export class CreateRivalInterceptPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createCrossCategoryPack." })
export class CreateCrossCategoryPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createTargetGroupPack." })
export class CreateTargetGroupPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createLookAlikePack." })
export class CreateLookAlikePackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of fitLookAlikeModel." })
export class FitLookAlikeModelPayload {
  @Field(() => LookAlikeFit, { nullable: true, description: "The run that was begun; null when refused." })
  run?: LookAlikeFit | null;

  @Field(() => [OpportunityUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
