import fc from "fast-check";
import type { Journey } from "../../../../src/engines/attribution/journey";
import { journeyTable } from "../../../../src/engines/attribution/journey-table";
import { analyseMarkov as analyseTable, type MarkovAnalysis } from "../../../../src/engines/attribution/markov";
import type { MarkovState } from "../../../../src/engines/attribution/markov-chain";
import { arbitraryJourneys, conversionsByKey, journeysOf } from "./journeys";

const analyseMarkov = (journeys: readonly Journey[]): MarkovAnalysis => analyseTable(journeyTable(journeys));

function effectsOf(analysis: MarkovAnalysis): number[] {
  return analysis.removalEffects.map(({ effect }) => effect);
}

function probability(analysis: MarkovAnalysis, from: MarkovState, to: MarkovState): number | undefined {
  const found = analysis.chain.transitions.find(
    (transition) => JSON.stringify([transition.from, transition.to]) === JSON.stringify([from, to]),
  );
  return found?.probability;
}

const START: MarkovState = { kind: "START" };
const CONVERSION: MarkovState = { kind: "CONVERSION" };
const NULL: MarkovState = { kind: "NULL" };
const channel = (name: string): MarkovState => ({ kind: "CHANNEL", channel: name });

describe("Markov attribution of published examples", () => {
  it("M1: base 1/3, removal .5 1 1, credit .2 .4 .4 (analyzecore, part 1)", () => {
    const analysis = analyseMarkov(journeysOf(["c1 > c2 > c3", 1, 0], ["c1", 0, 1], ["c2 > c3", 0, 1]));
    expect(analysis.chain.baseConversionProbability).toBe(1 / 3);
    expect(effectsOf(analysis)).toEqual([0.5, 1, 1].map((effect) => expect.closeTo(effect, 14)));
    expect(conversionsByKey(analysis.credits)).toEqual({ c1: 0.2, c2: 0.4, c3: 0.4 });
  });

  it("M2: base .8, removal .75 .5, credit 2.4 1.6 (Puzyrov's walkthrough)", () => {
    const analysis = analyseMarkov(journeysOf(["google", 2, 1], ["mailing", 1, 0], ["google > mailing", 1, 0]));
    expect(analysis.chain.baseConversionProbability).toBe(0.8);
    expect(effectsOf(analysis)).toEqual([0.75, 0.5].map((effect) => expect.closeTo(effect, 14)));
    expect(conversionsByKey(analysis.credits)).toEqual({ google: 2.4, mailing: 1.6 });
    expect(probability(analysis, START, channel("google"))).toBe(0.8);
    expect(probability(analysis, START, channel("mailing"))).toBe(0.2);
    expect(probability(analysis, channel("google"), channel("mailing"))).toBe(0.25);
    expect(probability(analysis, channel("google"), CONVERSION)).toBe(0.5);
    expect(probability(analysis, channel("google"), NULL)).toBe(0.25);
    expect(probability(analysis, channel("mailing"), CONVERSION)).toBe(1);
    expect(probability(analysis, channel("mailing"), NULL)).toBeUndefined();
  });

  it("M4: base 2/3, removal 1 .75 .25, credit 2 1.5 .5 (eeghor/mta)", () => {
    const analysis = analyseMarkov(journeysOf(["a > b", 3, 1], ["a > c", 1, 1]));
    expect(analysis.chain.baseConversionProbability).toBe(2 / 3);
    expect(effectsOf(analysis)).toEqual([1, 0.75, 0.25].map((effect) => expect.closeTo(effect, 14)));
    expect(conversionsByKey(analysis.credits)).toEqual({ a: 2, b: 1.5, c: 0.5 });
    expect(probability(analysis, START, channel("a"))).toBe(1);
    expect(probability(analysis, channel("a"), channel("b"))).toBe(2 / 3);
    expect(probability(analysis, channel("a"), channel("c"))).toBe(1 / 3);
    expect(probability(analysis, channel("b"), CONVERSION)).toBe(3 / 4);
    expect(probability(analysis, channel("c"), CONVERSION)).toBe(1 / 2);
  });
});

describe("Markov attribution", () => {
  it("counts a channel touched twice in a row as a way back to itself", () => {
    // From a: a 1/2, conversion 1/4, null 1/4; without a nothing converts.
    const analysis = analyseMarkov(journeysOf(["a > a", 1, 1]));
    expect(probability(analysis, channel("a"), channel("a"))).toBe(0.5);
    expect(effectsOf(analysis)).toEqual([expect.closeTo(1, 14)]);
    expect(conversionsByKey(analysis.credits)).toEqual({ a: 1 });
  });

  it("has no effects, credits or base probability where nobody converted", () => {
    const analysis = analyseMarkov(journeysOf(["a > b", 0, 5]));
    expect(analysis.chain.baseConversionProbability).toBe(0);
    expect(effectsOf(analysis)).toEqual([0, 0]);
    expect(conversionsByKey(analysis.credits)).toEqual({ a: 0, b: 0 });
    expect(analyseMarkov([])).toMatchObject({ chain: { baseConversionProbability: 0, transitions: [] }, credits: [] });
  });

  it("keeps the digits of a tiny effect", () => {
    // One conversion in 10^15 passes rare: its effect is 1e-15, of which 1 - (1 - 1e-15) would keep one digit.
    const analysis = analyseMarkov(journeysOf(["common", 1e15 - 1, 0], ["rare", 1, 0]));
    expect(effectsOf(analysis)[1]! / 1e-15).toBeCloseTo(1, 14);
  });

  it("agrees with a chain that is solved again without each channel", () => {
    fc.assert(
      fc.property(arbitraryJourneys, (journeys) => {
        const analysis = analyseMarkov(journeys);
        const base = conversionProbability(journeys, null);
        expect(analysis.chain.baseConversionProbability).toBeCloseTo(base, 10);
        for (const { channel: removed, effect } of analysis.removalEffects) {
          expect(effect).toBeCloseTo(1 - conversionProbability(journeys, removed) / base, 8);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** Slow reference: the probability of conversion by repeated steps through the chain, entry to `removed` counting as null. */
function conversionProbability(journeys: readonly Journey[], removed: string | null): number {
  const channels = ["a", "b", "c", "d"];
  const counts = new Map<string, number>();
  const leaving = new Map<string, number>();
  for (const { touches, conversions, nulls } of journeys) {
    const count = (from: string, to: string, people: bigint) => {
      counts.set(`${from}>${to}`, (counts.get(`${from}>${to}`) ?? 0) + Number(people));
      leaving.set(from, (leaving.get(from) ?? 0) + Number(people));
    };
    touches.forEach((to, index) => {
      count(touches[index - 1] ?? "(start)", to, conversions + nulls);
    });
    count(touches.at(-1)!, "(conversion)", conversions);
    count(touches.at(-1)!, "(null)", nulls);
  }
  const share = (from: string, to: string) => (counts.get(`${from}>${to}`) ?? 0) / (leaving.get(from) || 1);
  const ends = channels.map((from) => share(from, "(conversion)"));
  const steps = channels.map((from) => channels.map((to) => (to === removed ? 0 : share(from, to))));
  let converts = channels.map(() => 0);
  for (let round = 0; round < 3000; round += 1) {
    converts = steps.map((row, i) => row.reduce((sum, step, j) => sum + step * converts[j]!, ends[i]!));
  }
  return channels.reduce((sum, to, i) => sum + (to === removed ? 0 : share("(start)", to) * converts[i]!), 0);
}
