import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "../journeys/window.types";
import { dataState } from "../touchpoints";
import { type Estimate, type NoCostReason, noCostReasons } from "./incentive";
import { type IncentiveEffect as Figures, MAX_INCENTIVE_DAYS } from "./incentive.service";
import type { EffectVerdict } from "./lift";
import { EffectInterval, EffectRate, EffectVerdictEnum } from "./rate.types";

const DAY_MS = 86_400_000;

const NoCostReasonEnum = Object.fromEntries(noCostReasons.map((reason) => [reason, reason]));
registerEnumType(NoCostReasonEnum, {
  name: "NoIncrementalCostReason",
  description: "Why no cost per incremental order is told; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "A count that it follows from is withheld." },
    NO_PEOPLE: { description: "Nobody got the benefit, or nobody is held out." },
    NO_INCREMENT: { description: "The issued did not order more than the held out." },
    COST_UNKNOWN: { description: "A use of the benefit says no value, or one in another currency." },
  },
});

@ArgsType()
export class IncentiveArgs extends WindowArgs {
  @Field({ description: "Code of the benefit, as BENEFIT_ISSUE and BENEFIT_REDEEM touchpoints carry it." })
  benefit!: string;

  @Field(() => ID, {
    description:
      "A pack that was built: whom the benefit was held back from, e.g. a random share of those it was meant for.",
  })
  holdoutPackId!: string;

  @Field(() => Int, {
    defaultValue: 14,
    description: `Days of 24 hours after the window until which uses and orders count, 1 to ${MAX_INCENTIVE_DAYS}.`,
  })
  withinDays!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A figure with its 95 % interval by Newcombe's method 10." })
class IncentiveEstimate {
  @Field(() => Float, { description: "The figure." })
  value!: number;

  @Field(() => EffectInterval, { description: "Its interval." })
  interval!: EffectInterval;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "What a benefit brought beyond what would have come anyway (激励增量). Issued: got it in the window and are not held out. Orders: people with a net order from the window's start until withinDays after it. Counts are null when withheld.",
})
export class IncentiveEffect extends WindowAnswer {
  @Field({ description: "Code of the benefit." })
  benefit!: string;

  @Field(() => AudiencePack, { description: "Whom it was held back from: the members of its last build." })
  holdout!: AudiencePack;

  @Field(() => Int, { description: "Days after the window until which uses and orders count." })
  withinDays!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who got it, each once however often it was issued.",
  })
  issued!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those who used it." })
  redeemed!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "Redemption rate (核销率): redeemed / issued; null with either.",
  })
  redemptionRate!: EffectRate | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of the issued, those who ordered." })
  issuedBuyers!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "issuedBuyers / issued; null with either." })
  issuedRate!: EffectRate | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People held out." })
  heldOut!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of them, those who ordered." })
  heldOutBuyers!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "heldOutBuyers / heldOut; null with either." })
  heldOutRate!: EffectRate | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Held out, but got the benefit all the same; they count as held out, so the effect looks smaller.",
  })
  leaked!: bigint | null;

  @Field(() => IncentiveEstimate, { nullable: true, description: "issuedRate less heldOutRate; null with either." })
  uplift!: Estimate | null;

  @Field(() => IncentiveEstimate, {
    nullable: true,
    description:
      "uplift times issued: people who ordered and would not have without it; below 0 where it took orders away.",
  })
  incrementalOrders!: Estimate | null;

  @Field(() => EffectVerdictEnum, { description: "Whether uplift is more than chance." })
  verdict!: EffectVerdict;

  @Field(() => Money, {
    nullable: true,
    description: "Value of its uses as touchpoints say it, by anyone; null when one says none.",
  })
  cost!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "cost / incrementalOrders, rounded to the minor unit; null: see noCostReason.",
  })
  costPerIncrementalOrder!: Money | null;

  @Field(() => NoCostReasonEnum, { nullable: true, description: "Why it is null; null when it is told." })
  noCostReason!: NoCostReason | null;
}

export function toIncentiveEffect({ window, holdout, currencyCode, ...figures }: Figures): IncentiveEffect {
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  const end = new Date(window.to.getTime() + figures.withinDays * DAY_MS);
  return Object.assign(new IncentiveEffect(), {
    ...toWindowAnswer(window),
    dataState: dataState({ isOutdated: false, asOf: end }, window.asOf),
    ...figures,
    holdout: toAudiencePack(holdout),
    cost: money(figures.cost),
    costPerIncrementalOrder: money(figures.costPerIncrementalOrder),
  });
}
