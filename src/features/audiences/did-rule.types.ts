import { Field, InputType, Int } from "type-graphql";
import { MAX_GAP_HOURS } from "../../engines/segmentation/read-leaf";
import type { BrandScope } from "../../engines/segmentation/rule";
import { BrandScopeEnum, MoneyRangeInput, TouchRuleInput } from "./touch-rule.types";
import { BETWEEN, BetweenInput, TimesInput, WITHIN, WithinInput } from "./window.types";

@InputType({
  description:
    "Did something: touchpoints that meet every given condition, counted in one window. Exactly one of within and between.",
})
export class DidRuleInput extends TouchRuleInput {
  @Field(() => TimesInput, {
    nullable: true,
    description: "How often; absent: at least once, and with totalValue any number.",
  })
  times?: TimesInput | null;

  @Field(() => MoneyRangeInput, {
    nullable: true,
    description:
      "The values of all these touchpoints in the currency, summed; who has none has 0. Refunds are an action of their own and take nothing off.",
  })
  totalValue?: MoneyRangeInput | null;

  @Field(() => WithinInput, WITHIN)
  within?: WithinInput | null;

  @Field(() => BetweenInput, BETWEEN)
  between?: BetweenInput | null;
}

@InputType({
  description:
    "Frequency (频次): how many exposures a person had off the shop's site, that is impressions, content views, clicks and live views together, both bounds inclusive. At least one of min and max, exactly one of within and between.",
})
export class FrequencyRuleInput extends TimesInput {
  @Field(() => [String], {
    nullable: true,
    description: "Codes of platforms, e.g. DOUYIN; absent: all, counted together.",
  })
  platforms?: string[] | null;

  @Field(() => String, { nullable: true, description: "Code of the campaign that caused them; absent: any or none." })
  campaignCode?: string | null;

  @Field(() => BrandScopeEnum, { nullable: true, description: "Whose exposures; absent: OWN." })
  brand?: BrandScope | null;

  @Field(() => WithinInput, WITHIN)
  within?: WithinInput | null;

  @Field(() => BetweenInput, BETWEEN)
  between?: BetweenInput | null;
}

@InputType({ description: "How much later, in hours, both bounds inclusive." })
class GapInput {
  @Field(() => Int, { nullable: true, description: `0 to ${MAX_GAP_HOURS}; absent: 0, which means later at all.` })
  minHours?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `1 to ${MAX_GAP_HOURS} and at least minHours, e.g. 168 for seven days; absent: no upper bound.`,
  })
  maxHours?: number | null;
}

@InputType({
  description:
    "Did one thing and later another: some touchpoint of each kind, in this order, both in the window. Touchpoints of one instant have no order. Exactly one of within and between.",
})
export class SequenceRuleInput {
  @Field(() => TouchRuleInput, { description: "What came first." })
  first!: TouchRuleInput;

  @Field(() => TouchRuleInput, { description: "What came later." })
  second!: TouchRuleInput;

  @Field(() => GapInput, { nullable: true, description: "How much later; absent: by whatever." })
  gap?: GapInput | null;

  @Field(() => WithinInput, WITHIN)
  within?: WithinInput | null;

  @Field(() => BetweenInput, BETWEEN)
  between?: BetweenInput | null;
}
