import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { type TrendGrain, trendGrains } from "./asset-snapshot";
import { AssetSnapshot } from "./asset-snapshot.types";
import { MAX_TREND_POINTS } from "./asset-trend";

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
