import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { JobRun } from "../../platform/jobs/job-run";
import { type MinorMoney, toMajor } from "../../platform/money";
import { ValueQuadrantEnum, ValueTierEnum } from "../audiences/value-tier.types";
import type { ToldGroup } from "./told-values";
import {
  type ValueTierCuts as CutsRow,
  DEFAULT_ANNUAL_DISCOUNT_RATE,
  DEFAULT_HORIZON_DAYS,
  type ValueScoring as ScoringRow,
} from "./value-scoring";
import { MAX_HORIZON_DAYS, MAX_SCORED_DAYS } from "./value-scoring.service";

export const toMoney = (money: MinorMoney): Money => Object.assign(new Money(), toMajor(money));
const orNull = (money: MinorMoney | null): Money | null => money && toMoney(money);

@Access("READ_AUDIENCES")
@ObjectType({ description: "Shares of all customers that the better tiers hold, the best first." })
class TierShares {
  @Field(() => Float, { description: "Share of HIGH, above 0." })
  high!: number;

  @Field(() => Float, { description: "Share of MID, above 0; both together below 1." })
  mid!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Least values of the better tiers; a value equal to one belongs above it." })
export class TierValues {
  @Field(() => Money, { description: "Of HIGH." })
  high!: Money;

  @Field(() => Money, { description: "Of MID." })
  mid!: Money;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "How values are cut into tiers: by shares, or by values. Exactly one of the two is set." })
export class ValueTierCuts {
  @Field(() => Int, { description: "0: those that are shipped, the best 0.2 and the next 0.3." })
  version!: number;

  @Field(() => TierShares, {
    nullable: true,
    description: "Bounds are quantiles of type 7 of all values, rounded up to minor units. Null: by values.",
  })
  shares!: TierShares | null;

  @Field(() => TierValues, { nullable: true, description: "Null: by shares." })
  values!: TierValues | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When they were set; null: shipped." })
  createdAt!: Date | null;
}

export function toValueTierCuts({ version, cuts, createdAt }: CutsRow, currencyCode: string): ValueTierCuts {
  const shares = cuts.kind === "SHARE" ? { high: cuts.highShare, mid: cuts.midShare } : null;
  return Object.assign(new ValueTierCuts(), {
    ...{ version, createdAt },
    shares: shares && Object.assign(new TierShares(), shares),
    values: cuts.kind === "VALUE" ? toTierValues(cuts, currencyCode) : null,
  });
}

export const toTierValues = (
  { high, mid }: { readonly high: bigint; readonly mid: bigint },
  currencyCode: string,
): TierValues =>
  Object.assign(new TierValues(), {
    ...{ high: toMoney({ minor: high, currencyCode }), mid: toMoney({ minor: mid, currencyCode }) },
  });

@Access("READ_AUDIENCES")
@ObjectType({ description: "Customers and what they are worth together." })
export class CustomerGroup {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "How many; null when too few to tell (SUPPRESSED), as is the rest then.",
  })
  people!: bigint | null;

  @Field(() => Money, {
    nullable: true,
    description: "What they are expected to bring within the horizon, discounted.",
  })
  worth!: Money | null;

  @Field(() => Money, { nullable: true, description: "The same per person; null of nobody too." })
  meanWorth!: Money | null;

  @Field(() => Money, { nullable: true, description: "What they brought in the 365 days before, net of refunds." })
  past!: Money | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean chance that one of them still buys, 0 to 1; null of nobody too.",
  })
  meanAlive!: number | null;
}

export const toCustomerGroup = (told: ToldGroup): CustomerGroup =>
  Object.assign(new CustomerGroup(), {
    ...told,
    worth: orNull(told.worth),
    meanWorth: orNull(told.meanWorth),
    past: orNull(told.past),
  });

@Access("READ_AUDIENCES")
@ObjectType({ description: "A tier of expected value." })
export class ValueTierGroup {
  @Field(() => ValueTierEnum, { description: "Which." })
  tier!: string;

  @Field(() => CustomerGroup, { description: "Who is in it." })
  customers!: CustomerGroup;
}

export const toTierGroup = (tier: string, group: ToldGroup): ValueTierGroup =>
  Object.assign(new ValueTierGroup(), { tier, customers: toCustomerGroup(group) });

@Access("READ_AUDIENCES")
@ObjectType({ description: "A quadrant of value now and next." })
class ValueQuadrantGroup {
  @Field(() => ValueQuadrantEnum, { description: "Which. Its people are a pack by the rule valueTier { quadrants }." })
  quadrant!: string;

  @Field(() => CustomerGroup, { description: "Who is in it." })
  customers!: CustomerGroup;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What customers brought in the 365 days before against what they will bring: today's value is not tomorrow's.",
})
export class ValueMatrix {
  @Field(() => Money, { description: "Median of what was brought; above it is high." })
  pastMedian!: Money;

  @Field(() => Money, { description: "Median of what is expected; above it is high." })
  worthMedian!: Money;

  @Field(() => Float, {
    nullable: true,
    description:
      "Spearman's rank correlation of the two, with mean ranks for ties; null where either is the same for all.",
  })
  rankCorrelation!: number | null;

  @Field(() => [ValueQuadrantGroup], { description: "The four." })
  quadrants!: readonly ValueQuadrantGroup[];
}

export const toValueMatrix = (
  { report }: ScoringRow,
  quadrants: readonly (readonly [quadrant: string, group: ToldGroup])[],
  currencyCode: string,
): ValueMatrix =>
  Object.assign(new ValueMatrix(), {
    pastMedian: toMoney({ minor: report.medians.past, currencyCode }),
    worthMedian: toMoney({ minor: report.medians.worth, currencyCode }),
    rankCorrelation: report.rankCorrelation,
    quadrants: quadrants.map(([quadrant, group]) =>
      Object.assign(new ValueQuadrantGroup(), { quadrant, customers: toCustomerGroup(group) }),
    ),
  });

@Access("READ_AUDIENCES")
@ObjectType({ description: "Customers whose chance of still buying lies in a tenth of the scale." })
export class AliveTenth {
  @Field(() => Float, { description: "It begins here." })
  from!: number;

  @Field(() => Float, { description: "And ends before here; the last one holds 1." })
  to!: number;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when too few to tell (SUPPRESSED)." })
  people!: bigint | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description:
    "What an approved model expects of every customer, as of a day (客户价值). Scored anew, it gives another scoring; the old one stays.",
})
export class ValueScoring extends Node {
  /** The row behind it; not a field of the schema. */
  row!: ScoringRow;

  @Field(() => DateScalar, { description: "It counts the days before this one, in the brand's zone." })
  asOf!: string;

  @Field(() => Int, { description: "Days ahead whose purchases count." })
  horizonDays!: number;

  @Field(() => Float, {
    description: "0.1: what comes in a year is worth a tenth less; months of 365/12 days, each at its end.",
  })
  annualDiscountRate!: number;

  @Field(() => DateTimeScalar, { description: "When it was published." })
  knownAt!: Date;

  @Field({ description: "True since a touchpoint before its day came late, or went: scored again, it may differ." })
  isOutdated!: boolean;

  @Field(() => BigIntScalar, {
    description: "Of its people, those whose values were erased since; its figures still count them.",
  })
  erasedPeople!: bigint;
}

export const toValueScoring = (row: ScoringRow): ValueScoring => {
  const { asOf, horizonDays, annualDiscountRate, knownAt, erasedPeople } = row;
  return Object.assign(new ValueScoring(), {
    id: toNodeId("ValueScoring", row.id),
    row,
    ...{ asOf, horizonDays, annualDiscountRate, knownAt, erasedPeople, isOutdated: row.outdatedAt !== null },
  });
};

@Access("READ_AUDIENCES")
@ObjectType({ implements: Run, description: "A run that scores a brand's customers, as of one or more days." })
export class CustomerValueScoringRun extends Run {
  /** Key of the run; not a field of the schema. */
  runId!: string;
}

export const toCustomerValueScoringRun = (run: JobRun): CustomerValueScoringRun =>
  Object.assign(toRun(CustomerValueScoringRun, "CustomerValueScoringRun", run), { runId: run.id });

@InputType({ description: "Customers to be scored, as of one or more days." })
export class ScoreCustomerValueInput {
  @Field(() => ID, { description: "An approved CustomerValueModel." })
  modelId!: string;

  @Field(() => DateScalar, { description: "The first day: what counts lies before it." })
  from!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: `The last day, at most ${MAX_SCORED_DAYS - 1} days later and not after today; each day is scored. Absent: the first one.`,
  })
  to?: string | null;

  @Field(() => Int, {
    defaultValue: DEFAULT_HORIZON_DAYS,
    description: `Days ahead whose purchases count, 1 to ${MAX_HORIZON_DAYS}.`,
  })
  horizonDays!: number;

  @Field(() => Float, {
    defaultValue: DEFAULT_ANNUAL_DISCOUNT_RATE,
    description: "0 to 1: 0.1 makes what comes in a year worth a tenth less.",
  })
  annualDiscountRate!: number;
}

@InputType({ description: "Shares of all customers." })
class TierSharesInput {
  @Field(() => Float, { description: "Of HIGH." })
  high!: number;

  @Field(() => Float, { description: "Of MID." })
  mid!: number;
}

@InputType({ description: "Least values, in the brand's currency." })
class TierValuesInput {
  @Field(() => MoneyInput, { description: "Of HIGH." })
  high!: MoneyInput;

  @Field(() => MoneyInput, { description: "Of MID." })
  mid!: MoneyInput;
}

@InputType({ description: "How values are cut into tiers from now on; exactly one of the two ways." })
export class SetValueTierCutsInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => TierSharesInput, { nullable: true, description: "By shares of all customers." })
  shares?: TierSharesInput | null;

  @Field(() => TierValuesInput, { nullable: true, description: "By values." })
  values?: TierValuesInput | null;
}
