import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum } from "./label.types";
import type { CrowdGroup, Intent, Loyalty } from "./nine-grid";
import { Suppression } from "./suppression.types";

@Access("READ_ASSETS")
@ObjectType({ description: "One cell of the nine-grid (九宫格)." })
export class NineGridCell {
  @Field(() => IntentEnum, { description: "Its row." })
  intent!: Intent;

  @Field(() => LoyaltyEnum, { description: "Its column." })
  loyalty!: Loyalty;

  @Field(() => CrowdGroupEnum, { description: "The group that the rule set puts it in." })
  group!: CrowdGroup;

  @Field(() => BigIntScalar, { nullable: true, description: "People in it; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the snapshot's people, 0 to 1; null when withheld or there are none.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A group of nine-grid cells." })
export class NineGridGroup {
  @Field(() => CrowdGroupEnum, { description: "Which group." })
  group!: CrowdGroup;

  @Field(() => BigIntScalar, { nullable: true, description: "People in its cells; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of the snapshot's people, 0 to 1; null when withheld or there are none.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The nine-grid (九宫格): intent by loyalty. Cells, or groups, and the unplaced sum to the snapshot's people.",
})
export class NineGrid {
  @Field(() => [NineGridCell], { description: "All nine, row by row." })
  cells!: readonly NineGridCell[];

  @Field(() => [NineGridGroup], { description: "All four." })
  groups!: readonly NineGridGroup[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People whom the brand met and who showed no intent lately, so that no cell is theirs; null when withheld.",
  })
  unplaced!: bigint | null;

  @Field(() => Suppression, { description: "What is withheld of the cells and the unplaced." })
  suppression!: Suppression;
}
