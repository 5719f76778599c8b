import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import type { TestApp, TestOrganisation } from "../../support/test-app";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export const NOW = new Date("2025-11-11T09:30:30+08:00");
/** The last full hour: what windows end at. */
export const AS_OF = new Date("2025-11-11T09:00:00+08:00");
const DAY = 86_400_000;

/** An instant so many days before AS_OF. */
export const daysBack = (days: number): string => new Date(AS_OF.getTime() - days * DAY).toISOString();

export interface Shop {
  readonly organisation: TestOrganisation;
  readonly brand: string;
  readonly watches: string;
  readonly beauty: string;
  readonly brandId: number;
  readonly rivalBrandId: number;
  readonly otherBrandId: number;
  readonly watchesId: number;
  readonly beautyId: number;
  readonly digitalId: number;
  /** A source of the cloud, one of the organisation's own, and one of somebody else's. */
  readonly cloudSourceId: number;
  readonly ownSourceId: number;
  readonly strangerSourceId: number;
}

/** A watch brand and its rival, a beauty brand, and two organisations of which the first has the watch brand. */
export async function createShop(test: TestApp, settings?: Parameters<TestApp["addOrganisation"]>[1]): Promise<Shop> {
  const organisation = await test.addOrganisation("acme", settings);
  const stranger = await test.addOrganisation("stranger");
  const { categories, brands } = await addCatalogue(
    test,
    organisation.keys.OPERATOR,
    { watches: ["haoyu", "qingfeng"], beauty: ["yumei"], digital: [] },
    [{ organisationId: organisation.id, brands: ["haoyu"] }],
  );
  const sourceOf = async (key: string, code: string, visibility: "CLOUD" | "ORGANISATION") =>
    numberOf(await addSource(test, key, code, visibility));
  return {
    organisation,
    brand: brands["haoyu"]!,
    watches: categories["watches"]!,
    beauty: categories["beauty"]!,
    brandId: numberOf(brands["haoyu"]!),
    rivalBrandId: numberOf(brands["qingfeng"]!),
    otherBrandId: numberOf(brands["yumei"]!),
    watchesId: numberOf(categories["watches"]!),
    beautyId: numberOf(categories["beauty"]!),
    digitalId: numberOf(categories["digital"]!),
    cloudSourceId: await sourceOf(organisation.keys.OPERATOR, "cloud", "CLOUD"),
    ownSourceId: await sourceOf(organisation.keys.ADMIN, "own", "ORGANISATION"),
    strangerSourceId: await sourceOf(stranger.keys.ADMIN, "strange", "ORGANISATION"),
  };
}

/** How many people a tree holds, as an ad-ops tool estimates it. */
export async function estimate(test: TestApp, { organisation, brand }: Shop, rules: object): Promise<string> {
  const { data, errors } = await test.query(
    organisation.keys.AD_OPS,
    "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }",
    { brand, rules },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.estimateAudiencePack.size.people;
}

/** Makes a pack and freezes its members; returns its id. */
export async function buildPack(
  test: TestApp,
  { organisation, brand }: Pick<Shop, "organisation" | "brand">,
  name: string,
  rules: object,
): Promise<string> {
  const key = organisation.keys.AD_OPS;
  const made = await test.query(
    key,
    "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }",
    { input: { brandId: brand, name, rules } },
  );
  const { id } = made.data.createAudiencePack.audiencePack;
  await build(test, key, id);
  return id;
}

export async function build(test: TestApp, key: string, id: string): Promise<void> {
  const begun = await test.query(
    key,
    "mutation($id: ID!) { buildAudiencePack(id: $id, expectedVersion: 1) { run { id } userErrors { message } } }",
    { id },
  );
  const run = await test.waitForRun(key, begun.data.buildAudiencePack.run.id);
  if (run.status !== "SUCCEEDED") throw new Error(JSON.stringify(run));
}
