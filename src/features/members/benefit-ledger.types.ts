import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { Run } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { UserProblem } from "../../platform/user-error";
import { IdentityInput } from "../people/identity.types";
import { type AnsweredBenefitRow, benefitRowReasons, MAX_BENEFIT_ROWS } from "./benefit";
import { Benefit, BenefitUserError } from "./benefit.types";
import type { TierIssueResult } from "./issue-to-tiers";

const OutcomeEnum = { ACCEPTED: "ACCEPTED", DUPLICATE: "DUPLICATE", REJECTED: "REJECTED" };
registerEnumType(OutcomeEnum, {
  name: "BenefitRowOutcome",
  description: "What became of one row about a benefit.",
  valuesConfig: {
    ACCEPTED: { description: "In the ledger now; durable." },
    DUPLICATE: { description: "The person has the benefit already, or the redemption came before; nothing changed." },
    REJECTED: { description: "Not taken; see reason." },
  },
});

const ReasonEnum = Object.fromEntries(Object.keys(benefitRowReasons).map((code) => [code, code]));
registerEnumType(ReasonEnum, {
  name: "BenefitRowRejectionReason",
  description: "Why a row about a benefit was rejected; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    Object.entries(benefitRowReasons).map(([code, description]) => [code, { description }]),
  ),
});

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "What became of one row of a call about benefits." })
class BenefitRow {
  @Field(() => Int, { description: "Place of the row in the call, from 0." })
  index!: number;

  @Field(() => OutcomeEnum, { description: "What became of it." })
  outcome!: string;

  @Field(() => ReasonEnum, { nullable: true, description: "Why it was rejected; null unless REJECTED." })
  reason!: string | null;

  @Field(() => [String], { description: 'Path inside the row, e.g. ["identity", "value"]; empty unless REJECTED.' })
  field!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What must hold and what came; for people; null unless REJECTED.",
  })
  message!: string | null;
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of a call whose rows are judged one by one." })
abstract class BenefitRowsPayload {
  @Field(() => Int, { nullable: true, description: "New entries; null when the whole call was refused." })
  accepted?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows that changed nothing; null when the whole call was refused." })
  duplicates?: number | null;

  @Field(() => Int, { nullable: true, description: "Rows not taken; null when the whole call was refused." })
  rejected?: number | null;

  @Field(() => [BenefitRow], {
    description: `One for each row of the call, at most ${MAX_BENEFIT_ROWS}, in order; empty when the whole call was refused.`,
  })
  rows!: readonly BenefitRow[];

  @Field(() => [BenefitUserError], {
    description: "Why the whole call was refused; empty when its rows were answered.",
  })
  userErrors!: readonly UserProblem[];
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of issueBenefits." })
export class IssueBenefitsPayload extends BenefitRowsPayload {}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of redeemBenefits." })
export class RedeemBenefitsPayload extends BenefitRowsPayload {}

export function answerBenefitRows(answers: readonly AnsweredBenefitRow[]): Omit<IssueBenefitsPayload, "userErrors"> {
  const count = (outcome: AnsweredBenefitRow["outcome"]): number =>
    answers.filter((answer) => answer.outcome === outcome).length;
  return {
    ...{ accepted: count("ACCEPTED"), duplicates: count("DUPLICATE"), rejected: count("REJECTED") },
    rows: answers.map(({ index, outcome, rejection }) => ({
      ...{ index, outcome, reason: rejection?.reason ?? null },
      ...{ field: rejection?.field ?? [], message: rejection?.message ?? null },
    })),
  };
}

@InputType({ description: "To whom a benefit is given." })
export class IssueBenefitsInput {
  @Field(() => ID, { description: "Id of a Benefit." })
  benefitId!: string;

  @Field(() => [IdentityInput], {
    description: `Members, 1 to ${MAX_BENEFIT_ROWS}, each under a hashed identity of theirs. A person gets a benefit once, whatever the identity.`,
  })
  identities!: IdentityInput[];
}

@InputType({
  description: "One use of a benefit. The time is text here, so that one bad row never refuses the others.",
})
export class RedemptionInput {
  @Field({ description: "Code of a benefit of the programme." })
  benefitCode!: string;

  @Field(() => IdentityInput, { description: "Who used it: any hashed identity of the person." })
  identity!: IdentityInput;

  @Field({
    description: "The shop's own number of the use, 1 to 200 characters; sent again it changes nothing.",
  })
  redemptionId!: string;

  @Field({ description: "When it was used: RFC 3339 with an offset." })
  redeemedAt!: string;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "What this use cost, in the brand's currency; absent: the benefit's unit cost.",
  })
  cost?: MoneyInput | null;
}

@InputType({ description: "Uses of a programme's benefits." })
export class RedeemBenefitsInput {
  @Field(() => ID, { description: "Id of a MembershipProgramme." })
  membershipProgrammeId!: string;

  @Field(() => [RedemptionInput], { description: `1 to ${MAX_BENEFIT_ROWS} uses, judged in this order.` })
  redemptions!: RedemptionInput[];
}

@InputType({ description: "To which tiers of an evaluation a benefit is given." })
export class IssueBenefitsToTiersInput {
  @Field(() => ID, { description: "Id of a Benefit." })
  benefitId!: string;

  @Field(() => ID, { description: "Id of a MemberEvaluation of the benefit's programme." })
  memberEvaluationId!: string;

  @Field(() => [String], { description: "Codes of its tiers, at least one." })
  tiers!: string[];
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Run,
  description:
    "The giving of a benefit to tiers. All its people get it when the run has succeeded, or nobody does; a second run gives it to those alone who have it not.",
})
export class BenefitIssueRun extends Run {
  /** What it did; not a field of the schema. */
  done!: TierIssueResult | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "What a run did with the people of the tiers." })
export class BenefitIssueCounts {
  @Field(() => BigIntScalar, { nullable: true, description: "Got the benefit; null when withheld." })
  issued!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Had it already; null when withheld." })
  held!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Are no members any more; null when withheld." })
  left!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Are members, but took back the consent given to the organisation; null when withheld.",
  })
  withoutConsent!: bigint | null;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of issueBenefitsToTiers." })
export class IssueBenefitsToTiersPayload {
  @Field(() => BenefitIssueRun, { nullable: true, description: "The work; null when refused." })
  run?: BenefitIssueRun | null;

  @Field(() => [BenefitUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("INSPECT_PEOPLE")
@ObjectType({ description: "One issue of a benefit to a person, as it stands now." })
export class BenefitBalance {
  @Field(() => Benefit, { description: "The benefit." })
  benefit!: Benefit;

  @Field(() => DateTimeScalar, { description: "When it was issued." })
  issuedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when on it cannot be used; null: never." })
  expiresAt!: Date | null;

  @Field(() => Int, { description: "Uses that are redeemed." })
  usesRedeemed!: number;

  @Field(() => Int, { description: "Uses that may still be redeemed; 0 once it has expired." })
  usesLeft!: number;
}
