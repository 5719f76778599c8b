import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { DataState } from "../touchpoints";
import { DataStateEnum } from "../touchpoints/data-state.types";
import type { AssetSnapshot as AssetSnapshotRow } from "./asset-snapshot";
import { IntentEnum, LoyaltyEnum, StageEnum } from "./label.types";
import type { Intent, Loyalty } from "./nine-grid";
import { NineGrid } from "./nine-grid.types";
import { RuleSet } from "./rule-set.types";
import type { Stage } from "./stage";
import { Suppression } from "./suppression.types";

@Access("READ_ASSETS")
@ObjectType({ description: "The people of one 4A stage (4A人群) in a snapshot." })
export class AssetStage {
  /** Where it belongs; not a field of the schema. */
  snapshot!: AssetSnapshotRow;

  @Field(() => StageEnum, { description: "Which stage." })
  stage!: Stage;

  @Field(() => BigIntScalar, { nullable: true, description: "People in it; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the snapshot's people, 0 to 1; null when withheld or there are none.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "People of one stage in one cell of the nine-grid." })
export class StageByCellCount {
  @Field(() => StageEnum, { nullable: true, description: "Their stage; null: lapsed." })
  stage!: Stage | null;

  @Field(() => IntentEnum, { nullable: true, description: "Row of their cell; null: unplaced." })
  intent!: Intent | null;

  @Field(() => LoyaltyEnum, { nullable: true, description: "Column of their cell; null: unplaced." })
  loyalty!: Loyalty | null;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "The same people by stage and by cell; rows and columns sum to the snapshot's stages and cells.",
})
export class StageByCell {
  @Field(() => [StageByCellCount], {
    description: "All 50 crossings: the lapsed and four stages by the unplaced and nine cells.",
  })
  counts!: readonly StageByCellCount[];

  @Field(() => Suppression, { description: "What is withheld of the crossings." })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "A brand's people assets (人群资产) at one instant as known at another, published and never changed: everybody whom the brand met in the rule set's look-back, by 4A stage and by nine-grid cell.",
})
export class AssetSnapshot extends Node {
  /** The published row; not a field of the schema. */
  snapshot!: AssetSnapshotRow;

  @Field(() => DateTimeScalar, { description: "The instant: touchpoints before it count." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "When it was taken, so which touchpoints had come by then." })
  knownAt!: Date;

  @Field(() => DataStateEnum, {
    description:
      "Whether taking it now could give other figures: touchpoints of its brand concern it, and those of a category that the brand or the snapshot shares. Not seen are touchpoints on site of brands that share no category with it: they can move people between platform intent and unplaced.",
  })
  state!: DataState;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When a newer snapshot of the same instant and rules took its place (重述); null: it stands.",
  })
  restatedAt!: Date | null;

  @Field({
    description:
      "False once its labels were given up by the retention of labels: the figures stay, but who was where is known only after taking it again, and what asks for it answers LABELS_THINNED.",
  })
  hasLabels!: boolean;

  @Field(() => RuleSet, { description: "The rules it was labelled by." })
  ruleSet!: RuleSet;

  @Field(() => BigIntScalar, { nullable: true, description: "Everybody whom the brand met; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them those who were erased since: taking the snapshot again gives figures without them. Counted as long as it has its labels; null when withheld.",
  })
  erasedPeople!: bigint | null;

  @Field(() => [AssetStage], { description: "All four stages, shallowest first; with the lapsed they sum to people." })
  stages!: readonly AssetStage[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whom the brand met and who are in no stage now; null when withheld.",
  })
  lapsed!: bigint | null;

  @Field(() => NineGrid, { description: "The same people by intent and loyalty." })
  nineGrid!: NineGrid;

  @Field(() => StageByCell, { description: "The same people by stage and cell at once." })
  stageByCell!: StageByCell;

  @Field(() => Suppression, {
    description: "What is withheld of the stages and the lapsed; the other tables have their own.",
  })
  suppression!: Suppression;
}

export const AssetSnapshotConnection = connectionType(AssetSnapshot, "AssetSnapshot", "READ_ASSETS");
