import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { readBitmap, writeBitmap } from "../../../src/platform/clickhouse/bitmap";

/** Different each time, over the whole range of UInt32. */
const bitmapOf = (size: number): RoaringBitmap32 =>
  new RoaringBitmap32(Array.from({ length: size }, (_, n) => Math.imul(n, 0x9e3779b1) >>> 0));

describe("bitmap states", () => {
  // ClickHouse keeps up to 32 members as a plain set and turns to roaring at 33.
  it.each([
    [0, 0],
    [1, 0],
    [31, 0],
    [32, 0],
    [33, 1],
    [1_000, 1],
    [100_000, 1],
  ])("of %i members come back whole, in layout %i", (size, layout) => {
    const bitmap = bitmapOf(size);
    const state = writeBitmap(bitmap);
    expect(bitmap.size).toBe(size);
    expect(state[0]).toBe(layout);
    const { bitmap: back, next } = readBitmap(state, 0);
    expect(back.isEqual(bitmap)).toBe(true);
    expect(next).toBe(state.length);
  });

  it("have the bytes that ClickHouse writes", () => {
    expect(writeBitmap(new RoaringBitmap32())).toEqual(Buffer.from([0, 0]));
    expect(writeBitmap(new RoaringBitmap32([1, 0xffffffff]))).toEqual(
      Buffer.from([0, 2, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    );
    // 300 bytes take a length of two: 0xac 0x02.
    const state = writeBitmap(new RoaringBitmap32(Array.from({ length: 142 }, (_, n) => 2 * n)));
    expect([...state.subarray(0, 3)]).toEqual([1, 0xac, 0x02]);
    expect(state).toHaveLength(303);
  });

  it("follow one another in one answer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }), (sizes) => {
        const bytes = Buffer.concat(sizes.map((size) => writeBitmap(bitmapOf(size))));
        const read: number[] = [];
        for (let offset = 0; offset < bytes.length; ) {
          const { bitmap, next } = readBitmap(bytes, offset);
          read.push(bitmap.size);
          offset = next;
        }
        expect(read).toEqual(sizes);
      }),
    );
  });

  it("are refused when they begin otherwise", () => {
    expect(() => readBitmap(Buffer.from([2, 0]), 0)).toThrow("A bitmap state must begin with 0 or 1, but got 2");
  });

  it("are refused when the answer was cut off within one", () => {
    const state = writeBitmap(bitmapOf(1_000));
    const size = state.length - 3; // the layout and a length of two bytes come first
    expect(() => readBitmap(state.subarray(0, -10), 0)).toThrow(
      new Error(`A bitmap state must have ${size} bytes, but only ${size - 10} came`),
    );
  });
});
