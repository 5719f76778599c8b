import type { AssetFigures } from "./asset-figures";
import { cells } from "./nine-grid";
import type { RuleSetDefinition } from "./rule-set";
import { stages } from "./stage";
import { visibleFigures } from "./visible-figures";

/** A count of a snapshot as its organisation may be told it; null: withheld. */
export interface ToldCount {
  readonly kind: "PEOPLE" | "STAGE" | "CELL";
  /** ALL, a stage or LAPSED, a cell or UNPLACED; REMAINDER: the withheld ones of the kind together. */
  readonly name: string;
  readonly people: bigint | null;
}

const STAGE_NAMES = ["LAPSED", ...stages];
const CELL_NAMES = ["UNPLACED", ...cells.map(({ intent, loyalty }) => `${intent}_${loyalty}`)];

/** A snapshot's counts as every answer tells them, for those who read tables. */
export function toldCounts(
  figures: AssetFigures,
  groups: RuleSetDefinition["groups"],
  threshold: number,
): readonly ToldCount[] {
  const { people, stages: told, cells: grid } = visibleFigures(figures, groups, threshold);
  const remainder = (
    kind: ToldCount["kind"],
    { suppressedCells, remainder: rest }: typeof told,
  ): readonly ToldCount[] => (suppressedCells === 0 ? [] : [{ kind, name: "REMAINDER", people: rest }]);
  return [
    { kind: "PEOPLE", name: "ALL", people },
    ...told.counts.map((count, label): ToldCount => ({ kind: "STAGE", name: STAGE_NAMES[label]!, people: count })),
    ...remainder("STAGE", told),
    ...grid.counts.map((count, label): ToldCount => ({ kind: "CELL", name: CELL_NAMES[label]!, people: count })),
    ...remainder("CELL", grid),
  ];
}
