import { Field, ID, InputType, Int } from "type-graphql";
import type { BrandScope } from "../../engines/segmentation/rule";
import { BrandScopeEnum } from "./touch-rule.types";
import { WithinInput } from "./window.types";

@InputType({ description: "Scores 1 to 5, 5 the best; both ends inclusive, at least one of them." })
class ScoreRangeInput {
  @Field(() => Int, { nullable: true, description: "1 to 5; absent: 1." })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: "At least min, at most 5; absent: 5." })
  max?: number | null;
}

@InputType({
  description:
    "Bought, with RFM scores in ranges; at least one of the three. Scores are quintiles (quantile type 7, a value at a cut belongs below it) among all who bought of the same brands and category in the same days; an order refunded in full is none.",
})
export class RfmRuleInput {
  @Field(() => BrandScopeEnum, { nullable: true, description: "Whose orders; absent: OWN." })
  brand?: BrandScope | null;

  @Field(() => ID, { nullable: true, description: "Orders in a category with all below it; absent: any." })
  categoryId?: string | null;

  @Field(() => WithinInput, { description: "In the days before the audience's instant." })
  within!: WithinInput;

  @Field(() => ScoreRangeInput, {
    nullable: true,
    description: "By days since the last order: 5 bought last; absent: any.",
  })
  recency?: ScoreRangeInput | null;

  @Field(() => ScoreRangeInput, { nullable: true, description: "By number of orders; absent: any." })
  frequency?: ScoreRangeInput | null;

  @Field(() => ScoreRangeInput, {
    nullable: true,
    description:
      "By mean value of an order (客单价) in the brand's currency; whose orders have none is in no range. Absent: any.",
  })
  monetary?: ScoreRangeInput | null;
}

@InputType({ description: "Among the highest scores of a look-alike model, as they were when it was fitted." })
export class LookAlikeRuleInput {
  @Field(() => ID, { description: "A LookAlikeModel that has been fitted." })
  modelId!: string;

  @Field(() => Int, { description: "Per cent of the people whom it scored, 1 to 100." })
  topPercent!: number;
}
