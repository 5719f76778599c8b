import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { toMajor } from "../../platform/money";
import type { BlendedReturn as BlendedReturnRow } from "./blended-return.service";

const BlendedReturnState = Object.fromEntries(
  ["KNOWN", "NO_SPEND", "NO_ORDERS", "SUPPRESSED", "CURRENCIES_DIFFER", "NOT_COMPUTED", "NO_CATEGORY"].map((state) => [
    state,
    state,
  ]),
);
registerEnumType(BlendedReturnState, {
  name: "BlendedReturnState",
  description: "Whether a return can be told; if not, why. Clients must handle unknown values.",
  valuesConfig: {
    KNOWN: { description: "It is told." },
    NO_SPEND: { description: "No placement of the brand's campaigns has a cost inside the window." },
    NO_ORDERS: { description: "The brand has no net order in the category in the window." },
    SUPPRESSED: { description: "The buyers are fewer than the organisation's small-group threshold." },
    CURRENCIES_DIFFER: { description: "Sales were counted in another currency than the brand has now." },
    NOT_COMPUTED: { description: "The category's market was not refreshed for exactly this window." },
    NO_CATEGORY: { description: "The brand has no category, so no market." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "What a brand sold over what its media cost, in the 30 days before an instant." })
export class BlendedReturn {
  @Field(() => BlendedReturnState, { description: "Whether it can be told." })
  state!: string;

  @Field(() => Float, { nullable: true, description: "gmv over cost: 4.2 is 4.2 yuan a yuan; null unless KNOWN." })
  value!: number | null;

  @Field(() => Money, {
    nullable: true,
    description: "Net sales in the primary category (净GMV), as of MarketPosition; null unless KNOWN or NO_SPEND.",
  })
  gmv!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "What media reported for periods that lie inside the window; null when there is none.",
  })
  cost!: Money | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Return of all media together at two instants (整体ROI): all net sales over all cost, nothing attributed. What one campaign brought by a model is attributionReport.",
})
export class BlendedReturnChange {
  @Field(() => BlendedReturn, { description: "At the first instant." })
  before!: BlendedReturn;

  @Field(() => BlendedReturn, { description: "At the second one." })
  after!: BlendedReturn;

  @Field(() => Float, {
    nullable: true,
    description: "after / before - 1: 0.2 is 20 % more; null without either, or from 0.",
  })
  growth!: number | null;
}

export function toBlendedReturnChange(before: BlendedReturnRow, after: BlendedReturnRow): BlendedReturnChange {
  const growth =
    before.value === null || after.value === null || before.value === 0 ? null : after.value / before.value - 1;
  return Object.assign(new BlendedReturnChange(), { before: toReturn(before), after: toReturn(after), growth });
}

function toReturn({ state, value, gmvMinor, costMinor, currencyCode }: BlendedReturnRow): BlendedReturn {
  const money = (minor: bigint | null): Money | null =>
    minor === null ? null : Object.assign(new Money(), toMajor({ minor, currencyCode }));
  return Object.assign(new BlendedReturn(), { state, value, gmv: money(gmvMinor), cost: money(costMinor) });
}
