import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { CampaignStep as CampaignStepCode } from "../campaigns";
import { CampaignStep } from "../campaigns/placement.types";
import { levelOfKey, placeOfKey } from "./budget-place";
import {
  type BudgetPlace,
  type BudgetTree as BudgetTreeRow,
  budgetLevels,
  FIRST_YEAR,
  LAST_YEAR,
  MAX_NEW_LINES,
  MAX_REASON_LENGTH,
} from "./budget-tree";
import type { ToldNode } from "./budget-tree.service";

export const REASON = { description: `Why, for the control log, 1 to ${MAX_REASON_LENGTH} characters.` };

export const BudgetLevelEnum = Object.fromEntries(budgetLevels.map((level) => [level, level]));
registerEnumType(BudgetLevelEnum, {
  name: "BudgetLevel",
  description: "How deep in a budget tree a place is.",
  valuesConfig: {
    BRAND: { description: "The whole year of the brand." },
    CAMPAIGN: { description: "One of its campaigns." },
    MONTH: {
      description:
        "A month of the brand or of a campaign, for money that no step has yet, as a year plan gives it (月份). No placement counts there.",
    },
    STEP: { description: "A step of the campaign (环节)." },
    CHANNEL: { description: "A platform in the step, or in the month (渠道)." },
    CROWD: { description: "An audience pack on the platform, or placements that are aimed at none (人群)." },
  },
});

@Access("READ_BUDGETS")
@ObjectType({
  description:
    "A place in a budget tree with what is planned for it. What its parts get and `unallocated` sum exactly to it.",
})
export class BudgetNode {
  /** What it is about, and of which tree; not fields of the schema. */
  key!: string;
  treeId!: string;
  place!: BudgetPlace;

  @Field(() => BudgetLevelEnum, { description: "How deep it is." })
  level!: string;

  @Field(() => Int, { nullable: true, description: "1 to 12; null of places that are in no month." })
  month!: number | null;

  @Field(() => CampaignStep, { nullable: true, description: "The step; null above a step and in a month." })
  step!: CampaignStepCode | null;

  @Field(() => String, { nullable: true, description: "Code of the platform; null above a channel." })
  platform!: string | null;

  @Field(() => Money, { description: "What it may cost." })
  planned!: Money;

  @Field(() => Money, { description: "What of it is planned for its parts." })
  allocated!: Money;

  @Field(() => Money, {
    description: "What its placements, and those of its parts, were given by adopted budget plans.",
  })
  committed!: Money;

  @Field(() => Money, {
    description: "What media reported that these placements cost, all periods in their highest version.",
  })
  spent!: Money;

  @Field(() => Money, { description: "planned - spent; below 0 where media cost more than was planned." })
  left!: Money;

  @Field(() => Money, {
    description:
      "planned - allocated - what is committed or, where that is more, spent by placements that are in none of its parts: what can be moved away. Below 0 where media cost more.",
  })
  unallocated!: Money;
}

export const BudgetNodeConnection = connectionType(BudgetNode, "BudgetNode", "READ_BUDGETS");

export function toBudgetNode({ key, treeId, currencyCode, figures }: ToldNode): BudgetNode {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode });
  const { planned, allocated, committed, spent, unallocated } = figures;
  const place = placeOfKey(key);
  return Object.assign(new BudgetNode(), {
    ...{ key, treeId, place, level: levelOfKey(key), month: place.month, step: place.step },
    platform: place.channel,
    ...{ planned: money(planned), allocated: money(allocated), committed: money(committed), spent: money(spent) },
    ...{ left: money(planned - spent), unallocated: money(unallocated) },
  });
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description:
    "A brand's budget of a plan year (年度预算): brand, campaigns, their steps, channels and crowds. No change can overspend any of its places.",
})
export class BudgetTree extends Node {
  /** Keys of the row and its brand; not fields of the schema. */
  treeId!: string;
  brandId!: number;

  @Field(() => Int, {
    description: "Plan year in the brand's zone; a campaign belongs to the year in which it begins, with all its cost.",
  })
  year!: number;

  @Field({ description: "ISO 4217 code of all its amounts: the brand's." })
  currencyCode!: string;

  @Field(() => Int, { description: "1 when it was made; counts up with every change. Pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;
}

export const toBudgetTree = (row: BudgetTreeRow): BudgetTree =>
  Object.assign(new BudgetTree(), { ...row, id: toNodeId("BudgetTree", row.id), treeId: row.id });

@Access("READ_BUDGETS")
@ObjectType({ description: "What a placement may cost, by the budget plan that was adopted last." })
export class PlacementBudget {
  /** Key of the plan; not a field of the schema. */
  budgetPlanId!: string;

  @Field(() => Money, { description: "To the minor unit." })
  amount!: Money;

  @Field(() => DateTimeScalar, { description: "When it was given." })
  changedAt!: Date;
}

@InputType({
  description:
    "A place of a budget tree by its parts from the campaign down, each only with those before it; none: the brand.",
})
export class BudgetPlaceInput {
  @Field(() => ID, { nullable: true, description: "A campaign of the brand that begins in the tree's year." })
  campaignId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "A month of the year, 1 to 12, of the campaign or without one of the brand; not beside a step.",
  })
  month?: number | null;

  @Field(() => CampaignStep, { nullable: true, description: "A step of the campaign." })
  step?: CampaignStepCode | null;

  @Field(() => String, { nullable: true, description: "Code of a platform in the step, or in the month." })
  platform?: string | null;

  @Field(() => ID, { nullable: true, description: "An audience pack of the brand on the platform." })
  audiencePackId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "True: placements on the platform that are aimed at no pack." })
  hasNoPack?: boolean | null;
}

@InputType({ description: "What is planned for a place." })
class BudgetTreeLineInput {
  @Field(() => BudgetPlaceInput, { description: "At least a campaign or a month; each place comes once." })
  place!: BudgetPlaceInput;

  @Field(() => MoneyInput, { description: "At least 0." })
  planned!: MoneyInput;
}

@InputType({ description: "A budget of a plan year, as a whole." })
export class CreateBudgetTreeInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => Int, { description: `Plan year, ${FIRST_YEAR} to ${LAST_YEAR}; a brand has one tree a year.` })
  year!: number;

  @Field(() => MoneyInput, { description: "What the whole year may cost; above 0, in the brand's currency." })
  total!: MoneyInput;

  @Field(() => [BudgetTreeLineInput], {
    description: `In any order, at most ${MAX_NEW_LINES}. A place without a line that has parts is planned with their sum.`,
  })
  lines!: BudgetTreeLineInput[];
}

@InputType({ description: "Another planned amount of one place." })
export class SetBudgetInput {
  @Field(() => ID, { description: "The tree." })
  budgetTreeId!: string;

  @Field(() => BudgetPlaceInput, {
    description: "The place; one that the tree does not have is made, with those above it where they lack.",
  })
  place!: BudgetPlaceInput;

  @Field(() => MoneyInput, {
    description: "At least what its parts, commitments and cost need, at most what the place above has for it.",
  })
  planned!: MoneyInput;

  @Field(REASON)
  reason!: string;
}

@InputType({ description: "An amount from one place to another." })
export class MoveBudgetInput {
  @Field(() => ID, { description: "The tree." })
  budgetTreeId!: string;

  @Field(() => BudgetPlaceInput, { description: "A place that the tree has, with so much unallocated." })
  from!: BudgetPlaceInput;

  @Field(() => BudgetPlaceInput, { description: "Any place; made where the tree does not have it." })
  to!: BudgetPlaceInput;

  @Field(() => MoneyInput, { description: "Above 0." })
  amount!: MoneyInput;

  @Field(REASON)
  reason!: string;
}
