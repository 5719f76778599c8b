import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import { MAX_WINDOW_DAYS } from "../opportunities";
import { RatioWithInterval, toRatio } from "../opportunities/opportunity.types";
import { OpportunityPackInput } from "../opportunities/opportunity-pack.types";
import { toRuleTree } from "../opportunities/rule-tree.types";
import { PracticeAnswer, toPracticeAnswer } from "./practice.types";
import type { Seeding as Analysis, ContentLine } from "./seeding.service";

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "How precisely a content line met a target pack (精准种草, SEED). Seeded: viewed content of the line, or watched it live, at least once in the window.",
})
export class Seeding extends PracticeAnswer {
  @Field(() => AudiencePack, { description: "The target pack, by the members of its last build." })
  audiencePack!: AudiencePack;

  @Field(() => BigIntScalar, { nullable: true, description: "Members of the target pack; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "All people who were seeded; null when withheld." })
  seeded!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members who were seeded; null when withheld." })
  seededInPack!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members who were not; null when withheld." })
  unseeded!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "seededInPack / seeded, 0 to 1, with Wilson's interval; null with either.",
  })
  precision!: RatioWithInterval | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "seededInPack / people, 0 to 1, with Wilson's interval; null with either, and of a pack of nobody.",
  })
  coverage!: RatioWithInterval | null;

  @Field(() => AudienceRuleTree, { description: "The rules of the pack of members not seeded yet." })
  packRules!: object;
}

export const toSeeding = ({ scope, pack, rules, ...analysis }: Analysis): Seeding =>
  Object.assign(new Seeding(), {
    ...toPracticeAnswer(scope),
    ...analysis,
    audiencePack: toAudiencePack(pack),
    precision: toRatio(analysis.precision),
    coverage: toRatio(analysis.coverage),
    packRules: toRuleTree(rules),
  });

@InputType({
  description:
    "A content line (内容线): content that has one of the codes of each given list. With no list, all content about the brand.",
})
export class ContentLineInput {
  @Field(() => [String], { defaultValue: [], description: "Posts, videos or articles, at most 50; empty: any." })
  contentCodes!: string[];

  @Field(() => [String], { defaultValue: [], description: "Creators behind the content, at most 50; empty: any." })
  creatorCodes!: string[];

  @Field(() => String, { nullable: true, description: "Code of the campaign that caused it; absent: any or none." })
  campaignCode?: string | null;
}

export const toContentLine = ({ contentCodes, creatorCodes, campaignCode = null }: ContentLineInput): ContentLine => ({
  contentCodes,
  creatorCodes,
  campaignCode,
});

const PACK = "Id of the target pack, which must have members.";
const LINE = "The content; absent: all content about the brand.";
const DAYS = `Days of 24 hours before asOf, 1 to ${MAX_WINDOW_DAYS}.`;

@ArgsType()
export class SeedingArgs {
  @Field(() => ID, { description: PACK })
  audiencePackId!: string;

  @Field(() => ContentLineInput, { defaultValue: { contentCodes: [], creatorCodes: [] }, description: LINE })
  contentLine!: ContentLineInput;

  @Field(() => Int, { defaultValue: 30, description: DAYS })
  days!: number;
}

@InputType({ description: "A pack of target people who were not seeded yet." })
export class CreateSeedingPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => ID, { description: PACK })
  audiencePackId!: string;

  @Field(() => ContentLineInput, { defaultValue: { contentCodes: [], creatorCodes: [] }, description: LINE })
  contentLine!: ContentLineInput;

  @Field(() => Int, { defaultValue: 30, description: DAYS })
  days!: number;
}
