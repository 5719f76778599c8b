import { BRANDS } from "../../../src/demo/synthetic-cloud/catalogue";
import type { Metric, Truth } from "../../../src/demo/synthetic-cloud/truth";
import { type BrandMetrics, measureBrands, zScores } from "./brand-metrics";
import { makeCloud } from "./make-cloud";
import { registerPeople } from "./person-register";
import { readJson, readTouchpoints } from "./read-cloud";

/** 3 s a seed alone on one core, several times that beside a full test run. */
const TIMEOUT_MS = 120_000;

describe.each([1, 2, 3, 4, 5])("the gaps planted in a cloud of 20,000 people with seed %i", (seed) => {
  let truth: Truth;
  let before: ReadonlyMap<string, BrandMetrics>;
  let after: ReadonlyMap<string, BrandMetrics>;

  beforeAll(async () => {
    const cloud = await makeCloud({ seed, people: 20_000, touchpoints: 300_000 });
    try {
      truth = readJson<Truth>(cloud.folder, "truth.json");
      const touchpoints = readTouchpoints(cloud.folder, cloud.summary.files);
      const register = registerPeople(touchpoints);
      before = measureBrands(touchpoints, register, truth);
      after = measureBrands(touchpoints, register, { asOf: truth.afterAsOf, flowFrom: truth.afterFlowFrom });
    } finally {
      cloud.remove();
    }
  }, TIMEOUT_MS);

  const peersOf = (brand: string, metrics: ReadonlyMap<string, BrandMetrics>): readonly BrandMetrics[] => {
    const { category } = BRANDS.find(({ code }) => code === brand)!;
    const peers = BRANDS.filter((peer) => peer.category === category && peer.code !== brand);
    return peers.map(({ code }) => metrics.get(code)!);
  };
  const shortfall = (brand: string, metric: Metric, metrics: ReadonlyMap<string, BrandMetrics>): number => {
    const values = peersOf(brand, metrics).map((peer) => peer[metric]);
    return 1 - metrics.get(brand)![metric] / (values.reduce((sum, value) => sum + value, 0) / values.length);
  };

  it.each(["haoyu", "qisheng"])(
    "rank above every other metric of %s, with z below -3 against -2.2 and more",
    (brand) => {
      const planted = new Set(truth.gaps.filter((gap) => gap.brand === brand).map(({ metric }) => metric));
      const scores = [...zScores(before.get(brand)!, peersOf(brand, before))];
      expect(scores).toHaveLength(7);
      const highest = Math.max(...scores.flatMap(([metric, z]) => (planted.has(metric) ? [z] : [])));
      const lowest = Math.min(...scores.flatMap(([metric, z]) => (planted.has(metric) ? [] : [z])));
      expect(highest).toBeLessThan(-3);
      expect(lowest).toBeGreaterThan(-2.2);
    },
  );

  it("are 35 to 65 per cent of the peers' mean", () => {
    const sizes = truth.gaps.map(({ brand, metric }) => shortfall(brand, metric, before));
    expect(Math.min(...sizes)).toBeGreaterThan(0.35);
    expect(Math.max(...sizes)).toBeLessThan(0.65);
  });

  it("are closed, narrowed or left open by the campaign as the truth says", () => {
    for (const { brand, metric, after: outcome } of truth.gaps) {
      const start = shortfall(brand, metric, before);
      const end = shortfall(brand, metric, after);
      const limits = { CLOSED: [-Infinity, 0], NARROWED: [0.1, start], OPEN: [0.35, Infinity] }[outcome];
      expect(end).toBeGreaterThan(limits[0]!);
      expect(end).toBeLessThan(limits[1]!);
    }
  });
});
