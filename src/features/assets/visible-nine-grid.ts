import { type CellSet, revealsSmallGroup } from "../../platform/determined-sums";
import { suppress, suppressPartition } from "../../platform/small-groups";
import {
  type CrowdGroup,
  cellLabelOf,
  cells,
  crowdGroups,
  type Intent,
  intents,
  type Loyalty,
  loyalties,
} from "./nine-grid";
import type { RuleSetDefinition } from "./rule-set";

type Count = bigint | null;

/** The nine-grid as a caller may see it: null where withheld. */
export interface VisibleNineGrid {
  /** By cell label; the first are the unplaced. */
  readonly cells: readonly Count[];
  readonly groups: ReadonlyMap<CrowdGroup, Count>;
  readonly rows: ReadonlyMap<Intent, Count>;
  readonly columns: ReadonlyMap<Loyalty, Count>;
  /** People in any of the nine cells. */
  readonly placed: Count;
}

/**
 * Groups are sums of cells, so they are suppressed first and the cells inside each group after: a told group never has one
 * withheld cell alone, a withheld one tells none of its cells. Columns, then rows, are told where they let no few people be
 * computed from all that is told already; what is left out is a sum, so the rest stays useful.
 */
export function visibleNineGrid(
  counts: readonly bigint[],
  groups: RuleSetDefinition["groups"],
  threshold: number,
): VisibleNineGrid {
  const members = crowdGroups.map((group) => groups[group].map(([intent, loyalty]) => cellLabelOf(intent, loyalty)));
  const top = suppressPartition([...members.map((labels) => sumOf(counts, labels)), counts[0]!], threshold);
  const told: Count[] = [top.counts.at(-1)!, ...Array<Count>(9).fill(0n)];
  for (const [index, labels] of members.entries()) {
    const exact = labels.map((label) => counts[label]!);
    const shown =
      top.counts[index] === null
        ? exact.map((count) => (count === 0n ? count : null))
        : suppressPartition(exact, threshold).counts;
    for (const [position, label] of labels.entries()) told[label] = shown[position]!;
  }
  const placed = told[0] === null ? null : suppress(sumOf(counts, ALL_CELLS), threshold);
  const known: CellSet[] = [EVERYBODY, ...members.filter((_, index) => top.counts[index] !== null)];
  if (placed !== null) known.push(ALL_CELLS);
  const margin = marginTeller(counts, told, known, threshold);
  const columns = new Map(loyalties.map((loyalty) => [loyalty, margin((cell) => cell.loyalty === loyalty)]));
  const rows = new Map(intents.map((intent) => [intent, margin((cell) => cell.intent === intent)]));
  return {
    cells: told,
    groups: new Map(crowdGroups.map((group, index) => [group, top.counts[index]!])),
    rows,
    columns,
    placed,
  };
}

const ALL_CELLS: CellSet = cells.map(({ label }) => label);
const EVERYBODY: CellSet = [0, ...ALL_CELLS];

/** Tells a sum of cells, or withholds it; what it tells is known when the next one is asked for. */
function marginTeller(counts: readonly bigint[], told: readonly Count[], known: readonly CellSet[], threshold: number) {
  const cut = (set: CellSet): CellSet => set.filter((cell) => told[cell] === null);
  let sums = known.map(cut);
  return (isMember: (cell: (typeof cells)[number]) => boolean): Count => {
    const labels = cells.filter(isMember).map(({ label }) => label);
    const people = suppress(sumOf(counts, labels), threshold);
    const hidden = cut(labels);
    if (people === null || hidden.length === 0) return people;
    if (revealsSmallGroup(counts, [...sums, hidden], threshold)) return null;
    sums = [...sums, hidden];
    return people;
  };
}

const sumOf = (counts: readonly bigint[], set: CellSet): bigint => set.reduce((sum, cell) => sum + counts[cell]!, 0n);
