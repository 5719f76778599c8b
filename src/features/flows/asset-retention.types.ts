import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import { type NoRetentionReason, noRetentionReasons } from "./asset-retention";
import { type AssetRetention as Figures, MAX_RETENTION_DAYS, MAX_RETENTION_POINTS } from "./asset-retention.service";
import { FlowInterval, FlowWindowAnswer, toFlowWindowAnswer } from "./stage-reach.types";

const NoRetentionReasonEnum = Object.fromEntries(noRetentionReasons.map((reason) => [reason, reason]));
registerEnumType(NoRetentionReasonEnum, {
  name: "NoRetentionReason",
  description: "Why no share of the gained is told; clients must handle unknown values.",
  valuesConfig: {
    NOT_YET: { description: "The day lies after asOf; ask again when it has come." },
    SUPPRESSED: { description: "A count that it follows from is withheld." },
    NOBODY_GAINED: { description: "Nobody came to the stage in the window." },
  },
});

@ArgsType()
export class AssetRetentionArgs {
  @Field(() => StageEnum, { description: "The stage that people came to: this one or a deeper one." })
  stage!: Stage;

  @Field(() => [Int], {
    defaultValue: [7, 14, 30],
    description: `Days of 24 hours after the window's end, 1 to ${MAX_RETENTION_POINTS} different ones of 0 to ${MAX_RETENTION_DAYS}; 0 is the end itself.`,
  })
  days!: number[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "One step of the survival curve (留存曲线)." })
class RetentionPoint {
  @Field(() => Int, { description: "Days of 24 hours after the window's end." })
  days!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of the gained, those who stood at the stage or deeper then and on every earlier day of the curve; null when withheld, and while the day lies ahead.",
  })
  kept!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Retention (留存率): kept / gained, 0 to 1; null as noShareReason says.",
  })
  share!: number | null;

  @Field(() => FlowInterval, { nullable: true, description: "Wilson score interval of share; null with it." })
  interval!: FlowInterval | null;

  @Field(() => NoRetentionReasonEnum, { nullable: true, description: "Why share is null; null with a share." })
  noShareReason!: NoRetentionReason | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How many of the people that a campaign's window brought to a stage stay there (资产沉淀). A stage lapses with the rules' look-back unless the person acts again. All people of the brand count, whether the campaign's media met them or not.",
})
export class AssetRetention extends FlowWindowAnswer {
  @Field(() => StageEnum, { description: "The stage: this one or a deeper one." })
  stage!: Stage;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who stood at a shallower stage or at none at the first instant and attained it in the window; null when withheld.",
  })
  gained!: bigint | null;

  @Field(() => [RetentionPoint], { description: `From the earliest day on, at most ${MAX_RETENTION_POINTS}.` })
  points!: readonly RetentionPoint[];
}

export const toAssetRetention = ({ window, points, ...retention }: Figures): AssetRetention =>
  Object.assign(new AssetRetention(), {
    ...toFlowWindowAnswer(window),
    ...retention,
    points: points.map((point) => Object.assign(new RetentionPoint(), point)),
  });
