import fc from "fast-check";
import { allocateToTiers, multiplierProblem } from "../../../../src/engines/customer-value/tier-allocation";
import { type TierWorth, valueAlerts, valueIndex } from "../../../../src/engines/customer-value/value-index";
import { boundsOf, DEFAULT_CUTS, tierOf } from "../../../../src/engines/customer-value/value-tiers";

describe("tiers", () => {
  it("puts a value at a bound above it", () => {
    const bounds = { high: 100n, mid: 50n };
    expect([101n, 100n, 99n, 50n, 49n].map((value) => tierOf(value, bounds))).toEqual([
      ...["HIGH", "HIGH", "MID", "MID", "LOW"],
    ]);
  });

  it("rounds quantiles up to whole minor units", () => {
    const quantile = (share: number): number => ({ 0.8: 90.2, 0.5: 40 })[share.toFixed(1)] ?? 0;
    expect(boundsOf(DEFAULT_CUTS, quantile)).toEqual({ high: 91n, mid: 40n });
    expect(boundsOf({ kind: "VALUE", high: 9n, mid: 3n }, quantile)).toEqual({ high: 9n, mid: 3n });
  });

  it("refuses shares that leave nothing to LOW", () =>
    expect(() => boundsOf({ kind: "SHARE", highShare: 0.7, midShare: 0.3 }, () => 0)).toThrow("leave some to LOW"));
});

const worths = fc.array(fc.record({ people: fc.nat(1000), worth: fc.nat(1_000_000) }), { minLength: 3, maxLength: 3 });
const sound = (tiers: readonly TierWorth[]): readonly TierWorth[] =>
  tiers.map(({ people, worth }) => ({ people, worth: people === 0 ? 0 : worth }));

describe("the index of value", () => {
  it("splits without a rest", () =>
    fc.assert(
      fc.property(worths, worths, (before, after) => {
        const found = valueIndex(sound(before), sound(after));
        if (found) expect(1 + found.mix + found.level).toBeCloseTo(found.index, 8);
      }),
    ));

  it("is all mix where people move and tiers keep their means, all level where it is the other way round", () => {
    const base = [
      { people: 10, worth: 1000 },
      { people: 10, worth: 100 },
      { people: 0, worth: 0 },
    ];
    const moved = [{ people: 15, worth: 1500 }, { people: 5, worth: 50 }, base[2]!];
    expect(valueIndex(base, moved)).toEqual({ index: 1550 / 1100, mix: expect.closeTo(450 / 1100, 12), level: 0 });
    const raised = base.map(({ people, worth }) => ({ people, worth: 2 * worth }));
    expect(valueIndex(base, raised)).toEqual({ index: 2, mix: 0, level: expect.closeTo(1, 12) });
  });

  it("is null where nobody, or nothing, stands at the base", () => {
    const nobody = [{ people: 0, worth: 0 }];
    expect(valueIndex(nobody, [{ people: 1, worth: 1 }])).toBeNull();
    expect(valueIndex([{ people: 1, worth: 1 }], nobody)).toBeNull();
    expect(valueIndex([{ people: 1, worth: 0 }], [{ people: 1, worth: 1 }])).toBeNull();
    expect(() => valueIndex([], nobody)).toThrow("the same tiers");
  });

  it("alerts below the mean of the seven points before, and names what fell", () => {
    const level = (index: number) => ({ index, mix: 0, level: index - 1 });
    const steady = Array.from({ length: 7 }, () => level(1));
    const alerts = valueAlerts([...steady, level(0.96), level(0.94), null, { index: 0.5, mix: -0.5, level: 0 }], 0.05);
    expect(alerts.slice(0, 8)).toEqual(new Array(8).fill(null));
    expect(alerts[8]).toEqual({ usual: expect.closeTo((6 + 0.96) / 7, 12), driver: "LEVEL" });
    // Of the seven points before the last one, one is not known: there are too few.
    expect(alerts.slice(9)).toEqual([null, null]);
  });
});

describe("budgets by tier", () => {
  const money = fc.bigInt({ min: 0n, max: 10n ** 12n });

  it("keep their total, and rise with the tier's multiplier", () =>
    fc.assert(
      fc.property(money, money, money, fc.nat(300), fc.nat(300), fc.nat(100), (HIGH, MID, LOW, high, mid, low) => {
        const multipliers = { HIGH: 1 + (high + mid) / 100, MID: 1 + mid / 100, LOW: low / 100 };
        if (HIGH + MID === 0n && LOW > 0n && low === 0) return;
        const lines = allocateToTiers({ HIGH, MID, LOW }, multipliers);
        expect(lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(HIGH + MID + LOW);
        if (HIGH > 0n) expect(lines[0]!.amount >= HIGH - 1n).toBe(true);
        expect(lines[2]!.amount <= LOW + 1n).toBe(true);
      }),
    ));

  it.each([
    { HIGH: 1, MID: 2, LOW: 1 },
    { HIGH: 2, MID: 0.9, LOW: 0.5 },
    { HIGH: 2, MID: 1, LOW: 1.1 },
    { HIGH: 2, MID: 1, LOW: -0.1 },
    { HIGH: Number.NaN, MID: 1, LOW: 1 },
  ])("refuse the multipliers %p", (multipliers) => {
    expect(multiplierProblem(multipliers)).toContain("Multipliers must fall");
    expect(() => allocateToTiers({ HIGH: 1n, MID: 1n, LOW: 1n }, multipliers)).toThrow("Multipliers must fall");
  });
});
