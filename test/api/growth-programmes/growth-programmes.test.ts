import {
  type CampaignSetup,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const CREATE = documentOf(__dirname, "create-growth-programme");
const CHANGE = documentOf(__dirname, "change-growth-programme");
const READ = documentOf(__dirname, "growth-programme");

let setup: CampaignSetup;
const campaigns: Record<"super" | "eleven" | "late" | "other", string> = {} as never;
const packs: string[] = [];

const send = async (document: string, variables: object, key = setup.own.keys.AD_OPS) => {
  const { data, errors } = await setup.test.query(key, document, variables);
  expect(errors).toBeUndefined();
  return data;
};
const codes = ({ userErrors }: { userErrors: { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);
const create = async (input: object, key?: string) =>
  (await send(CREATE, { input: { brandId: setup.brands.haoyu, name: "Autumn", ...input }, key })).createGrowthProgramme;

beforeAll(async () => {
  setup = await openCampaignSetup("2025-12-10T00:00:00+08:00");
  for (const name of ["New", "Interested"]) {
    const { createAudiencePack } = await send(
      "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { code } } }",
      { input: { brandId: setup.brands.haoyu, name, rules: { stage: { in: ["AWARE"] } }, tags: [] } },
    );
    packs.push(createAudiencePack.audiencePack.id);
  }
  const plan = async (code: string, from: string, to: string, aimedAt: string[] = [], brand = setup.brands.haoyu) => {
    const window = { from: `2025-${from}T00:00:00+08:00`, to: `2025-${to}T00:00:00+08:00` };
    const placements = aimedAt.map((audiencePackId) => placement({ audiencePackId }));
    return (await createCampaign(setup, setup.own, campaignInput(brand, { code, name: code, window, placements }))).id;
  };
  campaigns.super = await plan("super", "09-01", "09-11", [packs[0]!, packs[0]!]);
  campaigns.eleven = await plan("eleven", "10-20", "11-12", [packs[1]!]);
  campaigns.late = await plan("late", "12-01", "12-13");
  campaigns.other = await plan("other", "09-01", "09-11", [], setup.brands.tinglan);
});
afterAll(() => setup.test.close());

describe("a growth programme (G05 to G07)", () => {
  let id: string;

  it("orders campaigns, names the comparison base and hands packs on", async () => {
    const phases = [
      { campaignId: campaigns.super, focuses: ["ACQUIRE"], modules: ["TARGETING_GROUP", "OSMOSIS"] },
      {
        ...{ campaignId: campaigns.eleven, focuses: ["ACQUIRE", "CONVERT"], inheritsPacks: true },
        modules: ["TARGETING_GROUP", "OSMOSIS", "ADVANCING", "LOYALTY"],
      },
      { campaignId: campaigns.late, inheritsPacks: true },
    ];
    const made = await create({ phases }, "autumn");
    expect(made).toMatchObject({ growthProgramme: { version: 1 }, userErrors: [] });
    expect((await create({ phases }, "autumn")).growthProgramme).toEqual(made.growthProgramme);
    id = made.growthProgramme.id;
    const { campaign, brand } = await send(READ, { campaign: campaigns.eleven, brand: setup.brands.haoyu });
    expect(campaign.growthProgramme).toEqual({
      name: "Autumn",
      version: 1,
      comparisonBase: { code: "super" },
      phases: [
        {
          ...{ campaign: { code: "super" }, focuses: ["ACQUIRE"], modules: ["TARGETING_GROUP", "OSMOSIS"] },
          ...{ packs: [{ name: "New" }], inheritedPacks: [] },
        },
        {
          ...{ campaign: { code: "eleven" }, focuses: ["ACQUIRE", "CONVERT"] },
          modules: ["TARGETING_GROUP", "OSMOSIS", "ADVANCING", "LOYALTY"],
          ...{ packs: [{ name: "Interested" }], inheritedPacks: [{ name: "New" }] },
        },
        {
          ...{ campaign: { code: "late" }, focuses: [], modules: [], packs: [] },
          inheritedPacks: [{ name: "New" }, { name: "Interested" }],
        },
      ],
    });
    expect(brand.growthProgrammes).toEqual({ nodes: [{ name: "Autumn" }], totalCount: 1 });
  });

  it("is changed whole, each version once", async () => {
    const input = {
      name: "Autumn and winter",
      comparisonBaseId: campaigns.eleven,
      phases: [{ campaignId: campaigns.eleven }, { campaignId: campaigns.late }],
    };
    const change = async (version: number) => (await send(CHANGE, { id, input, version })).changeGrowthProgramme;
    expect(await change(1)).toEqual({
      growthProgramme: { name: "Autumn and winter", version: 2, comparisonBase: { code: "eleven" } },
      userErrors: [],
    });
    expect(codes(await change(1))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    const { campaign } = await send(READ, { campaign: campaigns.super, brand: setup.brands.haoyu });
    expect(campaign.growthProgramme).toBeNull();
  });

  it("refuses what cannot be a sequence, with all that is wrong", async () => {
    expect(codes(await create({ name: " ", phases: [] }))).toEqual([
      ["INVALID_INPUT", "input.name"],
      ["INVALID_INPUT", "input.phases"],
    ]);
    const phases = [campaigns.super, campaigns.other, campaigns.super].map((campaignId) => ({ campaignId }));
    expect(codes(await create({ name: "Twice", phases, comparisonBaseId: campaigns.late }))).toEqual([
      ["NOT_FOUND", "input.phases.1.campaignId"],
      ["INVALID_INPUT", "input.phases.2.campaignId"],
      ["INVALID_INPUT", "input.comparisonBaseId"],
    ]);
    const backwards = [campaigns.late, campaigns.super].map((campaignId) => ({ campaignId }));
    expect(codes(await create({ name: "Backwards", phases: backwards }))).toEqual([
      ["INVALID_INPUT", "input.phases.1.campaignId"],
    ]);
    const taken = [campaigns.super, campaigns.late].map((campaignId) => ({ campaignId }));
    expect(codes(await create({ name: "Again", phases: taken }))).toEqual([
      ["IN_OTHER_PROGRAMME", "input.phases.1.campaignId"],
    ]);
    expect(codes(await create({ name: "Autumn and winter", phases: [{ campaignId: campaigns.super }] }))).toEqual([
      ["NAME_TAKEN", "input.name"],
    ]);
  });

  it("is nobody else's", async () => {
    const { changeGrowthProgramme } = await send(
      CHANGE,
      { id, input: { name: "x", phases: [{ campaignId: campaigns.late }] }, version: 2 },
      setup.rival.keys.AD_OPS,
    );
    expect(codes(changeGrowthProgramme)).toEqual([["NOT_FOUND", "id"]]);
  });
});
