import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "./campaign-setup";

const ADD = documentOf(__dirname, "add-placements");

let setup: CampaignSetup;
let campaign: CreatedCampaign;
let made = 0;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-11-10T00:00:00+08:00");
});
beforeEach(async () => {
  made += 1;
  const input = campaignInput(setup.brands.haoyu, { code: `campaign-${made}`, placements: [placement()] });
  campaign = await createCampaign(setup, setup.own, input);
});
afterAll(() => setup.test.close());

const add = async (variables: object, organisation = setup.own) => {
  setup.time.now = new Date(setup.time.now.getTime() + 1);
  const answer = await setup.test.query(organisation.keys.AD_OPS, ADD, { campaign: campaign.id, ...variables });
  return answer.data.addPlacements;
};

describe("addPlacements", () => {
  it("adds behind those that are there and counts the version up", async () => {
    const answer = await add({ placements: [placement({ name: "Feed" }), placement({ name: "Search" })] });
    expect(answer).toEqual({
      campaign: {
        id: campaign.id,
        version: 2,
        placements: [{ name: "Splash screen" }, { name: "Feed" }, { name: "Search" }],
      },
      userErrors: [],
    });
  });

  it("compares the version that the caller saw", async () => {
    const placements = [placement({ name: "Feed" })];
    expect((await add({ placements, version: 1 })).campaign.version).toBe(2);
    expect(await add({ placements, version: 1 })).toEqual({
      campaign: null,
      userErrors: [
        {
          code: "VERSION_CONFLICT",
          field: ["expectedVersion"],
          message:
            "expectedVersion must be the campaign's current version 2, but got 1; read the campaign again and repeat the change.",
        },
      ],
    });
  });

  it("adds all or none", async () => {
    const { userErrors } = await add({ placements: [placement({ name: "Feed" }), placement({ platform: "MYSPACE" })] });
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["placements", "1", "platform"] }]);
    expect((await add({ placements: [placement({ name: "Search" })] })).campaign).toMatchObject({
      version: 2,
      placements: [{ name: "Splash screen" }, { name: "Search" }],
    });
  });

  it("bounds a campaign at 1,000 placements", async () => {
    const feed = placement({ name: "Feed" });
    expect((await add({ placements: [] })).userErrors).toMatchObject([
      {
        field: ["placements"],
        message: "placements must have at least 1 element and make at most 1000 with the campaign's 1, but got 0.",
      },
    ]);
    expect((await add({ placements: new Array(1_000).fill(feed) })).userErrors).toMatchObject([
      {
        field: ["placements"],
        message: "placements must have at least 1 element and make at most 1000 with the campaign's 1, but got 1000.",
      },
    ]);
    expect((await add({ placements: new Array(999).fill(feed) })).campaign.placements).toHaveLength(1_000);
  });

  it("adds once under one key", async () => {
    const variables = { placements: [placement({ name: "Feed" })], key: `key of ${campaign.id}` };
    const answers = await Promise.all(Array.from({ length: 50 }, () => add(variables)));
    for (const answer of answers) expect(answer.campaign).toMatchObject({ version: 2 });
    expect(answers[0].campaign.placements).toHaveLength(2);
  });

  it("does not find another organisation's campaign", async () => {
    expect(await add({ placements: [placement()] }, setup.rival)).toEqual({
      campaign: null,
      userErrors: [
        {
          code: "NOT_FOUND",
          field: ["campaignId"],
          message: "campaignId must name a campaign of this organisation; list them with brand { campaigns }.",
        },
      ],
    });
  });
});
