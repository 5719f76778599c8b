import fc from "fast-check";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable } from "../../../../src/engines/attribution/journey-table";
import { bestOrder, orderFits } from "../../../../src/engines/attribution/order-fits";
import { arbitraryJourneys, journeysOf } from "./journeys";
import { describePathData, readPathData } from "./path-data";

/** Every pair of a journey that converted and one that did not, compared by hand. */
function areaByPairs(journeys: readonly Journey[], order: number): number {
  const endOf = ({ touches }: Journey): string => JSON.stringify(touches.slice(-order));
  const shareOf = (journey: Journey): number => {
    const same = journeys.filter((other) => endOf(other) === endOf(journey));
    const converted = same.reduce((sum, { conversions }) => sum + Number(conversions), 0);
    return converted / same.reduce((sum, { conversions, nulls }) => sum + Number(conversions + nulls), 0);
  };
  let [won, pairs] = [0, 0];
  for (const one of journeys.filter(({ conversions }) => conversions > 0n))
    for (const other of journeys.filter(({ nulls }) => nulls > 0n)) {
      const weight = Number(one.conversions * other.nulls);
      pairs += weight;
      won += weight * (shareOf(one) > shareOf(other) ? 1 : shareOf(one) === shareOf(other) ? 0.5 : 0);
    }
  return won / pairs;
}

describe("order fits", () => {
  it("are the share of pairs that are ranked right", () => {
    fc.assert(
      fc.property(arbitraryJourneys, fc.integer({ min: 1, max: 4 }), (journeys, order) => {
        fc.pre(journeys.some(({ nulls }) => nulls > 0n));
        const [fit] = orderFits(journeyTable(journeys), [order]);
        expect(fit!.auc).toBeCloseTo(areaByPairs(journeys, order), 12);
      }),
    );
  });

  it("choose two touches where the one before the last decides", () => {
    const table = journeyTable(journeysOf(["a > b", 90, 10], ["c > b", 10, 90]));
    const fits = orderFits(table);
    // Of one touch all end alike. Of two 90 * 90 pairs are right, 10 * 10 wrong, the others ties.
    expect(fits.map(({ auc }) => auc)).toEqual([0.5, 0.9, 0.9, 0.9]);
    // 200 journeys, 3 channels: 3, 6, 10 and 15 multisets.
    expect(fits[1]!.penalisedAuc).toBeCloseTo(1 - (0.1 * 199) / 193, 12);
    expect(bestOrder(fits)).toBe(2);
  });

  it("are not known without both kinds of journeys, nor penalised with fewer of them than parameters", () => {
    const nobody = orderFits(journeyTable(journeysOf(["a", 0, 3])));
    expect(nobody[0]).toEqual({ order: 1, auc: null, penalisedAuc: null });
    expect(bestOrder(nobody)).toBeNull();
    const few = orderFits(journeyTable(journeysOf(["a > b", 2, 1], ["b", 1, 1])));
    expect(few.map(({ penalisedAuc }) => penalisedAuc === null)).toEqual([false, false, true, true]);
  });
});

describePathData("PathData of ChannelAttribution", () => {
  it("P8: areas of orders 1 to 6 to 1e-4, and order 4 as the best with a penalised .53567833", () => {
    const fits = orderFits(journeyTable(readPathData()), [1, 2, 3, 4, 5, 6]);
    const printed = [0.50866966, 0.51737604, 0.52784785, 0.54284914, 0.55381166, 0.55891731];
    fits.forEach(({ auc }, index) => {
      expect(Math.abs(auc! - printed[index]!)).toBeLessThan(1e-4);
    });
    expect(bestOrder(fits)).toBe(4);
    expect(Math.abs(fits[3]!.penalisedAuc! - 0.53567833)).toBeLessThan(1e-4);
  });
});
