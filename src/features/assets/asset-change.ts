import { suppress } from "../../platform/small-groups";
import type { AssetSnapshot } from "./asset-snapshot";
import { type CrowdGroup, crowdGroups } from "./nine-grid";
import { type PerStage, type Stage, stageLabelOf, stages } from "./stage";
import { isSumSafe, type SuppressedTable, type TableCell, withholdInLines } from "./suppress-table";
import { type VisibleFigures, visibleFigures } from "./visible-figures";

/** A figure at two instants; null where withheld. */
export interface Delta {
  readonly before: bigint | null;
  readonly after: bigint | null;
  /** after - before. */
  readonly delta: bigint | null;
  /** delta / before; null also when before is 0. */
  readonly growth: number | null;
}

/** What became of the people of two snapshots; asset people (资产人群) are those in one of the four stages. */
export const movements = ["ENTERED", "LEFT", "RISEN", "FALLEN", "UNMOVED"] as const;
export type Movement = (typeof movements)[number];

export interface AssetChange {
  readonly from: AssetSnapshot;
  readonly to: AssetSnapshot;
  readonly people: Delta;
  readonly stages: ReadonlyMap<Stage, Delta>;
  readonly groups: ReadonlyMap<CrowdGroup, Delta>;
  /** ENTERED less LEFT is the delta of the people, unless people were merged or erased since. */
  readonly movements: ReadonlyMap<Movement, bigint | null>;
}

/** Stage labels before and after, of each movement. */
const IS_OF: Readonly<Record<Movement, (before: number, after: number) => boolean>> = {
  ENTERED: (before, after) => before === 0 && after > 0,
  LEFT: (before, after) => before > 0 && after === 0,
  RISEN: (before, after) => before > 0 && after > before,
  FALLEN: (before, after) => after > 0 && after < before,
  UNMOVED: (before, after) => before > 0 && after === before,
};

/** Two snapshots by the same rules, with their stages crossed; `table` is what is told of the crossing. */
export function assetChange(
  from: AssetSnapshot,
  to: AssetSnapshot,
  crossed: PerStage<PerStage<bigint>>,
  table: SuppressedTable,
  threshold: number,
): AssetChange {
  const [before, after] = [from, to].map(({ figures, ruleSet }) =>
    visibleFigures(figures, ruleSet.definition.groups, threshold),
  ) as [VisibleFigures, VisibleFigures];
  const people = deltaOf(assetPeople(from, before, threshold), assetPeople(to, after, threshold));
  return {
    from,
    to,
    people,
    stages: new Map(
      stages.map((stage) => {
        const label = stageLabelOf(stage);
        return [stage, deltaOf(before.stages.counts[label]!, after.stages.counts[label]!)];
      }),
    ),
    groups: new Map(
      crowdGroups.map((group) => [
        group,
        deltaOf(before.nineGrid.groups.get(group)!, after.nineGrid.groups.get(group)!),
      ]),
    ),
    movements: movementsOf(crossed, table, threshold),
  };
}

/** People in a stage; with people and lapsed they are three figures of which none may follow from the others. */
function assetPeople({ figures }: AssetSnapshot, visible: VisibleFigures, threshold: number): bigint | null {
  if (visible.people !== null && visible.stages.counts[0] === null) return null;
  return suppress(figures.people - figures.stages[0], threshold);
}

function deltaOf(before: bigint | null, after: bigint | null): Delta {
  if (before === null || after === null) return { before, after, delta: null, growth: null };
  const delta = after - before;
  return { before, after, delta, growth: before === 0n ? null : Number(delta) / Number(before) };
}

/** A movement sums crossings, and with others it sums to the people of a snapshot: neither may give a withheld one away. */
function movementsOf(
  crossed: PerStage<PerStage<bigint>>,
  table: SuppressedTable,
  threshold: number,
): ReadonlyMap<Movement, bigint | null> {
  const cells = new Map(
    movements.map((name): [Movement, TableCell] => {
      const count = crossed
        .flatMap((row, before) => row.filter((_, after) => IS_OF[name](before, after)))
        .reduce((sum, cell) => sum + cell, 0n);
      const isWithheld = suppress(count, threshold) === null || !isSumSafe(table, crossed, threshold, IS_OF[name]);
      return [name, { count, isWithheld }];
    }),
  );
  const kept = [cells.get("RISEN")!, cells.get("FALLEN")!, cells.get("UNMOVED")!];
  withholdInLines(
    [
      [cells.get("LEFT")!, ...kept],
      [cells.get("ENTERED")!, ...kept],
    ],
    threshold,
  );
  return new Map([...cells].map(([name, { count, isWithheld }]) => [name, isWithheld ? null : count]));
}
