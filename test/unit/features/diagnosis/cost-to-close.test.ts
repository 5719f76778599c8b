import { RoaringBitmap32 } from "roaring";
import { costToClose } from "../../../../src/features/diagnosis/cost-to-close";
import { mediaYield } from "../../../../src/features/diagnosis/media-yield";

const people = (...ordinals: number[]): RoaringBitmap32 => new RoaringBitmap32(ordinals);

describe("costToClose", () => {
  const gap = { metric: "STAGE_PEOPLE:AWARE", gapPeople: 1_000n } as const;
  const observed = (newPeople: number, reached: number) => ({
    reached: BigInt(reached),
    newPeople: new Map([["STAGE_PEOPLE:AWARE", BigInt(newPeople)] as const]),
    costMinor: 1_000_000n,
  });

  it("is the gap over the yield, half up to the minor unit", () => {
    // 300 new people for 10,000 yuan: 33.33 yuan each.
    const cost = costToClose(gap, observed(300, 2_000), 50);
    expect(cost).toMatchObject({ state: "KNOWN", amountMinor: 3_333_333n });
    expect(costToClose({ ...gap, gapPeople: 3n }, observed(2, 4), 1)).toMatchObject({ amountMinor: 1_500_000n });
    expect(costToClose({ ...gap, gapPeople: 1n }, { ...observed(8, 10), costMinor: 100n }, 1)).toMatchObject({
      amountMinor: 13n,
    });
  });

  it("lies between the prices at the ends of Wilson's interval", () => {
    const cost = costToClose(gap, observed(300, 2_000), 50);
    if (cost.state !== "KNOWN") throw new Error(cost.state);
    expect(cost.lowMinor).toBeLessThan(cost.amountMinor);
    expect(cost.highMinor).toBeGreaterThan(cost.amountMinor);
    // 95 % of 300 in 2,000: .1350 to .1663.
    expect(Number(cost.lowMinor)).toBeCloseTo((1_000 * 1_000_000) / (0.166313 * 2_000), -4);
  });

  it.each([
    ["NO_DELIVERY", null],
    ["NOBODY_REACHED", observed(0, 0)],
    ["NOBODY_NEW", observed(0, 2_000)],
    ["SUPPRESSED", observed(49, 2_000)],
    ["SUPPRESSED", observed(1_951, 2_000)],
    ["NOT_MEASURED", { ...observed(300, 2_000), newPeople: new Map() }],
  ] as const)("has no price: %s", (state, yielded) => {
    expect(costToClose(gap, yielded, 50)).toEqual({ state });
  });
});

describe("mediaYield", () => {
  it("counts the reached who are new to a stage, to a flow and to orders", () => {
    const { reached, newPeople } = mediaYield(people(1, 2, 3, 4, 5, 6), {
      before: [people(1), people(2, 3, 7), people(4), people(5), people()],
      risen: { 1: people(1, 2, 3, 4, 6, 8), 2: people(2, 4, 6, 7), 3: people(4), 4: people() },
      buyers: people(4, 8),
    });
    expect(reached).toBe(6n);
    expect(Object.fromEntries(newPeople)).toEqual({
      // 1 had lapsed, 6 was not met; 8 was not reached.
      "STAGE_PEOPLE:AWARE": 2n,
      "STAGE_PEOPLE:APPEAL": 2n,
      "STAGE_PEOPLE:ACT": 1n,
      "STAGE_PEOPLE:ADVOCATE": 0n,
      "STAGE_REACH:AWARE>APPEAL": 1n,
      "STAGE_REACH:APPEAL>ACT": 1n,
      "STAGE_REACH:APPEAL>ADVOCATE": 0n,
      "STAGE_REACH:ACT>ADVOCATE": 0n,
      SALES_CONVERSION: 1n,
    });
  });
});
