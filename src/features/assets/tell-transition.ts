import { suppress } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";

type Count = bigint | null;
type IsMove = (before: number, after: number) => boolean;

/** One instant of a transition. */
export interface TransitionSide {
  /** People whom the brand met and who have no label. */
  readonly unlabelled: bigint;
  /** Whether the snapshot tells the count of each label, that of no label first. */
  readonly isTold: readonly boolean[];
  /** Whether how many were met is told, and how many of them have a label. */
  readonly isMetTold: boolean;
  readonly isLabelledTold: boolean;
}

export interface CrossedLabels<Move extends string> {
  /** By label before, then after; 0: none. */
  readonly cells: readonly (readonly bigint[])[];
  readonly before: TransitionSide;
  readonly after: TransitionSide;
  /** Which cells make a move; each cell but that of no label at both instants makes one. */
  readonly moves: Readonly<Record<Move, IsMove>>;
}

/** As a caller may see it: null where withheld. */
export interface ToldTransition<Move extends string> {
  readonly cells: readonly (readonly Count[])[];
  /** By label before. */
  readonly rows: readonly Count[];
  /** By label after. */
  readonly columns: readonly Count[];
  readonly moves: Readonly<Record<Move, Count>>;
  readonly suppressedCells: number;
  readonly remainder: Count;
}

/** What goes first to protect a small count; what a snapshot tells cannot be taken back, so it would go last. */
const RANKS = { move: 0, cell: 1, noLabel: 2, published: 3 } as const;

/** Suppresses a transition together with what its two snapshots tell of the same people. */
export function tellTransition<Move extends string>(
  crossed: CrossedLabels<Move>,
  threshold: number,
): ToldTransition<Move> {
  const { cells } = crossed;
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const name = (text: string, count: bigint, rank: number | null): string => {
    named.set(text, { count, rank });
    return text;
  };
  const total = (text: string, rank: number | null, parts: readonly string[]): string => {
    sums.push({ whole: text, parts });
    return name(
      text,
      parts.reduce((sum, part) => sum + named.get(part)!.count, 0n),
      rank,
    );
  };
  const places = cells.map((row, before) => row.map((count, after) => name(`${before} ${after}`, count, RANKS.cell)));

  /** Lines of a side, and what its snapshot says of them. */
  const margin = (side: "row" | "column", lines: readonly (readonly string[])[]): readonly string[] => {
    const { unlabelled, isTold, isMetTold, isLabelledTold } = crossed[side === "row" ? "before" : "after"];
    const published = (told: boolean | undefined): number | null => (told ? RANKS.published : null);
    const names = lines.map((line, label) =>
      total(`${side} ${label}`, label === 0 ? RANKS.noLabel : published(isTold[label]), line),
    );
    const [noLabel, ...labels] = names;
    const lapsed = name(`${side} unlabelled`, unlabelled, published(isTold[0]));
    const notMet = name(`${side} not met`, named.get(noLabel!)!.count - unlabelled, null);
    sums.push({ whole: noLabel!, parts: [lapsed, notMet] });
    total(`${side} met`, published(isMetTold), [lapsed, ...labels]);
    total(`${side} labelled`, published(isLabelledTold), labels);
    return names;
  };
  const rows = margin("row", places);
  const columns = margin(
    "column",
    places.map((_, after) => places.map((row) => row[after]!)),
  );
  const everybody = total("everybody", RANKS.move, rows);
  sums.push({ whole: everybody, parts: columns });
  const moves = Object.entries<IsMove>(crossed.moves).map(
    ([move, isMove]) =>
      [
        move,
        total(
          `move ${move}`,
          RANKS.move,
          places.flatMap((row, before) => row.filter((_, after) => isMove(before, after))),
        ),
      ] as const,
  );

  // Whoever had a label before left, stayed or changed it; whoever has one after entered, stayed or changed it.
  const labels = places.slice(1).map((_, index) => index + 1);
  const movesOf = (isOf: (isMove: IsMove) => boolean): readonly string[] =>
    Object.entries<IsMove>(crossed.moves).flatMap(([move, isMove]) => (isOf(isMove) ? `move ${move}` : []));
  sums.push(
    { whole: "row labelled", parts: movesOf((isMove) => labels.every((after) => !isMove(0, after))) },
    { whole: "column labelled", parts: movesOf((isMove) => labels.every((before) => !isMove(before, 0))) },
  );

  const withheld = withheldCounts(named, sums, threshold);
  // Counts that are never told are not among the withheld ones, so their rank is asked too.
  const told = (text: string): Count => {
    const { count, rank } = named.get(text)!;
    return rank === null || withheld.has(text) ? null : count;
  };
  const hidden = places.flat().filter((cell) => withheld.has(cell));
  const hiddenPeople = hidden.reduce((sum, cell) => sum + named.get(cell)!.count, 0n);
  return {
    cells: places.map((row) => row.map(told)),
    rows: rows.map(told),
    columns: columns.map(told),
    moves: Object.fromEntries(moves.map(([move, text]) => [move, told(text)])) as Record<Move, Count>,
    suppressedCells: hidden.length,
    remainder: hidden.length === 0 || told(everybody) === null ? null : suppress(hiddenPeople, threshold),
  };
}
