import type { LabelTarget, RuleSet } from "../../../src/features/assets";
import type { AssetService } from "../../../src/features/assets/asset.service";
import { newId } from "../../../src/platform/ids";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "../assets/asset-setup";
import { type Cloud, labelsAt } from "../assets/label-reference";
import { CLOUD_START, randomCloud, SHORT_RULES } from "../assets/random-cloud";

const DAY = 86_400_000;
const SEEDS = Array.from({ length: 8 }, (_, index) => 301 + index);
const FROM = CLOUD_START + 40 * DAY;
const TO = CLOUD_START + 50 * DAY;
/** What a random cloud has too few of. */
const RENAMED: Readonly<Record<string, string>> = { CLICK: "VISIT", CONTENT_VIEW: "PRODUCT_VIEW", ANSWER: "SEARCH" };

let test: TestApp;
let catalogue: TestCatalogue;
let assets: AssetService;
let ruleSet: RuleSet;

beforeAll(async () => {
  test = await createTestApp();
  catalogue = await addCatalogue(test, (await test.addOrganisation("acme")).id);
  assets = assetServiceOf(test);
  const shipped = await assets.defaultRuleSet();
  ruleSet = { ...shipped, definition: { ...shipped.definition, ...SHORT_RULES } };
  for (const seed of SEEDS) await insertTouchpoints(test, cloudOf(seed, null).rows);
});
afterAll(() => test.close());

function cloudOf(seed: number, scopeCategoryId: number | null): Cloud {
  const cloud = randomCloud(seed, catalogue, ruleSet.definition);
  const rows = cloud.rows.map((row) => ({ ...row, action: RENAMED[row.action] ?? row.action }));
  return { ...cloud, rows, scopeCategoryId };
}

/** One brand, one person and one touchpoint after the other. */
function expectedOf(cloud: Cloud, { id, primaryCategoryId }: Cloud["brands"][number]) {
  const people = [...new Set(cloud.rows.map((row) => row.person))].filter(
    (person) => (labelsAt(cloud, person, id, TO)?.stage ?? 0) > 0,
  );
  const own = cloud.rows.filter((row) => {
    const at = Date.parse(row.at);
    const category = row.categoryId || primaryCategoryId;
    const isInScope =
      cloud.scopeCategoryId === null ||
      (category != null && cloud.treeOf.get(cloud.scopeCategoryId)!.includes(category));
    return row.brandId === id && at >= FROM && at < TO && isInScope;
  });
  const who = (did: (row: Cloud["rows"][number]) => boolean): bigint =>
    BigInt(people.filter((person) => own.some((row) => row.person === person && did(row))).length);
  return {
    people: BigInt(people.length),
    visited: who(({ action, site }) => site === "ON_SITE" && ["VISIT", "PRODUCT_VIEW"].includes(action)),
    searched: who(({ action }) => action === "SEARCH"),
  };
}

const seen = { visited: 0n, searched: 0n };

it.each(SEEDS)("counts who visited and who searched as the slow reference does (seed %i)", async (seed) => {
  for (const scopeCategoryId of [null, catalogue.categories.home]) {
    const cloud = cloudOf(seed, scopeCategoryId);
    const target: LabelTarget = {
      ruleSet,
      sourceIds: [seed],
      overlayId: null,
      scope: scopeCategoryId === null ? { kind: "ALL" } : { kind: "CATEGORY", categoryId: scopeCategoryId },
      brands: cloud.brands,
    };
    const labelsId = newId(new Date());
    await assets.labelBrands({ ...target, labelsId, asOf: new Date(TO) });
    const activity = await assets.activity({ ...target, labelsId, from: new Date(FROM), to: new Date(TO) });
    for (const brand of cloud.brands) {
      const expected = expectedOf(cloud, brand);
      expect(activity.get(brand.id)).toEqual(expected);
      seen.visited += expected.visited;
      seen.searched += expected.searched;
    }
  }
});

it("met visitors and searchers, so that the comparison could fail", () => {
  expect(seen.visited).toBeGreaterThan(10n);
  expect(seen.searched).toBeGreaterThan(10n);
});
