import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Movement } from "./asset-change";
import { AssetSnapshot } from "./asset-snapshot.types";
import { CrowdGroupEnum, StageEnum } from "./label.types";
import type { CrowdGroup } from "./nine-grid";
import type { Stage } from "./stage";

export const MovementEnum: Readonly<Record<Movement, Movement>> = {
  ENTERED: "ENTERED",
  LEFT: "LEFT",
  RISEN: "RISEN",
  FALLEN: "FALLEN",
  UNMOVED: "UNMOVED",
};
registerEnumType(MovementEnum, {
  name: "AssetMovement",
  description:
    "What became of a person between two snapshots; everybody who is in a stage of either has exactly one. Clients must handle unknown values.",
  valuesConfig: {
    ENTERED: { description: "In no stage first, in one then (流入)." },
    LEFT: { description: "In a stage first, in none then (流出)." },
    RISEN: { description: "In a deeper stage than before (升级)." },
    FALLEN: { description: "In a shallower stage than before (降级)." },
    UNMOVED: { description: "In the same stage (留存)." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "A count at two instants." })
export class AssetDelta {
  @Field(() => BigIntScalar, { nullable: true, description: "At the first; null when withheld." })
  before!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "At the second; null when withheld." })
  after!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "after less before (增量), negative when it shrank; null when either is withheld.",
  })
  delta!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "delta / before (增长率); null when either is withheld, or before is 0.",
  })
  growth!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A stage at two instants." })
export class StageDelta {
  @Field(() => StageEnum, { description: "Which stage." })
  stage!: Stage;

  @Field(() => AssetDelta, { description: "People in it." })
  people!: AssetDelta;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A group of nine-grid cells at two instants." })
export class GroupDelta {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;

  @Field(() => AssetDelta, { description: "People in its cells." })
  people!: AssetDelta;
}

@Access("READ_ASSETS")
@ObjectType({ description: "How many people one movement is of." })
export class AssetMovementCount {
  @Field(() => MovementEnum, { description: "Which movement." })
  movement!: Movement;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "What became of a brand's assets between two snapshots by the same rules." })
export class AssetChange {
  @Field(() => AssetSnapshot, { description: "The first." })
  from!: AssetSnapshot;

  @Field(() => AssetSnapshot, { description: "The second." })
  to!: AssetSnapshot;

  @Field(() => AssetDelta, {
    description: "People in any of the four stages (4A资产总量); the lapsed are not among them.",
  })
  people!: AssetDelta;

  @Field(() => [StageDelta], { description: "All four stages, shallowest first." })
  stages!: readonly StageDelta[];

  @Field(() => [GroupDelta], { description: "All four groups." })
  groups!: readonly GroupDelta[];

  @Field(() => [AssetMovementCount], {
    description:
      "All five movements. LEFT, RISEN, FALLEN and UNMOVED sum to people.before, ENTERED and the last three to people.after, unless people were merged or erased since a snapshot was taken, which is OUTDATED then.",
  })
  movements!: readonly AssetMovementCount[];
}
