import fc from "fast-check";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable } from "../../../../src/engines/attribution/journey-table";
import { analyseMarkov, markovOrders } from "../../../../src/engines/attribution/markov";
import { memoryRemovalEffects } from "../../../../src/engines/attribution/memory-removal-effects";
import { arbitraryJourneys, journeysOf } from "./journeys";
import { describePathData, readPathData } from "./path-data";

/** Of journeys that the chain remembers whole: the share of conversions that met the channel. */
function shareMeeting(journeys: readonly Journey[], channel: string): number {
  const converted = (rows: readonly Journey[]): number =>
    rows.reduce((sum, { conversions }) => sum + Number(conversions), 0);
  return converted(journeys.filter(({ touches }) => touches.includes(channel))) / converted(journeys);
}

describe("Markov of higher order", () => {
  it("is the chain of order 1 with a memory of one touch", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const table = journeyTable(journeys);
        const { removalEffects } = analyseMarkov(table);
        memoryRemovalEffects(table, 1).forEach((effect, channel) => {
          expect(effect).toBeCloseTo(removalEffects[channel]!.effect, 11);
        });
      }),
    );
  });

  it("finds just what met a channel when it remembers whole journeys", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (all) => {
        const journeys = all.map((journey) => ({ ...journey, touches: journey.touches.slice(0, 4) }));
        const table = journeyTable(journeys);
        memoryRemovalEffects(table, 4).forEach((effect, channel) => {
          expect(effect).toBeCloseTo(shareMeeting(journeys, table.channels[channel]!), 10);
        });
      }),
    );
  });

  it("tells a > b apart from c > b with order 2 only", () => {
    // a > b always converts, c > b never: order 1 takes b for the same after both, so that c seems to matter.
    const table = journeyTable(journeysOf(["a > b", 10, 0], ["c > b", 0, 10]));
    expect(memoryRemovalEffects(table, 1)).toEqual([0.5, 1, 0.5].map((effect) => expect.closeTo(effect, 12)));
    expect(memoryRemovalEffects(table, 2)).toEqual([1, 1, 0].map((effect) => expect.closeTo(effect, 12)));
  });

  it("ends where journeys stay in one place for long", () => {
    const table = journeyTable(journeysOf([Array.from({ length: 500 }, () => "a").join(" > "), 1, 0], ["a > b", 1, 1]));
    expect(memoryRemovalEffects(table, 2)[0]).toBeCloseTo(1, 12);
  });

  it("has no effects where nobody converted", () => {
    expect(memoryRemovalEffects(journeyTable(journeysOf(["a > b", 0, 3])), 2)).toEqual([0, 0]);
    expect(memoryRemovalEffects(journeyTable([]), 2)).toEqual([]);
  });
});

describePathData("PathData of ChannelAttribution", () => {
  const table = journeyTable(readPathData());

  it("order 1 solved sparsely agrees with the inverted matrix to 1e-12", () => {
    const { removalEffects } = analyseMarkov(table);
    memoryRemovalEffects(table, 1).forEach((effect, channel) => {
      expect(Math.abs(effect - removalEffects[channel]!.effect)).toBeLessThan(1e-12);
    });
  });

  it.each(markovOrders)("order %p has an effect within 0 and 1 for every channel", (order) => {
    const effects = memoryRemovalEffects(table, order);
    expect(effects.length).toBe(12);
    for (const effect of effects) {
      expect(effect).toBeGreaterThan(0);
      expect(effect).toBeLessThan(1);
    }
  });
});
