import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import {
  addCampaign,
  addTenant,
  type CampaignFixture,
  documentOf,
  runAttribution,
  type Tenant,
} from "./attribution-setup";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
});
afterAll(() => test.close());

const CAMPAIGN: CampaignFixture = {
  code: "SINGLES",
  from: "2025-11-01T00:00:00+08:00",
  to: "2025-11-12T00:00:00+08:00",
  placements: [
    { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"], cost: "10.00" },
    { name: "Feed", platform: "DOUYIN", externalIds: ["dy-2"], cost: "10.00" },
    { name: "Topic", platform: "WEIBO", externalIds: ["wb-1"], cost: "10.00" },
    { name: "Answers", platform: "ZHIHU", externalIds: ["zh-1"], cost: "10.00" },
    { name: "Pre-roll", platform: "BILIBILI", externalIds: ["bl-1"], cost: "10.00" },
  ],
};

/** Each person has one touch and one order of 1.00; Zhihu and Toutiao are small, and so is Feed. */
function rows({ brandId, sourceId }: Tenant): readonly TouchpointRow[] {
  const touches = [
    ...Array.from({ length: 12 }, () => ({ platform: "DOUYIN", placement: "dy-1" })),
    ...Array.from({ length: 3 }, () => ({ platform: "DOUYIN", placement: "dy-2" })),
    ...Array.from({ length: 12 }, () => ({ platform: "WEIBO", placement: "wb-1" })),
    ...Array.from({ length: 6 }, () => ({ platform: "ZHIHU", placement: "zh-1" })),
    ...Array.from({ length: 5 }, () => ({ platform: "TOUTIAO", campaign: CAMPAIGN.code })),
  ];
  return touches.flatMap((touch, index): TouchpointRow[] => {
    const person = `p${index + 1}`;
    return [
      { person, at: "2025-11-04T10:00:00+08:00", action: "CLICK", sourceId, ...touch },
      { person, at: "2025-11-05T10:00:00+08:00", action: "ORDER", brandId, value: 100, sourceId },
    ];
  });
}

/** Key, credit and cost of every line. */
async function linesOf(tenant: Tenant, campaign: string, dimension: string): Promise<unknown[]> {
  const variables = { campaign, dimension, models: ["FIRST_TOUCH"] };
  const { data } = await test.query(tenant.organisation.keys.BI, documentOf("campaign-attribution"), variables);
  return data.campaign.attributionReport.lines.nodes.map(
    (line: { key: string; cost: { amount: string } | null; credits: { conversions: string }[] }) => [
      line.key,
      line.credits[0]!.conversions,
      line.cost?.amount ?? null,
    ],
  );
}

async function attribute(code: string, smallGroupThreshold: number): Promise<[Tenant, string]> {
  const tenant = await addTenant(test, code, { smallGroupThreshold });
  const campaign = await addCampaign(test, tenant, CAMPAIGN);
  await insertTouchpoints(test, rows(tenant));
  await runAttribution(test, tenant, { campaignId: campaign }, "run");
  return [tenant, campaign];
}

it("merges lines of fewer than ten people where small groups are withheld", async () => {
  const [tenant, campaign] = await attribute("careful", 50);
  expect(await linesOf(tenant, campaign, "PLATFORM")).toEqual([
    ["DOUYIN", "15.000000", "20.00"],
    ["WEIBO", "12.000000", "10.00"],
    ["OTHER", "11.000000", null],
    ["BILIBILI", "0.000000", "10.00"],
  ]);
  // Feed's three would follow from Douyin less Splash, so Splash goes with them.
  expect(await linesOf(tenant, campaign, "PLACEMENT")).toEqual([
    ["DOUYIN", "15.000000", null],
    ["WEIBO/wb-1", "12.000000", "10.00"],
    ["OTHER", "11.000000", null],
    ["BILIBILI/bl-1", "0.000000", "10.00"],
  ]);
});

it("shows every line with a threshold of 1", async () => {
  const [tenant, campaign] = await attribute("open", 1);
  expect(await linesOf(tenant, campaign, "PLACEMENT")).toEqual([
    ["DOUYIN/dy-1", "12.000000", "10.00"],
    ["WEIBO/wb-1", "12.000000", "10.00"],
    ["ZHIHU/zh-1", "6.000000", "10.00"],
    ["TOUTIAO", "5.000000", null],
    ["DOUYIN/dy-2", "3.000000", "10.00"],
    ["BILIBILI/bl-1", "0.000000", "10.00"],
  ]);
});

it("gives runs that publish at once a version each", async () => {
  const tenant = await addTenant(test, "busy");
  const campaign = await addCampaign(test, tenant, CAMPAIGN);
  const keys = ["a", "b", "c", "d", "e"];
  const runs = await Promise.all(keys.map((key) => runAttribution(test, tenant, { campaignId: campaign }, key)));
  const versions = await Promise.all(
    runs.map(async (id) => {
      const { data } = await test.query(tenant.organisation.keys.BI, documentOf("attribution-run"), { id });
      return data.node.report.version as number;
    }),
  );
  expect(versions.sort()).toEqual([1, 2, 3, 4, 5]);
});
