import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import { MAX_PERIOD_DAYS, MAX_TIERS, type TierDefinitionDraft } from "./check-tiers";
import type { MembershipProgramme as ProgrammeRow, Tier, MembershipTiers as TiersRow } from "./membership";

const TierMatchEnum = { ALL: "ALL", ANY: "ANY" };
registerEnumType(TierMatchEnum, {
  name: "TierMatch",
  description: "How the conditions of a tier are taken together.",
  valuesConfig: { ALL: { description: "All of them must hold." }, ANY: { description: "One of them is enough." } },
});

const SPEND = "What net orders of the qualifying period came to, in the brand's currency and net of refunds";
const ORDER_DAYS = "On how many different days of the brand's zone net orders of the qualifying period were placed";
const TENURE = "Whole days of 24 hours since becoming a member";

@Access("READ_ASSETS")
@ObjectType({ description: "A tier (会员等级). Net orders count from before the membership as well." })
export class MembershipTier {
  @Field({ description: "Unique among the tiers." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese; null when none was given." })
  nameZh!: string | null;

  @Field(() => Money, { nullable: true, description: `${SPEND}: the least asked for; null: none is.` })
  minimumSpend!: Money | null;

  @Field(() => Int, { nullable: true, description: `${ORDER_DAYS}: the least asked for; null: none is.` })
  minimumOrderDays!: number | null;

  @Field(() => Int, { nullable: true, description: `${TENURE}: the least asked for; null: none is.` })
  minimumTenureDays!: number | null;
}

export const toTier = ({ minimumSpend, ...tier }: Tier, currencyCode: string): MembershipTier =>
  Object.assign(new MembershipTier(), {
    ...tier,
    minimumSpend: minimumSpend === null ? null : toMajor({ minor: minimumSpend, currencyCode }),
  });

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "One version of a programme's tiers; never changed. A member stands in the highest tier whose conditions hold at an instant, or held at the same time of one of the keepingDays days before during the present membership.",
})
export class MembershipTiers extends Node {
  @Field(() => Int, { description: "Counts from 1 in the programme." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: Date;

  @Field(() => TierMatchEnum, { description: "How the conditions of a tier are taken together." })
  match!: string;

  @Field(() => Int, { description: "Orders of so many days before an instant count at it (定级周期)." })
  qualifyingDays!: number;

  @Field(() => Int, {
    description: "A tier that was reached is kept for so many days (保级周期); 0: not a day longer.",
  })
  keepingDays!: number;

  @Field(() => [MembershipTier], { description: `Lowest first, at most ${MAX_TIERS}; the first takes every member.` })
  tiers!: readonly MembershipTier[];
}

export const toTiers = ({ tiers, currencyCode, ...row }: TiersRow): MembershipTiers =>
  Object.assign(new MembershipTiers(), {
    ...row,
    id: toNodeId("MembershipTiers", row.id),
    tiers: tiers.map((tier) => toTier(tier, currencyCode)),
  });

@Access("READ_ASSETS")
@ObjectType({ description: "How many more members there shall be at the end of a period than at its beginning." })
export class NetAddTarget {
  @Field(() => BigIntScalar, { description: "Members at the end less members at the beginning." })
  netAdds!: bigint;

  @Field(() => DateTimeScalar, { description: "The first instant of the period." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "A brand's membership programme (会员体系). Who is a member follows from MEMBER_JOIN and MEMBER_LEAVE touchpoints, so a programme may begin with none.",
})
export class MembershipProgramme extends Node {
  /** The row; not a field of the schema. */
  row!: ProgrammeRow;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => NetAddTarget, { nullable: true, description: "What the programme shall come to; null when not set." })
  target!: NetAddTarget | null;

  @Field(() => Int, { description: "1 when it was created; counts up with every change, of its tiers as well." })
  version!: number;

  @Field(() => MembershipTiers, { description: "The newest version of its tiers." })
  tiers!: MembershipTiers;
}

export const toMembershipProgramme = (row: ProgrammeRow): MembershipProgramme =>
  Object.assign(new MembershipProgramme(), {
    ...row,
    id: toNodeId("MembershipProgramme", row.id),
    row,
    tiers: toTiers(row.tiers),
  });

@InputType({ description: "A tier." })
export class MembershipTierInput {
  @Field({ description: "1 to 32 capitals, digits and underscores; keep it where the tier stays the same." })
  code!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese, 1 to 200 characters." })
  nameZh?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: `${SPEND}: at least so much; absent: any.` })
  minimumSpend?: MoneyInput | null;

  @Field(() => Int, { nullable: true, description: `${ORDER_DAYS}: at least so many; absent: any.` })
  minimumOrderDays?: number | null;

  @Field(() => Int, { nullable: true, description: `${TENURE}: at least so many; absent: any.` })
  minimumTenureDays?: number | null;
}

@InputType({
  description:
    "A ladder of tiers. The first asks for nothing; whoever meets a tier must meet those below (else TIER_GAP), and not the other way round (else TIER_OVERLAP).",
})
export class MembershipTiersInput {
  @Field(() => TierMatchEnum, { defaultValue: "ALL", description: "How the conditions of a tier are taken together." })
  match!: string;

  @Field(() => Int, { defaultValue: 365, description: `Orders of so many days count, 1 to ${MAX_PERIOD_DAYS}.` })
  qualifyingDays!: number;

  @Field(() => Int, {
    defaultValue: 365,
    description: `A tier that was reached is kept for so many days, 0 to ${MAX_PERIOD_DAYS}.`,
  })
  keepingDays!: number;

  @Field(() => [MembershipTierInput], { description: `1 to ${MAX_TIERS} tiers, lowest first.` })
  tiers!: MembershipTierInput[];
}

export const fromTiersInput = ({ tiers, match, ...periods }: MembershipTiersInput): TierDefinitionDraft => ({
  ...periods,
  match: match as TierDefinitionDraft["match"],
  tiers: tiers.map(
    ({ nameZh = null, minimumSpend = null, minimumOrderDays = null, minimumTenureDays = null, ...tier }) => ({
      ...tier,
      ...{ nameZh, minimumSpend, minimumOrderDays, minimumTenureDays },
    }),
  ),
});

@InputType({ description: "How many more members there shall be at the end of a period than at its beginning." })
export class NetAddTargetInput {
  @Field(() => BigIntScalar, { description: "At least 1, e.g. 1000000." })
  netAdds!: bigint;

  @Field(() => DateTimeScalar, { description: "The first instant of the period." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it, at most ten years later." })
  to!: Date;
}

@InputType({ description: "A new membership programme." })
export class CreateMembershipProgrammeInput {
  @Field(() => ID, { description: "The brand whose members it is about; it has none yet." })
  brandId!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => MembershipTiersInput, { description: "The first version of its tiers." })
  tiers!: MembershipTiersInput;

  @Field(() => NetAddTargetInput, { nullable: true, description: "What it shall come to." })
  target?: NetAddTargetInput | null;
}

@InputType({ description: "What to change of a membership programme: what is absent stays as it is." })
export class ChangeMembershipProgrammeInput {
  @Field(() => String, { nullable: true, description: "Name for people, 1 to 200 characters; not null." })
  name?: string | null;

  @Field(() => NetAddTargetInput, { nullable: true, description: "What it shall come to; null: no target." })
  target?: NetAddTargetInput | null;
}

export const MembershipUserError = userErrorType("Membership", {
  PROGRAMME_EXISTS: "The brand has a membership programme.",
  TIER_GAP: "A member could meet a tier without meeting the one below.",
  TIER_OVERLAP: "Whoever meets the tier below meets this one too, so nobody could stand in it.",
});

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of createMembershipProgramme." })
export class CreateMembershipProgrammePayload {
  @Field(() => MembershipProgramme, { nullable: true, description: "The new programme; null when refused." })
  membershipProgramme?: MembershipProgramme | null;

  @Field(() => [MembershipUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of changeMembershipProgramme and changeMembershipTiers." })
export class ChangeMembershipProgrammePayload {
  @Field(() => MembershipProgramme, { nullable: true, description: "The programme as it is now; null when refused." })
  membershipProgramme?: MembershipProgramme | null;

  @Field(() => [MembershipUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
