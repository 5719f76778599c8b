import {
  type CampaignSetup,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "./campaign-setup";

const CREATE = documentOf(__dirname, "create-campaign");
const USES = `query ($pack: ID!) { node(id: $pack) { ... on AudiencePack { name usedBy { code } } } }`;

let setup: CampaignSetup;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-11-10T00:00:00+08:00");
});
afterAll(() => setup.test.close());

async function createPack(brandId: string, name: string, organisation = setup.own): Promise<string> {
  const answer = await setup.test.query(
    organisation.keys.AD_OPS,
    "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }",
    { input: { brandId, name, rules: { stage: { in: ["ACT"] } } } },
  );
  return answer.data.createAudiencePack.audiencePack.id;
}

describe("placements aimed at packs", () => {
  it("name their pack, and the pack names its campaigns, the newest first and each once", async () => {
    const [buyers, unused] = [
      await createPack(setup.brands.haoyu, "Buyers"),
      await createPack(setup.brands.haoyu, "Unused"),
    ];
    const aimed = placement({ audiencePackId: buyers });
    const first = await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.haoyu, { code: "first", placements: [aimed, aimed] }),
    );
    setup.time.now = new Date(setup.time.now.getTime() + 1);
    await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.haoyu, { code: "second", placements: [placement(), aimed] }),
    );

    const { BI } = setup.own.keys;
    const campaign = await setup.test.query(
      BI,
      "query ($id: ID!) { campaign(id: $id) { placements { audiencePack { id name } } } }",
      { id: first.id },
    );
    const pack = { audiencePack: { id: buyers, name: "Buyers" } };
    expect(campaign.data.campaign.placements).toEqual([pack, pack]);
    expect((await setup.test.query(BI, USES, { pack: buyers })).data.node).toEqual({
      name: "Buyers",
      usedBy: [{ code: "second" }, { code: "first" }],
    });
    expect((await setup.test.query(BI, USES, { pack: unused })).data.node.usedBy).toEqual([]);
  });

  it("refuses packs of another brand and of another organisation", async () => {
    const other = await createPack(setup.brands.tinglan, "Of another brand");
    const theirs = await createPack(setup.brands.haoyu, "Of the rival", setup.rival);
    const input = campaignInput(setup.brands.haoyu, {
      code: "refused",
      placements: [placement({ audiencePackId: other }), placement({ audiencePackId: theirs })],
    });
    const answer = await setup.test.query(setup.own.keys.AD_OPS, CREATE, { input });
    expect(answer.data.createCampaign).toMatchObject({
      campaign: null,
      userErrors: [
        { code: "INVALID_INPUT", field: ["input", "placements", "0", "audiencePackId"] },
        { code: "NOT_FOUND", field: ["input", "placements", "1", "audiencePackId"] },
      ],
    });
  });
});
