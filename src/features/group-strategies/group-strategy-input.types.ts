import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { Playbook } from "../playbooks/playbook.types";
import { MAX_GROUP_BRANDS } from "./group-strategy";
import { BrandGroup, GroupStrategy, InheritedStrategy } from "./group-strategy.types";

@InputType({ description: "A brand group, whole." })
export class BrandGroupInput {
  @Field({ description: "1 to 200 characters; unique among the organisation's brand groups." })
  name!: string;

  @Field(() => [ID], {
    description: `Granted brands, 1 to ${MAX_GROUP_BRANDS}, each once; a brand may be in several groups.`,
  })
  brandIds!: string[];
}

@InputType({ description: "What is promoted." })
export class PromoteNextVersionInput {
  @Field(() => ID, { description: "A playbook of a brand of the group." })
  playbookId!: string;

  @Field(() => [ID], {
    defaultValue: [],
    description:
      "Scope: only brands that sell in one of these categories or below inherit it; empty: every brand of the group.",
  })
  categoryIds!: string[];

  @Field({ defaultValue: "", description: "Why, in at most 500 characters." })
  note!: string;

  @Field(() => [Int], {
    defaultValue: [],
    description:
      "Places in Playbook.packs, from 0, that stay behind: those whose rules name what only their brand has.",
  })
  leaveOutPacks!: number[];
}

@InputType({ description: "A new strategy of a group." })
export class PromotePlaybookInput extends PromoteNextVersionInput {
  @Field(() => ID, { description: "The group." })
  brandGroupId!: string;

  @Field({ description: "1 to 200 characters; unique among the group's strategies." })
  name!: string;
}

@InputType({ description: "How often a brand touches a person off site." })
export class TouchRangeInput {
  @Field(() => Int, { description: "Fewest touches, from 1." })
  from!: number;

  @Field(() => Int, { description: "Most touches, at least `from`." })
  to!: number;
}

@InputType({ description: "A pack of the group that the brand replaces." })
export class PackOverrideInput {
  @Field({ description: "Name of the pack in the group's strategy." })
  name!: string;

  @Field(() => ID, { description: "A pack of the brand; its rules of now stand for the group's." })
  audiencePackId!: string;
}

@InputType({ description: "What a brand does otherwise than its group, whole." })
export class StrategyOverrideInput {
  @Field({ description: "Why, in 1 to 500 characters: the group reads it." })
  reason!: string;

  @Field({ defaultValue: false, description: "True: the brand does nothing of the strategy." })
  isDeclined!: boolean;

  @Field(() => TouchRangeInput, { nullable: true, description: "Its own frequency; absent: the group's." })
  frequency?: TouchRangeInput | null;

  @Field(() => [PackOverrideInput], { defaultValue: [], description: "Its own packs; the others are the group's." })
  packs!: PackOverrideInput[];
}

@InputType({ description: "A playbook to be made of what a brand inherits." })
export class AdoptGroupStrategyInput {
  @Field(() => ID, { description: "The strategy." })
  groupStrategyId!: string;

  @Field(() => ID, { description: "The brand, in the strategy's scope." })
  brandId!: string;

  @Field({ description: "1 to 200 characters; unique among the brand's playbooks." })
  name!: string;
}

const GroupStrategyUserError = userErrorType("GroupStrategy", {
  NAME_TAKEN: "Another one of its kind has the name.",
  OUT_OF_SCOPE: "The brand is not in the group, or not in the strategy's scope.",
  NOT_PORTABLE: "A pack's rules name what only their brand has.",
  DECLINED: "The brand has declined the strategy.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createBrandGroup." })
export class CreateBrandGroupPayload {
  @Field(() => BrandGroup, { nullable: true, description: "The group as it is now; null when refused." })
  brandGroup?: BrandGroup | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of changeBrandGroup." })
export class ChangeBrandGroupPayload {
  @Field(() => BrandGroup, { nullable: true, description: "The group as it is now; null when refused." })
  brandGroup?: BrandGroup | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of promotePlaybook." })
export class PromotePlaybookPayload {
  @Field(() => GroupStrategy, { nullable: true, description: "The strategy as it is now; null when refused." })
  groupStrategy?: GroupStrategy | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of promoteNextVersion." })
export class PromoteNextVersionPayload {
  @Field(() => GroupStrategy, { nullable: true, description: "The strategy as it is now; null when refused." })
  groupStrategy?: GroupStrategy | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of setStrategyOverride." })
export class SetStrategyOverridePayload {
  @Field(() => InheritedStrategy, { nullable: true, description: "As the brand has it now; null when refused." })
  inheritedStrategy?: InheritedStrategy | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of dropStrategyOverride." })
export class DropStrategyOverridePayload {
  @Field(() => InheritedStrategy, { nullable: true, description: "As the brand has it now; null when refused." })
  inheritedStrategy?: InheritedStrategy | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of adoptGroupStrategy." })
export class AdoptGroupStrategyPayload {
  @Field(() => Playbook, { nullable: true, description: "The brand's playbook; null when refused." })
  playbook?: Playbook | null;

  @Field(() => [GroupStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
