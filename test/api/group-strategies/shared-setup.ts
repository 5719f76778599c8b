import { createTestApp, type TestApp } from "../../support/test-app";
import { createMarket, type Market } from "../benchmarks/market";
import { campaignInput, createCampaign, placement } from "../campaigns/campaign-setup";
import { documentOf } from "../reviews/review-setup";

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
export type Answer = any;

export interface SharedSetup {
  readonly test: TestApp;
  readonly market: Market;
  /** Brands w0 and p0, which the organisation is granted, and another of its own. */
  readonly watches: string;
  readonly pens: string;
  readonly loner: string;
  /** "Autumn" of campaign `eleven` of w0: packs "Seen" and "Named", whose rules name a campaign. */
  readonly playbook: string;
}

const SEEN = { did: { action: "IMPRESSION", brand: "OWN", times: { min: 1 }, within: { days: 60 } } };

export async function createPack(test: TestApp, key: string, brandId: string, name: string, rules: object) {
  const { data } = await test.query(
    key,
    "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }",
    { input: { brandId, name, rules, tags: [] } },
  );
  expect(data.createAudiencePack.userErrors).toEqual([]);
  return data.createAudiencePack.audiencePack.id as string;
}

/** A closed campaign of w0 from 2025-10-12 to 2025-11-11, two placements for 870.00 and 130.00, and its playbook. */
export async function openSharedSetup(): Promise<SharedSetup> {
  const test = await createTestApp({ now: new Date("2025-12-20T12:00:00+08:00") });
  const market = await createMarket(test);
  const [watches, pens, loner] = ["w0", "p0", "loner"].map((code) => market.brands.get(code)!) as [
    string,
    string,
    string,
  ];
  const { AD_OPS } = market.own.keys;
  const seen = await createPack(test, AD_OPS, watches, "Seen", SEEN);
  const named = await createPack(test, AD_OPS, watches, "Named", {
    did: { ...SEEN.did, campaignCode: "eleven" },
  });
  const window = { from: "2025-10-12T00:00:00+08:00", to: "2025-11-11T00:00:00+08:00" };
  const campaignId = (
    await createCampaign(
      { test },
      market.own,
      campaignInput(watches, {
        ...{ code: "eleven", name: "Harvest", window },
        steps: [{ step: "ACQUIRE", from: window.from, to: "2025-10-20T10:00:00+08:00" }],
        placements: [
          placement({ externalIds: ["X1"], audiencePackId: seen }),
          placement({ name: "Feed of Harvest", externalIds: ["X2"], audiencePackId: named }),
        ],
      }),
    )
  ).id;
  const costs = { X1: "870.00", X2: "130.00" };
  const delivered = await test.query(AD_OPS, documentOf("campaigns", "import-delivery"), {
    input: {
      ...{ campaignId, source: "media" },
      rows: Object.entries(costs).map(([externalId, amount]) => ({
        ...{ platform: "DOUYIN", externalId, impressions: "36", clicks: "0" },
        period: { from: window.from, to: "2025-10-13T00:00:00+08:00" },
        cost: { amount, currencyCode: "CNY" },
      })),
    },
  });
  expect(delivered.data.importPlacementDelivery.userErrors).toEqual([]);
  const made = await test.query(AD_OPS, documentOf("playbooks", "create-playbook"), {
    input: { campaignId, name: "Autumn" },
  });
  expect(made.data.createPlaybook.userErrors).toEqual([]);
  return { test, market, watches, pens, loner, playbook: made.data.createPlaybook.playbook.id };
}

/** Sends a document; the data of its only field. */
export const sender =
  ({ test, market }: Pick<SharedSetup, "test" | "market">) =>
  async (folder: string, document: string, variables: object, key = market.own.keys.AD_OPS): Promise<Answer> => {
    const { data, errors } = await test.query(key, documentOf(folder, document), variables);
    expect(errors).toBeUndefined();
    return data[Object.keys(data)[0]!];
  };

export const codesOf = ({ userErrors }: Answer): readonly (readonly [string, string | null])[] =>
  userErrors.map(({ code, field }: { code: string; field: string[] | null }) => [code, field?.join(".") ?? null]);
