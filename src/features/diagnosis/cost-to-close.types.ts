import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { currencyExponent, toMajor } from "../../platform/money";
import { CostStateEnum } from "./diagnosis-enums.types";
import type { PricedGap } from "./media-yield.service";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What the brand's media brought in the diagnosis's window for what they cost. Reached: had a served touchpoint of a placement with a cost in the window. That it reached them is no proof that it moved them.",
})
export class MediaYield {
  @Field(() => Float, { description: "newPeople over cost: people per major unit of money, e.g. per yuan." })
  value!: number;

  @Field(() => Float, {
    description: "Lower end, by the 95 % Wilson interval of newPeople among reachedPeople at the same cost.",
  })
  low!: number;

  @Field(() => Float, { description: "Upper end of it." })
  high!: number;

  @Field(() => BigIntScalar, {
    description:
      "Of those reached, the new ones. To a stage: below it or not met at `from`, in it or deeper at some instant until `to`. To a flow: in the stage it starts from at `from`, at its end or deeper at some instant. To SALES_CONVERSION: ordered.",
  })
  newPeople!: bigint;

  @Field(() => BigIntScalar, { description: "People reached, each once." })
  reachedPeople!: bigint;

  @Field(() => Money, {
    description: "Delivery's cost by the hours and days that lie inside the window, as reported by now.",
  })
  cost!: Money;

  @Field(() => Int, { description: "Placements of the brand's campaigns with a cost in the window." })
  placements!: number;

  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => DateTimeScalar, {
    description:
      "When people were counted: when first asked after the category was refreshed, or after cost came for another placement.",
  })
  computedAt!: Date;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What it costs to close a finding's gap at the yield that was observed (补足成本): gapPeople over new people per unit of money. It takes the next person to cost what the last one did, so it is a lower bound where reach is used up.",
})
export class CostToClose {
  @Field(() => CostStateEnum, { description: "Whether there is a price; if not, why." })
  state!: string;

  @Field(() => DecimalScalar, { nullable: true, description: "The price in major units; null unless KNOWN." })
  amount!: string | null;

  @Field({ description: "ISO 4217 code of the brand's money." })
  currencyCode!: string;

  @Field(() => DecimalScalar, { nullable: true, description: "The price at the yield's upper end; null unless KNOWN." })
  low!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: "The price at the yield's lower end; null unless KNOWN." })
  high!: string | null;

  @Field(() => MediaYield, { nullable: true, description: "What the price rests on; null unless KNOWN." })
  yield!: MediaYield | null;
}

export function toCostToClose({ cost, observed, window }: PricedGap, currencyCode: string): CostToClose {
  if (cost.state !== "KNOWN" || !observed)
    return Object.assign(new CostToClose(), {
      state: cost.state,
      amount: null,
      currencyCode,
      low: null,
      high: null,
      yield: null,
    });
  const { amountMinor, lowMinor, highMinor, newPeople, reached, costMinor, interval } = cost;
  const major = (minor: bigint): string => toMajor({ minor, currencyCode }).amount;
  const units = Number(costMinor) / 10 ** currencyExponent(currencyCode);
  return Object.assign(new CostToClose(), {
    state: "KNOWN",
    amount: major(amountMinor),
    currencyCode,
    low: major(lowMinor),
    high: major(highMinor),
    yield: Object.assign(new MediaYield(), {
      value: Number(newPeople) / units,
      low: (interval.low * Number(reached)) / units,
      high: (interval.high * Number(reached)) / units,
      newPeople,
      reachedPeople: reached,
      cost: toMajor({ minor: costMinor, currencyCode }),
      placements: observed.placements,
      ...window,
      computedAt: observed.computedAt,
    }),
  });
}
