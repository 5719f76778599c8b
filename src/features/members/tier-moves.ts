import { RoaringBitmap32 } from "roaring";
import { suppressPartition } from "../../platform/small-groups";
import { type SuppressedTable, suppressTable } from "../assets";
import type { MemberEvaluation } from "./evaluation";

type Count = bigint | null;

/** Two evaluations of one programme under the same tiers, crossed. */
export interface TierMoves {
  readonly from: MemberEvaluation;
  readonly to: MemberEvaluation;
  readonly threshold: number;
  /** By tier at `from`, then at `to`; row and column 0: no member then. */
  readonly table: SuppressedTable;
}

/** Sums over the table; null where a cell of one is withheld. */
export interface MoveSums {
  readonly joined: Count;
  readonly left: Count;
  readonly upgraded: Count;
  readonly downgraded: Count;
  readonly unchanged: Count;
}

/** Everybody who was a member at either instant, by tier then and now; 0 stands for no member. */
export function crossTiers(
  from: readonly RoaringBitmap32[],
  to: readonly RoaringBitmap32[],
): readonly (readonly bigint[])[] {
  const [before, after] = [RoaringBitmap32.orMany([...from]), RoaringBitmap32.orMany([...to])];
  const rows = [RoaringBitmap32.andNot(after, before), ...from];
  const columns = [RoaringBitmap32.andNot(before, after), ...to];
  return rows.map((row) => columns.map((column) => BigInt(row.andCardinality(column))));
}

/** Tiers that are withheld in an evaluation's own counts are withheld here. */
export function suppressMoves(
  counts: readonly (readonly bigint[])[],
  { from, to }: Pick<TierMoves, "from" | "to">,
  threshold: number,
): SuppressedTable {
  const withheld = (evaluation: MemberEvaluation): ReadonlySet<number> =>
    new Set(
      suppressPartition(evaluation.counts, threshold).counts.flatMap((count, tier) =>
        count === null ? [tier + 1] : [],
      ),
    );
  return suppressTable(counts, threshold, { withheldRows: withheld(from), withheldColumns: withheld(to) });
}

export function sumMoves({ counts }: SuppressedTable): MoveSums {
  const sum = (belongs: (from: number, to: number) => boolean): Count => {
    const cells = counts.flatMap((row, from) => row.filter((_, to) => belongs(from, to)));
    return cells.reduce((total, cell) => (total === null || cell === null ? null : total + cell), 0n as Count);
  };
  return {
    joined: sum((from, to) => from === 0 && to > 0),
    left: sum((from, to) => from > 0 && to === 0),
    upgraded: sum((from, to) => from > 0 && to > from),
    downgraded: sum((from, to) => to > 0 && to < from),
    unchanged: sum((from, to) => from > 0 && to === from),
  };
}
