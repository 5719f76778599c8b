import type { Credit } from "../../../../src/engines/attribution/credit";
import { journeyTable, totalJourneys } from "../../../../src/engines/attribution/journey-table";
import { analyseMarkov } from "../../../../src/engines/attribution/markov";
import type { MarkovState } from "../../../../src/engines/attribution/markov-chain";
import { shapleyValues } from "../../../../src/engines/attribution/shapley-values";
import { conversionsByKey, overRows, plainModels, sumCredits } from "./journeys";
import { describePathData, readPathData, VALUE_UNIT } from "./path-data";

const CHANNELS = "eta iota alpha beta theta lambda kappa zeta epsilon gamma delta mi".split(" ");

/**
 * Credits are rounded to millionths so that they sum exactly, so the last one may be a neighbour of the printed digit. A million
 * conversions for each one of the file, and as many nulls, bring out the digits beyond.
 */
const MAGNIFICATION = 1e6;

function inPrintedOrder(credits: readonly Credit[]): number[] {
  const conversions = conversionsByKey(credits);
  return CHANNELS.map((channel) => conversions[channel]!);
}

/** References 3.4, rows P0 to P7, P10 and P11. */
describePathData("PathData of ChannelAttribution", () => {
  const journeys = readPathData();
  const magnified = readPathData({ conversionFactor: BigInt(MAGNIFICATION) });
  const analysis = analyseMarkov(journeyTable(journeys));

  it("P0: has 10,000 rows, 12 channels, 19,785 conversions worth 74,802.97 and 68,602 nulls", () => {
    const totals = totalJourneys(journeyTable(journeys));
    expect(journeys.length).toBe(10_000);
    expect([...analysis.chain.channels].sort()).toEqual([...CHANNELS].sort());
    expect(totals).toMatchObject({ conversions: 19_785n, nulls: 68_602n });
    expect((Number(totals.value) / VALUE_UNIT).toFixed(2)).toBe("74802.97");
    expect(Math.max(...journeys.map(({ touches }) => touches.length))).toBe(89);
    // Printed .22384513559686386; the quotient of the two counts is .223845135596863792...
    expect(analysis.chain.baseConversionProbability).toBe(19_785 / (19_785 + 68_602));
    expect(analysis.chain.baseConversionProbability).toBeCloseTo(0.22384513559686386, 15);
  });

  it("P1: first touch, conversions and value", () => {
    const credits = overRows(plainModels.FIRST_TOUCH).credit(journeys);
    expect(inPrintedOrder(credits)).toEqual([3164, 4606, 6308, 2831, 1606, 902, 74, 27, 99, 165, 1, 2]);
    // The printed values are cut off after six decimals: alpha is 19121.2723558 in exact addition.
    const printed: Record<string, number> = { eta: 11909.476213, iota: 19597.261277, alpha: 19121.272355 };
    const checked = credits.filter(({ key }) => key in printed);
    expect(checked.length).toBe(3);
    for (const { key, value } of checked) {
      expect(Math.abs(Number(value) / VALUE_UNIT - printed[key]!)).toBeLessThan(1e-6);
    }
  });

  it("P2: last touch", () => {
    const credits = overRows(plainModels.LAST_TOUCH).credit(journeys);
    expect(inPrintedOrder(credits)).toEqual([4167, 3355, 8447, 989, 653, 1207, 230, 107, 531, 92, 5, 2]);
  });

  it("P3: linear touch to nine decimals", () => {
    const printed =
      "3539.951157101 3857.096221018 7574.718593751 2083.500144589 1022.801393904 1035.257572286 137.964077922 136.551540466 272.170437720 121.041639020 1.725000000 2.222222222";
    const credits = overRows(plainModels.LINEAR_TOUCH).credit(magnified);
    expect(
      inPrintedOrder(credits)
        .map((conversions) => (conversions / MAGNIFICATION).toFixed(9))
        .join(" "),
    ).toBe(printed);
  });

  it("P4: Markov removal effects", () => {
    const effects = Object.fromEntries(analysis.removalEffects.map(({ channel, effect }) => [channel, effect]));
    const printed = [
      0.3490263319, 0.4058350045, 0.5583994895, 0.2640385357, 0.2060104628, 0.1340221228, 0.0286633867, 0.0398105178,
      0.0626385823, 0.0178799744, 0.0004819958, 0.0001799458,
    ];
    CHANNELS.forEach((channel, index) => {
      expect(effects[channel]).toBeCloseTo(printed[index]!, 10);
    });
    expect(analysis.removalEffects.reduce((sum, { effect }) => sum + effect, 0)).toBeCloseTo(2.06698635, 8);
  });

  it("P5: Markov credits to six decimals", () => {
    const printed =
      "3340.847402 3884.614702 5344.947682 2527.352167 1971.912880 1282.847223 274.363256 381.062553 599.570650 171.145443 4.613618 1.722425";
    const credits = overRows(plainModels.MARKOV).credit(magnified);
    expect(
      inPrintedOrder(credits)
        .map((conversions) => (conversions / MAGNIFICATION).toFixed(6))
        .join(" "),
    ).toBe(printed);
  });

  it.each(
    Object.values(plainModels)
      .filter(({ key }) => key !== "TIME_DECAY")
      .map(overRows),
  )("$key sums to 19,785 conversions and to their value", ({ credit }) => {
    // The printed figures of P5 sum to 19785.000001: rounding each to the nearest cannot keep the total.
    const { value } = totalJourneys(journeyTable(journeys));
    expect(sumCredits(credit(journeys))).toEqual({ conversionMillionths: 19_785_000_000n, value });
  });

  it("P7: Markov transition probabilities", () => {
    const name = (state: MarkovState) => (state.kind === "CHANNEL" ? state.channel : state.kind);
    const probabilities = Object.fromEntries(
      analysis.chain.transitions.map(({ from, to, probability }) => [`${name(from)} -> ${name(to)}`, probability]),
    );
    expect(probabilities["START -> eta"]).toBeCloseTo(0.1608041907, 10);
    expect(probabilities["START -> iota"]).toBeCloseTo(0.2311086472, 10);
    expect(probabilities["START -> alpha"]).toBeCloseTo(0.3263602113, 10);
    expect(probabilities["eta -> eta"]).toBeCloseTo(0.1961828366, 10);
    expect(probabilities["eta -> CONVERSION"]).toBeCloseTo(0.09605144872, 11);
    expect(probabilities["alpha -> alpha"]).toBeCloseTo(0.6450525207, 10);
  });

  it("P10: set Shapley is the equal split over distinct channels, to six decimals", () => {
    const printed: Record<string, number> = {
      alpha: 7627.944048,
      eta: 3613.655952,
      iota: 3505.044048,
      beta: 1982.739286,
      theta: 1190.963095,
      lambda: 987.782143,
      epsilon: 374.677381,
      zeta: 199.991667,
      kappa: 159.057143,
      gamma: 138.185714,
      mi: 2.666667,
      delta: 2.292857,
    };
    const credits = conversionsByKey(overRows(plainModels.EQUAL_SPLIT).credit(magnified));
    expect(Object.keys(credits).length).toBe(12);
    for (const [channel, conversions] of Object.entries(credits))
      expect(Math.abs(conversions / MAGNIFICATION - printed[channel]!)).toBeLessThan(1e-6);
  });

  it("P10: and the Shapley value of the game that counts the conversions within a coalition", () => {
    const { channels } = journeyTable(journeys);
    const worth = new Float64Array(2 ** channels.length);
    for (const { touches, conversions } of journeys) {
      const mask = touches.reduce((bits, channel) => bits | (1 << channels.indexOf(channel)), 0);
      for (let coalition = 0; coalition < worth.length; coalition += 1)
        if ((coalition & mask) === mask) worth[coalition]! += Number(conversions);
    }
    const credits = conversionsByKey(overRows(plainModels.EQUAL_SPLIT).credit(magnified));
    shapleyValues(channels.length, worth).forEach((value, index) => {
      expect(Math.abs(value - credits[channels[index]!]! / MAGNIFICATION)).toBeLessThan(1e-6);
    });
  });

  it("P11: conversion by path length 1 to 10", () => {
    const printed =
      "3412/15857 2398/10808 6343/28151 1432/6162 1105/4826 2411/11421 594/2491 454/1923 291/1253 213/853";
    const byLength = Array.from({ length: 10 }, (_, index) => {
      const rows = journeys.filter(({ touches }) => touches.length === index + 1);
      const converted = rows.reduce((sum, { conversions }) => sum + conversions, 0n);
      return `${converted}/${rows.reduce((sum, { nulls }) => sum + nulls, converted)}`;
    });
    expect(byLength.join(" ")).toBe(printed);
  });
});
