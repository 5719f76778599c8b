import { Field, Float, InputType, ObjectType } from "type-graphql";
import type { TierShare } from "../../engines/customer-value/tier-allocation";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { ValueTierEnum } from "../audiences/value-tier.types";
import { toMoney } from "./value-scoring.types";

@InputType({ description: "Amounts, or factors, of the three tiers." })
class TierMultipliersInput {
  @Field(() => Float, { description: "At least that of MID." })
  high!: number;

  @Field(() => Float, { description: "At least 1." })
  mid!: number;

  @Field(() => Float, { description: "0 to 1." })
  low!: number;
}

@InputType({ description: "What each tier has now, in the brand's currency." })
class TierAmountsInput {
  @Field(() => MoneyInput, { description: "Of HIGH; at least 0." })
  high!: MoneyInput;

  @Field(() => MoneyInput, { description: "Of MID; at least 0." })
  mid!: MoneyInput;

  @Field(() => MoneyInput, { description: "Of LOW; at least 0." })
  low!: MoneyInput;
}

@InputType({ description: "Spend to be moved to the better tiers: either a total, or what each tier has now." })
export class TierAllocationInput {
  @Field(() => MoneyInput, { nullable: true, description: "Spread over people by head first; above 0." })
  total?: MoneyInput | null;

  @Field(() => TierAmountsInput, { nullable: true, description: "Amounts now." })
  current?: TierAmountsInput | null;

  @Field(() => TierMultipliersInput, {
    description:
      "How much more, or less, a person of a tier gets than before, before all are scaled to the same total.",
  })
  multipliers!: TierMultipliersInput;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A tier's part." })
class TierAllocationLine {
  @Field(() => ValueTierEnum, { description: "Which." })
  tier!: string;

  @Field(() => Float, { description: "As it was asked for." })
  multiplier!: number;

  @Field(() => Money, { description: "Without multipliers." })
  before!: Money;

  @Field(() => Money, { description: "With them." })
  amount!: Money;

  @Field(() => Float, { nullable: true, description: "amount / before; null where before is 0 (BASE_NOT_POSITIVE)." })
  effectiveMultiplier!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Spend moved to the better tiers (分层投放), its total kept to the minor unit." })
export class TierAllocation {
  @Field(() => Money, { description: "Sum of the lines, before and after." })
  total!: Money;

  @Field(() => [TierAllocationLine], { description: "HIGH, MID, LOW." })
  lines!: readonly TierAllocationLine[];
}

export function toTierAllocation(shares: readonly TierShare[], currencyCode: string): TierAllocation {
  const money = (minor: bigint): Money => toMoney({ minor, currencyCode });
  return Object.assign(new TierAllocation(), {
    total: money(shares.reduce((sum, { amount }) => sum + amount, 0n)),
    lines: shares.map(({ before, amount, ...share }) =>
      Object.assign(new TierAllocationLine(), { ...share, before: money(before), amount: money(amount) }),
    ),
  });
}
