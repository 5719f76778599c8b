import fc from "fast-check";
import { idSequence, MAX_CLOCK_STEP_BACK_MS, newId } from "../../../src/platform/ids";

describe("newId", () => {
  it("is a UUID of version 7 and variant 10", () => {
    for (let n = 0; n < 200; n++) {
      expect(newId(new Date())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it("begins with the 48 bits of the given instant in milliseconds", () => {
    // RFC 9562, appendix A.6: 2022-02-22T14:22:22-05:00 is 017f22e279b0.
    expect(newId(new Date("2022-02-22T14:22:22-05:00"))).toMatch(/^017f22e2-79b0-7/);
  });

  it("sorts as text in the order of time", () => {
    const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        fc.pre(a < b);
        expect(newId(new Date(a)) < newId(new Date(b))).toBe(true);
      }),
    );
  });

  it("never repeats within one instant", () => {
    const now = new Date("2025-11-11T00:00:00Z");
    expect(new Set(Array.from({ length: 10_000 }, () => newId(now))).size).toBe(10_000);
  });
});

describe("an id sequence", () => {
  const NOW = Date.parse("2025-11-11T00:00:00Z");
  const instantOf = (id: string): number => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  const make = (instants: readonly number[], random?: (bytes: number) => Buffer): string[] => {
    const next = idSequence(random);
    return instants.map((instant) => next(new Date(instant)));
  };
  const hexOf = (instant: number): string =>
    instant
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})/, "$1-");
  const highest = (bytes: number): Buffer => Buffer.alloc(bytes, 0xff);

  it("grows within a millisecond", () => {
    const ids = make(Array.from({ length: 2_000 }, () => NOW));
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(new Set(ids.map(instantOf))).toEqual(new Set([NOW]));
  });

  it("goes on from the latest instant while the clock is a little behind, and has the clock's again when it caught up", () => {
    const ids = make([NOW, NOW - 1, NOW - MAX_CLOCK_STEP_BACK_MS, NOW, NOW + 1]);
    expect(ids).toEqual([...ids].sort());
    expect(ids.map(instantOf)).toEqual([NOW, NOW, NOW, NOW, NOW + 1]);
  });

  it("believes a clock that was set back far", () => {
    const before = NOW - MAX_CLOCK_STEP_BACK_MS - 1;
    const ids = make([NOW, before, before]);
    expect(ids.map(instantOf)).toEqual([NOW, before, before]);
    expect(ids[1]! < ids[2]!).toBe(true);
  });

  it("grows over clocks that step back and forth", () => {
    const steps = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(steps, (by) => {
        let instant = NOW;
        const ids = make(by.map((step) => (instant += step)));
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
    );
  });

  it("starts its counter in the lower half, and begins the next millisecond where it is full", () => {
    const ids = make(
      Array.from({ length: 2_050 }, () => NOW),
      highest,
    );
    expect(ids[0]).toBe(`${hexOf(NOW)}-77ff-bfff-ffffffffffff`);
    expect(ids[2_048]).toBe(`${hexOf(NOW)}-7fff-bfff-ffffffffffff`);
    expect(ids[2_049]).toBe(`${hexOf(NOW + 1)}-7000-bfff-ffffffffffff`);
  });
});
