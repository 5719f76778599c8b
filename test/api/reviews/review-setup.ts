import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { AS_OF, createMarket, FLOW_FROM, type Market, numberOf } from "../benchmarks/market";
import { campaignInput, createCampaign, placement } from "../campaigns/campaign-setup";

export interface ReviewSetup {
  readonly test: TestApp;
  readonly time: { now: Date };
  readonly market: Market;
  readonly brand: string;
  /** "Seen": people with an impression in 60 days; placements of `eleven` are aimed at it. */
  readonly pack: string;
  /** From FLOW_FROM to AS_OF; the base; the same promotion a year before. */
  readonly campaigns: Readonly<Record<"eleven" | "super" | "last", string>>;
}

export const documentOf = (folder: string, name: string): string =>
  readFileSync(join(__dirname, "..", folder, `${name}.graphql`), "utf8");

const day = (text: string): string => `${text}T00:00:00+08:00`;

/**
 * Brand w0 of `createMarket`, and what this adds to it, by stage (AWARE, APPEAL, ACT):
 *
 *     2025-10-12   40  0   4   4 of the market and 36 with an impression; 4 who bought in the base
 *     2025-10-20   40  0   4
 *     2025-10-25    0  1   4   impressions are 15 days old; one of the market searched
 *     2025-11-11   41  2  27   1 of the market and 40 new; 2 of the market; 3 of the market, the 4, and 20 of the 36 who bought
 *
 * Its five peers have 100, 10 and 50 on 2025-10-12, and 113 to 117, 2 and 51 with 2 ADVOCATE on 2025-11-11.
 *
 * In the base (2025-07-01 to 2025-07-11) 40 are AWARE and 4 of them buy; 10 bought the year before.
 */
function rowsOf(brand: string, peers: readonly string[]): readonly TouchpointRow[] {
  const brandId = numberOf(brand);
  const each = (first: number, count: number, row: Omit<TouchpointRow, "person">): readonly TouchpointRow[] =>
    Array.from({ length: count }, (_, n) => ({ ...row, person: `p${first + n}` }));
  const buys = (first: number, count: number, at: string, brandOfOrder = brandId): readonly TouchpointRow[] =>
    each(first, count, { brandId: brandOfOrder, at, action: "ORDER", value: 10_000, quantity: 1 }).map((row) => ({
      ...row,
      orderId: `o-${row.person}-${at}`,
    }));
  const seen = {
    action: "IMPRESSION",
    platform: "DOUYIN",
    site: "OFF_SITE",
    campaign: "eleven",
    placement: "X1",
  } as const;
  return [
    ...each(20_001, 40, { brandId, at: "2025-06-25T10:00:00+08:00", action: "IMPRESSION" }),
    ...buys(20_001, 4, "2025-07-05T10:00:00+08:00"),
    ...each(21_001, 36, { brandId, at: "2025-10-05T10:00:00+08:00", ...seen }),
    ...buys(21_001, 20, "2025-11-01T10:00:00+08:00"),
    ...each(22_001, 40, { brandId, at: "2025-11-05T10:00:00+08:00", action: "IMPRESSION" }),
    ...buys(23_001, 10, "2024-10-01T10:00:00+08:00"),
    ...peers.flatMap((peer, index) => {
      const id = numberOf(peer);
      const first = 30_000 + index * 1_000;
      return [
        ...each(first, 96, { brandId: id, at: "2025-10-05T10:00:00+08:00", action: "IMPRESSION" }),
        ...each(first + 100, 10, { brandId: id, at: "2025-10-05T10:00:00+08:00", action: "SEARCH" }),
        ...buys(first + 200, 50, "2025-09-01T10:00:00+08:00", id),
        ...each(first + 300, 111, { brandId: id, at: "2025-11-05T10:00:00+08:00", action: "IMPRESSION" }),
      ];
    }),
  ];
}

const RULES = { did: { action: "IMPRESSION", brand: "OWN", times: { min: 1 }, within: { days: 60 } } };

export async function openReviewSetup(): Promise<ReviewSetup> {
  const time = { now: new Date("2025-12-20T12:00:00+08:00") };
  const test = await createTestApp(time);
  const market = await createMarket(test);
  const brand = market.brands.get("w0")!;
  const peers = [1, 2, 3, 4, 5].map((n) => market.brands.get(`w${n}`)!);
  await insertTouchpoints(
    test,
    rowsOf(brand, peers).map((row) => ({ ...row, sourceId: market.cloudSource })),
  );
  await market.refresh("watches");
  await market.refresh("watches", { asOf: FLOW_FROM });
  const create = async (code: string, from: string, to: string, more: object = {}): Promise<string> => {
    const input = campaignInput(brand, { code, name: code, window: { from, to }, ...more });
    return (await createCampaign({ test }, market.own, input)).id;
  };
  const { AD_OPS, BI } = market.own.keys;
  const made = await test.query(
    AD_OPS,
    "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { code } } }",
    { input: { brandId: brand, name: "Seen", rules: RULES, tags: [] } },
  );
  const pack: string = made.data.createAudiencePack.audiencePack.id;
  const campaigns = {
    last: await create("last", day("2024-09-12"), day("2024-10-11")),
    super: await create("super", day("2025-07-01"), day("2025-07-11")),
    eleven: await create("eleven", FLOW_FROM, AS_OF, {
      steps: [
        { step: "ACQUIRE", from: FLOW_FROM, to: day("2025-10-25") },
        { step: "LEAD", from: day("2025-10-20"), to: AS_OF },
      ],
      placements: [placement({ externalIds: ["X1"], audiencePackId: pack })],
    }),
  };
  const delivered = await test.query(AD_OPS, documentOf("campaigns", "import-delivery"), {
    input: {
      campaignId: campaigns.eleven,
      source: "media",
      rows: [
        {
          ...{ platform: "DOUYIN", externalId: "X1", impressions: "36", clicks: "0" },
          period: { from: FLOW_FROM, to: day("2025-10-13") },
          cost: { amount: "500.00", currencyCode: "CNY" },
        },
      ],
    },
  });
  expect(delivered.data.importPlacementDelivery.userErrors).toEqual([]);
  for (const campaignId of [campaigns.eleven, campaigns.last]) {
    const input = { campaignId, lookbackDays: 30 };
    const { data } = await test.query(BI, documentOf("attribution", "run-attribution"), { input, key: campaignId });
    expect(await test.waitForRun(BI, data.runAttribution.run.id)).toMatchObject({ status: "SUCCEEDED" });
  }
  const programme = await test.query(AD_OPS, documentOf("growth-programmes", "create-growth-programme"), {
    input: {
      brandId: brand,
      name: "Autumn",
      phases: [{ campaignId: campaigns.super }, { campaignId: campaigns.eleven, inheritsPacks: true }],
    },
  });
  expect(programme.data.createGrowthProgramme.userErrors).toEqual([]);
  return { test, time, market, brand, pack, campaigns };
}

/** Publishes a review over HTTP and waits for its end; its run's id. */
export async function publish({ test, market }: ReviewSetup, input: object): Promise<string> {
  const { BI } = market.own.keys;
  const answer = await test.query(BI, documentOf("reviews", "publish-review"), { input });
  expect(answer).toMatchObject({ data: { publishReview: { userErrors: [] } } });
  const { id } = answer.data.publishReview.run;
  expect(await test.waitForRun(BI, id)).toMatchObject({ status: "SUCCEEDED" });
  return id;
}
