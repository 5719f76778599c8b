import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import type { App } from "../app";
import { ApiClient } from "./api-client";
import type { DescribedCloud } from "./described-cloud";
import { generateSyntheticCloud } from "./synthetic-cloud/generate-synthetic-cloud";

/** The demo's size: two categories of seven brands around an 11.11 campaign. */
const SIZE = { seed: 1, people: 200_000, touchpoints: 3_000_000, from: "2025-09-01", to: "2025-12-30" } as const;

export interface DemoKeys {
  readonly operator: string;
  readonly demo: string;
}

/** Brands that the demo organisation is granted; the others are its industry and are not found. */
const GRANTED = ["haoyu", "qisheng"];

/** Generates the cloud once; a second start finds it. Returns the seconds it took, or null when it was there. */
export async function generateOnce(folder: string): Promise<number | null> {
  if (await exists(join(folder, "cloud.json"))) return null;
  const began = performance.now();
  const bar = new SingleBar(
    { format: "generating {bar} {percentage}% | {date}", stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(SIZE.touchpoints, 0, { date: SIZE.from });
  await generateSyntheticCloud({
    ...SIZE,
    folder,
    onProgress: ({ touchpoints, date }) => bar.update(touchpoints, { date }),
  });
  bar.update(SIZE.touchpoints);
  bar.stop();
  return (performance.now() - began) / 1000;
}

/** The two keys of the demo, issued once and kept beside the generated data. */
export async function keysOnce(app: App, folder: string): Promise<DemoKeys> {
  const file = join(folder, "keys.json");
  if (await exists(file)) return JSON.parse(await readFile(file, "utf8")) as DemoKeys;
  const operatorOrganisation = await app.access.findOrganisationByCode("cloud");
  const keys = await app.database.withSystem(async (manager) => {
    const demo = await app.access.addOrganisation(manager, { code: "demo", name: "Demo organisation" });
    const issue = async (organisationId: string, role: "OPERATOR" | "ADMIN"): Promise<string> =>
      (await app.access.issueKey(manager, organisationId, { name: "demo", role, allowedOrigins: [] })).secret;
    return { operator: await issue(operatorOrganisation!.id, "OPERATOR"), demo: await issue(demo.id, "ADMIN") };
  });
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

export interface CatalogueIds {
  readonly categories: ReadonlyMap<string, string>;
  readonly brands: ReadonlyMap<string, string>;
}

/** The catalogue through the API; idempotency keys make a second start answer as the first. */
export async function addCatalogue(url: string, keys: DemoKeys, cloud: DescribedCloud): Promise<CatalogueIds> {
  const operator = await ApiClient.open(url, keys.operator, ["operator-setup", "campaign"]);
  const categories = new Map<string, string>();
  for (const { code, names } of cloud.categories) {
    const { createCategory } = await operator.send("AddCategory", {
      input: { code, name: names.en, nameZh: names.zh },
      key: `category ${code}`,
    });
    categories.set(code, createCategory.category.id);
  }
  const brands = new Map<string, string>();
  for (const { code, category, names } of cloud.brands) {
    const input = { code, name: names.en, nameZh: names.zh, categoryIds: [categories.get(category)] };
    const { createBrand } = await operator.send("AddBrand", { input, key: `brand ${code}` });
    brands.set(code, createBrand.brand.id);
  }
  const demo = await ApiClient.open(url, keys.demo, ["partner-diagnosis"]);
  const { viewer } = await demo.send("BrandDiagnosis", {
    brand: brands.get(GRANTED[0]!),
    asOf: cloud.campaigns[0]!.window.from,
    from: "2025-09-01",
    to: "2025-09-02",
  });
  await operator.send("Grant", {
    input: { organisationId: viewer.organisation.id, brandIds: GRANTED.map((code) => brands.get(code)) },
  });
  return { categories, brands };
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
