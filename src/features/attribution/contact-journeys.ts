import type { Block } from "../../platform/clickhouse/native-blocks";
import type { ContactLayout } from "./contact-layout";
import { MAX_TOUCHES } from "./journey-limits";

/** Contacts of one pass: they and the journeys that they become take under half a gigabyte. */
export const MOST_CONTACTS = 32_000_000;

type ContactBlock = Block<{ readonly contacts: "Array(UInt64)" }>;

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
const WORD = 2 ** 32;

/**
 * Contacts, in each row those of some people in order, as these people's journeys: what lies within the look-back before the last
 * one, the latest {@link MAX_TOUCHES}. `expected`: how many there will be, so that memory is taken once.
 */
export async function contactJourneys(
  blocks: AsyncIterable<ContactBlock>,
  { lookbackDays }: ContactRules,
  layout: ContactLayout,
  expected: { readonly contacts: number; readonly people: number },
): Promise<UnconvertedJourneys> {
  const lookbacks = Float64Array.from(lookbackDays, (days) => days * DAY_MS);
  const journeys = new Journeys(expected);
  for await (const { columns } of blocks) {
    const { ends, values } = columns.contacts;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    journeys.makeRoom(values.length);
    let from = 0;
    for (const end of ends) {
      addPeople(journeys, words.subarray(2 * from, 2 * Number(end)), lookbacks, layout);
      from = Number(end);
    }
  }
  return journeys.finish();
}

/** `words`: two a contact, the lower one first. */
function addPeople(
  journeys: Journeys,
  words: Uint32Array,
  lookbacks: Float64Array,
  { timeBits, numberBits }: ContactLayout,
): void {
  const personShift = timeBits + numberBits - 32;
  const timeMask = 2 ** personShift - 1;
  const numberMask = 2 ** numberBits - 1;
  const highFactor = WORD / 2 ** numberBits;
  const timeOf = (at: number): number => (words[at + 1]! & timeMask) * highFactor + (words[at]! >>> numberBits);
  const shortest = lookbacks.reduce((least, lookback) => Math.min(least, lookback), Number.POSITIVE_INFINITY);
  for (let from = 0, to = 0; from < words.length; from = to) {
    const person = words[from + 1]! >>> personShift;
    for (to = from + 2; to < words.length && words[to + 1]! >>> personShift === person; ) to += 2;
    const latest = timeOf(to - 2);
    if (timeOf(from) + shortest >= latest) journeys.addTouches(words, from, to, numberMask);
    else
      for (let at = from; at < to; at += 2)
        if (timeOf(at) + lookbacks[words[at]! & numberMask]! >= latest)
          journeys.addTouches(words, at, at + 2, numberMask);
    journeys.endJourney();
  }
}

/** Journeys so short are told apart by one number, and equal ones counted together; longer ones are seldom equal. */
const SHORT = 2;
const NUMBERS = 2 ** 24;

class Journeys {
  private starts: Uint32Array;
  private numbers: Uint32Array;
  private people: Float64Array;
  private readonly short = new Map<number, number>();
  private journeys = 0;
  private filled = 0;
  private begun = 0;
  private capped = 0;

  constructor({ contacts, people }: { readonly contacts: number; readonly people: number }) {
    this.numbers = new Uint32Array(contacts);
    this.people = new Float64Array(people);
    this.starts = new Uint32Array(people + 1);
  }

  /** For so many contacts more. */
  makeRoom(contacts: number): void {
    this.numbers = grown(this.numbers, this.filled + contacts);
  }

  /** Numbers of every second word. */
  addTouches(words: Uint32Array, from: number, to: number, numberMask: number): void {
    const { numbers } = this;
    let { filled } = this;
    for (let at = from; at < to; at += 2) numbers[filled++] = words[at]! & numberMask;
    this.filled = filled;
  }

  /** Journeys have a touch at least: nobody's last one lies before its own look-back. */
  endJourney(): void {
    const { numbers, begun } = this;
    if (this.filled - begun > MAX_TOUCHES) {
      this.capped += 1;
      numbers.copyWithin(begun, this.filled - MAX_TOUCHES, this.filled);
      this.filled = begun + MAX_TOUCHES;
    }
    if (this.filled - begun <= SHORT) {
      const key = numbers[begun]! + (this.filled - begun === 1 ? 0 : (numbers[begun + 1]! + 1) * NUMBERS);
      const known = this.short.get(key);
      if (known !== undefined) {
        this.people[known]! += 1;
        this.filled = begun;
        return;
      }
      this.short.set(key, this.journeys);
    }
    this.people = grown(this.people, this.journeys + 1);
    this.starts = grown(this.starts, this.journeys + 2);
    this.people[this.journeys++] = 1;
    this.starts[this.journeys] = this.filled;
    this.begun = this.filled;
  }

  finish(): UnconvertedJourneys {
    return {
      starts: this.starts.subarray(0, this.journeys + 1),
      numbers: this.numbers.subarray(0, this.filled),
      people: this.people.subarray(0, this.journeys),
      capped: this.capped,
    };
  }
}

/** The same array of `length` at least; half as long again where it must be another one. */
function grown<Numbers extends Uint32Array | Float64Array>(numbers: Numbers, length: number): Numbers {
  if (numbers.length >= length) return numbers;
  const longer = new (numbers.constructor as new (length: number) => Numbers)(Math.ceil(1.5 * length));
  longer.set(numbers);
  return longer;
}
