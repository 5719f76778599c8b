import { toNodeId } from "../../../src/graphql/node";
import {
  type CampaignSetup,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "./campaign-setup";

const CREATE = documentOf(__dirname, "create-campaign");
const LIST = documentOf(__dirname, "brand-campaigns");

let setup: CampaignSetup;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-11-10T00:00:00+08:00");
});
afterAll(() => setup.test.close());

const create = async (input: object, key?: string, secret = setup.own.keys.AD_OPS) => {
  const answer = await setup.test.query(secret, CREATE, { input, key });
  return answer.data ? answer.data.createCampaign : answer;
};

describe("createCampaign", () => {
  it("answers the campaign with the state of its steps and its placements in their order", async () => {
    const input = campaignInput(setup.brands.haoyu, {
      steps: [
        { step: "ENGAGE", from: "2025-11-12T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" },
        { step: "LEAD", from: "2025-10-31T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" },
        { step: "ACQUIRE", from: "2025-10-23T00:00:00+08:00", to: "2025-11-10T00:00:00+08:00" },
      ],
      placements: [
        placement({ externalIds: ["88011002", "88011001"] }),
        placement({ name: "Search", platform: "JD", site: "ON_SITE", step: "LEAD", objective: "SEARCH_AD" }),
        placement({ name: "Feed" }),
      ],
    });
    const { campaign, userErrors } = await create(input);
    expect(userErrors).toEqual([]);
    const bare = { campaign: { id: campaign.id }, delivery: null };
    expect(campaign).toEqual({
      id: expect.any(String),
      code: "haoyu-1111",
      name: "Haoyu 11.11",
      version: 1,
      window: { from: "2025-10-19T16:00:00.000Z", to: "2025-11-30T16:00:00.000Z" },
      brand: { id: setup.brands.haoyu, code: "haoyu" },
      // In the order of the steps; at 2025-11-10T00:00 ACQUIRE has just ended.
      steps: [
        { step: "ACQUIRE", from: "2025-10-22T16:00:00.000Z", to: "2025-11-09T16:00:00.000Z", state: "CLOSED" },
        { step: "LEAD", from: "2025-10-30T16:00:00.000Z", to: "2025-11-11T16:00:00.000Z", state: "RUNNING" },
        { step: "ENGAGE", from: "2025-11-11T16:00:00.000Z", to: "2025-11-30T16:00:00.000Z", state: "PLANNED" },
      ],
      placements: [
        {
          ...bare,
          id: expect.any(String),
          name: "Splash screen",
          platform: "DOUYIN",
          site: "OFF_SITE",
          step: "ACQUIRE",
          objective: "BRAND_AD",
          externalIds: ["88011001", "88011002"],
        },
        {
          ...bare,
          id: expect.any(String),
          name: "Search",
          platform: "JD",
          site: "ON_SITE",
          step: "LEAD",
          objective: "SEARCH_AD",
          externalIds: [],
        },
        expect.objectContaining({ name: "Feed" }),
      ],
      deliveryTotals: null,
    });
  });

  it("reports every problem at once, with paths", async () => {
    await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.haoyu, { code: "taken", placements: [placement({ externalIds: ["taken-1"] })] }),
    );
    const input = campaignInput(setup.brands.nobodys, {
      code: "taken",
      name: " ",
      window: { from: "2025-12-01T00:00:00+08:00", to: "2025-10-20T00:00:00+08:00" },
      steps: [
        { step: "LEAD", from: "2025-11-01T00:00:00+08:00", to: "2025-11-02T00:00:00+08:00" },
        { step: "LEAD", from: "2025-11-02T00:00:00+08:00", to: "2025-11-02T00:00:00+08:00" },
      ],
      placements: [
        placement({
          platform: "MYSPACE",
          audiencePackId: toNodeId("AudiencePack", "01900000-0000-7000-8000-000000000001"),
        }),
        placement({ externalIds: ["new-1", "taken-1", "new-1"] }),
      ],
    });
    const { campaign, userErrors } = await create(input);
    expect(campaign).toBeNull();
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join(".")])).toEqual([
      ["NOT_FOUND", "input.brandId"],
      ["CODE_TAKEN", "input.code"],
      ["INVALID_INPUT", "input.name"],
      ["INVALID_INPUT", "input.window.to"],
      ["INVALID_INPUT", "input.steps.1.step"],
      ["INVALID_INPUT", "input.steps.1.to"],
      ["INVALID_INPUT", "input.placements.0.platform"],
      ["NOT_FOUND", "input.placements.0.audiencePackId"],
      ["EXTERNAL_ID_TAKEN", "input.placements.1.externalIds.1"],
      ["EXTERNAL_ID_TAKEN", "input.placements.1.externalIds.2"],
    ]);
    // The shipped platforms, by code.
    expect(userErrors[6].message).toBe(
      'platform must be one of BAIDU, BILIBILI, DOUYIN, JD, KUAISHOU, OTHER, TENCENT, TOUTIAO, WECHAT, WEIBO, XIAOHONGSHU, ZHIHU, but got "MYSPACE".',
    );
  });

  it("names steps that leave the window", async () => {
    const steps = [{ step: "VECTOR", from: "2025-10-19T00:00:00+08:00", to: "2025-12-02T00:00:00+08:00" }];
    const { userErrors } = await create(campaignInput(setup.brands.haoyu, { code: "outside", steps }));
    expect(userErrors.map((error: { field: string[] }) => error.field.join("."))).toEqual([
      "input.steps.0.from",
      "input.steps.0.to",
    ]);
  });

  it.each([
    ["a malformed brand", { brandId: "brand 7" }, ["INVALID_ID", "input.brandId"]],
    [
      "an id of another type",
      { placements: [placement({ audiencePackId: toNodeId("Brand", 1) })] },
      ["INVALID_ID", "input.placements.0.audiencePackId"],
    ],
    ["a code with a space", { code: "11 11" }, ["INVALID_INPUT", "input.code"]],
    ["text that no store can hold", { name: "a\u0000b" }, ["INVALID_INPUT", "input.name"]],
  ])("refuses %s", async (_, change, problem) => {
    const { userErrors } = await create(campaignInput(setup.brands.haoyu, { code: "refused", ...change }));
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join(".")])).toEqual([
      problem,
    ]);
  });

  it("makes one campaign of 50 calls at once with one key", async () => {
    const input = campaignInput(setup.brands.haoyu, {
      code: "once",
      placements: [placement({ externalIds: ["once-1"] })],
    });
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(input, "one key")));
    expect(new Set(answers.map(({ campaign }) => campaign.id)).size).toBe(1);
    const rows = await setup.test.app.database.withSystem((manager) =>
      manager.query("SELECT count(*)::integer AS campaigns FROM campaign WHERE code = 'once'"),
    );
    expect(rows).toEqual([{ campaigns: 1 }]);

    const reused = await create({ ...input, name: "Another" }, "one key");
    expect(reused.errors[0].extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("gives one of two calls at once the code and the external id", async () => {
    const placements = [placement({ externalIds: ["raced"] })];
    const codes = await Promise.all([1, 2].map(() => create(campaignInput(setup.brands.haoyu, { code: "raced" }))));
    expect(codes.filter(({ campaign }) => campaign)).toHaveLength(1);
    expect(codes.flatMap(({ userErrors }) => userErrors)).toMatchObject([
      { code: "CODE_TAKEN", field: ["input", "code"] },
    ]);
    const external = await Promise.all(
      ["raced-1", "raced-2"].map((code) => create(campaignInput(setup.brands.haoyu, { code, placements }))),
    );
    expect(external.filter(({ campaign }) => campaign)).toHaveLength(1);
    expect(external.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: "EXTERNAL_ID_TAKEN" }]);
  });

  it("takes a key that may edit campaigns", async () => {
    for (const role of ["PARTNER", "BI"] as const) {
      const answer = await create(
        campaignInput(setup.brands.haoyu, { code: "denied" }),
        undefined,
        setup.own.keys[role],
      );
      expect(answer.errors[0].extensions.code).toBe("FORBIDDEN");
    }
  });
});

describe("two organisations", () => {
  it("never see each other's campaigns, and may use the same codes and external ids", async () => {
    const input = campaignInput(setup.brands.haoyu, {
      code: "secret",
      placements: [placement({ externalIds: ["secret-1"] })],
    });
    const campaign = await createCampaign(setup, setup.own, input);
    const read = `query ($id: ID!, $placement: ID!) {
      campaign(id: $id) { code }
      nodes(ids: [$id, $placement]) { id ... on Campaign { code } ... on Placement { externalIds } }
    }`;
    const variables = { id: campaign.id, placement: campaign.placements[0]!.id };
    const [mine, theirs] = await Promise.all(
      [setup.own, setup.rival].map(({ keys }) => setup.test.query(keys.AD_OPS, read, variables)),
    );
    expect(mine!.data).toEqual({
      campaign: { code: "secret" },
      nodes: [
        { id: campaign.id, code: "secret" },
        { id: campaign.placements[0]!.id, externalIds: ["secret-1"] },
      ],
    });
    expect(theirs!.data).toEqual({ campaign: null, nodes: [null, null] });
    const list = await setup.test.query(setup.rival.keys.AD_OPS, LIST, { brand: setup.brands.haoyu, first: 10 });
    expect(list.data.brand.campaigns).toMatchObject({ totalCount: 0, nodes: [] });

    const again = await createCampaign(setup, setup.rival, input);
    expect(again.id).not.toBe(campaign.id);
  });

  it("answers BAD_USER_INPUT for an id that is none", async () => {
    const answer = await setup.test.query(setup.own.keys.BI, '{ campaign(id: "11") { code } }');
    expect(answer.errors![0]!.extensions["code"]).toBe("BAD_USER_INPUT");
  });
});

describe("a brand whose grant ended", () => {
  it("takes its campaigns along", async () => {
    const { id, placements } = await createCampaign(
      setup,
      setup.rival,
      campaignInput(setup.brands.haoyu, { code: "ended", placements: [placement()] }),
    );
    await setup.test.app.database.withSystem((manager) =>
      manager.query("DELETE FROM brand_grant WHERE organisation_id = $1", [setup.rival.id]),
    );
    const read = "query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } campaign(id: $id) { code } }";
    const variables = { ids: [id, placements[0]!.id], id };
    const { data } = await setup.test.query(setup.rival.keys.BI, read, variables);
    expect(data).toEqual({ nodes: [null, null], campaign: null });
  });
});

describe("brand.campaigns", () => {
  const page = async (variables: object) => {
    const answer = await setup.test.query(setup.own.keys.BI, LIST, { brand: setup.brands.tinglan, ...variables });
    return answer.errors ? answer : answer.data.brand.campaigns;
  };
  const codesOf = ({ nodes }: { readonly nodes: readonly { readonly code: string }[] }) =>
    nodes.map(({ code }) => code);

  beforeAll(async () => {
    for (const code of ["t1", "t2", "t3"]) {
      setup.time.now = new Date(setup.time.now.getTime() + 1);
      await createCampaign(setup, setup.own, campaignInput(setup.brands.tinglan, { code }));
    }
  });

  it("lists the newest first, the same forwards and backwards", async () => {
    const first = await page({ first: 2 });
    expect(codesOf(first)).toEqual(["t3", "t2"]);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const rest = await page({ first: 2, after: first.pageInfo.endCursor });
    expect(codesOf(rest)).toEqual(["t1"]);
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });

    const last = await page({ last: 2 });
    expect(codesOf(last)).toEqual(["t2", "t1"]);
    expect(codesOf(await page({ last: 2, before: last.pageInfo.startCursor }))).toEqual(["t3"]);
  });

  it("refuses a cursor of another list", async () => {
    const after = Buffer.from(JSON.stringify(["2025-11-11"])).toString("base64url");
    const answer = await page({ first: 2, after });
    expect(answer.errors[0]).toMatchObject({
      message: "after must be a cursor that brand.campaigns returned.",
      extensions: { code: "BAD_USER_INPUT" },
    });
  });
});
