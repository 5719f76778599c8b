import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { MIN_PEERS } from "../benchmarks";
import { BenchmarkStateEnum } from "../benchmarks/benchmark.types";
import type { CampaignMetric } from "../campaign-targets";
import { CampaignMetricEnum } from "../campaign-targets/campaign-metric.types";
import { StrategyContent } from "../group-strategies/group-strategy.types";
import { Playbook, toContent } from "../playbooks/playbook.types";
import type { PlaybookTemplate as PlaybookTemplateRow, TemplateResult as TemplateResultRow } from "./playbook-template";

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description:
    "What some brand did, for every organisation to do again (行业打法模板): without names, dates, bills or people, and nothing says whose it was.",
})
export class PlaybookTemplate extends Node {
  /** The row behind it; not a field of the schema. */
  row!: PlaybookTemplateRow;

  @Field({ description: "What it is about." })
  title!: string;

  @Field(() => DateScalar, { description: "Day (UTC) on which it was shared." })
  sharedOn!: string;

  @Field(() => StrategyContent, {
    description: "What it says to do; shares of cost in steps of 0.05, packs and placements by number.",
  })
  content!: StrategyContent;
}

export const toTemplate = (row: PlaybookTemplateRow): PlaybookTemplate =>
  Object.assign(new PlaybookTemplate(), {
    ...{
      row,
      id: toNodeId("PlaybookTemplate", row.id),
      title: row.title,
      sharedOn: row.sharedOn.toISOString().slice(0, 10),
    },
    content: Object.assign(new StrategyContent(), toContent(row.content)),
  });

export const PlaybookTemplateConnection = connectionType(PlaybookTemplate, "PlaybookTemplate", "READ_CAMPAIGNS");

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What other organisations' campaigns made of a template." })
export class TemplateResult {
  @Field(() => CampaignMetricEnum, { description: "The metric, a ratio: 0.48 for 48 %." })
  metric!: CampaignMetric;

  @Field(() => BenchmarkStateEnum, { description: `TOO_FEW_PEERS below ${MIN_PEERS} other organisations.` })
  state!: string;

  @Field(() => Int, {
    nullable: true,
    description: `Organisations that the mean is made of, a multiple of ${MIN_PEERS}; null with too few.`,
  })
  organisations!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Mean of each one's first final review of a campaign of it, to three decimals, the caller's own left out; null with too few.",
  })
  mean!: number | null;
}

export const toResult = (row: TemplateResultRow): TemplateResult =>
  Object.assign(new TemplateResult(), { ...row, state: row.mean === null ? "TOO_FEW_PEERS" : "AVAILABLE" });

@InputType({ description: "A playbook to be shared with every organisation." })
export class SharePlaybookInput {
  @Field(() => ID, { description: "The playbook." })
  playbookId!: string;

  @Field({ description: "1 to 200 characters, without a name of the organisation, its brands or the campaign." })
  title!: string;

  @Field(() => ID, {
    nullable: true,
    description: `Whom it is for: a category of the brand or one above it, with at least ${MIN_PEERS} brands of others; absent: the brand's primary one.`,
  })
  categoryId?: string | null;

  @Field(() => [Int], {
    defaultValue: [],
    description: "Places in Playbook.packs, from 0, that stay behind: those whose rules name what only the author has.",
  })
  leaveOutPacks!: number[];
}

@InputType({ description: "A playbook to be made of a template." })
export class AdoptPlaybookTemplateInput {
  @Field(() => ID, { description: "The template." })
  templateId!: string;

  @Field(() => ID, { description: "The brand that will do it." })
  brandId!: string;

  @Field({ description: "1 to 200 characters; unique among the brand's playbooks." })
  name!: string;
}

const PlaybookTemplateUserError = userErrorType("PlaybookTemplate", {
  NAME_TAKEN: "Another playbook of the brand has the name.",
  NOT_PORTABLE: "A pack's rules, or a platform, name what only the author has.",
  IDENTIFYING: "The title or the category would tell whose it is.",
});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of sharePlaybook." })
export class SharePlaybookPayload {
  @Field(() => PlaybookTemplate, { nullable: true, description: "The template as others read it; null when refused." })
  playbookTemplate?: PlaybookTemplate | null;

  @Field(() => [PlaybookTemplateUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of withdrawPlaybookTemplate." })
export class WithdrawPlaybookTemplatePayload {
  @Field(() => [PlaybookTemplateUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of adoptPlaybookTemplate." })
export class AdoptPlaybookTemplatePayload {
  @Field(() => Playbook, { nullable: true, description: "The brand's playbook; null when refused." })
  playbook?: Playbook | null;

  @Field(() => [PlaybookTemplateUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
