import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import type { Benefit as BenefitRowShape } from "./benefit";
import { MAX_CODE_LENGTH, MAX_USES, MAX_VALID_DAYS } from "./benefit.service";
import type { BenefitFigures } from "./benefit-figures.service";
import type { ShownLine } from "./benefit-ledger";

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "What a membership programme gives to members (会员权益), e.g. a coupon. Its code and uses never change; other changes hold for what is issued or used from then on.",
})
export class Benefit extends Node {
  /** The row; not a field of the schema. */
  row!: BenefitRowShape;

  @Field({ description: "Unique in the programme; touchpoints carry it as `benefitCode`." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Int, { description: "How often whoever has it may use it." })
  uses!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days of 24 hours from issue to expiry; null: it does not expire.",
  })
  validDays!: number | null;

  @Field(() => Money, { description: "What one use costs the brand, where a redemption says nothing else." })
  unitCost!: Money;

  @Field(() => Int, { description: "1 when it was created; counts up with every change." })
  version!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Since when nobody is given it any more; who has it may use it until it expires. Null: it is given.",
  })
  withdrawnAt!: Date | null;
}

export const toBenefit = (row: BenefitRowShape): Benefit =>
  Object.assign(new Benefit(), { ...row, id: toNodeId("Benefit", row.id), row, unitCost: toMajor(row.unitCost) });

export const BenefitConnection = connectionType(Benefit, "Benefit", "READ_ASSETS");

@Access("READ_ASSETS")
@ObjectType({ description: "Wilson score interval of a redemption rate, 95 %." })
class RedemptionInterval {
  @Field(() => Float, { description: "Its lower end, 0 to 1." })
  low!: number;

  @Field(() => Float, { description: "Its upper end, 0 to 1." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "What became of issues. redeemed + expired + open = issued." })
class BenefitSums {
  @Field(() => BigIntScalar, { nullable: true, description: "Issues (发放); null when withheld." })
  issued!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Used at least once (核销); null when withheld." })
  redeemed!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Never used, and expired; null when withheld." })
  expired!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Never used, and may still be; null when withheld." })
  open!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Uses, of one issue as many as there were; null with redeemed.",
  })
  uses!: bigint | null;

  @Field(() => Money, { nullable: true, description: "What the uses cost; null with redeemed." })
  cost!: Money | null;

  @Field(() => Float, {
    nullable: true,
    description: "redeemed / issued (核销率), 0 to 1; null of no issue, and where a count is withheld.",
  })
  redemptionRate!: number | null;

  @Field(() => RedemptionInterval, { nullable: true, description: "How sure the rate is; null with it." })
  interval!: RedemptionInterval | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Issues to people of one tier." })
class TierBenefitSums {
  @Field(() => String, {
    nullable: true,
    description: "Code of the tier in which the people stood when it was issued; null: in none that was evaluated.",
  })
  tier!: string | null;

  @Field(() => BenefitSums, { description: "What became of them." })
  sums!: BenefitSums;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What platforms report of the benefit by BENEFIT_ISSUE and BENEFIT_REDEEM touchpoints with its code. It stands beside the ledger, which is the source, and is in none of its sums.",
})
class ReportedBenefit {
  @Field(() => BigIntScalar, { nullable: true, description: "BENEFIT_ISSUE touchpoints; null with people." })
  issues!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "BENEFIT_REDEEM touchpoints; null with people." })
  redemptions!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People of either, each once; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The ledger of a benefit (权益台账): issues of a window with every use until now. Sums stay when a person is erased.",
})
export class BenefitLedger {
  @Field(() => DateTimeScalar, { description: "Issues from this instant count." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "Issues before this instant count." })
  to!: Date;

  @Field(() => DateTimeScalar, { description: "Until when uses and expiries count: now." })
  asOf!: Date;

  @Field(() => BenefitSums, { description: "All issues." })
  total!: BenefitSums;

  @Field(() => [TierBenefitSums], { description: "By tier's code; a tier without issues is absent." })
  byTier!: readonly TierBenefitSums[];

  @Field(() => ReportedBenefit, { description: "What platforms report in the window." })
  reported!: ReportedBenefit;

  @Field({ description: "True when a count is withheld because its group is small, or would give such a one away." })
  isSuppressed!: boolean;

  @Field(() => Int, { description: "Counts above zero and below this are withheld; 1: none are." })
  threshold!: number;
}

export function toLedger({ window, total, byTier, suppressedCells, ...figures }: BenefitFigures): BenefitLedger {
  const toSums = ({ cost, ...line }: ShownLine): BenefitSums => ({ ...line, cost: cost && toMajor(cost) });
  return Object.assign(new BenefitLedger(), {
    ...{ ...figures, ...window, total: toSums(total) },
    byTier: byTier.map(({ tier, ...line }) => ({ tier, sums: toSums(line) })),
    isSuppressed: suppressedCells > 0,
  });
}

@InputType({ description: "A new benefit." })
export class CreateBenefitInput {
  @Field(() => ID, { description: "Id of the MembershipProgramme that gives it." })
  membershipProgrammeId!: string;

  @Field({ description: `As touchpoints carry it, 1 to ${MAX_CODE_LENGTH} characters; unique in the programme.` })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => Int, { defaultValue: 1, description: `How often whoever has it may use it, 1 to ${MAX_USES}.` })
  uses!: number;

  @Field(() => Int, {
    nullable: true,
    description: `Days of 24 hours from issue to expiry, 1 to ${MAX_VALID_DAYS}; absent: it does not expire.`,
  })
  validDays?: number | null;

  @Field(() => MoneyInput, { description: "What one use costs, in the brand's currency; at least 0." })
  unitCost!: MoneyInput;
}

export const BenefitUserError = userErrorType("Benefit", {
  CODE_TAKEN: "The code is in use.",
  BENEFIT_WITHDRAWN: "The benefit was withdrawn: nobody is given it any more.",
});

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of createBenefit." })
export class CreateBenefitPayload {
  @Field(() => Benefit, { nullable: true, description: "The new benefit; null when refused." })
  benefit?: Benefit | null;

  @Field(() => [BenefitUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
