import { carryOver, normalisedWeights } from "../../../../src/engines/allocation/adstock";
import {
  drawFit,
  type FitInput,
  FitRefusedError,
  fitCurves,
  isFitted,
} from "../../../../src/engines/allocation/fit-curves";
import { toConcaveCurve } from "../../../../src/engines/allocation/response-curve";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

const WINDOW = 13;
const random = (seed: number): SeededRandom => SeededRandom.fromSeed(seed);
const spendOf = (seed: number, periods = 208): number[] => {
  const draw = random(seed);
  return Array.from({ length: periods }, () => (draw.uniform() < 0.2 ? 0 : Math.round(draw.exponential(1000))));
};

/** Two lines with known curves on a base of 500, and noise. */
function simulated(form: "HILL" | "MICHAELIS_MENTEN", noise: number, seed = 1): FitInput {
  const spend = [spendOf(11), spendOf(12)];
  const truth = [
    { decay: 0.6, curve: toConcaveCurve({ form: "HILL", vmax: 900, km: 800, slope: form === "HILL" ? 2 : 1 }) },
    { decay: 0.2, curve: toConcaveCurve({ form: "HILL", vmax: 400, km: 1500, slope: form === "HILL" ? 1.2 : 1 }) },
  ];
  const draw = random(seed);
  const parts = truth.map(({ decay, curve }, line) =>
    carryOver(spend[line]!, normalisedWeights({ form: "GEOMETRIC", decay }, WINDOW)).map(curve.response),
  );
  const outcome = spend[0]!.map((_, period) => 500 + parts[0]![period]! + parts[1]![period]! + draw.normal(0, noise));
  return { outcome, spend, controls: [], adstock: "GEOMETRIC", saturation: form, window: WINDOW };
}

describe("fitCurves", () => {
  it.each(["HILL", "MICHAELIS_MENTEN"] as const)("recovers %s curves and decays without noise", (form) => {
    const fit = fitCurves(simulated(form, 0));
    expect(fit.rSquared).toBeGreaterThan(0.999);
    const [first, second] = fit.lines.map((line) => (isFitted(line) ? line : null));
    expect(first).toMatchObject({ adstock: { form: "GEOMETRIC", decay: expect.closeTo(0.6, 1) } });
    expect(second).toMatchObject({ adstock: { form: "GEOMETRIC", decay: expect.closeTo(0.2, 1) } });
    for (const amount of [400, 800, 1600]) {
      const slope = form === "HILL" ? 2 : 1;
      const truth = toConcaveCurve({ form: "HILL", vmax: 900, km: 800, slope }).response(amount);
      expect(Math.abs(toConcaveCurve(first!.curve).response(amount) / truth - 1)).toBeLessThan(0.05);
    }
  });

  it("recovers within its intervals under noise, the same for the same seed", () => {
    const input = simulated("MICHAELIS_MENTEN", 60);
    const fit = fitCurves(input);
    const at = (amount: number, seed: number): number[] => {
      const draw = random(seed);
      return Array.from({ length: 40 }, () => drawFit(input, fit, draw).lines[0]!)
        .map((line) => (isFitted(line) ? toConcaveCurve(line.curve).response(amount) : 0))
        .sort((a, b) => a - b);
    };
    const drawn = at(1000, 3);
    expect(drawn).toEqual(at(1000, 3));
    const truth = (900 * 1000) / 1800;
    expect(drawn[0]).toBeLessThan(truth);
    expect(drawn.at(-1)).toBeGreaterThan(truth);
    expect(drawn.at(-1)! - drawn[0]!).toBeLessThan(truth);
  });

  it("is the same in another currency, but for the amounts", () => {
    const input = simulated("MICHAELIS_MENTEN", 30);
    const scaled = { ...input, spend: input.spend.map((series) => series.map((amount) => amount * 128)) };
    const [one, other] = [fitCurves(input), fitCurves(scaled)];
    expect(other.rSquared).toBeCloseTo(one.rSquared, 12);
    const line = one.lines[1]!;
    if (!isFitted(line) || line.curve.form !== "MICHAELIS_MENTEN") throw new Error("The line was not fitted.");
    expect(other.lines[1]).toEqual({
      adstock: line.adstock,
      curve: { form: "MICHAELIS_MENTEN", vmax: expect.closeTo(line.curve.vmax, 6), km: line.curve.km * 128 },
    });
  });

  it("tells a line without effect from one with effect", () => {
    const input = simulated("MICHAELIS_MENTEN", 1);
    const reversed = input.outcome.map((value, period) => value - 0.5 * spendOf(13)[period]!);
    const fit = fitCurves({ ...input, outcome: reversed, spend: [...input.spend, spendOf(13)] });
    expect(fit.lines[2]).toMatchObject({ code: "NO_EFFECT", line: 2 });
  });

  it("tells that a straight line shows no saturation", () => {
    const spend = spendOf(14);
    const input = {
      ...simulated("MICHAELIS_MENTEN", 0),
      spend: [spend],
      outcome: spend.map((amount) => 10 + 3 * amount),
    };
    expect(fitCurves({ ...input, adstock: "NONE" }).lines).toMatchObject([{ code: "NO_SATURATION", line: 0 }]);
  });
});

describe("what no curve can be fitted to", () => {
  const refused = (change: Partial<FitInput>): unknown => {
    try {
      return fitCurves({ ...simulated("MICHAELIS_MENTEN", 0), ...change });
    } catch (error) {
      if (error instanceof FitRefusedError) return error.refusals;
      throw error;
    }
  };
  const input = simulated("MICHAELIS_MENTEN", 0);
  const short = (series: readonly number[]): number[] => series.slice(0, 20);

  it("is too short a time, or an outcome or a spend that never changes", () => {
    expect(refused({ outcome: short(input.outcome), spend: input.spend.map(short) })).toMatchObject([
      { code: "TOO_FEW_PERIODS", periods: 20, needed: 35 },
    ]);
    const constant = input.outcome.map(() => 5);
    expect(refused({ outcome: constant, spend: [input.spend[0]!, constant] })).toMatchObject([
      { code: "NO_OUTCOME_VARIATION" },
      { code: "NO_SPEND_VARIATION", line: 1 },
    ]);
  });

  it("is two lines that move together", () => {
    const double = input.spend[0]!.map((amount) => 2 * amount);
    expect(refused({ spend: [input.spend[0]!, double] })).toMatchObject([
      {
        code: "COLLINEAR",
        line: 1,
        other: 0,
        message:
          "The spend of lines 0 and 1 must move apart, but their correlation is 1.000 (at most 0.98); join the two lines into one.",
      },
    ]);
  });
});
