import type { SmallGroups } from "../../platform/small-groups";
import { roundCount } from "../../platform/small-groups";
import {
  cellLabelOf,
  crowdGroups,
  figuresOf,
  isSumSafe,
  type PeopleLabels,
  type RuleSetDefinition,
  type SuppressedTable,
  suppressTable,
  visibleFigures,
  withheldIn,
} from "../assets";
import { crossLabels } from "./cross-labels";

/** One labelling of a brand's people. */
export interface Labelling {
  readonly labels: PeopleLabels;
  readonly groups: RuleSetDefinition["groups"];
}

/** Who moves in one dimension: counts by label before, then after; 0 is no label. */
export interface Moves {
  readonly table: SuppressedTable;
  /** People whose label differs; null where withheld. */
  readonly moved: bigint | null;
}

/** Two labellings of the same people at the same instant crossed, as the caller may see it. */
export interface RuleSetDiff {
  readonly stages: Moves;
  readonly cells: Moves;
  /** By group in the order of `crowdGroups`, from 1 on. */
  readonly groups: Moves;
}

type Counts = readonly (readonly bigint[])[];

/**
 * Crosses them and withholds what small groups need: rows and columns are what snapshots by these rules would tell. A crossing of
 * groups is told only where the crossings of cells that it sums give nothing withheld away. Counts are rounded, as rules are the
 * caller's to choose.
 */
export function diffOf(before: Labelling, after: Labelling, { threshold, roundingBase }: SmallGroups): RuleSetDiff {
  const [from, to] = [before, after].map(({ labels, groups }) =>
    visibleFigures(figuresOf(labels), groups, threshold),
  ) as [ReturnType<typeof visibleFigures>, ReturnType<typeof visibleFigures>];
  const told = (exact: Counts, table: SuppressedTable): Moves => {
    const isMove = (row: number, column: number): boolean => row !== column;
    const moved = exact.flatMap((row, r) => row.filter((_, c) => isMove(r, c))).reduce((sum, count) => sum + count, 0n);
    const isTold = (moved === 0n || moved >= BigInt(threshold)) && isSumSafe(table, exact, threshold, isMove);
    return {
      table: {
        ...table,
        counts: table.counts.map((row) => row.map((count) => count && roundCount(count, roundingBase))),
        remainder: table.remainder && roundCount(table.remainder, roundingBase),
      },
      moved: isTold ? roundCount(moved, roundingBase) : null,
    };
  };

  const stages = crossLabels(before.labels.stages, after.labels.stages);
  const cells = crossLabels(before.labels.cells, after.labels.cells);
  const groups = sumByGroup(cells, before.groups, after.groups);
  const cellTable = suppressTable(cells, threshold, marginsOf(from.cells.counts, to.cells.counts));
  const groupTable = suppressTable(groups, threshold, {
    ...marginsOf(
      [null, ...crowdGroups.map((group) => from.nineGrid.groups.get(group)!)],
      [null, ...crowdGroups.map((group) => to.nineGrid.groups.get(group)!)],
    ),
    withheldCells: (row, column) =>
      !isSumSafe(
        cellTable,
        cells,
        threshold,
        (r, c) => groupPlace(before.groups, r) === row && groupPlace(after.groups, c) === column,
      ),
  });
  return {
    stages: told(stages, suppressTable(stages, threshold, marginsOf(from.stages.counts, to.stages.counts))),
    cells: told(cells, cellTable),
    groups: told(groups, groupTable),
  };
}

/** No snapshot tells the sum of label 0, which counts the other labelling's people too. */
const marginsOf = (rows: readonly (bigint | null)[], columns: readonly (bigint | null)[]) => {
  const withheld = (counts: readonly (bigint | null)[]): ReadonlySet<number> =>
    new Set([...withheldIn(counts)].filter((label) => label !== 0));
  return { withheldRows: withheld(rows), withheldColumns: withheld(columns) };
};

/** Place of the group of a cell label; 0 of the unplaced. */
const groupPlace = (groups: RuleSetDefinition["groups"], label: number): number =>
  1 + crowdGroups.findIndex((group) => groups[group].some((cell) => cellLabelOf(...cell) === label));

function sumByGroup(cells: Counts, before: RuleSetDefinition["groups"], after: RuleSetDefinition["groups"]): Counts {
  const sums = Array.from({ length: crowdGroups.length + 1 }, () => Array<bigint>(crowdGroups.length + 1).fill(0n));
  for (const [r, row] of cells.entries())
    for (const [c, count] of row.entries()) sums[groupPlace(before, r)]![groupPlace(after, c)]! += count;
  return sums;
}
