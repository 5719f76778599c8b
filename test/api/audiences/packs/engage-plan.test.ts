import { createTestApp, type TestApp } from "../../../support/test-app";
import { type AudienceFixture, createAudienceFixture, createPack, NOW } from "../audience-fixture";
import { PackClient, packDocument } from "./pack-client";

const [SET, READ] = packDocument("engage-plan").split(/\n(?=query)/) as [string, string];

let test: TestApp;
let fixture: AudienceFixture;
let client: PackClient;
const time = { now: NOW };
beforeAll(async () => {
  test = await createTestApp(time);
  fixture = await createAudienceFixture(test);
  client = new PackClient(test, fixture);
});
beforeEach(() => {
  time.now = NOW;
});
afterAll(() => test.close());

const createCampaign = async (code: string): Promise<string> => {
  const window = { from: "2025-10-20T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" };
  const { data } = await test.query(
    fixture.organisation.keys.AD_OPS,
    "mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
    { input: { brandId: fixture.brand, code: code.replace(" ", "-"), name: code, window, steps: [], placements: [] } },
  );
  return data.createCampaign.campaign.id;
};
const pack = async (name: string, more: object = {}): Promise<string> =>
  (await createPack(test, fixture, { name, ...more })).audiencePack.id;
const set = async (campaign: string, version: number, lines: readonly object[], key?: string) =>
  (await test.query(key ?? fixture.organisation.keys.AD_OPS, SET, { campaign, version, lines })).data.setEngagePlan;
const line = (audiencePackId: string, more: object = {}) => ({
  audiencePackId,
  nextAction: "REPURCHASE_OFFER",
  cadenceDays: 30,
  startsAt: "2025-11-20T00:00:00.000Z",
  ...more,
});

describe("setEngagePlan", () => {
  it("says what is done next with packs, how often and until when, and links each to its campaign", async () => {
    const campaign = await createCampaign("Watch festival");
    const buyers = await pack("Buyers of the festival", { expiresAt: "2026-01-10T00:00:00.000Z" });
    const { audiencePack: clone } = await client.change("Clone", { id: buyers, name: "Buyers, second wave" });
    const plan = await set(campaign, 0, [
      line(buyers, { note: "A strap for the new watch" }),
      line(clone.id, { nextAction: "REVIEW_REQUEST", cadenceDays: 7, startsAt: "2025-11-01T00:00:00.000Z" }),
    ]);
    expect(plan).toEqual({
      engagePlan: {
        version: 1,
        lines: [
          {
            audiencePack: {
              name: "Buyers of the festival",
              lineage: { campaign: { name: "Watch festival" }, clonedFrom: null },
            },
            nextAction: "REPURCHASE_OFFER",
            note: "A strap for the new watch",
            cadenceDays: 30,
            startsAt: "2025-11-20T00:00:00.000Z",
            nextAt: "2025-11-20T00:00:00.000Z",
            expiresAt: "2026-01-10T00:00:00.000Z",
          },
          {
            audiencePack: {
              name: "Buyers, second wave",
              lineage: { campaign: { name: "Watch festival" }, clonedFrom: { name: "Buyers of the festival" } },
            },
            nextAction: "REVIEW_REQUEST",
            note: null,
            cadenceDays: 7,
            startsAt: "2025-11-01T00:00:00.000Z",
            nextAt: "2025-11-15T00:00:00.000Z",
            expiresAt: null,
          },
        ],
      },
      userErrors: [],
    });
    time.now = new Date("2025-12-21T00:00:00.000Z"); // the next would be on 19 January, after the pack's end
    const { data } = await test.query(fixture.organisation.keys.BI, READ, { campaign });
    expect(data.campaign.engagePlan.lines.map(({ nextAt }: { nextAt: string }) => nextAt)).toEqual([
      null,
      "2025-12-27T00:00:00.000Z",
    ]);
  });

  it("replaces the whole plan for who saw its last version", async () => {
    const campaign = await createCampaign("Replaced");
    const [one, other] = [await pack("One"), await pack("Other")];
    await set(campaign, 0, [line(one)]);
    expect(await set(campaign, 0, [line(other)])).toEqual({
      engagePlan: null,
      userErrors: [
        {
          code: "VERSION_CONFLICT",
          field: ["expectedVersion"],
          message:
            "expectedVersion must be the plan's current version 1, but got 0; read it again and repeat the change.",
        },
      ],
    });
    expect((await set(campaign, 1, [line(other)])).engagePlan).toMatchObject({
      version: 2,
      lines: [{ audiencePack: { name: "Other" } }],
    });
    const next = await createCampaign("Next");
    expect((await set(next, 0, [line(one)])).userErrors).toEqual([]); // it is free again
    expect(await set(next, 1, [line(one), line(other)])).toEqual({
      engagePlan: null,
      userErrors: [
        {
          code: "IN_OTHER_PLAN",
          field: ["lines", "1", "audiencePackId"],
          message:
            "A pack must be in one campaign's plan, but another campaign's has this one; clone it or take it out there.",
        },
      ],
    });
    const { data } = await test.query(fixture.organisation.keys.BI, READ, { campaign: next });
    expect(data.campaign.engagePlan).toMatchObject({ version: 1, lines: [{ audiencePack: { name: "One" } }] });
  });

  it("says what is wrong with each line", async () => {
    const campaign = await createCampaign("Wrong");
    const id = await pack("Right");
    const { engagePlan, userErrors } = await set(campaign, 0, [
      line(id, { cadenceDays: 0 }),
      line(id, { note: "" }),
      line(Buffer.from("AudiencePack:019a6c00-0000-7000-8000-000000000000").toString("base64url")),
    ]);
    expect(engagePlan).toBeNull();
    expect(
      userErrors.map(({ code, field }: { code: string; field: string[] }) => `${code} ${field.join(".")}`),
    ).toEqual([
      "INVALID_INPUT lines.0.cadenceDays",
      "INVALID_INPUT lines.1.audiencePackId",
      "INVALID_INPUT lines.1.note",
      "NOT_FOUND lines.2.audiencePackId",
    ]);
  });

  it("is for the campaign's own organisation", async () => {
    const campaign = await createCampaign("Own");
    expect(await set(campaign, 0, [], fixture.stranger.keys.ADMIN)).toMatchObject({
      engagePlan: null,
      userErrors: [{ code: "NOT_FOUND", field: ["campaignId"] }],
    });
  });
});
