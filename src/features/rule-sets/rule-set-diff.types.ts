import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { type CrowdGroup, crowdGroups, intents, loyalties, type Stage, stages } from "../assets";
import { CrowdGroupEnum, StageEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet, toSuppression } from "../assets/shape-snapshot.types";
import { Suppression } from "../assets/suppression.types";
import { NineGridPlace } from "./definition.types";
import type { Moves } from "./rule-set-diff";
import type { ShownDiff } from "./rule-set-diff.service";

const PEOPLE = { nullable: true, description: "How many, rounded; null when withheld." } as const;
const MOVED = { nullable: true, description: "People whose label differs, rounded; null when withheld." } as const;
const LISTED = "Crossings that hold people; one that is not listed holds nobody.";

@Access("READ_ASSETS")
@ObjectType({ description: "People in one stage by the first rules and in one by the others." })
export class RuleSetStageMove {
  @Field(() => StageEnum, { nullable: true, description: "By the first rules; null: no stage, or not met." })
  from!: Stage | null;

  @Field(() => StageEnum, { nullable: true, description: "By the others; null: no stage, or not met." })
  to!: Stage | null;

  @Field(() => BigIntScalar, PEOPLE)
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "People in one cell by the first rules and in one by the others." })
export class RuleSetCellMove {
  @Field(() => NineGridPlace, { nullable: true, description: "By the first rules; null: unplaced, or not met." })
  from!: NineGridPlace | null;

  @Field(() => NineGridPlace, { nullable: true, description: "By the others; null: unplaced, or not met." })
  to!: NineGridPlace | null;

  @Field(() => BigIntScalar, PEOPLE)
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "People in one group by the first rules and in one by the others." })
export class RuleSetGroupMove {
  @Field(() => CrowdGroupEnum, { nullable: true, description: "By the first rules; null: unplaced, or not met." })
  from!: CrowdGroup | null;

  @Field(() => CrowdGroupEnum, { nullable: true, description: "By the others; null: unplaced, or not met." })
  to!: CrowdGroup | null;

  @Field(() => BigIntScalar, PEOPLE)
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Who moves between stages." })
export class RuleSetStageMoves {
  @Field(() => [RuleSetStageMove], { description: `${LISTED} At most 25.` })
  moves!: readonly RuleSetStageMove[];

  @Field(() => BigIntScalar, MOVED)
  moved!: bigint | null;

  @Field(() => Suppression, { description: "What is withheld of the crossings." })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Who moves between cells." })
export class RuleSetCellMoves {
  @Field(() => [RuleSetCellMove], { description: `${LISTED} At most 100.` })
  moves!: readonly RuleSetCellMove[];

  @Field(() => BigIntScalar, MOVED)
  moved!: bigint | null;

  @Field(() => Suppression, { description: "What is withheld of the crossings." })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Who moves between groups." })
export class RuleSetGroupMoves {
  @Field(() => [RuleSetGroupMove], { description: `${LISTED} At most 25.` })
  moves!: readonly RuleSetGroupMove[];

  @Field(() => BigIntScalar, MOVED)
  moved!: bigint | null;

  @Field(() => Suppression, { description: "What is withheld of the crossings." })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The same people at the same instant by two versions of rules: who moves. Counts are rounded to the organisation's base.",
})
export class RuleSetDiff {
  @Field(() => DateTimeScalar, { description: "The instant: touchpoints before it count." })
  asOf!: Date;

  @Field(() => RuleSet, { description: "The first rules." })
  from!: RuleSet;

  @Field(() => RuleSet, { description: "The others." })
  to!: RuleSet;

  @Field(() => RuleSetStageMoves, { description: "By 4A stage." })
  stages!: RuleSetStageMoves;

  @Field(() => RuleSetCellMoves, { description: "By nine-grid cell." })
  cells!: RuleSetCellMoves;

  @Field(() => RuleSetGroupMoves, { description: "By group, of each by its own map of cells." })
  groups!: RuleSetGroupMoves;
}

export function toRuleSetDiff({ asOf, from, to, threshold, ...diff }: ShownDiff): RuleSetDiff {
  const shape = <Label>({ table, moved }: Moves, labelOf: (label: number) => Label | null) => ({
    moves: table.counts.flatMap((row, before) =>
      row.flatMap((people, after) => (people === 0n ? [] : { from: labelOf(before), to: labelOf(after), people })),
    ),
    moved,
    suppression: toSuppression(table, threshold),
  });
  return Object.assign(new RuleSetDiff(), {
    asOf,
    from: toRuleSet(from),
    to: toRuleSet(to),
    stages: shape(diff.stages, (label) => stages[label - 1] ?? null),
    cells: shape(diff.cells, placeOf),
    groups: shape(diff.groups, (label) => crowdGroups[label - 1] ?? null),
  });
}

const placeOf = (label: number): NineGridPlace | null =>
  label === 0
    ? null
    : {
        intent: intents[Math.floor((label - 1) / loyalties.length)]!,
        loyalty: loyalties[(label - 1) % loyalties.length]!,
      };
