import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import type { DataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";
import { ComparedRate } from "./compared-rate.types";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What the people of a brand's assets did in a window, by the refresh of its primary category's benchmarks for exactly this window. The base of both rates is people in any of the four stages at `to`, so neither passes 1.",
})
export class AssetActivity {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it, at which the assets are counted." })
  to!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was counted; null when it was not." })
  computedAt!: Date | null;

  @Field(() => DataStateEnum, { nullable: true, description: `${DATA_STATE} Null when it was not counted.` })
  dataState!: DataState | null;

  @Field(() => RuleSet, { nullable: true, description: "The rules of the stages; null when it was not counted." })
  ruleSet!: RuleSet | null;

  @Field(() => ComparedRate, {
    description:
      "Those who visited the shop (进店率): a VISIT or PRODUCT_VIEW of the brand on site. Brands with equal rates share a rank.",
  })
  visitRate!: ComparedRate;

  @Field(() => ComparedRate, {
    description:
      "Those who searched for the brand (搜索率): a SEARCH of the brand. Brands with equal rates share a rank.",
  })
  searchRate!: ComparedRate;
}
