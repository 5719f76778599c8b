import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toSuppression } from "../assets/shape-snapshot.types";
import { Suppression } from "../assets/suppression.types";
import { LifecycleStateEnum } from "../audiences/lifecycle-state.types";
import { type Action, type DataState, dataState } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import { DataStateEnum } from "../touchpoints/data-state.types";
import { GAP_DAYS, type Lifecycle as LifecycleAnswer } from "./activity.service";
import { type GapShares, type LifecycleState, lifecycleStates } from "./lifecycle";

const LifecycleBasisEnum = { KNOWN: "KNOWN", NO_GAPS: "NO_GAPS", SUPPRESSED: "SUPPRESSED" };
registerEnumType(LifecycleBasisEnum, {
  name: "LifecycleBasis",
  description: "Whether the brand's own rhythm is known.",
  valuesConfig: {
    KNOWN: { description: "The cuts come from gaps." },
    NO_GAPS: { description: "Nobody was active on two days of the look-back, so there is no rhythm to cut by." },
    SUPPRESSED: { description: "Too few people came back for their gaps to be told." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "The people of one state." })
class LifecyclePeople {
  @Field(() => LifecycleStateEnum, { description: "Which state." })
  state!: LifecycleState;

  @Field(() => BigIntScalar, { nullable: true, description: "People in it; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Everybody who was ever active with a brand, by state (用户生命周期). The brand's own rhythm says when people lapse: a gap is the days between two active days in a row of a person, and the cuts are quantiles of all gaps.",
})
export class Lifecycle {
  @Field(() => DateTimeScalar, { description: "The instant: activity before it counts." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "When it was read; touchpoints that came later are not in it." })
  knownAt!: Date;

  @Field(() => DataStateEnum, {
    description: "PROVISIONAL (暂定) while late data is still expected, then COMPLETE; counted when it is asked for.",
  })
  dataState!: DataState;

  @Field(() => [ActionEnum], { description: "What made a person active; at most 22." })
  actions!: readonly Action[];

  @Field(() => Int, { description: "Gaps of so many days before asOf were counted." })
  gapLookbackDays!: number;

  @Field(() => LifecycleBasisEnum, { description: "Whether there are cuts; without them there are no states." })
  basis!: keyof typeof LifecycleBasisEnum;

  @Field(() => Float, { description: "Share of gaps, 0 to 1, that are at most lapsingAfterDays." })
  lapsingShare!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days without activity after which people lapse; null without a basis.",
  })
  lapsingAfterDays!: number | null;

  @Field(() => Float, { description: "Share of gaps, 0 to 1, that are at most lostAfterDays." })
  lostShare!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "Days without activity after which people are lost; null without a basis. The same as lapsingAfterDays where gaps hardly differ: then nobody is LAPSING.",
  })
  lostAfterDays!: number | null;

  @Field(() => [LifecyclePeople], { description: "All four states in the order of a life; none without a basis." })
  states!: readonly LifecyclePeople[];

  @Field(() => Int, { description: "Counts of people are rounded to multiples of this. 1: they are exact." })
  roundedTo!: number;

  @Field(() => Suppression, { description: "What is withheld of the states." })
  suppression!: Suppression;
}

export function toLifecycle(
  { window, actions, cuts, figures }: LifecycleAnswer,
  { lapsing, lost }: GapShares,
): Lifecycle {
  const known = typeof cuts === "string" ? null : cuts;
  return Object.assign(new Lifecycle(), {
    asOf: window.to,
    knownAt: window.asOf,
    dataState: dataState({ isOutdated: false, asOf: window.to }, window.asOf),
    actions,
    gapLookbackDays: GAP_DAYS,
    basis: typeof cuts === "string" ? cuts : "KNOWN",
    lapsingShare: lapsing,
    lapsingAfterDays: known?.lapsingAfterDays ?? null,
    lostShare: lost,
    lostAfterDays: known?.lostAfterDays ?? null,
    states: (figures?.people ?? []).map((people, index) =>
      Object.assign(new LifecyclePeople(), { state: lifecycleStates[index]!, people }),
    ),
    roundedTo: window.roundingBase,
    suppression: toSuppression(figures ?? { suppressedCells: 0, remainder: null }, window.threshold),
  });
}
