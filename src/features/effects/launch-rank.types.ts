import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { MIN_LAUNCH_PEERS, type NoLaunchRankReason, noLaunchRankReasons } from "./launch-rank";
import { type LaunchRank as Figures, LAUNCH_DAYS } from "./launch-rank.service";

const NoLaunchRankReasonEnum = Object.fromEntries(noLaunchRankReasons.map((reason) => [reason, reason]));
registerEnumType(NoLaunchRankReasonEnum, {
  name: "NoLaunchRankReason",
  description: "Why a launch has no rank; clients must handle unknown values.",
  valuesConfig: {
    NOT_YET: { description: `The first ${LAUNCH_DAYS} days are not over; ask again when they are.` },
    NO_CATEGORY: { description: "The brand has no primary category; an operator of the cloud sets one." },
    NO_SALES: { description: "The product has no net order in these days by sources of the cloud." },
    FEW_PEERS: {
      description: `Fewer than ${MIN_LAUNCH_PEERS} products of other brands sold, so a rank would tell of single ones.`,
    },
    SUPPRESSED: { description: "Too few people bought it." },
  },
});

@ArgsType()
export class LaunchRankArgs {
  @Field(() => String, { description: "Code of the product, as touchpoints name it." })
  product!: string;

  @Field(() => DateTimeScalar, { description: `When it was first on sale. ${WHOLE_HOURS}` })
  launchedAt!: Date;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: `Where a new product stood in the brand's primary category in its first ${LAUNCH_DAYS} days of 24 hours (新品首周排名): among all products that sold in these days, old and new, as sources of the cloud tell it for everybody alike.`,
})
export class LaunchRank extends WindowAnswer {
  @Field(() => String, { description: "Code of the product." })
  product!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "1: the first. By value, largest first; alike: by pieces, then by age of the brand's record and code of the product, so that no rank is shared. Null as noRankReason says.",
  })
  rank!: number | null;

  @Field(() => Int, { nullable: true, description: "Among how many products, itself included; null with rank." })
  of!: number | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "Value of its lines in net orders placed in these days (GMV), less refunds that name the product, in the brand's currency; null without sales, and when withheld.",
  })
  value!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Pieces likewise; a line without a quantity is one. Null with value.",
  })
  units!: bigint | null;

  @Field(() => NoLaunchRankReasonEnum, { nullable: true, description: "Why rank is null; else null." })
  noRankReason!: NoLaunchRankReason | null;
}

export function toLaunchRank({
  window,
  product,
  currencyCode,
  value,
  rank,
  of,
  units,
  noRankReason,
}: Figures): LaunchRank {
  return Object.assign(new LaunchRank(), {
    ...toWindowAnswer(window),
    ...{ product, rank, of, units, noRankReason },
    value: value === null ? null : toMajor({ minor: value, currencyCode }),
  });
}
