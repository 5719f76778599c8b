import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { MIN_PEERS } from "../benchmarks";
import { DayWindowAnswer, DayWindowArgs, toDayWindowAnswer } from "../search-trends/day-window.types";
import type { EffectVerdict } from "./lift";
import { MIN_LINKED_DAYS, type NoScoreReason, noScoreReasons } from "./linkage";
import { MAX_LAG_DAYS, MAX_TOUCH_DAYS, type LinkageScore as Score } from "./linkage.service";
import { type LinkageHop as Hop, type HopState, hopStates, type LinkageBreak } from "./linkage-break";
import { EffectInterval, EffectRate, EffectVerdictEnum } from "./rate.types";

const NoScoreReasonEnum = Object.fromEntries(noScoreReasons.map((reason) => [reason, reason]));
registerEnumType(NoScoreReasonEnum, {
  name: "NoLinkageScoreReason",
  description: "Why no linkage score is told; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "It would tell of too few people." },
    NO_ORDERS: { description: "Nobody ordered." },
    OTHER_CURRENCY: { description: "An order has a value in another currency than the brand's." },
    TOO_FEW_DAYS: { description: `The window has fewer than ${MIN_LINKED_DAYS} days.` },
    NO_VARIATION: { description: "People gained, or sales, were the same on every day." },
  },
});

const COMPARED = {
  SUPPRESSED: { description: "The brand's own figure is withheld." },
  BASE_NOT_POSITIVE: { description: "Nobody stood at the start of the hop." },
  TOO_FEW_PEERS: { description: `Fewer than ${MIN_PEERS} other brands of the category have the figure.` },
  NOT_COMPUTED: { description: "No benchmark was refreshed for exactly these days; send refreshBenchmarks." },
  NO_CATEGORY: { description: "The brand has no primary category." },
};
const HopStateEnum = Object.fromEntries(hopStates.map((state) => [state, state]));
registerEnumType(HopStateEnum, {
  name: "LinkageHopState",
  description: "Whether a hop can be compared with that of other brands; clients must handle unknown values.",
  valuesConfig: { KNOWN: { description: "It can." }, ...COMPARED },
});
const NoBreakReasonEnum = Object.fromEntries([...Object.keys(COMPARED), "NO_LOSS"].map((reason) => [reason, reason]));
registerEnumType(NoBreakReasonEnum, {
  name: "NoLinkageBreakReason",
  description: "Why no break point is told; clients must handle unknown values.",
  valuesConfig: { ...COMPARED, NO_LOSS: { description: "No hop is worse than the industry's mean." } },
});

@ArgsType()
export class LinkageArgs extends DayWindowArgs {
  @Field(() => Int, {
    defaultValue: 14,
    description: `The most days by which sales may follow, 0 to ${MAX_LAG_DAYS}; lags that leave fewer than ${MIN_LINKED_DAYS} days are left out.`,
  })
  maxLagDays!: number;

  @Field(() => Int, {
    defaultValue: 30,
    description: `Days of 24 hours before an order within which a contact counts, 1 to ${MAX_TOUCH_DAYS}.`,
  })
  lookbackDays!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Correlation of people gained on a day with the sales of a later one." })
class LaggedCorrelation {
  @Field(() => Int, { description: "How many days later." })
  lagDays!: number;

  @Field(() => Int, { description: "Pairs of days behind it." })
  days!: number;

  @Field(() => Float, {
    description: "Independent pairs that would tell as much (Pyper & Peterman 1998): fewer where both series drift.",
  })
  effectiveDays!: number;

  @Field(() => Float, { description: "Pearson's correlation, -1 to 1." })
  value!: number;

  @Field(() => EffectInterval, {
    nullable: true,
    description:
      "By Fisher's z over effectiveDays, wide enough that those of all lags hold at once; null with 3 effective days or fewer.",
  })
  interval!: EffectInterval | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "From one stage to the next, beside other brands of the category." })
class LinkageHop {
  @Field(() => StageEnum, { description: "Where people stood on the first day." })
  from!: string;

  @Field(() => StageEnum, { description: "What they came to, or beyond." })
  to!: string;

  @Field(() => HopStateEnum, { description: "Whether it can be compared." })
  state!: HopState;

  @Field(() => BigIntScalar, { nullable: true, description: "People who stood at its start; null when not told." })
  people!: bigint | null;

  @Field(() => Float, { nullable: true, description: "The brand's rate, 0 to 1; null when not told." })
  own!: number | null;

  @Field(() => Float, { nullable: true, description: "Mean of the other brands' rates; null unless KNOWN." })
  industryMean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "(industryMean - own) x people: who would have come further at the mean; below 0 where the brand is better. Null unless KNOWN.",
  })
  lostPeople!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Whether what is sown is reaped (种收链路): people gained before the order (A1 and A2) beside the sales of the same days. A correlation: weekdays and seasons are not taken out, and what else moved both may be behind it.",
})
export class LinkageScore extends DayWindowAnswer {
  @Field(() => RuleSet, { description: "The rules that say who rose to A1 and A2." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who rose to A1 or A2 in the window and did not stand there, other than by an order; null when withheld.",
  })
  gainedPeople!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Net orders of the window; null when withheld." })
  orders!: bigint | null;

  @Field(() => Money, {
    nullable: true,
    description: "Their value, net of refunds; null when withheld, and with one in another currency.",
  })
  sales!: Money | null;

  @Field(() => Int, { description: "Days before an order within which a contact counts." })
  lookbackDays!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of the orders, those whose person had a served contact by media about the brand before; null when withheld.",
  })
  touchedOrders!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description:
      "touchedOrders / orders; the interval takes each order for one by itself. Null with either, and without orders.",
  })
  touchedShare!: EffectRate | null;

  @Field(() => [LaggedCorrelation], {
    description: `By lag, from 0 on, at most ${MAX_LAG_DAYS + 1}; empty where noScoreReason says why.`,
  })
  correlations!: readonly LaggedCorrelation[];

  @Field(() => LaggedCorrelation, { nullable: true, description: "The highest of them; null with score." })
  best!: LaggedCorrelation | null;

  @Field(() => EffectVerdictEnum, { description: "Whether best is more than chance." })
  verdict!: EffectVerdict;

  @Field(() => Float, {
    nullable: true,
    description: "sqrt(best, or 0 where it is below, x touchedShare): 0 (broken) to 1; null as noScoreReason says.",
  })
  score!: number | null;

  @Field(() => EffectInterval, {
    nullable: true,
    description: "score of the lower and of the upper ends of both intervals; null with either.",
  })
  interval!: EffectInterval | null;

  @Field(() => NoScoreReasonEnum, { nullable: true, description: "Why score is null; else null." })
  noScoreReason!: NoScoreReason | null;

  @Field(() => [LinkageHop], { description: "From AWARE to ADVOCATE." })
  hops!: readonly LinkageHop[];

  @Field(() => LinkageHop, {
    nullable: true,
    description:
      "Where the chain breaks (断点): the hop with the most lostPeople, of those that are KNOWN; null as noBreakReason says.",
  })
  breakPoint!: LinkageHop | null;

  @Field(() => NoBreakReasonEnum, { nullable: true, description: "Why breakPoint is null; else null." })
  noBreakReason!: LinkageBreak["noBreakReason"];
}

const toHop = ({ flow, lost, ...hop }: Hop): LinkageHop =>
  Object.assign(new LinkageHop(), { ...flow, ...hop, lostPeople: lost });

export function toLinkageScore(figures: Score): LinkageScore {
  const { ruleSet, gained, value, currencyCode, correlations, best, hops, breakPoint, ...rest } = figures;
  const toCorrelation = ({ lag, pairs, effectivePairs, ...one }: Score["correlations"][number]): LaggedCorrelation =>
    Object.assign(new LaggedCorrelation(), { lagDays: lag, days: pairs, effectiveDays: effectivePairs, ...one });
  return Object.assign(new LinkageScore(), {
    ...rest,
    ...toDayWindowAnswer(figures),
    ruleSet: toRuleSet(ruleSet),
    gainedPeople: gained,
    sales: value === null ? null : toMajor({ minor: value, currencyCode }),
    correlations: correlations.map(toCorrelation),
    best: best && toCorrelation(best),
    hops: hops.map(toHop),
    breakPoint: breakPoint && toHop(breakPoint),
  });
}
