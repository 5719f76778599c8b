import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { Campaign as CampaignRow, CampaignStep as CampaignStepCode } from "./campaign";
import { MAX_PLACEMENTS } from "./check-placements";
import type { NoPackReason } from "./placement";
import { CampaignStep, NoPackReasonEnum, Placement, PlacementInput } from "./placement.types";
import { type StepState, stepState } from "./step-state";

const CampaignStepState = { PLANNED: "PLANNED", RUNNING: "RUNNING", CLOSED: "CLOSED" };
registerEnumType(CampaignStepState, {
  name: "CampaignStepState",
  description: "Where a campaign step stands by the clock.",
  valuesConfig: {
    PLANNED: { description: "It has not begun." },
    RUNNING: { description: "It has begun and not ended." },
    CLOSED: { description: "It has ended." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "The time of a campaign, half open: `from` belongs to it, `to` does not." })
class CampaignWindow {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "When a campaign takes one of its steps (环节)." })
class ScheduledCampaignStep {
  @Field(() => CampaignStep, { description: "Which step; each comes once at most." })
  step!: CampaignStepCode;

  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => CampaignStepState, { description: "Where it stands now." })
  state!: StepState;
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "What a brand runs in a window of time (营销活动): its steps, and the placements that money goes to.",
})
export class Campaign extends Node {
  /** Keys of the row and its brand; not fields of the schema. */
  campaignId!: string;
  brandId!: number;

  @Field({ description: "Unique in the organisation; touchpoints carry it as `campaignCode`." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Int, { description: "1 when it was created; counts up with every change." })
  version!: number;

  @Field(() => CampaignWindow, { description: "When it runs." })
  window!: CampaignWindow;

  @Field(() => [ScheduledCampaignStep], {
    description: "Its steps in the order VECTOR to ENGAGE, at most 5; they may overlap.",
  })
  steps!: readonly ScheduledCampaignStep[];
}

export function toCampaign({ id, steps, ...row }: CampaignRow, now: Date): Campaign {
  return Object.assign(new Campaign(), {
    ...row,
    id: toNodeId("Campaign", id),
    campaignId: id,
    steps: steps.map((step) => ({ ...step, state: stepState(step, now) })),
  });
}

@InputType({ description: "The time of a campaign, half open." })
class CampaignWindowInput {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; later than `from`." })
  to!: Date;
}

@InputType({ description: "When a campaign takes a step." })
class CampaignStepInput {
  @Field(() => CampaignStep, { description: "Which step; each comes once at most." })
  step!: CampaignStepCode;

  @Field(() => DateTimeScalar, { description: "Its first instant; inside the campaign's window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; inside the campaign's window." })
  to!: Date;
}

@InputType({ description: "A new campaign." })
export class CreateCampaignInput {
  @Field(() => ID, { description: "The brand that runs it." })
  brandId!: string;

  @Field({ description: "1 to 64 letters, digits, dots, hyphens and underscores; unique in the organisation." })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => CampaignWindowInput, { description: "When it runs." })
  window!: CampaignWindowInput;

  @Field(() => [CampaignStepInput], { description: "Its steps; they may overlap, each lies inside the window." })
  steps!: CampaignStepInput[];

  @Field(() => [PlacementInput], {
    description: `Its first placements, at most ${MAX_PLACEMENTS}; addPlacements adds more.`,
  })
  placements!: PlacementInput[];
}

export const CampaignUserError = userErrorType("Campaign", {
  CODE_TAKEN: "The code is in use.",
  EXTERNAL_ID_TAKEN: "Another placement of the organisation, or of the call, has the external id on the platform.",
});

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of createCampaign." })
export class CreateCampaignPayload {
  @Field(() => Campaign, { nullable: true, description: "The new campaign; null when refused." })
  campaign?: Campaign | null;

  @Field(() => [CampaignUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@InputType({ description: "Why a placement is aimed at no audience pack." })
export class StateNoPackReasonInput {
  @Field(() => ID, { description: "A placement without a pack." })
  placementId!: string;

  @Field(() => NoPackReasonEnum, { description: "The reason; NOT_STATED is none." })
  reason!: NoPackReason;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of stateNoPackReason." })
export class StateNoPackReasonPayload {
  @Field(() => Placement, { nullable: true, description: "The placement; null when refused." })
  placement?: Placement | null;

  @Field(() => [CampaignUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of addPlacements." })
export class AddPlacementsPayload {
  @Field(() => Campaign, { nullable: true, description: "The campaign with the placements; null when refused." })
  campaign?: Campaign | null;

  @Field(() => [CampaignUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
