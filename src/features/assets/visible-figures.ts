import { type SuppressedPartition, suppress, suppressPartition } from "../../platform/small-groups";
import type { AssetFigures } from "./asset-figures";
import type { RuleSetDefinition } from "./rule-set";
import { type SuppressedTable, suppressTable } from "./suppress-table";
import { type VisibleNineGrid, visibleNineGrid } from "./visible-nine-grid";

type Count = bigint | null;

/** Figures as a caller may see them: null where withheld. */
export interface VisibleFigures {
  readonly threshold: number;
  readonly people: Count;
  /** By stage label. */
  readonly stages: SuppressedPartition;
  /** By cell label. */
  readonly cells: SuppressedPartition;
  readonly nineGrid: VisibleNineGrid;
  /** By stage label, then cell label. */
  readonly cross: SuppressedTable;
}

/** Passes a snapshot's figures through suppression. */
export function visibleFigures(
  figures: AssetFigures,
  groups: RuleSetDefinition["groups"],
  threshold: number,
): VisibleFigures {
  const stages = suppressPartition(figures.stages, threshold);
  const nineGrid = visibleNineGrid(figures.cells, groups, threshold);
  return {
    threshold,
    people: suppress(figures.people, threshold),
    stages,
    cells: asPartition(nineGrid.cells, figures.cells, threshold),
    nineGrid,
    cross: suppressTable(figures.cross, threshold, {
      withheldRows: withheldIn(stages.counts),
      withheldColumns: withheldIn(nineGrid.cells),
    }),
  };
}

/** Places of what is withheld. */
export const withheldIn = (counts: readonly Count[]): ReadonlySet<number> =>
  new Set(counts.flatMap((count, index) => (count === null ? [index] : [])));

function asPartition(told: readonly Count[], exact: readonly bigint[], threshold: number): SuppressedPartition {
  const withheld = [...withheldIn(told)];
  const sum = withheld.reduce((total, index) => total + exact[index]!, 0n);
  return {
    counts: told,
    suppressedCells: withheld.length,
    remainder: withheld.length === 0 ? null : suppress(sum, threshold),
  };
}
