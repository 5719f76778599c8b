import type { Range } from "./concave-program";

interface Rounding {
  readonly cells: ArrayLike<number>;
  /** Whole numbers. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** With whole ends. */
  readonly ranges: readonly Range[];
}

/**
 * Whole amounts next to the given ones that keep all bounds and ranges, or null where none were found. All are rounded down; then the
 * units that are missing go to the largest remainders among cells that lie in the same sums, and where ranges cross, units move between
 * such cells until every range holds.
 */
export function roundCells({ cells, lower, upper, ranges }: Rounding): number[] | null {
  const rounded = lower.map((from, cell) => Math.min(upper[cell]!, Math.max(from, Math.floor(cells[cell]! + 1e-6))));
  const sums = ranges.map((range) => range.cells.reduce((sum, cell) => sum + rounded[cell]!, 0));
  const kinds = kindsOf(lower.length, ranges);
  const off = (index: number, by: number): number => {
    const sum = sums[index]! + by;
    return Math.max(0, ranges[index]!.lower - sum, sum - ranges[index]!.upper);
  };
  const remainder = (cell: number): number => cells[cell]! - rounded[cell]!;
  /** The cell of a kind that a unit is best given to (by 1) or taken from (by -1). */
  const candidate = ({ members }: Kind, by: number): number | null => {
    let best: number | null = null;
    for (const cell of members) {
      if (by > 0 ? rounded[cell]! >= upper[cell]! : rounded[cell]! <= lower[cell]!) continue;
      if (best === null || by * remainder(cell) > by * remainder(best)) best = cell;
    }
    return best;
  };
  const change = (moves: readonly Move[]): number => {
    const bys = new Map<number, number>();
    for (const { kind, by } of moves) for (const range of kind.ranges) bys.set(range, (bys.get(range) ?? 0) + by);
    let gained = 0;
    for (const [range, by] of bys) gained += off(range, 0) - off(range, by);
    return gained;
  };
  // Rounding down misses a range by less than a unit a cell: what misses more was no solution.
  if (!sums.every((_, index) => off(index, 0) <= 2 * cells.length + 2)) return null;
  const moves: readonly Move[] = kinds.flatMap((kind) => [1, -1].map((by) => ({ kind, by })));
  while (sums.some((_, index) => off(index, 0) > 0)) {
    const chosen = bestMoves(moves, change, ({ kind, by }) => candidate(kind, by) !== null);
    if (chosen === null) return null;
    // What was best stays as good as long as it brings the ranges equally nearer.
    const gained = change(chosen);
    do
      for (const { kind, by } of chosen) {
        rounded[candidate(kind, by)!]! += by;
        for (const range of kind.ranges) sums[range]! += by;
      }
    while (change(chosen) === gained && chosen.every(({ kind, by }) => candidate(kind, by) !== null));
  }
  return rounded;
}

interface Kind {
  readonly ranges: readonly number[];
  readonly members: readonly number[];
}

interface Move {
  readonly kind: Kind;
  readonly by: number;
}

/** Cells by the sums that they are in: units of one kind are the same to every range. */
function kindsOf(cells: number, ranges: readonly Range[]): Kind[] {
  const memberships: number[][] = Array.from({ length: cells }, () => []);
  ranges.forEach((range, index) => {
    for (const cell of range.cells) memberships[cell]!.push(index);
  });
  const kinds = new Map<string, { ranges: readonly number[]; members: number[] }>();
  memberships.forEach((of, cell) => {
    const kind = kinds.get(of.join()) ?? { ranges: of, members: [] };
    kind.members.push(cell);
    kinds.set(of.join(), kind);
  });
  return [...kinds.values()];
}

/** The one or two moves that bring the ranges nearest to holding; null where none does. */
function bestMoves(
  moves: readonly Move[],
  change: (moves: readonly Move[]) => number,
  isPossible: (move: Move) => boolean,
): readonly Move[] | null {
  const possible = moves.filter(isPossible);
  let best: readonly Move[] | null = null;
  let most = 0;
  for (const move of possible) {
    const gained = change([move]);
    if (gained > most) [best, most] = [[move], gained];
  }
  if (best !== null) return best;
  for (const [index, one] of possible.entries())
    for (const other of possible.slice(index + 1)) {
      if (one.kind === other.kind) continue;
      const gained = change([one, other]);
      if (gained > most) [best, most] = [[one, other], gained];
    }
  return best;
}
