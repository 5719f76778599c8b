import { insertTouchpoints } from "../../support/touchpoint-rows";
import { numberOf } from "../benchmarks/market";
import { placement } from "../campaigns/campaign-setup";
import { documentOf, openReviewSetup, publish, type ReviewSetup } from "../reviews/review-setup";

const CREATE = documentOf("playbooks", "create-playbook");
const INSTANTIATE = documentOf("playbooks", "instantiate-playbook");
const READ = documentOf("playbooks", "playbook-instance");

let setup: ReviewSetup;
let playbookId: string;
let instance: string;

const send = async (document: string, variables: object, key = setup.market.own.keys.AD_OPS) => {
  const { data, errors } = await setup.test.query(key, document, variables);
  expect(errors).toBeUndefined();
  return data;
};
const codes = ({ userErrors }: { userErrors: { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);
const create = async (input: object, key?: string) =>
  (await send(CREATE, { input: { campaignId: setup.campaigns.eleven, ...input }, key })).createPlaybook;
const wanted = { code: "eleven-again", name: "Once more", startsAt: "2025-11-15T00:00:00+08:00" };
const instantiate = async (input: object, key?: string) =>
  (await send(INSTANTIATE, { input: { playbookId, ...wanted, ...input }, key })).instantiatePlaybook;
const read = () => send(READ, { campaign: instance, brand: setup.brand });

beforeAll(async () => {
  setup = await openReviewSetup();
});
afterAll(() => setup.test.close());

describe("a playbook (V56)", () => {
  it("keeps what a closed campaign did: packs, placements, split, once however often it is asked", async () => {
    const made = await create({ name: "Splash" }, "splash");
    expect(made).toEqual({
      playbook: {
        ...{ id: expect.any(String), name: "Splash", days: 30, source: { code: "eleven" } },
        packs: [{ name: "Seen", rules: { explanation: expect.stringContaining("60 days") } }],
        placements: [{ name: "Splash screen", step: "ACQUIRE", packName: "Seen", costShare: 1 }],
        ...{ strategies: [], frequency: null },
      },
      userErrors: [],
    });
    playbookId = made.playbook.id;
    expect((await create({ name: "Splash" }, "splash")).playbook.id).toBe(playbookId);
    expect(codes(await create({ name: "Splash" }))).toEqual([["NAME_TAKEN", "input.name"]]);
  });

  it("makes a campaign with dates from its own start and packs resolved anew", async () => {
    const externalIds = [{ place: 0, externalIds: ["X2"] }];
    const made = await instantiate({ externalIds }, "again");
    expect(made).toMatchObject({
      campaign: {
        window: { from: "2025-11-14T16:00:00.000Z", to: "2025-12-14T16:00:00.000Z" },
        steps: [
          { step: "ACQUIRE", from: "2025-11-14T16:00:00.000Z", to: "2025-11-27T16:00:00.000Z" },
          { step: "LEAD", from: "2025-11-22T16:00:00.000Z", to: "2025-12-14T16:00:00.000Z" },
        ],
        placements: [{ name: "Splash screen", externalIds: ["X2"], audiencePack: { name: "Seen · eleven-again" } }],
      },
      userErrors: [],
    });
    instance = made.campaign.id;
    expect(made.campaign.placements[0].audiencePack.id).not.toBe(setup.pack);
    const replayed = await instantiate({ externalIds }, "again");
    expect([replayed.campaign.id, replayed.run.id]).toEqual([instance, made.run.id]);
    const run = await setup.test.waitForRun(setup.market.own.keys.AD_OPS, made.run.id);
    expect(run).toMatchObject({ status: "SUCCEEDED" });
  });

  it("shows the difference to its source, and where its packs come from", async () => {
    const { campaign, brand } = await read();
    expect(brand.playbooks).toEqual({ nodes: [{ name: "Splash" }], totalCount: 1 });
    expect(campaign.playbookInstance).toMatchObject({
      playbook: { name: "Splash" },
      // 40 and 1 of the market were seen on 5 November, and as of 20 December none of the others within 60 days.
      packs: [{ name: "Seen · eleven-again", size: { people: "41" }, lineage: { playbook: { name: "Splash" } } }],
      changes: [
        {
          ...{ part: "WINDOW", name: null, source: "2025-10-11T16:00:00.000Z/2025-11-10T16:00:00.000Z" },
          now: "2025-11-14T16:00:00.000Z/2025-12-14T16:00:00.000Z",
        },
        { part: "STEP", name: "ACQUIRE" },
        { part: "STEP", name: "LEAD" },
      ],
      reuseSaving: { before: null, now: null, change: null, reusedPackShare: 1 },
    });
  });

  it("tells what doing it again saved on an A3 (V74)", async () => {
    const at = "2025-11-16T10:00:00+08:00";
    await insertTouchpoints(
      setup.test,
      Array.from({ length: 10 }, (_, n) => ({
        ...{ person: `p${22_001 + n}`, brandId: numberOf(setup.brand), sourceId: setup.market.cloudSource },
        ...{ at, action: "ORDER", orderId: `again-${n}`, value: 10_000, quantity: 1 },
      })),
    );
    const row = {
      ...{ platform: "DOUYIN", externalId: "X2", impressions: "1", clicks: "0" },
      period: { from: "2025-11-15T00:00:00+08:00", to: "2025-11-16T00:00:00+08:00" },
      cost: { amount: "200.00", currencyCode: "CNY" },
    };
    await send(documentOf("campaigns", "import-delivery"), {
      input: { campaignId: instance, source: "media", rows: [row] },
    });
    await publish(setup, { campaignId: setup.campaigns.eleven });
    await publish(setup, { campaignId: instance });
    // 500.00 for 20 who came to A3, then 200.00 for 10.
    const { reuseSaving } = (await read()).campaign.playbookInstance;
    expect(reuseSaving).toEqual({ before: 25, now: 20, change: expect.closeTo(-0.2, 12), reusedPackShare: 1 });
  });

  it("makes the campaign and says why, where its packs cannot be built", async () => {
    const made = await send(
      "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { code } } }",
      { input: { brandId: setup.brand, name: "Aware", rules: { stage: { in: ["AWARE"] } }, tags: [] } },
    );
    const audiencePackId = made.createAudiencePack.audiencePack.id;
    await send(documentOf("campaigns", "add-placements"), {
      campaign: setup.campaigns.super,
      placements: [placement({ audiencePackId })],
    });
    const { playbook } = await create({ campaignId: setup.campaigns.super, name: "Labels" });
    const answer = await instantiate({ playbookId: playbook.id, code: "labels" });
    expect(answer).toMatchObject({ run: null, unbuiltReason: expect.stringContaining("snapshot"), userErrors: [] });
    expect(answer.campaign.placements).toMatchObject([{ audiencePack: { name: "Aware · labels" } }]);
  });

  it("refuses a running source, taken names and codes, and places that it has not", async () => {
    setup.time.now = new Date("2025-11-01T00:00:00+08:00");
    expect(codes(await create({ name: " " }))).toEqual([
      ["INVALID_INPUT", "input.name"],
      ["CAMPAIGN_NOT_CLOSED", "input.campaignId"],
    ]);
    setup.time.now = new Date("2025-12-20T12:00:00+08:00");
    expect(codes(await instantiate({}))).toEqual([["NAME_TAKEN", "input.name"]]);
    expect(codes(await instantiate({ code: "other", externalIds: [{ place: 1, externalIds: [] }] }))).toEqual([
      ["INVALID_INPUT", "input.externalIds.0.place"],
    ]);
    expect(codes(await instantiate({ code: "other", externalIds: [{ place: 0, externalIds: ["X1"] }] }))).toEqual([
      ["EXTERNAL_ID_TAKEN", expect.any(String)],
    ]);
    const rival = await setup.test.addOrganisation("rival");
    const { instantiatePlaybook } = await send(INSTANTIATE, { input: { playbookId, ...wanted } }, rival.keys.AD_OPS);
    expect(codes(instantiatePlaybook)).toEqual([["NOT_FOUND", "input.playbookId"]]);
  });
});
