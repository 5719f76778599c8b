import { SMALLEST_LINE } from "./journey-limits";
import { type LineKey, labelOf } from "./line-key";
import type { Journeys } from "./read-journeys";

/** Who converted with a line among their touches. */
export interface LineReach {
  readonly line: LineKey;
  readonly conversions: number;
  /** Everybody, or {@link SMALLEST_LINE} of them: enough to tell of any union whether it is small. */
  readonly people: ReadonlySet<number>;
}

/** Reaches of all lines. `lines`: that of each channel of the table; `untouched`: further lines, which nobody need have touched. */
export function reachLines(
  { table, attributed }: Pick<Journeys, "table" | "attributed">,
  lines: readonly LineKey[],
  untouched: readonly LineKey[],
): readonly LineReach[] {
  const numbers = new Map<string, number>();
  const reaches: { line: LineKey; conversions: number; people: Set<number> }[] = [];
  const numberOf = (line: LineKey): number => {
    const label = labelOf(line);
    const known = numbers.get(label) ?? reaches.push({ line, conversions: 0, people: new Set() }) - 1;
    numbers.set(label, known);
    return known;
  };
  const ofChannel = Uint32Array.from(lines, numberOf);
  for (const line of untouched) numberOf(line);
  const metIn = new Int32Array(reaches.length).fill(-1);
  const { starts, touches } = table;
  for (let journey = 0; journey < attributed.people.length; journey += 1) {
    for (let touch = starts[journey]!; touch < starts[journey + 1]!; touch += 1) {
      const line = ofChannel[touches[touch]!]!;
      if (metIn[line] === journey) continue;
      metIn[line] = journey;
      const reach = reaches[line]!;
      reach.conversions += 1;
      if (reach.people.size < SMALLEST_LINE) reach.people.add(attributed.people[journey]!);
    }
  }
  return reaches;
}
