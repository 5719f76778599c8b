import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { AssetSnapshot } from "./asset-snapshot";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum } from "./label.types";
import type { CrowdGroup, Intent, Loyalty } from "./nine-grid";
import { Suppression } from "./suppression.types";

/** People of some cells of a snapshot's nine-grid. */
@ObjectType()
abstract class CountedCells {
  /** Where it belongs; not a field of the schema. */
  snapshot!: AssetSnapshot;

  @Field(() => BigIntScalar, { nullable: true, description: "How many people; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the snapshot's people, 0 to 1; null when withheld or there are none.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One cell of the nine-grid (九宫格)." })
export class NineGridCell extends CountedCells {
  @Field(() => IntentEnum, { description: "Its row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Its column." })
  loyalty!: Loyalty;

  @Field(() => CrowdGroupEnum, { description: "The group that the rule set puts it in." })
  group!: CrowdGroup;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A group of nine-grid cells." })
export class NineGridGroup extends CountedCells {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A row of the nine-grid (纵轴): the three cells of one intent." })
export class NineGridRow extends CountedCells {
  @Field(() => IntentEnum, { description: "Which intent." })
  intent!: Intent;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A column of the nine-grid (横轴): the three cells of one loyalty." })
export class NineGridColumn extends CountedCells {
  @Field(() => LoyaltyEnum, { description: "Which loyalty." })
  loyalty!: Loyalty;
}

@Access("READ_ASSETS")
@ObjectType({ description: "All nine cells together (九宫格用户资产总量)." })
export class NineGridPlaced extends CountedCells {}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The nine-grid (九宫格): intent by loyalty. Cells, or groups, or rows, or columns, and the unplaced sum to the snapshot's people.",
})
export class NineGrid {
  @Field(() => [NineGridCell], { description: "All nine, row by row." })
  cells!: readonly NineGridCell[];

  @Field(() => [NineGridGroup], { description: "All four." })
  groups!: readonly NineGridGroup[];

  @Field(() => [NineGridRow], { description: "All three, the most specific intent first." })
  rows!: readonly NineGridRow[];

  @Field(() => [NineGridColumn], { description: "All three." })
  columns!: readonly NineGridColumn[];

  @Field(() => NineGridPlaced, { description: "Everybody in a cell." })
  placed!: NineGridPlaced;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People whom the brand met and who showed no intent lately, so that no cell is theirs; null when withheld.",
  })
  unplaced!: bigint | null;

  @Field(() => Suppression, {
    description:
      "What is withheld of the cells and the unplaced. A row or column is withheld where it would tell them.",
  })
  suppression!: Suppression;
}
