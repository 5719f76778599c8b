import { Field, InputType, registerEnumType } from "type-graphql";
import {
  type CrowdGroup,
  type Intent,
  type Loyalty,
  type Stage,
  type StagePosition,
  stagePositions,
} from "../../engines/segmentation/rule";
import { DateTimeScalar } from "../../graphql/scalars";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";

const StagePositionEnum = Object.fromEntries(stagePositions.map((position) => [position, position]));
registerEnumType(StagePositionEnum, {
  name: "StagePosition",
  description: "Where a person stands for the brand at an instant; everybody stands in exactly one.",
  valuesConfig: {
    NOT_MET: { description: "The brand has not met them in the rules' look-back (未触达)." },
    LAPSED: { description: "In no stage, but met in the rules' look-back (流失)." },
    AWARE: { description: "Stage AWARE (A1 认知)." },
    APPEAL: { description: "Stage APPEAL (A2 吸引)." },
    ACT: { description: "Stage ACT (A3 行动)." },
    ADVOCATE: { description: "Stage ADVOCATE (A4 拥护)." },
  },
});

const AT = {
  nullable: true,
  description: "As of this instant, which must be that of a published snapshot; absent: as of the audience's own.",
};

@InputType({ description: "In one of these 4A stages." })
export class StageRuleInput {
  @Field(() => [StageEnum], { description: "At least one; who is in any of them is meant." })
  in!: Stage[];

  @Field(() => DateTimeScalar, AT)
  at?: Date | null;
}

@InputType({
  description: "In a nine-grid cell of one of these rows and one of these columns; one of the two may be left out.",
})
export class CellRuleInput {
  @Field(() => [IntentEnum], { nullable: true, description: "Rows; absent: all three." })
  intent?: Intent[] | null;

  @Field(() => [LoyaltyEnum], { nullable: true, description: "Columns; absent: all three." })
  loyalty?: Loyalty[] | null;

  @Field(() => DateTimeScalar, AT)
  at?: Date | null;
}

@InputType({ description: "In one of these groups of nine-grid cells, as the snapshot's rule set maps them." })
export class GroupRuleInput {
  @Field(() => [CrowdGroupEnum], { description: "At least one; who is in any of them is meant." })
  in!: CrowdGroup[];

  @Field(() => DateTimeScalar, AT)
  at?: Date | null;
}

@InputType({
  description: "Moved between two snapshots by the same rules. Who left a stage in between and came back did not move.",
})
export class MovedRuleInput {
  @Field(() => [StagePositionEnum], { description: "Where they stood at since, any of these; at least one." })
  from!: StagePosition[];

  @Field(() => [StagePositionEnum], { description: "Where they stood at until, any of these; at least one." })
  to!: StagePosition[];

  @Field(() => DateTimeScalar, { description: "Instant of a published snapshot." })
  since!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Instant of a later published snapshot; absent: the audience's own.",
  })
  until?: Date | null;
}
