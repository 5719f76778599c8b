import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePackBuild } from "../audiences/audience-pack.types";
import { AudienceSize } from "../audiences/estimate.types";
import { AudienceRuleInput } from "../audiences/rule.types";
import { PlacementObjective } from "../campaigns/placement.types";
import { MAX_BID_MULTIPLIER, MAX_CAP_DAYS } from "./check-treatment";
import type { CrowdEstimate as Estimate } from "./crowd-estimator";
import { type CrowdStrategy as CrowdStrategyRow, MAX_CROWDS, type Treatment } from "./crowd-strategy";

@Access("READ_AUDIENCES")
@ObjectType({ description: "How often a person may be touched." })
export class FrequencyCap {
  @Field(() => Int, { description: "Most touches of a person in the window." })
  touches!: number;

  @Field(() => Int, { description: "Days of the sliding window." })
  days!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "One crowd of a strategy, and how it is advertised to (人群策略)." })
export class Crowd {
  /** Key of its pack; not a field of the schema. */
  packId!: string;

  @Field(() => Int, { description: "From 1: who meets the rules of several crowds is in the one of the lowest." })
  priority!: number;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => PlacementObjective, { description: "What it is advertised to for." })
  objective!: Treatment["objective"];

  @Field(() => [String], { description: "Codes of the platforms to advertise on; empty: any." })
  channels!: readonly string[];

  @Field(() => String, { nullable: true, description: "The creatives that it is shown; null: any." })
  creativeGroup!: string | null;

  @Field(() => DecimalScalar, { description: `What a usual bid is multiplied by, 0 to ${MAX_BID_MULTIPLIER}.` })
  bidMultiplier!: string;

  @Field(() => FrequencyCap, { nullable: true, description: "How often a person may be touched; null: no bound." })
  frequencyCap!: FrequencyCap | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description:
    "Crowds in the order of their priority, each with a way to advertise to it. Each person is in exactly one.",
})
export class CrowdStrategy extends Node {
  @Field({ description: "Unique among the brand's crowd strategies." })
  name!: string;

  @Field(() => Int, { description: "Counts up with every change of the treatments; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => [Crowd], { description: `By priority, 2 to ${MAX_CROWDS}.` })
  crowds!: readonly Crowd[];
}

export const toCrowdStrategy = ({ id, crowds, name, version, createdAt }: CrowdStrategyRow): CrowdStrategy =>
  Object.assign(new CrowdStrategy(), {
    id: toNodeId("CrowdStrategy", id),
    ...{ name, version, createdAt },
    crowds: crowds.map((crowd) => Object.assign(new Crowd(), crowd)),
  });

export const CrowdStrategyConnection = connectionType(CrowdStrategy, "CrowdStrategy", "READ_AUDIENCES");

@Access("READ_AUDIENCES")
@ObjectType({ description: "One crowd of an estimate." })
class EstimatedCrowd {
  @Field(() => Int, { description: "From 1, in the order of the call." })
  priority!: number;

  @Field(() => AudienceSize, { description: "Who meet its rules, also those who are in a crowd before it." })
  candidates!: AudienceSize;

  @Field(() => AudienceSize, { description: "Who are in it: its candidates without those of the crowds before it." })
  size!: AudienceSize;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description: "Who would be in which crowd. The crowds' sizes sum to the size, but for rounding and what is withheld.",
})
export class CrowdStrategyEstimate {
  @Field(() => DateTimeScalar, {
    description: "The instant that all rules are read as of, as in AudiencePackEstimate.",
  })
  asOf!: Date;

  @Field(() => AudienceSize, { description: "People in any of the crowds." })
  size!: AudienceSize;

  @Field(() => [EstimatedCrowd], { description: `By priority, 2 to ${MAX_CROWDS}.` })
  crowds!: readonly EstimatedCrowd[];
}

export function toCrowdEstimate({ asOf, size, crowds }: Estimate): CrowdStrategyEstimate {
  const told = (people: object): AudienceSize => Object.assign(new AudienceSize(), people);
  return Object.assign(new CrowdStrategyEstimate(), {
    asOf,
    size: told(size),
    crowds: crowds.map((crowd) =>
      Object.assign(new EstimatedCrowd(), {
        priority: crowd.priority,
        candidates: told(crowd.candidates),
        size: told(crowd.size),
      }),
    ),
  });
}

@InputType({ description: "How often a person may be touched." })
class FrequencyCapInput {
  @Field(() => Int, { description: "At least 1." })
  touches!: number;

  @Field(() => Int, { description: `Days of the sliding window, 1 to ${MAX_CAP_DAYS}.` })
  days!: number;
}

@InputType({ description: "How a crowd is advertised to." })
export class CrowdTreatmentInput {
  @Field(() => PlacementObjective, { description: "What it is advertised to for." })
  objective!: Treatment["objective"];

  @Field(() => [String], { defaultValue: [], description: "Codes of platforms known to the organisation; empty: any." })
  channels!: string[];

  @Field(() => String, {
    nullable: true,
    description: "The creatives that it is shown, 1 to 120 characters; absent: any.",
  })
  creativeGroup?: string | null;

  @Field(() => DecimalScalar, {
    defaultValue: "1",
    description: `What a usual bid is multiplied by, 0 to ${MAX_BID_MULTIPLIER}.`,
  })
  bidMultiplier!: string;

  @Field(() => FrequencyCapInput, {
    nullable: true,
    description: "How often a person may be touched; absent: no bound.",
  })
  frequencyCap?: FrequencyCapInput | null;
}

export const toTreatment = (input: CrowdTreatmentInput): Treatment => ({
  objective: input.objective,
  channels: input.channels,
  creativeGroup: input.creativeGroup ?? null,
  bidMultiplier: input.bidMultiplier,
  frequencyCap: input.frequencyCap ? { touches: input.frequencyCap.touches, days: input.frequencyCap.days } : null,
});

@InputType({ description: "A crowd, and how it is advertised to." })
class NewCrowdInput extends CrowdTreatmentInput {
  @Field({ description: "Name for people; its pack is called by the strategy's and this." })
  name!: string;

  @Field(() => AudienceRuleInput, {
    description: "Who is meant, e.g. a column of the nine-grid or a pack; the crowds before it are taken out.",
  })
  rules!: AudienceRuleInput;
}

@InputType({ description: "A new crowd strategy." })
export class CreateCrowdStrategyInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field({ description: "1 to 120 characters; unique among the brand's crowd strategies." })
  name!: string;

  @Field(() => [NewCrowdInput], { description: `2 to ${MAX_CROWDS}, the highest priority first.` })
  crowds!: NewCrowdInput[];
}

const CrowdStrategyUserError = userErrorType("CrowdStrategy", {
  NAME_TAKEN: "A strategy or a pack of the brand has the name.",
  WRONG_STATE: "The state of a crowd's pack does not allow the build.",
  NO_SNAPSHOT: "The rules ask for labels of which the brand has no published snapshot; take one first.",
  LABELS_THINNED: "The rules ask for labels of a snapshot that has its figures only; take it again.",
  PACK_NOT_BUILT: "The rules name a pack that has no members.",
});
const ERRORS = { description: "Why it was refused; empty on success." };

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createCrowdStrategy." })
export class CreateCrowdStrategyPayload {
  @Field(() => CrowdStrategy, { nullable: true, description: "The new strategy; null when refused." })
  crowdStrategy?: CrowdStrategy | null;

  @Field(() => [CrowdStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of setCrowdTreatments." })
export class SetCrowdTreatmentsPayload {
  @Field(() => CrowdStrategy, { nullable: true, description: "The strategy as it is now; null when refused." })
  crowdStrategy?: CrowdStrategy | null;

  @Field(() => [CrowdStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of buildCrowdStrategy." })
export class BuildCrowdStrategyPayload {
  @Field(() => AudiencePackBuild, { nullable: true, description: "The build that was begun; null when refused." })
  run?: AudiencePackBuild | null;

  @Field(() => [CrowdStrategyUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
