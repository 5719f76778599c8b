import fc from "fast-check";
import { type Credit, MILLIONTHS, rollUp } from "../../../../src/engines/attribution/credit";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable, totalJourneys } from "../../../../src/engines/attribution/journey-table";
import { markov, markovOrders } from "../../../../src/engines/attribution/markov";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import {
  AWKWARD_NAMES,
  arbitraryJourneys,
  conversionsByKey,
  journeysOf,
  overRows,
  plainModels,
  sumCredits,
} from "./journeys";

const models = [...Object.values(plainModels), ...markovOrders.slice(1).map(markov)].map(overRows);
const additiveModels = models.filter((model) => model.isAdditiveAcrossDimensions);

function renamed(journeys: readonly Journey[], nameOf: (channel: string) => string): Journey[] {
  return journeys.map((journey) => ({ ...journey, touches: journey.touches.map(nameOf) }));
}

function byKey(credits: readonly Credit[]): Map<string, Credit> {
  return new Map(credits.map((credit) => [credit.key, credit]));
}

function expectWithinOneUnit(actual: Credit | undefined, expected: Credit | undefined): void {
  for (const figure of ["conversionMillionths", "value"] as const) {
    const difference = (actual?.[figure] ?? 0n) - (expected?.[figure] ?? 0n);
    // Values reach 1.6e15, where a sum of a few doubles is off by a unit or two before it is rounded.
    const tolerance = 1n + (expected?.[figure] ?? 0n) / 10n ** 14n;
    expect(difference >= -tolerance && difference <= tolerance).toBe(true);
  }
}

/** References 3.4, row S5, as far as an axiom holds for the model: sum, symmetry, null player, permutation of names, scale. */
describe.each(models)("$key", ({ credit }) => {
  it("credits exactly the conversions and exactly the value", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const { conversions, value } = totalJourneys(journeyTable(journeys));
        expect(sumCredits(credit(journeys))).toEqual({ conversionMillionths: conversions * MILLIONTHS, value });
      }),
    );
  });

  it("does not change a bit with the order of the rows", () => {
    fc.assert(
      fc.property(arbitraryJourneys, fc.integer(), (journeys, seed) => {
        expect(credit(SeededRandom.fromSeed(seed).shuffle(journeys))).toEqual(credit(journeys));
      }),
    );
  });

  it("does not change with equal journeys passed as one or as many", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const doubled = journeys.map((journey) => ({
          ...journey,
          conversions: journey.conversions * 2n,
          value: journey.value * 2n,
          nulls: journey.nulls * 2n,
        }));
        expect(credit([...journeys, ...journeys])).toEqual(credit(doubled));
      }),
    );
  });

  it("takes channels named start, conversion, null and nothing for channels", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        // a, b, c, d keep their order, so not even a tie is broken otherwise.
        const nameOf = (channel: string): string => AWKWARD_NAMES["abcd".indexOf(channel)]!;
        const expected = credit(journeys).map((line) => ({ ...line, key: nameOf(line.key) }));
        expect(credit(renamed(journeys, nameOf))).toEqual(expected);
      }),
    );
  });

  it("permutes credits as channels are renamed, ties apart", () => {
    fc.assert(
      fc.property(arbitraryJourneys, fc.integer(), (journeys, seed) => {
        const names = SeededRandom.fromSeed(seed).shuffle([...AWKWARD_NAMES]);
        const nameOf = (channel: string): string => names["abcd".indexOf(channel)]!;
        const after = byKey(credit(renamed(journeys, nameOf)));
        for (const line of credit(journeys)) {
          expectWithinOneUnit(after.get(nameOf(line.key)), line);
        }
      }),
    );
  });

  it("treats channels alike that the journeys cannot tell apart", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const swap = (channel: string): string => ({ a: "b", b: "a" })[channel] ?? channel;
        const credits = byKey(credit([...journeys, ...renamed(journeys, swap)]));
        if (credits.has("a")) expectWithinOneUnit(credits.get("a"), credits.get("b"));
      }),
    );
  });

  it("gives nothing to a channel that leads to no conversion", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const idle = journeysOf(["idle > idle", 0, 7]);
        expect(byKey(credit([...journeys, ...idle])).get("idle")).toEqual({
          key: "idle",
          conversionMillionths: 0n,
          value: 0n,
        });
      }),
    );
  });
});

describe.each(additiveModels)("$key, additive", ({ credit }) => {
  it("gives a coarser dimension what its channels have together, to a unit for each of them", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const platformOf = (channel: string): string => ({ a: "x", b: "x" })[channel] ?? "y";
        const summed = byKey(rollUp(credit(journeys), platformOf));
        for (const line of credit(renamed(journeys, platformOf))) {
          for (const figure of ["conversionMillionths", "value"] as const) {
            const difference = summed.get(line.key)![figure] - line[figure];
            expect(difference >= -2n && difference <= 2n).toBe(true);
          }
        }
      }),
    );
  });

  it("gives two sets of journeys together what it gives each, to a unit", () => {
    fc.assert(
      fc.property(arbitraryJourneys, arbitraryJourneys, (first, second) => {
        const together = byKey(credit([...first, ...second]));
        const apart = rollUp([...credit(first), ...credit(second)], (channel) => channel);
        for (const line of apart) {
          for (const figure of ["conversionMillionths", "value"] as const) {
            const difference = together.get(line.key)![figure] - line[figure];
            expect(difference >= -3n && difference <= 3n).toBe(true);
          }
        }
      }),
    );
  });
});

describe("MARKOV, not additive", () => {
  it("gives a platform other credit than its placements have together", () => {
    const journeys = journeysOf(["placement 1 > placement 2", 3, 1], ["other", 1, 1]);
    const platformOf = (channel: string): string => (channel === "other" ? "other" : "platform");
    const { credit } = overRows(plainModels.MARKOV);
    // Effects: other 1/4, each placement 3/4, so other has 1/7 of 4 and each placement 3/7, where the larger remainders are; but
    // the effect of the platform is no more than 3/4.
    expect(conversionsByKey(rollUp(credit(journeys), platformOf))).toEqual({ other: 0.571428, platform: 3.428572 });
    expect(conversionsByKey(credit(renamed(journeys, platformOf)))).toEqual({ other: 1, platform: 3 });
  });
});

describe("rollUp", () => {
  it("adds credits to a coarser dimension in order of its keys", () => {
    const credits: Credit[] = [
      { key: "z/1", conversionMillionths: 1n, value: 10n },
      { key: "a/1", conversionMillionths: 2n, value: 20n },
      { key: "z/2", conversionMillionths: 4n, value: 40n },
    ];
    expect(rollUp(credits, (channel) => channel[0]!)).toEqual([
      { key: "a", conversionMillionths: 2n, value: 20n },
      { key: "z", conversionMillionths: 5n, value: 50n },
    ]);
  });

  it("keeps both totals whatever the grouping", () => {
    fc.assert(
      fc.property(arbitraryJourneys, fc.func(fc.constantFrom("x", "y", "start")), (journeys, keyOf) => {
        const credits = overRows(plainModels.LINEAR_TOUCH).credit(journeys);
        expect(sumCredits(rollUp(credits, keyOf))).toEqual(sumCredits(credits));
      }),
    );
  });
});
