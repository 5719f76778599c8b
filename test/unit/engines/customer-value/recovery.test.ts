import { fitBgNbd } from "../../../../src/engines/customer-value/bg-nbd-fit";
import { expectedPurchases, probabilityAlive } from "../../../../src/engines/customer-value/bg-nbd-forecast";
import { fitGammaGamma } from "../../../../src/engines/customer-value/gamma-gamma";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";

/** Marsaglia & Tsang 2000, with its rule for shapes below 1. */
function gamma(random: SeededRandom, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = random.normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Somebody's purchases by the story of the model, in days up to `age`. */
function simulated(random: SeededRandom, { r, alpha, a, b }: Record<"r" | "alpha" | "a" | "b", number>, age: number) {
  const rate = gamma(random, r) / alpha;
  const [up, down] = a === 0 ? [0, 1] : [gamma(random, a), gamma(random, b)];
  const stops = up / (up + down);
  let [x, last] = [0, 0];
  for (let time = random.exponential(1 / rate); time <= age; time += random.exponential(1 / rate)) {
    x++;
    last = time;
    if (random.uniform() < stops) break;
  }
  return { x, last };
}

describe("parameter recovery", () => {
  it.each([
    [1, { r: 0.25, alpha: 30, a: 0.8, b: 2.5 }],
    [2, { r: 1.2, alpha: 60, a: 0.5, b: 3 }],
    [3, { r: 0.7, alpha: 15, a: 1.5, b: 6 }],
  ])("finds the parameters of 20,000 simulated customers within 4 standard errors (seed %p)", (seed, truth) => {
    const random = SeededRandom.fromSeed(seed);
    const ages = Array.from({ length: 20_000 }, () => random.integer(100, 400));
    const people = ages.map((age) => ({ age, ...simulated(random, truth, age) }));
    const fit = fitBgNbd({
      unit: "DAY",
      repeatPurchases: people.map(({ x }) => x),
      lastPurchase: people.map(({ last }) => last),
      age: ages,
      people: people.map(() => 1),
    });
    if (!fit.isFitted) throw new Error(fit.reason);
    for (const name of ["r", "alpha", "a", "b"] as const)
      expect(Math.abs(fit.model[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]!);
  });

  it("fits the negative binomial limit where nobody is seen to stop", () => {
    const random = SeededRandom.fromSeed(7);
    const ages = Array.from({ length: 5000 }, () => random.integer(100, 400));
    const people = ages.map((age) => simulated(random, { r: 0.7, alpha: 60, a: 0, b: 1 }, age));
    const fit = fitBgNbd({
      unit: "DAY",
      repeatPurchases: people.map(({ x }) => x),
      lastPurchase: people.map(({ last }) => last),
      age: ages,
      people: people.map(() => 1),
    });
    if (!fit.isFitted) throw new Error(fit.reason);
    expect(fit.standardErrors).toMatchObject({ a: null, b: null });
    expect(Math.abs(fit.model.r - 0.7)).toBeLessThan(4 * fit.standardErrors.r);
    expect(Math.abs(fit.model.alpha - 60)).toBeLessThan(4 * fit.standardErrors.alpha);
    const someone = { unit: "DAY", repeatPurchases: 4, lastPurchase: 90, age: 100 } as const;
    expect(probabilityAlive(fit.model, someone)).toBeGreaterThan(0.99999);
    // The mean of a negative binomial: (r + x) t / (alpha + T).
    const wanted = ((fit.model.r + 4) * 50) / (fit.model.alpha + 100);
    expect(expectedPurchases(fit.model, someone, { unit: "DAY", length: 50 })).toBeCloseTo(wanted, 3);
  });

  it("finds the spend of 20,000 simulated customers within 4 standard errors", () => {
    const random = SeededRandom.fromSeed(4);
    const truth = { p: 6, q: 4, v: 15 };
    const purchases = Array.from({ length: 20_000 }, () => random.integer(1, 6));
    const total = purchases.map((count) => {
      const rate = gamma(random, truth.q) / truth.v;
      return Array.from({ length: count }, () => gamma(random, truth.p) / rate).reduce((sum, value) => sum + value, 0);
    });
    const fit = fitGammaGamma({ purchases, total, people: purchases.map(() => 1) });
    if (!fit.isFitted) throw new Error(fit.reason);
    for (const name of ["p", "q", "v"] as const)
      expect(Math.abs(fit.model[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]);
  });

  it("scales with time and money", () => {
    const random = SeededRandom.fromSeed(5);
    const people = Array.from({ length: 3000 }, () => simulated(random, { r: 0.5, alpha: 40, a: 0.8, b: 3 }, 365));
    const fitOf = (factor: number) =>
      fitBgNbd({
        unit: "DAY",
        repeatPurchases: people.map(({ x }) => x),
        lastPurchase: people.map(({ last }) => factor * last),
        age: people.map(() => factor * 365),
        people: people.map(() => 1),
      });
    const [one, ten] = [fitOf(1), fitOf(10)];
    if (!one.isFitted || !ten.isFitted) throw new Error("Both must be fitted.");
    expect(ten.model.alpha / one.model.alpha).toBeCloseTo(10, 5);
    expect(ten.model.b).toBeCloseTo(one.model.b, 5);
  });
});
