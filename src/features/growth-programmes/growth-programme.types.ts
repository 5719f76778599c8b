import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  type GrowthFocus,
  type GrowthModule,
  type GrowthProgramme as GrowthProgrammeRow,
  growthFocuses,
  growthModules,
  MAX_PHASES,
} from "./growth-programme";

const FocusEnum = Object.fromEntries(growthFocuses.map((focus) => [focus, focus]));
registerEnumType(FocusEnum, {
  name: "GrowthFocus",
  description: "What a phase is mainly for; clients must handle unknown values.",
  valuesConfig: {
    ACQUIRE: { description: "New people (拉新)." },
    CONVERT: { description: "More of them buying (提效)." },
    RETAIN: { description: "Buyers coming back (留存复购)." },
  },
});
const ModuleEnum = Object.fromEntries(growthModules.map((module) => [module, module]));
registerEnumType(ModuleEnum, {
  name: "GrowthModule",
  description: "The four parts of GOAL; clients must handle unknown values.",
  valuesConfig: {
    TARGETING_GROUP: { description: "G: finding the groups to win (靶向人群)." },
    OSMOSIS: { description: "O: seeping into them by content and media (渗透)." },
    ADVANCING: { description: "A: raising their value (价值增长)." },
    LOYALTY: { description: "L: membership and loyalty (忠诚)." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "One campaign of a growth programme (阶段)." })
export class GrowthPhase {
  /** Its programme, campaign and place; not fields of the schema. */
  programme!: GrowthProgrammeRow;
  campaignId!: string;
  place!: number;

  @Field(() => [FocusEnum], { description: "What it is mainly for; empty: not said." })
  focuses!: readonly GrowthFocus[];

  @Field(() => [ModuleEnum], { description: "The parts of GOAL that it uses." })
  modules!: readonly GrowthModule[];
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "Campaigns of a brand in sequence, of which one is what the others are compared with (环比超品).",
})
export class GrowthProgramme extends Node {
  /** The row behind it; not a field of the schema. */
  row!: GrowthProgrammeRow;

  @Field({ description: "Unique among the brand's growth programmes." })
  name!: string;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => [GrowthPhase], { description: `In their order, 1 to ${MAX_PHASES}.` })
  phases!: readonly GrowthPhase[];
}

export const toGrowthProgramme = (row: GrowthProgrammeRow): GrowthProgramme =>
  Object.assign(new GrowthProgramme(), {
    ...{ row, id: toNodeId("GrowthProgramme", row.id), name: row.name, version: row.version, createdAt: row.createdAt },
    phases: row.phases.map((phase, place) => Object.assign(new GrowthPhase(), { ...phase, place, programme: row })),
  });

export const GrowthProgrammeConnection = connectionType(GrowthProgramme, "GrowthProgramme", "READ_CAMPAIGNS");

@InputType({ description: "A campaign as a phase of a programme." })
export class GrowthPhaseInput {
  @Field(() => ID, { description: "A campaign of the programme's brand, in no other programme." })
  campaignId!: string;

  @Field(() => [FocusEnum], { defaultValue: [], description: "What it is mainly for." })
  focuses!: GrowthFocus[];

  @Field(() => [ModuleEnum], { defaultValue: [], description: "The parts of GOAL that it uses." })
  modules!: GrowthModule[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "True: the packs of the phase before are its packs as well, with those that that one took over.",
  })
  inheritsPacks!: boolean;
}

@InputType({ description: "A growth programme, whole." })
export class GrowthProgrammeInput {
  @Field({ description: "1 to 200 characters; unique among the brand's growth programmes." })
  name!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The campaign of a phase that the others are compared with; absent: that of the first.",
  })
  comparisonBaseId?: string | null;

  @Field(() => [GrowthPhaseInput], { description: `In the order in which they begin, 1 to ${MAX_PHASES}.` })
  phases!: GrowthPhaseInput[];
}

@InputType({ description: "A new growth programme." })
export class CreateGrowthProgrammeInput extends GrowthProgrammeInput {
  @Field(() => ID, { description: "The brand whose campaigns it orders." })
  brandId!: string;
}

const GrowthProgrammeUserError = userErrorType("GrowthProgramme", {
  NAME_TAKEN: "Another growth programme of the brand has the name.",
  IN_OTHER_PROGRAMME: "Another growth programme has the campaign.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createGrowthProgramme." })
export class CreateGrowthProgrammePayload {
  @Field(() => GrowthProgramme, { nullable: true, description: "The new programme; null when refused." })
  growthProgramme?: GrowthProgramme | null;

  @Field(() => [GrowthProgrammeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of changeGrowthProgramme." })
export class ChangeGrowthProgrammePayload {
  @Field(() => GrowthProgramme, { nullable: true, description: "The programme as it is now; null when refused." })
  growthProgramme?: GrowthProgramme | null;

  @Field(() => [GrowthProgrammeUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
