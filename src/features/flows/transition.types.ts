import { Field, Float, ObjectType } from "type-graphql";
import { wilsonInterval } from "../../engines/numeric/wilson-interval";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { type CrowdGroup, crowdGroups, movements, type Stage } from "../assets";
import { AssetMovementCount } from "../assets/asset-change.types";
import { AssetSnapshot } from "../assets/asset-snapshot.types";
import { CrowdGroupEnum, StageEnum } from "../assets/label.types";
import { stageOf, toAssetSnapshot, toSuppression } from "../assets/shape-snapshot.types";
import { Suppression } from "../assets/suppression.types";
import { FlowInterval } from "./stage-reach.types";
import type { GroupTransition, StageTransition as StageTransitionRow, Transition } from "./transition.service";

/** People of one crossing of labels. */
@ObjectType()
abstract class TransitionCell {
  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Of all who had the first label, 0 to 1; null of nobody, and when withheld. It is no efficiency: see stageReach.",
  })
  share!: number | null;

  @Field(() => FlowInterval, { nullable: true, description: "Wilson score interval of share; null with it." })
  interval!: FlowInterval | null;

  @Field(() => Float, { nullable: true, description: "share over the days between the instants; null with it." })
  sharePerDay!: number | null;
}

/** One label at both instants. */
@ObjectType()
abstract class TransitionTotal {
  @Field(() => BigIntScalar, { nullable: true, description: "People who had it first: its row; null when withheld." })
  before!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who have it then: its column; null when withheld.",
  })
  after!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "after / before - 1, so 0.55 is 55 % more; null when one is withheld, or nobody had it before.",
  })
  change!: number | null;
}

@ObjectType()
abstract class TransitionAnswer {
  @Field(() => AssetSnapshot, { description: "The first instant." })
  from!: AssetSnapshot;

  @Field(() => AssetSnapshot, { description: "The second instant." })
  to!: AssetSnapshot;

  @Field(() => Float, { description: "Days of 24 hours between the instants." })
  days!: number;

  @Field(() => Suppression, {
    description:
      "What is withheld of the cells. None of them follows from the rest, the totals, the moves and the two snapshots by adding and subtracting.",
  })
  suppression!: Suppression;
}

@Access("READ_ASSETS")
@ObjectType({ description: "People who went from one stage to another." })
class StageTransitionCell extends TransitionCell {
  @Field(() => StageEnum, {
    nullable: true,
    description: "Their stage at the first instant; null: none, lapsed or not met.",
  })
  from!: Stage | null;

  @Field(() => StageEnum, { nullable: true, description: "Their stage at the second instant; null: none." })
  to!: Stage | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The people of one stage at both instants." })
class StageTransitionTotal extends TransitionTotal {
  @Field(() => StageEnum, {
    nullable: true,
    description: "Which stage; null: none, lapsed or not met, of all who were met before either instant.",
  })
  stage!: Stage | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Where a brand's people were at one instant and are at another (流转): two labels crossed. It is no efficiency: who rose and fell back in between shows as unmoved. People are those known now: after merges or erasures, totals may be below what the snapshots published.",
})
export class StageTransition extends TransitionAnswer {
  @Field(() => [StageTransitionCell], { description: "All 25 crossings of no stage and the four stages, row by row." })
  cells!: readonly StageTransitionCell[];

  @Field(() => [StageTransitionTotal], { description: "Row and column sums, that of no stage first, then by depth." })
  totals!: readonly StageTransitionTotal[];

  @Field(() => [AssetMovementCount], { description: "All five movements, as in AssetChange." })
  movements!: readonly AssetMovementCount[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "People who went from one group of the nine-grid to another." })
class CrowdGroupTransitionCell extends TransitionCell {
  @Field(() => CrowdGroupEnum, {
    nullable: true,
    description: "Their group at the first instant; null: none, unplaced or not met.",
  })
  from!: CrowdGroup | null;

  @Field(() => CrowdGroupEnum, { nullable: true, description: "Their group at the second instant; null: none." })
  to!: CrowdGroup | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "The people of one group at both instants, e.g. potential customers before and after (投放前后).",
})
class CrowdGroupTransitionTotal extends TransitionTotal {
  @Field(() => CrowdGroupEnum, {
    nullable: true,
    description: "Which group; null: none, unplaced or not met, of all who were met before either instant.",
  })
  group!: CrowdGroup | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The groups of the nine-grid (九宫格) at two instants, crossed as in StageTransition, by the rule set's map.",
})
export class CrowdGroupTransition extends TransitionAnswer {
  @Field(() => [CrowdGroupTransitionCell], {
    description: "All 25 crossings of no group and the four groups, row by row.",
  })
  cells!: readonly CrowdGroupTransitionCell[];

  @Field(() => [CrowdGroupTransitionTotal], { description: "Row and column sums, that of no group first." })
  totals!: readonly CrowdGroupTransitionTotal[];

  @Field(() => BigIntScalar, { nullable: true, description: "From no group to any (流入); null when withheld." })
  entered!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "From any group to none (流出); null when withheld." })
  left!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "From one group to another; null when withheld." })
  moved!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "In the same group at both (留存); null when withheld." })
  unmoved!: bigint | null;
}

export const toStageTransition = (row: StageTransitionRow): StageTransition =>
  Object.assign(new StageTransition(), {
    ...toAnswer(row),
    movements: movements.map((movement) =>
      Object.assign(new AssetMovementCount(), { movement, people: row.moves[movement] }),
    ),
    cells: cellsOf(row, (cell, from, to) =>
      Object.assign(new StageTransitionCell(), { ...cell, from: stageOf(from), to: stageOf(to) }),
    ),
    totals: totalsOf(row, (total, label) =>
      Object.assign(new StageTransitionTotal(), { ...total, stage: stageOf(label) }),
    ),
  });

const groupOf = (label: number): CrowdGroup | null => crowdGroups[label - 1] ?? null;

export const toCrowdGroupTransition = (row: GroupTransition): CrowdGroupTransition =>
  Object.assign(new CrowdGroupTransition(), {
    ...toAnswer(row),
    ...row.moves,
    cells: cellsOf(row, (cell, from, to) =>
      Object.assign(new CrowdGroupTransitionCell(), { ...cell, from: groupOf(from), to: groupOf(to) }),
    ),
    totals: totalsOf(row, (total, label) =>
      Object.assign(new CrowdGroupTransitionTotal(), { ...total, group: groupOf(label) }),
    ),
  });

const toAnswer = ({ from, to, days, threshold, ...told }: Transition<string>) => ({
  from: toAssetSnapshot(from),
  to: toAssetSnapshot(to),
  days,
  suppression: toSuppression(told, threshold),
});

function cellsOf<Cell>(
  { cells, rows, days }: Transition<string>,
  shape: (cell: TransitionCell, from: number, to: number) => Cell,
): readonly Cell[] {
  return cells.flatMap((row, from) =>
    row.map((people, to) => {
      const base = rows[from]!;
      const proportion = people !== null && base ? { successes: Number(people), trials: Number(base) } : null;
      const share = proportion && proportion.successes / proportion.trials;
      const interval = proportion && wilsonInterval(proportion);
      return shape({ people, share, interval, sharePerDay: share === null ? null : share / days }, from, to);
    }),
  );
}

const totalsOf = <Total>(
  { rows, columns }: Transition<string>,
  shape: (total: TransitionTotal, label: number) => Total,
): readonly Total[] =>
  rows.map((before, label) => {
    const after = columns[label]!;
    const change = before && after !== null ? Number(after) / Number(before) - 1 : null;
    return shape({ before, after, change }, label);
  });
