import { suppress } from "./small-groups";

/** People behind a line, and what says which of two lines is the smaller. */
export interface LineSize {
  readonly people: ReadonlySet<number>;
  readonly conversions: bigint;
  /** Tells lines of equal conversions apart. */
  readonly key: string;
}

/**
 * The lines that are shown as one because they are too small to be told alone; none when no line is small. The next smallest go
 * with them until all together are no small group, because what is merged follows from the totals by subtraction. A line that
 * nobody converted through hides nobody and stays. `rest`: the line that takes the others in, which goes first.
 */
export function mergedLines<Line>(
  lines: readonly Line[],
  sizeOf: (line: Line) => LineSize,
  threshold: number,
  rest?: Line,
): ReadonlySet<Line> {
  const sizes = new Map(lines.map((line) => [line, sizeOf(line)]));
  const peopleOf = (line: Line): ReadonlySet<number> => sizes.get(line)!.people;
  const isSmall = (people: ReadonlySet<number>): boolean => suppress(BigInt(people.size), threshold) === null;
  const merged = new Set(lines.filter((line) => isSmall(peopleOf(line))));
  if (merged.size === 0) return merged;
  if (rest !== undefined) merged.add(rest);
  const others = lines
    .filter((line) => peopleOf(line).size > 0 && !merged.has(line))
    .sort((a, b) => smallestFirst(sizes.get(a)!, sizes.get(b)!));
  const together = new Set([...merged].flatMap((line) => [...peopleOf(line)]));
  for (const line of others) {
    if (!isSmall(together)) break;
    merged.add(line);
    for (const person of peopleOf(line)) together.add(person);
  }
  return merged;
}

function smallestFirst(a: LineSize, b: LineSize): number {
  if (a.conversions !== b.conversions) return a.conversions < b.conversions ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}
