import { Field, ID, InputType, registerEnumType } from "type-graphql";
import { type Action, type BrandScope, brandScopes, type Site } from "../../engines/segmentation/rule";
import { MAX_LIST } from "../../engines/segmentation/rule-limits";
import { DecimalScalar } from "../../graphql/scalars";
import { ActionEnum, SiteEnum } from "../touchpoints/action.types";

export const BrandScopeEnum = Object.fromEntries(brandScopes.map((scope) => [scope, scope]));
registerEnumType(BrandScopeEnum, {
  name: "BrandScope",
  description: "Whose touchpoints a condition counts.",
  valuesConfig: {
    OWN: { description: "Those of the brand that the audience is for." },
    RIVAL: { description: "Those of the other brands of its primary category (竞品), from the cloud's sources only." },
    ANY: { description: "Those of any brand, and those of none." },
  },
});

@InputType({ description: "Amounts of one currency, both bounds inclusive; at least one of them." })
export class MoneyRangeInput {
  @Field({ description: "ISO 4217 code, e.g. CNY; amounts in other currencies are outside of the range." })
  currencyCode!: string;

  @Field(() => DecimalScalar, { nullable: true, description: "Major units, at least 0; absent: no lower bound." })
  min?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: "Major units, at least min; absent: no upper bound." })
  max?: string | null;
}

@InputType({
  description: "Aliases (别称) that the brand's search dictionary has, each on the days on which it holds.",
})
class AliasOfInput {
  @Field(() => [String], {
    nullable: true,
    description: `Products whose aliases are meant, at most ${MAX_LIST}; absent: all aliases of the brand and its products.`,
  })
  productCodes?: string[] | null;
}

@InputType({ description: "Which touchpoints: those that meet every given condition." })
export class TouchRuleInput {
  @Field(() => ActionEnum, { description: "What was done." })
  action!: Action;

  @Field(() => [String], { nullable: true, description: "Codes of platforms, e.g. XIAOHONGSHU; absent: any." })
  platforms?: string[] | null;

  @Field(() => SiteEnum, { nullable: true, description: "Off or on the shop's site; absent: both." })
  site?: Site | null;

  @Field(() => BrandScopeEnum, { nullable: true, description: "Whose touchpoints; absent: OWN." })
  brand?: BrandScope | null;

  @Field(() => ID, { nullable: true, description: "A category with all below it; absent: any." })
  categoryId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the campaign that caused it, as touchpoints carry it; absent: any.",
  })
  campaignCode?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `Media platforms' ids of placements, any of at most ${MAX_LIST}; absent: any.`,
  })
  placementCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Creatives that were shown, any of at most ${MAX_LIST}; absent: any.`,
  })
  creativeCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Media programmes that it belongs to, any of at most ${MAX_LIST}; absent: any.`,
  })
  programmeCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Posts, videos or articles, any of at most ${MAX_LIST}; absent: any.`,
  })
  contentCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Creators (KOL or KOC) behind the content, any of at most ${MAX_LIST}; absent: any.`,
  })
  creatorCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Sellers' product codes (SKU), any of at most ${MAX_LIST}; absent: any.`,
  })
  productCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Resource slots on the site (资源位), any of at most ${MAX_LIST}; absent: any.`,
  })
  slotCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Whole keywords, any of at most ${MAX_LIST}, compared in one spelling: width, case and spaces do not matter; absent: any or none. Searches often are about no brand: brand ANY finds those.`,
  })
  keywords?: string[] | null;

  @Field(() => AliasOfInput, {
    nullable: true,
    description:
      "The keyword holds an alias, as words within it, that was in force on the day; absent: any keyword or none. Of brands as for keywords.",
  })
  aliasOf?: AliasOfInput | null;

  @Field(() => MoneyRangeInput, {
    nullable: true,
    description: "The value of each touchpoint by itself; who sent none is outside of any range. Absent: any or none.",
  })
  value?: MoneyRangeInput | null;
}
