import { Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { MAX_LIVE_PACKS } from "../../engines/segmentation/pack-references";
import {
  type LifecycleState,
  type PackMode,
  packModes,
  SHARE_PARTS,
  type ValueQuadrant,
  type ValueTierName,
} from "../../engines/segmentation/person-rule";

import { LifecycleStateEnum } from "./lifecycle-state.types";
import { UNIVERSE_DAYS } from "./universe";
import { ValueQuadrantEnum, ValueTierEnum } from "./value-tier.types";

const PackModeEnum = Object.fromEntries(packModes.map((mode) => [mode, mode]));
registerEnumType(PackModeEnum, {
  name: "PackMode",
  description: "How a condition tells who is in another pack; clients must handle unknown values.",
  valuesConfig: {
    FROZEN: { description: "By the members that its last build froze; a pack of any brand of the organisation." },
    LIVE: { description: "By its rules, read anew as of this audience's instant; a pack of the same brand." },
  },
});

@InputType({ description: "In another pack." })
export class PackRuleInput {
  @Field(() => ID, { description: "The pack; FROZEN needs one with members." })
  id!: string;

  @Field(() => PackModeEnum, {
    nullable: true,
    description: `Absent: FROZEN. LIVE packs may name LIVE packs, at most ${MAX_LIVE_PACKS} in a row and never in a circle; their rules count as rules of this tree.`,
  })
  mode?: PackMode | null;
}

@InputType({
  description:
    "In a random share of everybody, e.g. a holdout. The salt gives everybody a place in an order of its own, the same on every day and for all brands of the organisation; who turns out to be the same person as another takes one of their two places.",
})
export class RandomShareRuleInput {
  @Field({
    description:
      "1 to 100 characters that name the draw: the same salt draws the same people, another one draws independently.",
  })
  salt!: string;

  @Field(() => Int, { description: `How many of ${SHARE_PARTS}: 100 is a tenth. At least 1.` })
  perMille!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many of 1000 are passed over first; absent: 0. Shares of one salt that do not overlap have nobody in common.",
  })
  skip?: number | null;
}

@InputType({
  description:
    "By an attribute of the organisation's registry, by the newest value as of the audience's instant. Who has none, or a stale one, is not meant. Either `in` or bounds.",
})
export class AttributeRuleInput {
  @Field({ description: "Code of the attribute, as viewer { attributeDefinitions } lists them." })
  code!: string;

  @Field(() => [String], { nullable: true, description: "1 to 50 values; who has any of them is meant." })
  in?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Lowest value of a whole number, a decimal number or a day; absent: no lower bound.",
  })
  min?: string | null;

  @Field(() => String, { nullable: true, description: "Highest value, likewise; absent: no upper bound." })
  max?: string | null;
}

@InputType({ description: "By where people can be reached: at least one of the two, and of both each." })
export class ReachableRuleInput {
  @Field(() => [String], {
    nullable: true,
    description:
      "Has an identity in one of these namespaces, e.g. PHONE, by what the organisation's sources, its uploads and the cloud's sources name now; absent: any.",
  })
  namespaces?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Was met on one of these platforms, e.g. DOUYIN, in the ${UNIVERSE_DAYS} days before the audience's instant, so that the platform knows the person; absent: any.`,
  })
  platforms?: string[] | null;
}

@InputType({ description: "Is a member of the brand's programme." })
export class MembershipRuleInput {
  @Field(() => [String], {
    nullable: true,
    description:
      "Codes of tiers, by the newest evaluation at or before the audience's instant; absent: whoever is a member at that instant, in whatever tier.",
  })
  tiers?: string[] | null;
}

@InputType({ description: "On an uploaded list of hashed ids: who was known under one of them when it was uploaded." })
export class ListRuleInput {
  @Field(() => ID, { description: "An AudienceList of the organisation that has not expired." })
  id!: string;
}

@InputType({
  description:
    "In one of these states of the life with the brand at the audience's instant, by the actions and shares that brand { lifecycle } takes by default.",
})
export class LifecycleRuleInput {
  @Field(() => [LifecycleStateEnum], { description: "At least one; who is in any of them is meant." })
  in!: LifecycleState[];
}

@InputType({
  description:
    "A customer of the own brand, by the newest scoring at or before the audience's instant. Who was not scored then is in no tier. At least one of the two.",
})
export class ValueTierRuleInput {
  @Field(() => [ValueTierEnum], { nullable: true, description: "In any of these tiers; absent: any." })
  in?: ValueTierName[] | null;

  @Field(() => [ValueQuadrantEnum], {
    nullable: true,
    description: "In any of these quadrants, e.g. LOW_NOW_HIGH_NEXT; absent: any.",
  })
  quadrants?: ValueQuadrant[] | null;
}
