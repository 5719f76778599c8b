import { betaSample, gammaQuantile, gammaSample } from "../../../../src/engines/numeric/gamma-distribution";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

const DRAWS = 20_000;
const moments = (draw: () => number) => {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
};

describe("gamma distribution", () => {
  it.each([0.3, 1, 2.5, 40, 5_000])("draws with the mean and the variance of shape %d", (shape) => {
    const random = SeededRandom.fromSeed(7);
    const { mean, variance } = moments(() => gammaSample(random, shape, 2));
    // Five standard errors; the variance's by the kurtosis 3 + 6 / shape.
    expect(Math.abs(mean - shape / 2)).toBeLessThan((5 * Math.sqrt(shape)) / 2 / Math.sqrt(DRAWS));
    expect(Math.abs(variance - shape / 4)).toBeLessThan(((5 * shape) / 4) * Math.sqrt((2 + 6 / shape) / DRAWS));
  });

  it("draws beta variables with their mean and variance", () => {
    const random = SeededRandom.fromSeed(8);
    const { mean, variance } = moments(() => betaSample(random, 2, 6));
    expect(mean).toBeCloseTo(0.25, 2);
    expect(variance).toBeCloseTo((2 * 6) / (64 * 9), 3);
  });

  it("gives the quantiles of the exponential and the chi-square distribution", () => {
    expect(gammaQuantile(0.5, 1, 2)).toBeCloseTo(Math.log(2) / 2, 12);
    expect(gammaQuantile(0.95, 0.5, 0.5)).toBeCloseTo(3.841458820694124, 9);
    expect(gammaQuantile(0.975, 5, 0.5)).toBeCloseTo(20.48317735, 6);
    // The two ways meet at shape 1,000.
    expect(gammaQuantile(0.025, 1_000, 1) / gammaQuantile(0.025, 999.999, 1)).toBeCloseTo(1, 5);
  });

  it("refuses a shape of nothing", () => {
    expect(() => gammaQuantile(0.5, 0, 1)).toThrow("Shape and rate must be finite and above 0 but got 0 and 1.");
  });
});
