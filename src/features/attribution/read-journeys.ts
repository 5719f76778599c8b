import type { JourneyTable } from "../../engines/attribution/journey-table";
import type { UnconvertedJourneys } from "./contact-journeys";
import type { ConvertedBlock, TouchDictionary } from "./journey.store";
import { MAX_TOUCHES } from "./journey-limits";
import { type PlacementIndex, type Touch, touchKey } from "./touch";

export interface Conversions {
  readonly conversions: bigint;
  /** Minor units. */
  readonly value: bigint;
}

/** Conversions with a journey, one each in order of time; beside the first rows of the table. */
export interface AttributedRows {
  readonly people: Uint32Array;
  /** First second of the hour and of the day in the zone. */
  readonly hours: Uint32Array;
  readonly days: Uint32Array;
}

/** The journeys of one report. */
export interface Journeys {
  /** Channels are keys of `touches`. Journeys that converted come first. */
  readonly table: JourneyTable;
  /** By number of the table's channels. */
  readonly touches: readonly Touch[];
  readonly attributed: AttributedRows;
  /** By first second of an hour, and the day it lies in. */
  readonly unattributed: readonly (Conversions & { readonly hour: number; readonly day: number })[];
  /** Journeys with more touches than {@link MAX_TOUCHES}, converted or not. */
  readonly capped: bigint;
  /** Conversions with a value in another currency. */
  readonly foreign: bigint;
}

/** Puts what the statements answer together. `placements` gives each touch its channel: all ids of a placement are one. */
export async function readJourneys(
  { touches }: TouchDictionary,
  placements: PlacementIndex,
  converted: AsyncIterable<ConvertedBlock>,
  unconverted: AsyncIterable<UnconvertedJourneys>,
): Promise<Journeys> {
  const canonical = touches.map((touch) => placements.canonical(touch));
  const rows = new GrowingRows();
  for await (const block of converted) rows.addConverted(block);
  for await (const block of unconverted) rows.addUnconverted(block);
  return rows.finish(canonical);
}

/** Collects blocks and lays them end to end. */
class GrowingRows {
  private readonly lengths: number[] = [];
  private readonly touches: Uint32Array[] = [];
  private readonly ages: Uint32Array[] = [];
  private readonly values: bigint[] = [];
  private readonly people: number[] = [];
  private readonly hours: number[] = [];
  private readonly days: number[] = [];
  private readonly unconverted: UnconvertedJourneys[] = [];
  private readonly unattributed = new Map<number, { hour: number; day: number; conversions: bigint; value: bigint }>();
  private capped = 0n;
  private foreign = 0n;

  addConverted({ rows, columns }: ConvertedBlock): void {
    const { ordinal, hour, day, value, is_foreign, touches, numbers, ages } = columns;
    let start = 0;
    for (let row = 0; row < rows; row += 1) {
      const end = Number(numbers.ends[row]);
      this.foreign += BigInt(is_foreign[row]!);
      if (touches[row]! > MAX_TOUCHES) this.capped += 1n;
      if (end === start) this.addUnattributed(hour[row]!, day[row]!, value[row]!);
      else {
        this.lengths.push(end - start);
        this.values.push(value[row]!);
        this.people.push(ordinal[row]!);
        this.hours.push(hour[row]!);
        this.days.push(day[row]!);
      }
      start = end;
    }
    this.touches.push(numbers.values);
    this.ages.push(ages.values);
  }

  addUnconverted(journeys: UnconvertedJourneys): void {
    this.unconverted.push(journeys);
    this.capped += BigInt(journeys.capped);
    this.touches.push(journeys.numbers);
  }

  /** `touchOf`: by number of a touch in the blocks. Touches of no journey are no channels. */
  finish(touchOf: readonly Touch[]): Journeys {
    const converted = this.values.length;
    const { starts, nulls } = this.starts();
    const journeys = nulls.length;
    const touches = joined(this.touches, starts[journeys]!);
    const isMet = new Uint8Array(touchOf.length);
    let unmet = touchOf.length;
    for (let touch = 0; touch < touches.length && unmet > 0; touch += 1) {
      if (isMet[touches[touch]!] === 1) continue;
      isMet[touches[touch]!] = 1;
      unmet -= 1;
    }
    const met = new Map(touchOf.flatMap((touch, number) => (isMet[number] ? [[touchKey(touch), touch] as const] : [])));
    const channels = [...met.keys()].sort();
    const numbers = new Map(channels.map((channel, number) => [channel, number]));
    const numberOf = Uint32Array.from(touchOf, (touch) => numbers.get(touchKey(touch)) ?? 0);
    if (numberOf.some((number, touch) => number !== touch))
      for (let touch = 0; touch < touches.length; touch += 1) touches[touch] = numberOf[touches[touch]!]!;
    const values = new BigInt64Array(journeys);
    values.set(this.values);
    return {
      table: {
        channels,
        direct: Uint8Array.from(channels, (channel) => (met.get(channel)!.isDirect ? 1 : 0)),
        starts,
        touches,
        ages: joined(this.ages, starts[converted]!),
        conversions: new Float64Array(journeys).fill(1, 0, converted),
        values,
        nulls,
      },
      attributed: {
        people: Uint32Array.from(this.people),
        hours: Uint32Array.from(this.hours),
        days: Uint32Array.from(this.days),
      },
      touches: channels.map((channel) => met.get(channel)!),
      unattributed: [...this.unattributed.values()],
      capped: this.capped,
      foreign: this.foreign,
    };
  }

  /** Of all journeys, those that converted first; `nulls`: people behind each that did not. */
  private starts(): { readonly starts: Uint32Array; readonly nulls: Float64Array } {
    const converted = this.lengths.length;
    const journeys = this.unconverted.reduce((sum, { people }) => sum + people.length, converted);
    const starts = new Uint32Array(journeys + 1);
    const nulls = new Float64Array(journeys);
    this.lengths.forEach((length, index) => {
      starts[index + 1] = starts[index]! + length;
    });
    let from = converted;
    for (const part of this.unconverted) {
      const before = starts[from]!;
      for (let journey = 1; journey < part.starts.length; journey += 1)
        starts[from + journey] = before + part.starts[journey]!;
      nulls.set(part.people, from);
      from += part.people.length;
    }
    return { starts, nulls };
  }

  private addUnattributed(hour: number, day: number, value: bigint): void {
    const known = this.unattributed.get(hour) ?? { hour, day, conversions: 0n, value: 0n };
    this.unattributed.set(hour, { ...known, conversions: known.conversions + 1n, value: known.value + value });
  }
}

/** A single part is not copied. */
function joined(parts: readonly Uint32Array[], length: number): Uint32Array {
  if (parts.length === 1 && parts[0]!.length === length) return parts[0]!;
  const whole = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
