import type { AssetFigures, CategoryScope, LabelTarget, RuleSet } from "../../../src/features/assets";
import type { AssetService } from "../../../src/features/assets/asset.service";
import { newId } from "../../../src/platform/ids";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, ordinalOf } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "./asset-setup";
import { type Cloud, deepestStage, labelsAt } from "./label-reference";
import { CLOUD_START, randomCloud, SHORT_RULES } from "./random-cloud";
import { randomRules } from "./random-rules";
import { readLabels } from "./read-labels";

const DAY = 86_400_000;
const SEEDS = Array.from({ length: 12 }, (_, index) => 101 + index);
/** Half of the seeds go by rules of their own. */
const RULES = new Map(SEEDS.filter((seed) => seed % 2 === 0).map((seed) => [seed, randomRules(seed)]));
const FROM = new Date(CLOUD_START + 40 * DAY);
const TO = new Date(CLOUD_START + 50 * DAY);

let test: TestApp;
let catalogue: TestCatalogue;
let assets: AssetService;
let ruleSetOf: (seed: number) => RuleSet;

beforeAll(async () => {
  test = await createTestApp();
  catalogue = await addCatalogue(test, (await test.addOrganisation("acme")).id);
  assets = assetServiceOf(test);
  const shipped = await assets.defaultRuleSet();
  ruleSetOf = (seed) => ({ ...shipped, definition: { ...shipped.definition, ...SHORT_RULES, ...RULES.get(seed) } });
  for (const seed of SEEDS) await insertTouchpoints(test, cloudOf(seed, null).rows);
});
afterAll(() => test.close());

const cloudOf = (seed: number, scopeCategoryId: number | null): Cloud => ({
  ...randomCloud(seed, catalogue, ruleSetOf(seed).definition),
  scopeCategoryId,
});

const targetOf = (cloud: Cloud, seed: number): LabelTarget => {
  const scope: CategoryScope =
    cloud.scopeCategoryId === null ? { kind: "ALL" } : { kind: "CATEGORY", categoryId: cloud.scopeCategoryId };
  return { ruleSet: ruleSetOf(seed), sourceIds: [seed], overlayId: null, scope, brands: cloud.brands };
};

const peopleOf = (cloud: Cloud): readonly string[] => [...new Set(cloud.rows.map((row) => row.person))];

describe("against the slow reference, on random clouds whose touchpoints lie on the edges of windows, by fixed and by random rules", () => {
  it.each(SEEDS)("labels everybody of every brand alike (seed %i)", async (seed) => {
    for (const scopeCategoryId of [null, catalogue.categories.home, catalogue.categories.food]) {
      const cloud = cloudOf(seed, scopeCategoryId);
      const labelsId = newId(new Date());
      const figures = await assets.labelBrands({ ...targetOf(cloud, seed), labelsId, asOf: TO });
      for (const brand of cloud.brands) {
        const expected = peopleOf(cloud).flatMap((person) => {
          const labels = labelsAt(cloud, person, brand.id, TO.getTime());
          return labels ? [{ ordinal: ordinalOf(person), ...labels }] : [];
        });
        const found = await readLabels(test, labelsId, brand.id);
        expect(found).toEqual(expected.sort((a, b) => a.ordinal - b.ordinal));
        expectFigures(figures.get(brand.id)!, expected);
      }
    }
  });

  it.each(SEEDS)("follows everybody to the deepest stage alike (seed %i)", async (seed) => {
    for (const scopeCategoryId of [null, catalogue.categories.home]) {
      const cloud = cloudOf(seed, scopeCategoryId);
      const labelsId = newId(new Date());
      await assets.labelBrands({ ...targetOf(cloud, seed), labelsId, asOf: FROM });
      const reach = await assets.stageReach({ ...targetOf(cloud, seed), labelsId, from: FROM, to: TO });
      for (const brand of cloud.brands) {
        const rows = ([1, 2, 3] as const).map((from) => {
          const deepest = peopleOf(cloud)
            .filter((person) => labelsAt(cloud, person, brand.id, FROM.getTime())?.stage === from)
            .map((person) => deepestStage(cloud, person, brand.id, FROM.getTime(), TO.getTime()));
          const atLeast = (stage: number): bigint => BigInt(deepest.filter((label) => label >= stage).length);
          return { from, people: BigInt(deepest.length), reached: { 2: atLeast(2), 3: atLeast(3), 4: atLeast(4) } };
        });
        expect(reach.get(brand.id)).toEqual(rows);
      }
    }
  });
});

function expectFigures(
  figures: AssetFigures,
  people: readonly { readonly stage: number; readonly cell: number }[],
): void {
  const count = (holds: (labels: { stage: number; cell: number }) => boolean): bigint =>
    BigInt(people.filter(holds).length);
  expect(figures.people).toBe(BigInt(people.length));
  for (const stage of [0, 1, 2, 3, 4] as const) {
    expect(figures.stages[stage]).toBe(count((labels) => labels.stage === stage));
    for (let cell = 0; cell < 10; cell++) {
      expect(figures.cells[cell]).toBe(count((labels) => labels.cell === cell));
      expect(figures.cross[stage][cell]).toBe(count((labels) => labels.stage === stage && labels.cell === cell));
    }
  }
}
