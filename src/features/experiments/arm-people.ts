import { RoaringBitmap32 } from "roaring";

/** People of arms, in no order. */
export interface ArmPeople {
  readonly ordinals: Uint32Array;
  /** From 1: audience by audience, and in each variant by variant. */
  readonly arms: Uint8Array;
  /** Unix milliseconds from which on their metrics count. */
  readonly starts: Float64Array;
}

/** The same of numbers in a row, by number: `arms[ordinal - first]` is 0 of whom is in no arm. */
export interface ArmSlice {
  readonly first: number;
  readonly arms: Uint8Array;
  readonly starts: Float64Array;
  readonly people: RoaringBitmap32;
}

/** Parts of the people by their numbers, at most `size` numbers each, so that memory does not grow with the people. */
export function* slicesOf({ ordinals, arms, starts }: ArmPeople, size: number): Generator<ArmSlice> {
  let highest = -1;
  for (const ordinal of ordinals) if (ordinal > highest) highest = ordinal;
  for (let first = 0; first <= highest; first += size) {
    const length = Math.min(size, highest + 1 - first);
    const slice = { first, arms: new Uint8Array(length), starts: new Float64Array(length) };
    let count = 0;
    for (let index = 0; index < ordinals.length; index++) {
      const place = ordinals[index]! - first;
      if (place < 0 || place >= length) continue;
      slice.arms[place] = arms[index]!;
      slice.starts[place] = starts[index]!;
      count++;
    }
    if (count > 0) yield { ...slice, people: peopleOf(slice, count) };
  }
}

/** Numbers in order, which a bitmap takes several times as quickly. */
function peopleOf({ first, arms }: Pick<ArmSlice, "first" | "arms">, count: number): RoaringBitmap32 {
  const ordinals = new Uint32Array(count);
  let next = 0;
  for (let place = 0; place < arms.length; place++) if (arms[place] !== 0) ordinals[next++] = first + place;
  return new RoaringBitmap32(ordinals);
}
