import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { MinorMoney } from "../../platform/money";
import { suppressPartition } from "../../platform/small-groups";
import { suppressTable } from "../assets";
import type { LedgerLine } from "./benefit-ledger.store";

type Count = bigint | null;

/** Issues with what became of them, as a caller may see them; null where withheld. */
export interface ShownLine {
  readonly issued: Count;
  readonly redeemed: Count;
  readonly expired: Count;
  readonly open: Count;
  readonly uses: Count;
  readonly cost: MinorMoney | null;
  /** Redeemed of issued; null also of none. */
  readonly redemptionRate: number | null;
  readonly interval: Interval | null;
}

export interface ShownLedger {
  readonly total: ShownLine;
  readonly byTier: readonly (ShownLine & { readonly tier: string | null })[];
  readonly suppressedCells: number;
}

/**
 * Issues part by tier and by what became of them, and both sums are told: margins are suppressed first and the cells of the
 * table after. What was paid tells how many paid, so it is told where those are.
 */
export function showLedger(lines: readonly LedgerLine[], currencyCode: string, threshold: number): ShownLedger {
  const cells = lines.map(({ redeemed, expired, open }) => [redeemed, expired, open]);
  const sums = [0, 1, 2].map((column) => cells.reduce((total, row) => total + row[column]!, 0n));
  const issued = cells.map((row) => row.reduce((total, cell) => total + cell, 0n));
  const byTier = suppressPartition(issued, threshold);
  const byFate = suppressPartition(sums, threshold);
  const table = suppressTable(cells, threshold, {
    withheldRows: withheldIn(byTier.counts),
    withheldColumns: withheldIn(byFate.counts),
  });
  const everyone = sums.reduce((total, sum) => total + sum, 0n);
  const add = (pick: (line: LedgerLine) => bigint): bigint => lines.reduce((total, line) => total + pick(line), 0n);
  const total = { tier: null, redeemed: sums[0]!, expired: sums[1]!, open: sums[2]!, uses: add(({ uses }) => uses) };
  const shownTotal = suppressPartition([everyone], threshold).counts[0]!;
  return {
    total: show({ ...total, costMinor: add(({ costMinor }) => costMinor) }, shownTotal, byFate.counts, currencyCode),
    byTier: lines.map((line, place) => ({
      tier: line.tier,
      ...show(line, byTier.counts[place]!, table.counts[place]!, currencyCode),
    })),
    suppressedCells: byTier.suppressedCells + byFate.suppressedCells + table.suppressedCells,
  };
}

function show(
  { uses, costMinor }: LedgerLine,
  issued: Count,
  [redeemed, expired, open]: readonly Count[],
  currencyCode: string,
): ShownLine {
  const isTold = issued !== null && redeemed != null && (issued === redeemed || (expired != null && open != null));
  const rate = isTold && issued > 0n ? { successes: Number(redeemed), trials: Number(issued) } : null;
  return {
    ...{ issued, redeemed: redeemed!, expired: expired!, open: open! },
    uses: redeemed === null ? null : uses,
    cost: redeemed === null ? null : { minor: costMinor, currencyCode },
    redemptionRate: rate && rate.successes / rate.trials,
    interval: rate && wilsonInterval(rate),
  };
}

const withheldIn = (counts: readonly Count[]): ReadonlySet<number> =>
  new Set(counts.flatMap((count, place) => (count === null ? [place] : [])));
