import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import type { TestApp, TestOrganisation } from "../../support/test-app";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** An organisation that is granted two brands and sees one source of touchpoints. */
export interface Tenant {
  readonly organisation: TestOrganisation;
  readonly brandId: number;
  readonly otherBrandId: number;
  readonly sourceId: number;
}

export async function addTenant(
  test: TestApp,
  code: string,
  settings: { readonly smallGroupThreshold?: number; readonly roundingBase?: number } = {},
): Promise<Tenant> {
  const organisation = await test.addOrganisation(code, settings);
  return test.app.database.withSystem(async (manager) => {
    const add = async (name: string): Promise<number> => {
      const { id } = await test.app.brands.createBrand(manager, { code: `${code}-${name}`, name, categoryIds: [] });
      await test.app.brands.grant(manager, organisation.id, id);
      return id;
    };
    const [brandId, otherBrandId] = [await add("own"), await add("second")];
    const [source]: { id: number }[] = await manager.query(
      `INSERT INTO touchpoint_source (organisation_id, code, name, visibility, created_at)
       VALUES ($1, 'shop', 'Shop', 'ORGANISATION', now()) RETURNING id`,
      [organisation.id],
    );
    return { organisation, brandId, otherBrandId, sourceId: source!.id };
  });
}

const CREATE_CAMPAIGN = `
  mutation($input: CreateCampaignInput!) {
    createCampaign(input: $input) { campaign { id placements { id name } } userErrors { code field message } }
  }`;

export interface CampaignFixture {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly placements: readonly object[];
}

export interface AddedCampaign {
  readonly id: string;
  readonly placements: readonly { readonly id: string; readonly name: string }[];
}

/** Plans the campaign over HTTP; placements are off-site brand advertising for ACQUIRE unless they say otherwise. */
export async function addCampaign(
  test: TestApp,
  { organisation, brandId }: Tenant,
  { code, from, to, placements }: CampaignFixture,
): Promise<AddedCampaign> {
  const answer = await test.query(organisation.keys.ADMIN, CREATE_CAMPAIGN, {
    input: {
      brandId: toNodeId("Brand", brandId),
      code,
      name: code,
      window: { from, to },
      steps: [],
      placements: placements.map((placement) => ({
        site: "OFF_SITE",
        step: "ACQUIRE",
        objective: "BRAND_AD",
        ...placement,
      })),
    },
  });
  expect(answer).toMatchObject({ data: { createCampaign: { userErrors: [] } } });
  const { campaign } = answer.data.createCampaign;
  return { id: campaign.id, placements: campaign.placements };
}

/** Sends a document of this folder with the tenant's BI key and fails on errors. */
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
export async function ask(test: TestApp, tenant: Tenant, name: string, variables: object): Promise<any> {
  const answer = await test.query(tenant.organisation.keys.BI, documentOf(name), variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}
