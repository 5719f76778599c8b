import { type SuppressedPartition, suppress, suppressPartition } from "../../platform/small-groups";
import type { AssetFigures } from "./asset-figures";
import { type CrowdGroup, cellLabelOf, crowdGroups } from "./nine-grid";
import type { RuleSetDefinition } from "./rule-set";
import { type SuppressedTable, suppressTable } from "./suppress-table";

type Count = bigint | null;

/** Figures as a caller may see them: null where withheld. */
export interface VisibleFigures {
  readonly threshold: number;
  readonly people: Count;
  /** By stage label. */
  readonly stages: SuppressedPartition;
  /** By cell label. */
  readonly cells: SuppressedPartition;
  readonly groups: ReadonlyMap<CrowdGroup, Count>;
  /** By stage label, then cell label. */
  readonly cross: SuppressedTable;
}

/**
 * Passes a snapshot's figures through suppression. Groups are sums of cells, so they are suppressed first and the cells
 * inside each group after: a told group never has one withheld cell alone, a withheld one tells none of its cells.
 */
export function visibleFigures(
  figures: AssetFigures,
  groups: RuleSetDefinition["groups"],
  threshold: number,
): VisibleFigures {
  const stages = suppressPartition(figures.stages, threshold);
  const members = crowdGroups.map((group) => groups[group].map(([intent, loyalty]) => cellLabelOf(intent, loyalty)));
  const sums = members.map((labels) => labels.reduce((sum, label) => sum + figures.cells[label]!, 0n));
  const top = suppressPartition([...sums, figures.cells[0]!], threshold);
  const cells: Count[] = [top.counts.at(-1)!, ...Array<Count>(9).fill(0n)];
  for (const [index, labels] of members.entries()) {
    const counts = labels.map((label) => figures.cells[label]!);
    const told =
      top.counts[index] === null
        ? counts.map((count) => (count === 0n ? count : null))
        : suppressPartition(counts, threshold).counts;
    for (const [position, label] of labels.entries()) cells[label] = told[position]!;
  }
  return {
    threshold,
    people: suppress(figures.people, threshold),
    stages,
    cells: asPartition(cells, figures.cells, threshold),
    groups: new Map(crowdGroups.map((group, index) => [group, top.counts[index]!])),
    cross: suppressTable(figures.cross, threshold, {
      withheldRows: withheldIn(stages.counts),
      withheldColumns: withheldIn(cells),
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
