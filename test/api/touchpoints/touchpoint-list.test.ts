import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const LIST = documentOf("brand-touchpoints");
const OF_CAMPAIGN = documentOf("campaign-touchpoints");

const PIN = "0123456789abcdef".repeat(4);
const NOVEMBER = { from: "2025-11-01T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" };

let test: TestApp;
let own: TestOrganisation;
let rival: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let sources: { readonly cloud: string; readonly own: string; readonly rival: string };

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  [own, rival] = [await test.addOrganisation("own"), await test.addOrganisation("rival")];
  const grants = [
    { organisationId: own.id, brands: ["haoyu", "busy"] },
    { organisationId: rival.id, brands: ["haoyu"] },
  ];
  ({ brands } = await addCatalogue(test, own.keys.OPERATOR, { TV: ["haoyu", "busy"] }, grants));
  sources = {
    cloud: await addSource(test, own.keys.OPERATOR, "cloud"),
    own: await addSource(test, own.keys.ADMIN, "shop", "ORGANISATION"),
    rival: await addSource(test, rival.keys.ADMIN, "shop", "ORGANISATION"),
  };
});
afterAll(() => test.close());

const list = async (variables: object, secret = own.keys.ADMIN) =>
  test.query(secret, LIST, { brand: brands["haoyu"], filter: NOVEMBER, first: 100, count: false, ...variables });
const idsOf = (answer: Awaited<ReturnType<typeof list>>): string[] =>
  answer.data.brand.touchpoints.nodes.map((node: { eventId: string }) => node.eventId);

const ingest = async (secret: string, sourceId: string, touchpoints: readonly object[]) => {
  const answer = await test.query(
    secret,
    "mutation($sourceId: ID!, $touchpoints: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $sourceId, touchpoints: $touchpoints) { accepted rows { message } userErrors { message } } }",
    { sourceId, touchpoints },
  );
  expect(answer.data.ingestTouchpoints).toMatchObject({ accepted: touchpoints.length, userErrors: [] });
};
const touchpoint = (eventId: string, change: object = {}): object => ({
  eventId,
  occurredAt: "2025-11-11T08:00:00+08:00",
  action: "CLICK",
  platform: "DOUYIN",
  site: "OFF_SITE",
  brandCode: "haoyu",
  identities: [{ namespace: "JD_PIN", value: PIN }],
  ...change,
});

describe("brand.touchpoints", () => {
  it("shows what was stored, newest first, of the cloud's sources and the organisation's own, and no person", async () => {
    const order = {
      occurredAt: "2025-11-11T10:00:00+08:00",
      action: "ORDER",
      platform: "JD",
      site: "ON_SITE",
      categoryCode: "TV",
      orderId: "o-1",
      value: { amount: "399", currencyCode: "CNY" },
      quantity: 2,
      tags: ["night"],
    };
    await ingest(own.keys.INTEGRATION, sources.own, [
      touchpoint("own-click", { campaignCode: "1111", placementCode: "88", programmeCode: "JINGX", keyword: "tv" }),
      touchpoint("own-order", order),
    ]);
    await ingest(own.keys.INTEGRATION, sources.cloud, [
      touchpoint("cloud-view", { action: "CONTENT_VIEW", contentCode: "note-1", creatorCode: "kol-1" }),
    ]);
    await ingest(rival.keys.INTEGRATION, sources.rival, [touchpoint("rival-click")]);

    const answer = await list({ count: true });
    const none = { campaignCode: null, placementCode: null, programmeCode: null, contentCode: null, creatorCode: null };
    const plain = { keyword: null, appPlacementCode: null, orderId: null, value: null, quantity: null, rating: null };
    const bare = { ...none, ...plain, durationSeconds: null, tags: [], exposure: "SERVED", category: null };
    const run = { name: "API 2025-11-19" };
    expect(answer.data.brand.touchpoints).toEqual({
      totalCount: "3",
      nodes: [
        {
          ...bare,
          eventId: "own-order",
          occurredAt: "2025-11-11T02:00:00.000Z",
          action: "ORDER",
          platform: "JD",
          site: "ON_SITE",
          orderId: "o-1",
          value: { amount: "399.00", currencyCode: "CNY" },
          quantity: 2,
          tags: ["night"],
          brand: { code: "haoyu" },
          category: { code: "TV" },
          source: { code: "shop", visibility: "ORGANISATION" },
          integrationRun: { ...run, accepted: "2" },
        },
        // At one instant: the source that was added later first.
        {
          ...bare,
          eventId: "own-click",
          occurredAt: "2025-11-11T00:00:00.000Z",
          action: "CLICK",
          platform: "DOUYIN",
          site: "OFF_SITE",
          campaignCode: "1111",
          placementCode: "88",
          programmeCode: "JINGX",
          keyword: "tv",
          brand: { code: "haoyu" },
          source: { code: "shop", visibility: "ORGANISATION" },
          integrationRun: { ...run, accepted: "2" },
        },
        {
          ...bare,
          eventId: "cloud-view",
          occurredAt: "2025-11-11T00:00:00.000Z",
          action: "CONTENT_VIEW",
          platform: "DOUYIN",
          site: "OFF_SITE",
          contentCode: "note-1",
          creatorCode: "kol-1",
          brand: { code: "haoyu" },
          source: { code: "cloud", visibility: "CLOUD" },
          integrationRun: { ...run, accepted: "1" },
        },
      ],
      pageInfo: {
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: expect.any(String),
        endCursor: expect.any(String),
      },
    });
    expect(JSON.stringify(answer)).not.toContain(PIN);
  });

  it("lets another organisation see the cloud's touchpoints and its own, and of a foreign run nothing", async () => {
    const answer = await list({}, rival.keys.ADMIN);
    expect(idsOf(answer)).toEqual(["rival-click", "cloud-view"]);
    expect(answer.data.brand.touchpoints.nodes[1]).toMatchObject({ source: { code: "cloud" }, integrationRun: null });
    const notGranted = await list({ brand: brands["busy"] }, rival.keys.ADMIN);
    expect(notGranted.data).toEqual({ brand: null });
  });

  it.each([
    [{ actions: ["ORDER", "CONTENT_VIEW"] }, ["own-order", "cloud-view"]],
    [{ platforms: ["DOUYIN"] }, ["own-click", "cloud-view"]],
    [{ site: "ON_SITE" }, ["own-order"]],
    [{ campaignCode: "1111" }, ["own-click"]],
    [{ campaignCode: "111" }, []],
    [{ keyword: "tv" }, ["own-click"]],
    [{ from: "2025-11-11T02:00:00Z" }, ["own-order"]],
    [{ to: "2025-11-11T02:00:00Z" }, ["own-click", "cloud-view"]],
  ])("filters by %j", async (filter, expected) => {
    expect(idsOf(await list({ filter: { ...NOVEMBER, ...filter } }))).toEqual(expected);
  });

  it("filters by source; of one that is not visible there are none", async () => {
    const ofSource = async (sourceId: string) => idsOf(await list({ filter: { ...NOVEMBER, sourceId } }));
    expect(await ofSource(sources.cloud)).toEqual(["cloud-view"]);
    expect(await ofSource(sources.rival)).toEqual([]);
  });

  it("refuses a window that runs backwards or is too long, a foreign cursor and a page of no size", async () => {
    const problemOf = async (variables: object) => (await list(variables)).errors![0];
    expect(await problemOf({ filter: { ...NOVEMBER, to: NOVEMBER.from } })).toMatchObject({
      message: "filter.to must lie after from (2025-10-31T16:00:00.000Z), but got 2025-10-31T16:00:00.000Z; swap them.",
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await problemOf({ filter: { ...NOVEMBER, to: "2026-02-01T00:00:00.001+08:00" } })).toMatchObject({
      message:
        "filter.to must lie at most 92 days after from (2025-10-31T16:00:00.000Z), but got 2026-01-31T16:00:00.001Z; ask for one window after the other.",
    });
    const after = Buffer.from(JSON.stringify(["soon", "1", "x"])).toString("base64url");
    expect(await problemOf({ after })).toMatchObject({
      message: "after must be a cursor that a list of touchpoints returned.",
    });
    expect(await problemOf({ first: null })).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });

  it("is for who runs the data: AD_OPS, BI and PARTNER may not read single touchpoints", async () => {
    for (const role of ["OPERATOR", "ADMIN", "INTEGRATION"] as const)
      expect(idsOf(await list({}, own.keys[role]))).toHaveLength(3);
    for (const role of ["AD_OPS", "BI", "PARTNER"] as const)
      expect((await list({}, own.keys[role])).errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

describe("pages", () => {
  const row = (minute: number, name: string): TouchpointRow => ({
    person: name,
    at: new Date(Date.parse("2025-11-05T00:00:00Z") + minute * 60_000).toISOString(),
    action: minute % 2 ? "CLICK" : "SEARCH",
    brandId: numberOf(brands["busy"]!),
    sourceId: numberOf(sources.cloud),
  });
  const page = async (variables: object) => {
    const { data } = await list({ brand: brands["busy"], ...variables });
    return data.brand.touchpoints;
  };

  it("go forwards and backwards through the same order, also while rows come in and one was written twice", async () => {
    const rows = Array.from({ length: 9 }, (_, minute) => row(minute, `p${minute}`));
    await insertTouchpoints(test, rows);
    // The same rows in a second part, as a chunk whose insert was repeated leaves them.
    await insertTouchpoints(test, rows);
    const everything = await page({ count: true });
    const order = everything.nodes.map((node: { eventId: string }) => node.eventId);
    expect(everything.totalCount).toBe("9");
    expect(order).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((minute) => expect.stringMatching(`^p${minute}-`)));

    const first = await page({ first: 4 });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    // Newer than all that was seen, between what was seen, and in what is still to come.
    await insertTouchpoints(test, [row(20, "p20"), row(6.5, "p65"), row(2.5, "p25")]);
    const second = await page({ first: 4, after: first.pageInfo.endCursor });
    const third = await page({ first: 4, after: second.pageInfo.endCursor });
    const seen = [first, second, third].flatMap(({ nodes }) => nodes.map((node: { eventId: string }) => node.eventId));
    expect(seen).toEqual([...order.slice(0, 6), expect.stringMatching("^p25-"), ...order.slice(6)]);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });

    const back = await page({ first: null, last: 3, before: third.pageInfo.startCursor });
    expect(back.nodes).toEqual([...second.nodes.slice(1)]);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const end = await page({ first: null, last: 2 });
    expect(end.nodes).toEqual(third.nodes.slice(-2));
  });
});

describe("campaign.touchpoints", () => {
  it("are those with its code or of its placements, of its brand or of none", async () => {
    const made = await test.query(
      own.keys.ADMIN,
      "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
      {
        input: {
          brandId: brands["haoyu"],
          code: "SINGLES",
          name: "Singles",
          window: NOVEMBER,
          steps: [],
          placements: [
            {
              name: "Feed",
              platform: "DOUYIN",
              site: "OFF_SITE",
              step: "ACQUIRE",
              objective: "BRAND_AD",
              externalIds: ["dy-1"],
            },
          ],
        },
      },
    );
    const haoyu = numberOf(brands["haoyu"]!);
    const click = (person: string, change: Partial<TouchpointRow>): TouchpointRow => ({
      person,
      at: "2025-11-15T00:00:00Z",
      action: "CLICK",
      platform: "DOUYIN",
      sourceId: numberOf(sources.cloud),
      ...change,
    });
    await insertTouchpoints(test, [
      click("p5", { brandId: haoyu, campaign: "SINGLES" }),
      click("p4", { brandId: haoyu, placement: "dy-1" }),
      click("p3", { campaign: "SINGLES" }),
      click("p2", { brandId: numberOf(brands["busy"]!), campaign: "SINGLES" }),
      click("p1", { brandId: haoyu, placement: "dy-1", platform: "WEIBO" }),
      click("p6", { brandId: haoyu, campaign: "OTHER" }),
    ]);
    const campaign = made.data.createCampaign.campaign.id;
    const { data } = await test.query(own.keys.INTEGRATION, OF_CAMPAIGN, { campaign, filter: NOVEMBER });
    expect(data.campaign).toMatchObject({
      code: "SINGLES",
      touchpoints: {
        totalCount: "3",
        nodes: [
          { eventId: expect.stringMatching("^p5-"), campaignCode: "SINGLES", brand: { code: "haoyu" } },
          { eventId: expect.stringMatching("^p4-"), placementCode: "dy-1", brand: { code: "haoyu" } },
          { eventId: expect.stringMatching("^p3-"), campaignCode: "SINGLES", brand: null },
        ],
      },
    });
    expect((await test.query(rival.keys.ADMIN, OF_CAMPAIGN, { campaign, filter: NOVEMBER })).data.campaign).toBeNull();
  });
});
