import { ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { OpportunityPackPayload } from "../opportunities/opportunity-payload.types";

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createRetouchPack." })
export class CreateRetouchPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createSeedingPack." })
export class CreateSeedingPackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createChasePack." })
export class CreateChasePackPayload extends OpportunityPackPayload {}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createSecondTouchPack." })
export class CreateSecondTouchPackPayload extends OpportunityPackPayload {}
