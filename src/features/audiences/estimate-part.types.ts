import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { CrowdGroup, Intent, Loyalty, Stage } from "../assets";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";
import type { PlatformReach } from "./estimator";
import { UNIVERSE_DAYS } from "./universe";

/** A part of an audience, told as the size is. */
@ObjectType()
abstract class AudiencePart {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "How many, rounded as the size; null when withheld: too few, or they would give away another part.",
  })
  people!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "People of an audience who are in one 4A stage (4A人群)." })
export class AudienceStage extends AudiencePart {
  @Field(() => StageEnum, { description: "Which stage." })
  stage!: Stage;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "People of an audience who are in one cell of the nine-grid (九宫格)." })
export class AudienceCell extends AudiencePart {
  @Field(() => IntentEnum, { description: "Its row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Its column." })
  loyalty!: Loyalty;

  @Field(() => CrowdGroupEnum, { description: "The group that the snapshot's rule set puts it in." })
  group!: CrowdGroup;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "People of an audience who are in one group of nine-grid cells." })
export class AudienceGroup extends AudiencePart {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: `People of an audience who can be reached on one platform: met there in the ${UNIVERSE_DAYS} days before asOf, as the condition \`reachable\` means it. Each person once on each platform.`,
})
export class AudienceReach extends AudiencePart {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field({
    description: "Whether people of several platforms add up: false, as the same person may be on several.",
  })
  isAdditive!: boolean;
}

export const toReach = ({ platform, size }: PlatformReach): AudienceReach =>
  Object.assign(new AudienceReach(), { platform, people: size.people, isAdditive: false });
