import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { MAX_PLATFORMS } from "./member-figures";
import { MAX_TREND_POINTS } from "./member-figures.service";
import { type TargetState, targetStates } from "./programme-status";

@Access("READ_ASSETS")
@ObjectType({ description: "Wilson score interval of a share of members, 95 %." })
class MemberShareInterval {
  @Field(() => Float, { description: "Its lower end, 0 to 1." })
  low!: number;

  @Field(() => Float, { description: "Its upper end, 0 to 1." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Members whose present membership began on one platform." })
class PlatformMembers {
  @Field(() => String, {
    nullable: true,
    description: `Code of the platform; null: all but the ${MAX_PLATFORMS} with the most members together.`,
  })
  platform!: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members; null when withheld." })
  members!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Of all members, 0 to 1; null when withheld or without any." })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Members by the age of their present membership, in whole days of 24 hours." })
class MembershipAge {
  @Field(() => Int, { description: "The fewest days." })
  fromDays!: number;

  @Field(() => Int, { nullable: true, description: "The first number of days that is too many; null: none is." })
  toDays!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members; null when withheld." })
  members!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Of all members, 0 to 1; null when withheld or without any." })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Active members (活跃会员): with a touchpoint of the brand in the days before that is an act of theirs, so any action but IMPRESSION, MEMBER_JOIN, MEMBER_LEAVE, MEMBER_TIER and BENEFIT_ISSUE.",
})
class ActiveMembers {
  @Field(() => BigIntScalar, { nullable: true, description: "Active members; null when withheld." })
  members!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Of all members, 0 to 1; null when withheld or without any." })
  share!: number | null;

  @Field(() => MemberShareInterval, { nullable: true, description: "How sure the share is; null with it." })
  interval!: MemberShareInterval | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "A brand's members at an instant: size and structure (会员规模与结构). A member is who joined on some platform and has not left there since; at one instant leaving comes last. Counts are rounded to the organisation's rounding base, so parts may not add up exactly.",
})
export class MemberFigures {
  @Field(() => DateTimeScalar, { description: "The instant: touchpoints before it count." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read; later ones are not in it." })
  knownAt!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "Everybody who is a member; null when withheld." })
  members!: bigint | null;

  @Field(() => [PlatformMembers], { description: "By the platform on which the membership began, the largest first." })
  byPlatform!: readonly PlatformMembers[];

  @Field(() => [MembershipAge], { description: "By the age of the membership, youngest first; all five ranges." })
  byAge!: readonly MembershipAge[];

  @Field(() => Int, { description: "Days before asOf that are looked at for active members." })
  activeDays!: number;

  @Field(() => ActiveMembers, { description: "Active members." })
  active!: ActiveMembers;

  @Field({ description: "True when a count is withheld because its group is small, or would give such a one away." })
  isSuppressed!: boolean;

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  threshold!: number;
}

export const TrendGrainEnum = { DAY: "DAY", WEEK: "WEEK", MONTH: "MONTH" };
registerEnumType(TrendGrainEnum, {
  name: "MemberTrendGrain",
  description: "How long the stretches of a trend are; the first and last may be shorter.",
  valuesConfig: {
    DAY: { description: "A day of the brand's zone." },
    WEEK: { description: "From Monday." },
    MONTH: { description: "A calendar month." },
  },
});

@Access("READ_ASSETS")
@ObjectType({
  description:
    "What a stretch of time did to the members. joined - left = net, and members at its end are those at its beginning and net, exactly where nothing is withheld or rounded.",
})
class MemberTrendPoint {
  @Field(() => DateTimeScalar, { description: "The first instant of the stretch." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who were no members at its beginning and became members in it (入会); null when withheld.",
  })
  joined!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who were members at its beginning or in it, and none at its end (退会); null when withheld.",
  })
  left!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "joined - left (净增会员); null where one of the two is withheld.",
  })
  net!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members at its end; null when withheld." })
  members!: bigint | null;

  @Field(() => ActiveMembers, { description: "Active members at its end." })
  active!: ActiveMembers;
}

@Access("READ_ASSETS")
@ObjectType({ description: "How a brand's members grow and shrink (会员发展趋势)." })
export class MemberTrend {
  @Field(() => [MemberTrendPoint], { description: `Oldest first, without a gap, at most ${MAX_TREND_POINTS}.` })
  points!: readonly MemberTrendPoint[];

  @Field(() => Int, { description: "Days before each end that are looked at for active members." })
  activeDays!: number;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read; later ones are not in it." })
  knownAt!: Date;

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  threshold!: number;
}

const TargetStateEnum = Object.fromEntries(targetStates.map((state) => [state, state]));
registerEnumType(TargetStateEnum, {
  name: "MembershipTargetState",
  description: "How a programme stands towards its target; clients must handle unknown values.",
  valuesConfig: {
    NO_TARGET: { description: "None is set." },
    NOT_STARTED: { description: "Its period has not begun." },
    ON_TRACK: { description: "At least as much of the net adds is there as of the period has passed." },
    BEHIND: { description: "Less of the net adds is there than of the period has passed." },
    REACHED: { description: "All net adds are there." },
    MISSED: { description: "Its period is over, and they are not." },
    UNKNOWN: { description: "The net adds are withheld." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "How far a membership programme has come." })
export class MembershipProgrammeStatus {
  @Field(() => DateTimeScalar, {
    description:
      "The instant of members: now, or the target's end once it is over; on a whole hour where small groups are withheld.",
  })
  asOf!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "Members then; null when withheld." })
  members!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Members when the target's period began; null when withheld, before it and without a target.",
  })
  atStart!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "members - atStart; null where one of the two is." })
  netAdds!: bigint | null;

  @Field(() => Float, { nullable: true, description: "netAdds / the target's; null where one of the two is." })
  attainment!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Share of the target's period that has passed, 0 to 1; null without a target.",
  })
  elapsed!: number | null;

  @Field(() => TargetStateEnum, { description: "How it stands towards its target." })
  state!: TargetState;

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  threshold!: number;
}
