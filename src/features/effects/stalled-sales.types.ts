import { ArgsType, Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "../journeys/window.types";
import type { Estimate } from "./incentive";
import { EffectInterval } from "./rate.types";
import { type NoStallReason, noStallReasons, type StalledSalesVerdict, stalledSalesVerdicts } from "./stalled-sales";
import {
  type StalledSales as Figures,
  MAX_EXPOSURE_RISE,
  MAX_STALL_WEEKS,
  MIN_STALL_WEEKS,
} from "./stalled-sales.service";

const WEEK_MS = 7 * 86_400_000;

const VerdictEnum = Object.fromEntries(stalledSalesVerdicts.map((verdict) => [verdict, verdict]));
registerEnumType(VerdictEnum, {
  name: "StalledSalesVerdict",
  description: "Whether sales followed exposures, by 95 % intervals; clients must handle unknown values.",
  valuesConfig: {
    STALLED: { description: "Exposures rose by more than exposureRise, and valueChange holds 0 (纹丝不动)." },
    FALLEN: { description: "Exposures rose by more than that, and valueChange lies below 0." },
    GROWN: { description: "Exposures rose by more than that, and valueChange lies above 0." },
    NOT_EXPOSED: { description: "Exposures did not rise by more than that, so nothing is to be expected of sales." },
    UNDEFINED: { description: "A change is not known, as undefinedReason says." },
  },
});

const NoStallReasonEnum = Object.fromEntries(noStallReasons.map((reason) => [reason, reason]));
registerEnumType(NoStallReasonEnum, {
  name: "NoStallReason",
  description: "Why a verdict is UNDEFINED; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: { description: "A week's figure is withheld; ask where more people are behind each week." },
    NO_EXPOSURES: { description: "A half has no exposures, so there is no change of them." },
    NO_SALES: { description: "A half has no sales of any value, so there is no change of them." },
    OTHER_CURRENCY: { description: "An order has a value in another currency than the brand's." },
  },
});

@ArgsType()
export class StalledSalesArgs extends WindowArgs {
  @Field(() => Float, {
    defaultValue: 0.1,
    description: `By how much exposures must have risen for sales to be expected to follow, 0 to ${MAX_EXPOSURE_RISE}: 0.1 is 10 %.`,
  })
  exposureRise!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One week of 168 hours." })
class SalesWeek {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Served contacts by media that name the brand; null when too few people had them.",
  })
  exposures!: bigint | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "Value of net orders (GMV) whose first touchpoint lies in the week, net of refunds; null when too few people ordered, and when one has a value in another currency.",
  })
  value!: Money | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A mean week of the second half over one of the first, less 1: 0.22 is 22 % more." })
class WeeklyChange {
  @Field(() => Float, { description: "The change." })
  value!: number;

  @Field(() => EffectInterval, {
    description:
      "By the delta method for the logarithm of a ratio of means, with Student's t: weeks are taken as independent of each other.",
  })
  interval!: EffectInterval;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Whether sales stood still while exposures rose (曝光上涨、交易量纹丝不动). Seasons are not taken out, so choose halves that are alike.",
})
export class StalledSales extends WindowAnswer {
  @Field(() => Float, { description: "By how much exposures must have risen." })
  exposureRise!: number;

  @Field(() => [SalesWeek], {
    description: `${MIN_STALL_WEEKS} to ${MAX_STALL_WEEKS} weeks from the earliest on; the second half is compared with the first.`,
  })
  weeks!: readonly SalesWeek[];

  @Field(() => WeeklyChange, { nullable: true, description: "Of exposures; null as undefinedReason says." })
  exposureChange!: Estimate | null;

  @Field(() => WeeklyChange, { nullable: true, description: "Of value; null as undefinedReason says." })
  valueChange!: Estimate | null;

  @Field(() => VerdictEnum, { description: "Whether sales followed." })
  verdict!: StalledSalesVerdict;

  @Field(() => NoStallReasonEnum, { nullable: true, description: "Why the verdict is UNDEFINED; else null." })
  undefinedReason!: NoStallReason | null;
}

export function toStalledSales({ window, weeks, currencyCode, ...figures }: Figures): StalledSales {
  return Object.assign(new StalledSales(), {
    ...toWindowAnswer(window),
    ...figures,
    weeks: weeks.map(({ exposures, value }, index) =>
      Object.assign(new SalesWeek(), {
        from: new Date(window.from.getTime() + index * WEEK_MS),
        exposures,
        value: value === null ? null : toMajor({ minor: value, currencyCode }),
      }),
    ),
  });
}
