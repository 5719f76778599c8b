import type { Block } from "../../platform/clickhouse/native-blocks";
import { MAX_TOUCHES } from "./journey-limits";

/** Contacts that are put in order at a time, and numbers of people that they lie under: half a gigabyte. */
export const MOST_CONTACTS = 32_000_000;

type ContactBlock = Block<{ readonly ordinal: "UInt32"; readonly at: "Float64"; readonly number: "UInt32" }>;

interface ContactRules {
  /** By number of a touch. */
  readonly lookbackDays: readonly number[];
}

/** Journeys without a conversion, laid end to end: journey j has `numbers[starts[j]]` up to `starts[j + 1]`, excluded. */
export interface UnconvertedJourneys {
  readonly starts: Uint32Array;
  readonly numbers: Uint32Array;
  readonly people: Float64Array;
  /** People with more touches than count. */
  readonly capped: number;
}

const DAY_MS = 86_400_000;
/** Journeys so short are told apart by one number, and equal ones counted together; longer ones are seldom equal. */
const SHORT = 2;
const NUMBERS = 2 ** 24;

/**
 * The contacts of people in any order as their journeys: in order of time, at one instant in that of their names, within the
 * look-back before the last one, the latest {@link MAX_TOUCHES}. `passes`: only every so manieth number of a person occurs.
 */
export async function contactJourneys(
  blocks: AsyncIterable<ContactBlock>,
  { lookbackDays }: ContactRules,
  passes: number,
): Promise<UnconvertedJourneys> {
  const read: ContactBlock["columns"][] = [];
  let contacts = 0;
  let last = 0;
  for await (const { rows, columns } of blocks) {
    read.push(columns);
    contacts += rows;
    for (let row = 0; row < rows; row += 1) last = Math.max(last, columns.ordinal[row]!);
  }
  const { ends, at, number } = byPerson(read, contacts, Math.floor(last / passes) + 1, passes);
  const lookbacks = Float64Array.from(lookbackDays, (days) => days * DAY_MS);
  const numbers = number; // what is kept never overtakes what is read
  const starts: number[] = [0];
  const people: number[] = [];
  const short = new Map<number, number>();
  let filled = 0;
  let capped = 0;
  let from = 0;
  for (let person = 0; person < ends.length; person += 1) {
    const to = ends[person]!;
    if (to === from) continue;
    sortContacts(at, number, from, to);
    const latest = at[to - 1]!;
    let kept = filled;
    for (let contact = from; contact < to; contact += 1)
      if (at[contact]! + lookbacks[number[contact]!]! >= latest) numbers[kept++] = number[contact]!;
    from = to;
    if (kept - filled > MAX_TOUCHES) {
      capped += 1;
      numbers.copyWithin(filled, kept - MAX_TOUCHES, kept);
      kept = filled + MAX_TOUCHES;
    }
    if (kept - filled <= SHORT) {
      const key = numbers[filled]! + (kept - filled === 1 ? 0 : (numbers[filled + 1]! + 1) * NUMBERS);
      const known = short.get(key);
      if (known !== undefined) {
        people[known]! += 1;
        continue;
      }
      short.set(key, people.length);
    }
    people.push(1);
    starts.push(kept);
    filled = kept;
  }
  return {
    starts: Uint32Array.from(starts),
    numbers: numbers.slice(0, filled),
    people: Float64Array.from(people),
    capped,
  };
}

interface SortedContacts {
  /** By person: where the next one's contacts begin. */
  readonly ends: Uint32Array;
  readonly at: Float64Array;
  readonly number: Uint32Array;
}

/** A counting sort: people's numbers are dense. */
function byPerson(
  read: readonly ContactBlock["columns"][],
  contacts: number,
  people: number,
  passes: number,
): SortedContacts {
  const ends = new Uint32Array(people);
  for (const { ordinal } of read)
    for (let row = 0; row < ordinal.length; row += 1) ends[Math.floor(ordinal[row]! / passes)]! += 1;
  let sum = 0;
  for (let person = 0; person < people; person += 1) {
    const count = ends[person]!;
    ends[person] = sum;
    sum += count;
  }
  const at = new Float64Array(contacts);
  const number = new Uint32Array(contacts);
  for (const block of read)
    for (let row = 0; row < block.ordinal.length; row += 1) {
      const person = Math.floor(block.ordinal[row]! / passes);
      const place = ends[person]!;
      ends[person] = place + 1;
      at[place] = block.at[row]!;
      number[place] = block.number[row]!;
    }
  return { ends, at, number };
}

/** By time, then by number. Most people have few; the others are sorted through an index. */
function sortContacts(at: Float64Array, number: Uint32Array, from: number, to: number): void {
  if (to - from > MAX_TOUCHES) {
    const order = Uint32Array.from({ length: to - from }, (_, index) => from + index);
    order.sort((a, b) => at[a]! - at[b]! || number[a]! - number[b]!);
    const [times, numbers] = [
      Float64Array.from(order, (one) => at[one]!),
      Uint32Array.from(order, (one) => number[one]!),
    ];
    at.set(times, from);
    number.set(numbers, from);
    return;
  }
  for (let next = from + 1; next < to; next += 1) {
    const [time, touch] = [at[next]!, number[next]!];
    let place = next;
    for (
      ;
      place > from && (at[place - 1]! > time || (at[place - 1] === time && number[place - 1]! > touch));
      place -= 1
    ) {
      at[place] = at[place - 1]!;
      number[place] = number[place - 1]!;
    }
    at[place] = time;
    number[place] = touch;
  }
}
