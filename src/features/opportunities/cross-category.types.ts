import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { AudienceSize } from "../audiences/estimate.types";
import { AudienceRuleTree } from "../diagnosis/audience-rule-tree.types";
import type { ToldCategory } from "./cross-category";
import type { CrossCategory as Analysis } from "./cross-category.service";
import { DAYS, OpportunityAnswer, RatioWithInterval, toOpportunityAnswer, toRatio } from "./opportunity.types";
import { OpportunityPackInput } from "./opportunity-pack.types";
import { toRuleTree } from "./rule-tree.types";

@Access("READ_AUDIENCES")
@ObjectType({ description: "A category that is bought together with the own one (高关联品类)." })
export class CategoryAssociation {
  /** Key of the category; not a field of the schema. */
  categoryKey!: number;

  @Field(() => BigIntScalar, { nullable: true, description: "Baskets with the category; null when withheld." })
  baskets!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those with the own category too; null when withheld.",
  })
  bothBaskets!: bigint | null;

  @Field(() => Float, { nullable: true, description: "bothBaskets / all baskets, 0 to 1; null when withheld." })
  support!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Share of the own category's baskets with this one, 0 to 1; null when withheld.",
  })
  confidence!: number | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description: "P(both) / (P(own) P(this)); 1: bought together as often as by chance. Null when withheld.",
  })
  lift!: RatioWithInterval | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People who bought in it; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those in the POTENTIAL column of the brand's nine-grid; null when withheld or without a snapshot.",
  })
  potentialPeople!: bigint | null;

  @Field(() => RatioWithInterval, {
    nullable: true,
    description:
      "Target group index: 100 x their share here / their share of all who bought anything; null with potentialPeople.",
  })
  potentialTgi!: RatioWithInterval | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "Which categories go with the brand's primary one in baskets, net orders of any brand, and the potential people to be drawn from them (跨品拉新). Read from the sources that the organisation may read.",
})
export class CrossCategory extends OpportunityAnswer {
  @Field(() => BigIntScalar, { nullable: true, description: "All baskets; null when withheld." })
  baskets!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Those with the brand's primary category; null likewise." })
  ownCategoryBaskets!: bigint | null;

  @Field(() => [CategoryAssociation], { description: "At most 50, the highest lift first, those withheld last." })
  categories!: readonly CategoryAssociation[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Instant of the snapshot whose nine-grid says who is potential; null: there is none with labels.",
  })
  snapshotAsOf!: Date | null;

  @Field(() => AudienceRuleTree, {
    nullable: true,
    description:
      "The proposed pack: potential people who ordered in one of the five categories of the highest lift, above 1 with all of its interval, and nothing of the brand. Null when there is none, or no snapshot.",
  })
  packRules!: object | null;

  @Field(() => AudienceSize, { nullable: true, description: "How many that pack would hold; null without it." })
  size!: AudienceSize | null;
}

const toAssociation = ({ categoryId, both, association, potentialTgi, ...line }: ToldCategory): CategoryAssociation =>
  Object.assign(new CategoryAssociation(), {
    ...line,
    categoryKey: categoryId,
    bothBaskets: both,
    support: association?.support ?? null,
    confidence: association?.confidence ?? null,
    lift: toRatio(association && { value: association.lift, ...association.liftInterval }),
    potentialTgi: toRatio(potentialTgi),
  });

export const toCrossCategory = (analysis: Analysis): CrossCategory =>
  Object.assign(new CrossCategory(), {
    ...toOpportunityAnswer(analysis.scope),
    baskets: analysis.baskets,
    ownCategoryBaskets: analysis.ownBaskets,
    categories: analysis.categories.map(toAssociation),
    snapshotAsOf: analysis.snapshotAsOf,
    packRules: analysis.rules && toRuleTree(analysis.rules),
    size: analysis.size && Object.assign(new AudienceSize(), analysis.size),
  });

@InputType({ description: "A pack of potential people from other categories." })
export class CreateCrossCategoryPackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "The brand that it is for." })
  brandId!: string;

  @Field(() => [ID], { description: "Who ordered in any of them, or below; 1 to 50." })
  categoryIds!: string[];

  @Field(() => Int, { defaultValue: 365, description: DAYS })
  days!: number;
}
