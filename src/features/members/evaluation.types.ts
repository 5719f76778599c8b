import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { Run } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { UserProblem } from "../../platform/user-error";
import { Suppression } from "../assets/suppression.types";
import type { MemberEvaluation as EvaluationRow } from "./evaluation";
import type { ShownEvaluation } from "./evaluation.service";
import { MembershipTier, MembershipTiers, MembershipUserError, toTier, toTiers } from "./membership.types";
import { sumMoves, type TierMoves as TierMovesRow } from "./tier-moves";

const EvaluationStateEnum = { COMPLETE: "COMPLETE", OUTDATED: "OUTDATED" };
registerEnumType(EvaluationStateEnum, {
  name: "MemberEvaluationState",
  description: "Whether evaluating again could give other figures; clients must handle unknown values.",
  valuesConfig: {
    COMPLETE: { description: "No touchpoint that concerns it came or went since it was made." },
    OUTDATED: {
      description:
        "Touchpoints of the brand from before its instant came or went, or people of it were merged or split; the figures stay as they were known then. Evaluate the same instant again for those of now.",
    },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "The members of one tier in an evaluation." })
export class TierMembers {
  @Field(() => MembershipTier, { description: "Which tier." })
  tier!: MembershipTier;

  @Field(() => BigIntScalar, { nullable: true, description: "Members in it; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of all members, 0 to 1; null when withheld or there are none.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Members who stood in one tier then and stand in another one, or in the same, now." })
export class TierMove {
  @Field(() => MembershipTier, { nullable: true, description: "The tier then; null: no member then." })
  from!: MembershipTier | null;

  @Field(() => MembershipTier, { nullable: true, description: "The tier now; null: no member any more." })
  to!: MembershipTier | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Who moved between the tiers of two evaluations under the same version of the tiers. members then + joined - left = members now, and upgraded + downgraded + unchanged are who was a member at both.",
})
export class TierMoves {
  @Field(() => DateTimeScalar, { description: "The instant of the earlier evaluation." })
  since!: Date;

  @Field(() => DateTimeScalar, { description: "The instant of the later one." })
  asOf!: Date;

  @Field(() => BigIntScalar, { nullable: true, description: "No members then, members now; null when withheld." })
  joined!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Members then and no more; null when withheld." })
  left!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "In a higher tier now (升级); null when withheld." })
  upgraded!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "In a lower tier now (降级); null when withheld." })
  downgraded!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "In the same tier; null when withheld." })
  unchanged!: bigint | null;

  @Field(() => [TierMove], {
    description: "Every pair of a tier then and a tier now, at most 120, lowest first; no member before the lowest.",
  })
  cells!: readonly TierMove[];

  @Field(() => Suppression, { description: "What is withheld of the cells." })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "Who stood in which tier at an instant (会员等级评定); its figures are published together and never changed.",
})
export class MemberEvaluation extends Node {
  /** The row; not a field of the schema. */
  row!: EvaluationRow;

  @Field(() => DateTimeScalar, { description: "The instant: touchpoints before it count." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read." })
  knownAt!: Date;

  @Field(() => EvaluationStateEnum, { description: "Whether evaluating again could give other figures." })
  state!: string;

  @Field(() => MembershipTiers, { description: "The version of the tiers that was used." })
  rules!: MembershipTiers;

  @Field(() => BigIntScalar, { nullable: true, description: "Everybody who was a member; null when withheld." })
  members!: bigint | null;

  @Field(() => [TierMembers], { description: "Members by tier, lowest first; they add up to all members." })
  tiers!: readonly TierMembers[];

  @Field(() => Suppression, { description: "What is withheld of the tiers." })
  suppression!: Suppression;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of its members those whose data was erased since, whom its figures count still; null when withheld.",
  })
  erasedPeople!: bigint | null;
}

export const toMemberEvaluation = ({ evaluation, tiers, ...shown }: ShownEvaluation): MemberEvaluation =>
  Object.assign(new MemberEvaluation(), {
    ...{ row: evaluation, id: toNodeId("MemberEvaluation", evaluation.id) },
    ...{ asOf: evaluation.asOf, knownAt: evaluation.knownAt, rules: toTiers(evaluation.tiers) },
    state: evaluation.isOutdated ? "OUTDATED" : "COMPLETE",
    members: shown.members,
    erasedPeople: shown.erasedPeople,
    tiers: evaluation.tiers.tiers.map((tier, place) => {
      const people = tiers.counts[place]!;
      return {
        tier: toTier(tier, evaluation.tiers.currencyCode),
        people,
        share: people === null || !shown.members ? null : Number(people) / Number(shown.members),
      };
    }),
    suppression: toSuppression(tiers, shown.threshold),
  });

export function toTierMoves({ from, to, table, threshold }: TierMovesRow): TierMoves {
  const { tiers, currencyCode } = to.tiers;
  const labels = [null, ...tiers.map((tier) => toTier(tier, currencyCode))];
  return Object.assign(new TierMoves(), {
    ...{ since: from.asOf, asOf: to.asOf, ...sumMoves(table) },
    cells: labels.flatMap((before, row) =>
      labels.flatMap((after, column) =>
        before === null && after === null ? [] : [{ from: before, to: after, people: table.counts[row]![column]! }],
      ),
    ),
    suppression: toSuppression(table, threshold),
  });
}

const toSuppression = (
  { suppressedCells, remainder }: { readonly suppressedCells: number; readonly remainder: bigint | null },
  threshold: number,
): Suppression => Object.assign(new Suppression(), { threshold, suppressedCells, remainderPeople: remainder });

export const MemberEvaluationConnection = connectionType(MemberEvaluation, "MemberEvaluation", "READ_ASSETS");

@InputType({ description: "Whose members to evaluate, and when." })
export class EvaluateMembersInput {
  @Field(() => ID, { description: "Id of a MembershipProgramme." })
  membershipProgrammeId!: string;

  @Field(() => DateTimeScalar, {
    description:
      "The instant: touchpoints before it count. Any past one; before the brand's first MEMBER_JOIN there are no members.",
  })
  asOf!: Date;

  @Field(() => Int, { nullable: true, description: "A version of the programme's tiers; absent: the newest." })
  tiersVersion?: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Run,
  description:
    "The making of an evaluation. When the same one was made before and is not OUTDATED, it ends with that one.",
})
export class MemberEvaluationRun extends Run {
  /** The run's UUID; not a field of the schema. */
  runId!: string;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of evaluateMembers." })
export class EvaluateMembersPayload {
  @Field(() => MemberEvaluationRun, { nullable: true, description: "The work; null when refused." })
  run?: MemberEvaluationRun | null;

  @Field(() => [MembershipUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
