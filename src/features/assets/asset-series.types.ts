import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { type TrendGrain, trendGrains } from "./asset-snapshot";
import { AssetSnapshot } from "./asset-snapshot.types";
import { MAX_TREND_POINTS } from "./asset-trend";
import { StageEnum } from "./label.types";
import type { Stage } from "./stage";
import { Suppression } from "./suppression.types";

export const TrendGrainEnum = Object.fromEntries(trendGrains.map((grain) => [grain, grain]));
registerEnumType(TrendGrainEnum, {
  name: "TrendGrain",
  description: "Length of the periods of a trend, which begin in the brand's zone; clients must handle unknown values.",
  valuesConfig: {
    DAY: { description: "Calendar days." },
    WEEK: { description: "Weeks from Monday." },
    MONTH: { description: "Calendar months." },
  },
});

@Access("READ_ASSETS")
@ObjectType({
  description: "How a brand's assets went, from the snapshots that were taken; nothing is computed for the rest.",
})
export class AssetTrend {
  @Field(() => TrendGrainEnum, { description: "Length of the periods." })
  grain!: TrendGrain;

  @Field(() => [AssetSnapshot], {
    description: `The last snapshot of each period that has one, oldest first; at most ${MAX_TREND_POINTS}.`,
  })
  points!: readonly AssetSnapshot[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "People who went from one stage to another." })
export class StageTransitionCell {
  @Field(() => StageEnum, {
    nullable: true,
    description: "Their stage at the first instant; null: none, lapsed or not met.",
  })
  from!: Stage | null;

  @Field(() => StageEnum, { nullable: true, description: "Their stage at the second instant; null: none." })
  to!: Stage | null;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Where a brand's people were at one instant and are at another (流转): two labels crossed. It is no efficiency: who rose and fell back in between shows as unmoved.",
})
export class StageTransition {
  @Field(() => AssetSnapshot, { description: "The first instant: rows of a stage sum to its people." })
  from!: AssetSnapshot;

  @Field(() => AssetSnapshot, { description: "The second instant: columns of a stage sum to its people." })
  to!: AssetSnapshot;

  @Field(() => [StageTransitionCell], { description: "All 25 crossings of no stage and the four stages, row by row." })
  cells!: readonly StageTransitionCell[];

  @Field(() => Suppression, {
    description:
      "What is withheld of the cells. No row or column of a stage has a single withheld cell, so none follows by subtraction from the snapshots.",
  })
  suppression!: Suppression;
}
