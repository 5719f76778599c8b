import fc from "fast-check";
import { newId } from "../../../src/platform/ids";

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
