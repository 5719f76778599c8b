import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

/** Two organisations that are granted the same brand of Shanghai; the first one has a second brand, a third one nobody has. */
export interface CampaignSetup {
  readonly test: TestApp;
  /** The present as the app sees it; a test moves it. */
  readonly time: { now: Date };
  readonly own: TestOrganisation;
  readonly rival: TestOrganisation;
  /** Node ids. */
  readonly brands: { readonly haoyu: string; readonly tinglan: string; readonly nobodys: string };
}

export async function openCampaignSetup(now: string): Promise<CampaignSetup> {
  const time = { now: new Date(now) };
  const test = await createTestApp(time);
  const [own, rival] = [await test.addOrganisation("own"), await test.addOrganisation("rival")];
  const { brands } = test.app;
  const ids = await test.app.database.withSystem(async (manager) => {
    const add = async (code: string, ...organisations: readonly TestOrganisation[]): Promise<string> => {
      const { id } = await brands.createBrand(manager, { code, name: code, categoryIds: [] });
      for (const organisation of organisations) await brands.grant(manager, organisation.id, id);
      return toNodeId("Brand", id);
    };
    return { haoyu: await add("haoyu", own, rival), tinglan: await add("tinglan", own), nobodys: await add("nobodys") };
  });
  return { test, time, own, rival, brands: ids };
}

/** A document as a client sends it, from the folder of the test. */
export const documentOf = (folder: string, name: string): string =>
  readFileSync(join(folder, `${name}.graphql`), "utf8");

const createCampaignDocument = documentOf(__dirname, "create-campaign");

/** A placement of an 11.11 campaign without its own wishes. */
export const placement = (change: object = {}): object => ({
  name: "Splash screen",
  platform: "DOUYIN",
  site: "OFF_SITE",
  step: "ACQUIRE",
  objective: "BRAND_AD",
  externalIds: [],
  ...change,
});

/** Input of a campaign from 2025-10-20 to 2025-12-01 in Shanghai without its own wishes. */
export const campaignInput = (brandId: string, change: object = {}): object => ({
  brandId,
  code: "haoyu-1111",
  name: "Haoyu 11.11",
  window: { from: "2025-10-20T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" },
  steps: [],
  placements: [],
  ...change,
});

export interface CreatedCampaign {
  readonly id: string;
  readonly placements: readonly { readonly id: string; readonly name: string }[];
}

/** Creates a campaign over HTTP and fails with the reasons when it is refused. */
export async function createCampaign(
  { test }: Pick<CampaignSetup, "test">,
  organisation: TestOrganisation,
  input: object,
): Promise<CreatedCampaign> {
  const answer = await test.query(organisation.keys.AD_OPS, createCampaignDocument, { input });
  const { campaign, userErrors } = answer.data.createCampaign;
  if (!campaign) throw new Error(JSON.stringify(userErrors));
  return campaign;
}
