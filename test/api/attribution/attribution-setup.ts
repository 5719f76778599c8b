import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import type { TestApp, TestOrganisation } from "../../support/test-app";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export interface PlacementFixture {
  readonly name: string;
  readonly platform: string;
  readonly externalIds: readonly string[];
  /** Spent on 2025-11-01, in major units; absent: media reported nothing. */
  readonly cost?: string;
}

export interface CampaignFixture {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly placements: readonly PlacementFixture[];
}

/** Someone to ask on behalf of: an organisation that is granted a brand and sees one source of touchpoints. */
export interface Tenant {
  readonly organisation: TestOrganisation;
  readonly brandId: number;
  /** Of a brand that the organisation is granted as well. */
  readonly otherBrandId: number;
  readonly sourceId: number;
}

export async function addTenant(
  test: TestApp,
  code: string,
  settings: { readonly smallGroupThreshold?: number } = {},
): Promise<Tenant> {
  const organisation = await test.addOrganisation(code, settings);
  const [brandId, otherBrandId] = await test.app.database.withSystem(async (manager) => {
    const ids: number[] = [];
    for (const name of ["own", "second"]) {
      const brand = await test.app.brands.createBrand(manager, {
        code: `${code}-${name}`,
        name: `${code} ${name}`,
        categoryIds: [],
      });
      await test.app.brands.grant(manager, organisation.id, brand.id);
      ids.push(brand.id);
    }
    return ids as [number, number];
  });
  const sourceId = await test.app.database.withSystem(async (manager) => {
    const [row]: { id: number }[] = await manager.query(
      `INSERT INTO touchpoint_source (organisation_id, code, name, visibility, created_at)
       VALUES ($1, 'shop', 'Shop', 'ORGANISATION', now()) RETURNING id`,
      [organisation.id],
    );
    return row!.id;
  });
  return { organisation, brandId, otherBrandId, sourceId };
}

const CREATE_CAMPAIGN = `
  mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { code field message } } }`;
const IMPORT_DELIVERY = `
  mutation($input: ImportPlacementDeliveryInput!) {
    importPlacementDelivery(input: $input) { accepted rows { outcome message } userErrors { code field message } }
  }`;

/** Plans the campaign and reports its cost over HTTP; returns its id. */
export async function addCampaign(test: TestApp, tenant: Tenant, campaign: CampaignFixture): Promise<string> {
  const { ADMIN } = tenant.organisation.keys;
  const created = await test.query(ADMIN, CREATE_CAMPAIGN, {
    input: {
      brandId: toNodeId("Brand", tenant.brandId),
      code: campaign.code,
      name: campaign.code,
      window: { from: campaign.from, to: campaign.to },
      steps: [],
      placements: campaign.placements.map(({ cost, ...placement }) => ({
        ...placement,
        site: "OFF_SITE",
        step: "ACQUIRE",
        objective: "BRAND_AD",
      })),
    },
  });
  expect(created).toMatchObject({ data: { createCampaign: { userErrors: [] } } });
  const campaignId: string = created.data.createCampaign.campaign.id;
  const rows = campaign.placements.flatMap(({ platform, externalIds, cost }) =>
    cost === undefined
      ? []
      : {
          platform,
          externalId: externalIds[0],
          period: { from: "2025-11-01T00:00:00+08:00", to: "2025-11-02T00:00:00+08:00" },
          impressions: "1000",
          clicks: "10",
          cost: { amount: cost, currencyCode: "CNY" },
        },
  );
  if (rows.length > 0) {
    const imported = await test.query(ADMIN, IMPORT_DELIVERY, { input: { campaignId, source: "media", rows } });
    expect(imported).toMatchObject({ data: { importPlacementDelivery: { accepted: rows.length, userErrors: [] } } });
  }
  return campaignId;
}

/** Runs attribution to its end over HTTP; returns the run's id. */
export async function runAttribution(test: TestApp, tenant: Tenant, input: object, key: string): Promise<string> {
  const { BI } = tenant.organisation.keys;
  const answer = await test.query(BI, documentOf("run-attribution"), { input, key });
  expect(answer).toMatchObject({ data: { runAttribution: { userErrors: [] } } });
  const { id } = answer.data.runAttribution.run;
  expect(await test.waitForRun(BI, id)).toMatchObject({ status: "SUCCEEDED" });
  return id;
}
