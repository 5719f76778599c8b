import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { OpportunityPackPayload } from "../opportunities/opportunity-payload.types";
import { TouchLimit } from "./touch-limit.types";

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createRetouchPack." })
export class CreateRetouchPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createSeedingPack." })
export class CreateSeedingPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createChasePack." })
export class CreateChasePackPayload extends OpportunityPackPayload {
  @Field(() => TouchLimit, {
    nullable: true,
    description:
      "The bound of touches in the pack's rules; null when refused, and of a call that repeats an earlier one.",
  })
  touchLimit?: TouchLimit | null;
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createSecondTouchPack." })
export class CreateSecondTouchPackPayload extends OpportunityPackPayload {}
