import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePackBuild, AudiencePackRules, toAudiencePackRules } from "../audiences/audience-pack.types";
import { Campaign } from "../campaigns/campaign.types";
import { CampaignStep, PlacementObjective } from "../campaigns/placement.types";
import { ReviewFrequency } from "../reviews/review-lines.types";
import { SiteEnum } from "../touchpoints/action.types";
import type {
  PlaybookContent,
  PlaybookInstance as PlaybookInstanceRow,
  PlaybookOrigin,
  Playbook as PlaybookRow,
} from "./playbook";
import { type PlaybookPart, playbookParts } from "./playbook-diff";

@Access("READ_AUDIENCES")
@ObjectType({ description: "A pack of the source, whose rules are resolved anew in each instance." })
export class PlaybookPack {
  @Field({ description: "Name of the source's pack." })
  name!: string;

  @Field(() => AudiencePackRules, { description: "Who is meant, as the rules were when the playbook was made." })
  rules!: AudiencePackRules;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A placement of the source." })
export class PlaybookPlacement {
  @Field({ description: "Name for people." })
  name!: string;

  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => SiteEnum, { description: "Off or on the shop's site." })
  site!: string;

  @Field(() => CampaignStep, { description: "The step that it serves." })
  step!: string;

  @Field(() => PlacementObjective, { description: "What it is bought for." })
  objective!: string;

  @Field(() => String, { nullable: true, description: "Name of the pack that it is aimed at; null: none." })
  packName!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Its share of the campaign's cost, 0 to 1; null: media reported none for it.",
  })
  costShare!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "How a crowd was advertised to." })
class PlaybookCrowd {
  @Field(() => Int, { description: "From 1: who meets the rules of several crowds is in the one of the lowest." })
  priority!: number;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => PlacementObjective, { description: "What it was advertised to for." })
  objective!: string;

  @Field(() => [String], { description: "Codes of the platforms; empty: any." })
  channels!: readonly string[];

  @Field(() => DecimalScalar, { description: "What a usual bid was multiplied by." })
  bidMultiplier!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A crowd strategy (人群策略) of which the source used a crowd." })
export class PlaybookStrategy {
  @Field({ description: "Name of the crowd strategy." })
  name!: string;

  @Field(() => [PlaybookCrowd], { description: "By priority." })
  crowds!: readonly PlaybookCrowd[];
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "What a closed campaign did, kept to be done again (营销打法): packs, strategies, split and frequency.",
})
export class Playbook extends Node {
  /** Key of its source; not a field of the schema. */
  sourceKey!: string | null;

  /** What it was adopted from; not a field of the schema. */
  origin!: PlaybookOrigin | null;

  @Field({ description: "Unique among the brand's playbooks." })
  name!: string;

  @Field(() => DateTimeScalar, { description: "When it was made; what its source did later is not in it." })
  createdAt!: Date;

  @Field(() => Float, { description: "How many days of 24 hours an instance runs." })
  days!: number;

  @Field(() => [PlaybookPack], { description: "Packs that the source's placements were aimed at, each once." })
  packs!: readonly PlaybookPack[];

  @Field(() => [PlaybookPlacement], { description: "The source's placements in their order." })
  placements!: readonly PlaybookPlacement[];

  @Field(() => [PlaybookStrategy], { description: "How its packs were advertised to." })
  strategies!: readonly PlaybookStrategy[];

  @Field(() => ReviewFrequency, {
    nullable: true,
    description: "How often to touch a person off site, by the source's newest review; null: it has no advice.",
  })
  frequency!: ReviewFrequency | null;
}

const DAY_MS = 86_400_000;

/** What is done, as the fields that every kind of playbook has. */
export const toContent = ({ window, packs, placements, strategies, frequency }: PlaybookContent) => ({
  ...{ strategies, frequency },
  days: (Date.parse(window.to) - Date.parse(window.from)) / DAY_MS,
  packs: packs.map((pack) => ({ name: pack.name, rules: toAudiencePackRules(pack.rules) })),
  placements: placements.map(({ pack, ...placement }) => ({
    ...placement,
    packName: pack === null ? null : packs[pack]!.name,
  })),
});

export const toPlaybook = ({ id, campaignId, name, createdAt, content, origin }: PlaybookRow): Playbook =>
  Object.assign(new Playbook(), {
    ...{ id: toNodeId("Playbook", id), sourceKey: campaignId, name, createdAt: new Date(createdAt), origin },
    ...toContent(content),
  });

export const PlaybookConnection = connectionType(Playbook, "Playbook", "READ_CAMPAIGNS");

const PARTS: Readonly<Record<PlaybookPart, string>> = {
  WINDOW: "When the campaign runs.",
  STEP: "When it takes a step.",
  PLACEMENT: "How many placements of one name, platform, step and objective it has.",
  PACK: "The rules of a pack.",
  FREQUENCY: "How often a person is touched off site.",
};
const PartEnum = Object.fromEntries(playbookParts.map((part) => [part, part]));
registerEnumType(PartEnum, {
  name: "PlaybookPart",
  description: "What differs from the source; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(playbookParts.map((part) => [part, { description: PARTS[part] }])),
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Where a campaign differs from the source of its playbook." })
export class PlaybookChange {
  @Field(() => PartEnum, { description: "What differs." })
  part!: PlaybookPart;

  @Field(() => String, { nullable: true, description: "Of the step, placement or pack; null of the window." })
  name!: string | null;

  @Field(() => String, { nullable: true, description: "In the source; null: it has none." })
  source!: string | null;

  @Field(() => String, { nullable: true, description: "In this campaign; null: it has none." })
  now!: string | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: "What doing it again saved: cost per A3 against the source, by the newest reviews of both.",
})
export class ReuseSaving {
  @Field(() => Float, {
    nullable: true,
    description: "Of the source, in major units of the brand's currency; null: its review has none.",
  })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: "Of this campaign; null: it has no review, or that has none." })
  now!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "now / before - 1: -0.2 saves 20 %; null without either, or from 0.",
  })
  change!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the packs that its placements are aimed at, the share that the playbook brought; null: at none.",
  })
  reusedPackShare!: number | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A campaign as an instance of a playbook." })
export class PlaybookInstance {
  /** The row behind it; not a field of the schema. */
  row!: PlaybookInstanceRow;
}

@InputType({ description: "A new playbook." })
export class CreatePlaybookInput {
  @Field(() => ID, { description: "The source: a campaign that is over." })
  campaignId!: string;

  @Field({ description: "1 to 200 characters; unique among the brand's playbooks." })
  name!: string;
}

@InputType({ description: "What media call a placement of the instance." })
export class PlaybookExternalIdsInput {
  @Field(() => Int, { description: "Place of the placement in Playbook.placements, from 0." })
  place!: number;

  @Field(() => [String], { description: "As of PlacementInput.externalIds." })
  externalIds!: string[];
}

@InputType({ description: "A campaign to be made of a playbook." })
export class InstantiatePlaybookInput {
  @Field(() => ID, { description: "The playbook." })
  playbookId!: string;

  @Field({ description: "Code of the new campaign, as of CreateCampaignInput.code." })
  code!: string;

  @Field({ description: "Its name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => DateTimeScalar, {
    description: "Its first instant: every date lies as many days and hours after it as after the source's.",
  })
  startsAt!: Date;

  @Field(() => [PlaybookExternalIdsInput], {
    defaultValue: [],
    description: "What media call its placements; those of the source are not taken over.",
  })
  externalIds!: PlaybookExternalIdsInput[];
}

const PlaybookUserError = userErrorType("Playbook", {
  CAMPAIGN_NOT_CLOSED: "The campaign is not over.",
  NAME_TAKEN: "Another playbook, or another pack of the brand, has the name.",
  CODE_TAKEN: "The code is in use.",
  EXTERNAL_ID_TAKEN: "Another placement of the organisation, or of the call, has the external id on the platform.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createPlaybook." })
export class CreatePlaybookPayload {
  @Field(() => Playbook, { nullable: true, description: "The new playbook; null when refused." })
  playbook?: Playbook | null;

  @Field(() => [PlaybookUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of instantiatePlaybook." })
export class InstantiatePlaybookPayload {
  @Field(() => Campaign, { nullable: true, description: "The new campaign; null when refused." })
  campaign?: Campaign | null;

  @Field(() => AudiencePackBuild, {
    nullable: true,
    description:
      "The run that freezes who meets its packs' rules now; null when refused, or where unbuiltReason says why.",
  })
  run?: AudiencePackBuild | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why its packs are not built, which buildAudiencePack does once it is mended; null: run builds them, or it has none.",
  })
  unbuiltReason?: string | null;

  @Field(() => [PlaybookUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
