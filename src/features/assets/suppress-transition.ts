import type { AssetSnapshot } from "./asset-snapshot";
import type { PerStage } from "./stage";
import { type SuppressedTable, suppressTable } from "./suppress-table";
import { visibleFigures, withheldIn } from "./visible-figures";

/** Withholds of two snapshots' stages crossed what small groups need: rows and columns are what the snapshots tell. */
export function suppressTransition(
  from: AssetSnapshot,
  to: AssetSnapshot,
  crossed: PerStage<PerStage<bigint>>,
  threshold: number,
): SuppressedTable {
  // Label 0 counts more people here than the lapsed of a snapshot, so its sum gives nothing away.
  const withheld = ({ figures, ruleSet }: AssetSnapshot): ReadonlySet<number> => {
    const { stages } = visibleFigures(figures, ruleSet.definition.groups, threshold);
    return new Set([...withheldIn(stages.counts)].filter((label) => label !== 0));
  };
  return suppressTable(crossed, threshold, { withheldRows: withheld(from), withheldColumns: withheld(to) });
}
