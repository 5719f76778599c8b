import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BRANDS, CATEGORIES } from "../../../src/demo/synthetic-cloud/catalogue";
import type { Metric, Truth } from "../../../src/demo/synthetic-cloud/truth";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { measureBrands } from "../../unit/demo/brand-metrics";
import { makeCloud } from "../../unit/demo/make-cloud";
import { registerPeople } from "../../unit/demo/person-register";
import { readJson, readTouchpoints, type Touchpoint } from "../../unit/demo/read-cloud";
import { addSource } from "../benchmarks/market";
import { type CloudNumbers, loadSyntheticCloud } from "./load-synthetic-cloud";

const DIAGNOSIS = readFileSync(join(__dirname, "diagnosis.graphql"), "utf8");
const REFRESH = readFileSync(join(__dirname, "../benchmarks/refresh-benchmarks.graphql"), "utf8");

/** Generating, reading and loading 300,000 touchpoints takes 8 s of this process a seed, and several times that beside others. */
const TIMEOUT_MS = 180_000;
const PLANTED = ["haoyu", "qisheng"] as const;

let test: TestApp;
let partner: TestOrganisation;
let numbers: CloudNumbers;

beforeAll(async () => {
  test = await createTestApp();
  partner = await test.addOrganisation("partner");
  numbers = { sourceId: await addSource(test, partner.keys.OPERATOR, "CLOUD"), ...(await addCatalogue()) };
});
afterAll(() => test.close());

async function addCatalogue(): Promise<Omit<CloudNumbers, "sourceId">> {
  const { database, brands: catalogue } = test.app;
  return database.withSystem(async (manager) => {
    const categories = new Map<string, number>();
    const brands = new Map<string, number>();
    for (const { code, names } of CATEGORIES) {
      categories.set(code, (await catalogue.createCategory(manager, { code, name: names.en })).id);
    }
    for (const { code, category, names } of BRANDS) {
      const categoryIds = [categories.get(category)!];
      brands.set(code, (await catalogue.createBrand(manager, { code, name: names.en, categoryIds })).id);
    }
    for (const code of PLANTED) await catalogue.grant(manager, partner.id, brands.get(code)!);
    return { categories, brands };
  });
}

async function refresh(category: string, { asOf, flowFrom }: Truth): Promise<void> {
  const input = { categoryId: toNodeId("Category", numbers.categories.get(category)!), asOf, flowFrom };
  const { data } = await test.query(partner.keys.OPERATOR, REFRESH, { input });
  const run = await test.waitForRun(partner.keys.OPERATOR, data.refreshBenchmarks.run.id);
  expect(run).toMatchObject({ status: "SUCCEEDED" });
}

async function diagnose(brand: string, { asOf, flowFrom }: Truth) {
  const variables = { brand: toNodeId("Brand", numbers.brands.get(brand)!), asOf, flowFrom };
  const { data } = await test.query(partner.keys.PARTNER, DIAGNOSIS, variables);
  return data.brand.diagnosis;
}

/** STAGE_PEOPLE:AWARE is STAGE_PEOPLE_SHORT_AWARE, STAGE_REACH:APPEAL>ACT is STAGE_REACH_LOW_APPEAL_ACT. */
const codeOf = ({ metric }: { readonly metric: Metric }): string =>
  metric.replace("STAGE_PEOPLE:", "STAGE_PEOPLE_SHORT_").replace("STAGE_REACH:", "STAGE_REACH_LOW_").replace(">", "_");

/** What the cloud plants nothing about: orders and buyers who come back follow from the flows that it does. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  "STAGE_REACH_LOW_APPEAL_ADVOCATE",
  "CORE_PEOPLE_SHORT",
  "SALES_CONVERSION_LOW",
]);

describe.each([1, 2, 3, 4, 5])("the diagnosis of a cloud of 20,000 people with seed %i", (seed) => {
  let truth: Truth;
  let touchpoints: readonly Touchpoint[];
  let register: ReturnType<typeof registerPeople>;

  beforeAll(async () => {
    const cloud = await makeCloud({ seed, people: 20_000, touchpoints: 300_000 });
    try {
      truth = readJson<Truth>(cloud.folder, "truth.json");
      touchpoints = await readTouchpoints(cloud.folder, cloud.summary.files);
    } finally {
      cloud.remove();
    }
    register = registerPeople(touchpoints);
    await loadSyntheticCloud(test, numbers, touchpoints, register);
    for (const { code } of CATEGORIES) await refresh(code, truth);
  }, TIMEOUT_MS);

  it.each(PLANTED)("ranks every planted gap of %s above all else", async (brand) => {
    const { findings } = await diagnose(brand, truth);
    const planted = truth.gaps.filter((gap) => gap.brand === brand).map(codeOf);
    expect(planted.length).toBeGreaterThan(1);
    const told = findings.filter(({ code }: { readonly code: string }) => !CONSEQUENCES.has(code));
    const first: readonly { readonly code: string; readonly severity: string }[] = told.slice(0, planted.length);
    expect(new Set(first.map(({ code }) => code))).toEqual(new Set(planted));
    for (const { severity } of first) expect(severity).toBe("CRITICAL");
  });

  if (seed > 1) return;
  it("is made of the figures that a slow count over the same touchpoints gives", async () => {
    const reference = measureBrands(touchpoints, register, truth);
    for (const brand of PLANTED) {
      const { category } = BRANDS.find(({ code }) => code === brand)!;
      const peers = BRANDS.filter((peer) => peer.category === category && peer.code !== brand);
      const meanOf = (metric: Metric): number =>
        peers.reduce((sum, { code }) => sum + reference.get(code)![metric], 0) / peers.length;
      const { stages, flows } = await diagnose(brand, truth);
      const isPlanted = ({ from, to }: { from: string; to: string }): boolean => `${from}>${to}` !== "APPEAL>ADVOCATE";
      const rows = [
        ...stages.map((row: { stage: string }) => ({ ...row, metric: `STAGE_PEOPLE:${row.stage}` })),
        ...flows
          .filter(isPlanted)
          .map((row: { from: string; to: string }) => ({ ...row, metric: `STAGE_REACH:${row.from}>${row.to}` })),
      ];
      expect(rows).toHaveLength(7);
      for (const { metric, benchmark } of rows) {
        expect([metric, benchmark.own]).toEqual([metric, reference.get(brand)![metric as Metric]]);
        expect(benchmark.industryMean).toBeCloseTo(meanOf(metric), 9);
      }
    }
  });
});
