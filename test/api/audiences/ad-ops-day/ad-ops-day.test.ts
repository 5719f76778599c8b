import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../../support/test-app";
import { insertTouchpoints } from "../../../support/touchpoint-rows";
import { addIdentities, idOf } from "../../activation/activation-setup";
import { Receiver } from "../../activation/receiver";
import {
  AD_OPS_RULES,
  AS_OF,
  type AudienceFixture,
  createAudienceFixture,
  NOW,
  takeSnapshot,
} from "../audience-fixture";
import { PackClient } from "../packs/pack-client";

const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const OPERATIONS = new Map(
  documentOf("ad-ops-pack")
    .split(/\n(?=query|mutation)/)
    .map((text) => [/(?:query|mutation) (\w+)/.exec(text)?.[1], text] as const),
);

let test: TestApp;
let fixture: AudienceFixture;
let client: PackClient;
let receiver: Receiver;
/** Node ids by the names that the day gives them. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
  client = new PackClient(test, fixture);
  receiver = await Receiver.open();
  await addIdentities(
    test,
    Array.from({ length: 13 }, (_, index) => index + 1),
  );
  // Whom the campaign's placement on Xiaohongshu reached: about no brand, so that nobody's stage moves.
  await insertTouchpoints(
    test,
    ["p21", "p22", "p23"].map((person) => ({
      ...{ person, at: "2025-11-02T12:00:00+08:00", action: "IMPRESSION", platform: "XIAOHONGSHU", site: "OFF_SITE" },
      ...{ placement: "note-1", sourceId: fixture.cloudSourceId },
    })),
  );
  await takeSnapshot(test, fixture);
});
afterAll(async () => {
  await receiver.close();
  await test.close();
});

const send = async (document: string, variables: object, role: "AD_OPS" | "ADMIN" = "AD_OPS") => {
  const { data, errors } = await test.query(fixture.organisation.keys[role], document, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};
/** One operation of the ad-ops tool's document. */
const operate = (name: string, variables: object) => send(OPERATIONS.get(name)!, variables);
const activate = (name: string, variables: object, role?: "ADMIN") =>
  send(documentOf(`../../activation/${name}`), variables, role);

const estimate = async (rules: object, against: readonly string[] = []) =>
  (await operate("Estimate", { brand: fixture.brand, rules, against })).estimateAudiencePack;

async function createAndBuild(name: string, rules: object): Promise<string> {
  const created = await operate("CreatePack", { input: { brandId: fixture.brand, name, rules }, key: name });
  expect(created.createAudiencePack.userErrors).toEqual([]);
  const { id, version } = created.createAudiencePack.audiencePack;
  await build(id, version);
  return id;
}

async function build(id: string, version: number): Promise<void> {
  const { run, userErrors } = (await operate("BuildPack", { id, version })).buildAudiencePack;
  expect(userErrors).toEqual([]);
  expect(run).toMatchObject({ failure: null });
  expect(await test.waitForRun(fixture.organisation.keys.AD_OPS, run.id)).toEqual({
    status: "SUCCEEDED",
    failure: null,
  });
}

async function restOf(push: string) {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const { node } = await activate("push", { id: push });
    if (!["QUEUED", "RUNNING"].includes(node.run.status)) return node;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`push ${push} must come to rest, but goes on`);
}

const slider = (days: number, min: number) => ({
  allOf: [
    AD_OPS_RULES.allOf[0]!,
    { did: { action: "CONTENT_VIEW", platforms: ["XIAOHONGSHU"], times: { min }, within: { days } } },
    AD_OPS_RULES.allOf[2]!,
  ],
});

it("registers two destinations and builds the pack of buyers in the morning", async () => {
  for (const [name, minimumPeople] of [
    ["Big partner", 4],
    ["Partner", 3],
  ] as const) {
    const input = { kind: "WEBHOOK", name, namespace: "JD_PIN", minimumPeople, address: receiver.url };
    const { registerConnector } = await activate("register-connector", { input }, "ADMIN");
    expect(registerConnector.userErrors).toEqual([]);
    ids[name] = registerConnector.connector.id;
  }
  ids["Buyers"] = await createAndBuild("Buyers", { did: { action: "ORDER", within: { days: 365 } } }); // p3, p4, p9
});

it("moves the sliders: the whole picture of each audience in one query", async () => {
  // p1, p3 and p6; p7's view is 41 days old, and only p1 viewed twice.
  expect(await estimate(slider(30, 1), [ids["Buyers"]!])).toEqual({
    asOf: new Date(AS_OF).toISOString(),
    size: { people: "3", roundedTo: 1 },
    share: 3 / 9,
    stages: [
      { stage: "AWARE", people: "0" },
      { stage: "APPEAL", people: "2" }, // p1, p6
      { stage: "ACT", people: "1" }, // p3
      { stage: "ADVOCATE", people: "0" },
    ],
    groups: [
      { group: "BASE", people: "1" }, // p3: brand intent, and loyal
      { group: "POTENTIAL", people: "2" }, // p1, p6: brand intent, and no order in the category
      { group: "INDUSTRY", people: "0" },
      { group: "PENETRATION", people: "0" },
    ],
    reach: expect.arrayContaining([
      { platform: "DOUYIN", people: "0", isAdditive: false },
      { platform: "JD", people: "2", isAdditive: false }, // p3 ordered there, p6 searched there
      { platform: "XIAOHONGSHU", people: "3", isAdditive: false },
    ]),
    overlaps: [
      {
        audiencePack: { id: ids["Buyers"], name: "Buyers" },
        people: "1", // p3
        shareOfThis: 1 / 3,
        shareOfOther: 1 / 3,
      },
    ],
    destinations: [
      { connector: ids["Big partner"], minimum: 4, meets: false },
      { connector: ids["Partner"], minimum: 3, meets: true },
    ],
    explanation: "人群:处于吸引或行动阶段,且近30天内在小红书有至少1次本品牌内容浏览,且近60天内没有本品牌下单。",
  });
  expect((await estimate(slider(30, 2))).size.people).toBe("1");
  expect((await estimate(slider(60, 1))).size.people).toBe("4");
});

it("refuses overlaps with packs that have no members or come twice", async () => {
  const draft = await operate("CreatePack", {
    ...{ input: { brandId: fixture.brand, name: "Draft", rules: slider(7, 1) }, key: "draft" },
  });
  const { id } = draft.createAudiencePack.audiencePack;
  const against = [id, ids["Buyers"], ids["Buyers"]];
  const { data, errors } = await test.query(fixture.organisation.keys.AD_OPS, OPERATIONS.get("Estimate")!, {
    ...{ brand: fixture.brand, rules: slider(30, 1), against },
  });
  expect(data.estimateAudiencePack).toBeNull();
  expect(errors).toMatchObject([
    {
      path: ["estimateAudiencePack", "overlaps"],
      extensions: {
        code: "BAD_USER_INPUT",
        problems: [
          { code: "INVALID_INPUT", field: ["with", "2"] },
          { code: "PACK_NOT_BUILT", field: ["with", "0"] },
        ],
      },
    },
  ]);
});

it("creates and builds the pack, and sees how it overlaps with the buyers", async () => {
  const input = { brandId: fixture.brand, name: "Fans", rules: AD_OPS_RULES, tags: ["11.11"] };
  const { createAudiencePack } = await operate("CreatePack", { input, key: "fans" });
  expect(createAudiencePack).toEqual({
    audiencePack: {
      ...{ id: expect.any(String), name: "Fans", version: 1, state: "DRAFT" },
      rules: {
        canonical: expect.stringContaining('"stage":{"in":["ACT","APPEAL"]}'),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        explanation: expect.stringMatching(/^People in stage Appeal or Act/),
      },
    },
    userErrors: [],
  });
  ids["Fans"] = createAudiencePack.audiencePack.id;
  await build(ids["Fans"]!, 1);
  const { data } = await client.ask("pack-overlap", {
    ...{ brand: fixture.brand, packs: [ids["Fans"], ids["Buyers"]] },
  });
  const { packs, pairs } = data.brand.audiencePackOverlap;
  expect(packs).toMatchObject([{ size: { people: "3" } }, { size: { people: "3" } }]);
  expect(pairs).toMatchObject([{ size: { people: "1" }, shareOfFirst: 1 / 3, shareOfSecond: 1 / 3 }]);
});

it("clones the pack for a live one, and freezes the first", async () => {
  const { audiencePack: clone, userErrors } = await client.change("Clone", { id: ids["Fans"], name: "Fans, live" });
  expect(userErrors).toEqual([]);
  expect(clone).toMatchObject({ state: "DRAFT", tags: ["11.11"], lineage: { clonedFrom: { id: ids["Fans"] } } });
  ids["Live"] = clone.id;
  await build(clone.id, 1);
  const { version } = await client.read(ids["Fans"]!);
  const frozen = await client.change("Freeze", { id: ids["Fans"], version });
  expect(frozen).toMatchObject({ audiencePack: { state: "FROZEN" }, userErrors: [] });
});

it("tries a push, pushes, and reads the receipt", async () => {
  const tried = (await activate("dry-run", { id: ids["Fans"], connector: ids["Partner"] })).pushAudiencePack;
  expect(tried).toMatchObject({ push: null, dryRun: { minimum: 3, meetsMinimum: true, plan: { people: "3" } } });
  expect(receiver.calls).toEqual([]);
  const refused = (await operate("PushPack", { id: ids["Fans"], connector: ids["Big partner"], key: "big" }))
    .pushAudiencePack;
  expect(refused).toMatchObject({ push: null, userErrors: [{ code: "BELOW_MINIMUM" }] });
  const { push, userErrors } = (await operate("PushPack", { id: ids["Fans"], connector: ids["Partner"], key: "push" }))
    .pushAudiencePack;
  expect(userErrors).toEqual([]);
  expect(push.receipt).toEqual({ sent: "0", matched: null, dropped: expect.any(Array) });
  expect(await restOf(push.id)).toMatchObject({ run: { status: "SUCCEEDED" }, receipt: { sent: "3", matched: "2" } });
  expect([...receiver.ids("ADD")].sort()).toEqual([1, 3, 6].map(idOf));
});

it("pushes what new data changed of the live pack", async () => {
  receiver.forget();
  const begin = async (): Promise<string> => {
    const variables = { id: ids["Live"], connector: ids["Partner"], mode: "DELTA" };
    const { push, userErrors } = (await activate("push-pack", variables)).pushAudiencePack;
    expect(userErrors).toEqual([]);
    return push.id;
  };
  expect(await restOf(await begin())).toMatchObject({ receipt: { sent: "3" } });
  receiver.forget();
  // p13 comes to view, p6 orders.
  const at = "2025-11-10T18:00:00+08:00";
  const of = { at, brandId: fixture.brandId, sourceId: fixture.cloudSourceId };
  await insertTouchpoints(test, [
    { ...of, person: "p13", action: "CONTENT_VIEW", platform: "XIAOHONGSHU", site: "OFF_SITE" },
    { ...of, person: "p13", action: "SEARCH" },
    { ...of, person: "p6", action: "ORDER", orderId: "p6-1", value: 100 },
  ]);
  await takeSnapshot(test, fixture);
  await build(ids["Live"]!, (await client.read(ids["Live"]!)).version);
  expect(await restOf(await begin())).toMatchObject({ mode: "DELTA", run: { status: "SUCCEEDED" } });
  expect([receiver.ids("ADD"), receiver.ids("REMOVE")]).toEqual([[idOf(13)], [idOf(6)]]);
});

it("aims a placement at the pack, prices the reach by it, and may not archive the pack while it runs", async () => {
  const window = { from: "2025-11-01T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" };
  const placement = {
    ...{ name: "Notes", platform: "XIAOHONGSHU", site: "OFF_SITE", step: "ACQUIRE", objective: "CONTENT_SEED" },
    ...{ audiencePackId: ids["Fans"], externalIds: ["note-1"] },
  };
  const { createCampaign } = await send(documentOf("../../campaigns/create-campaign"), {
    input: {
      ...{ brandId: fixture.brand, code: "1111", name: "11.11", window },
      ...{ steps: [{ step: "ACQUIRE", ...window }], placements: [placement] },
    },
  });
  expect(createCampaign.userErrors).toEqual([]);
  ids["11.11"] = createCampaign.campaign.id;
  const period = { from: "2025-11-02T00:00:00+08:00", to: "2025-11-03T00:00:00+08:00" };
  const row = { externalId: "note-1", platform: "XIAOHONGSHU", period, impressions: "900", clicks: "9" };
  const delivered = await send(documentOf("../../campaigns/import-delivery"), {
    input: {
      ...{ campaignId: ids["11.11"], source: "media" },
      rows: [{ ...row, cost: { amount: "90.00", currencyCode: "CNY" } }],
    },
  });
  expect(delivered.importPlacementDelivery).toMatchObject({ accepted: 1, userErrors: [] });

  const costOf = async (days?: number) =>
    (await send(documentOf("cost-to-reach"), { brand: fixture.brand, rules: AD_OPS_RULES, days })).estimateAudiencePack;
  const { costToReach, cells, unplaced } = await costOf();
  // p1, p3 and p13 now; p21, p22 and p23 were reached for 90 yuan.
  expect(cells.filter(({ people }: { people: string }) => people !== "0")).toEqual([
    { intent: "BRAND", loyalty: "LOYAL", group: "BASE", people: "1" },
    { intent: "BRAND", loyalty: "POTENTIAL", group: "POTENTIAL", people: "2" },
  ]);
  expect([cells.length, unplaced]).toEqual([9, "0"]);
  const yuan = (amount: string) => ({ amount, currencyCode: "CNY" });
  const nothing = { state: "NO_DELIVERY", cost: null, spent: null, reachedPeople: null };
  expect(costToReach).toEqual({
    from: new Date("2025-10-12T00:00:00+08:00").toISOString(),
    to: new Date(AS_OF).toISOString(),
    platforms: expect.arrayContaining([
      { platform: "DOUYIN", ...nothing },
      { platform: "JD", ...nothing },
      { platform: "XIAOHONGSHU", state: "KNOWN", cost: yuan("90.00"), spent: yuan("90.00"), reachedPeople: "3" },
    ]),
  });
  const week = (await costOf(7)).costToReach.platforms; // from 4 November: after the delivery
  expect(week.every(({ state }: { state: string }) => state === "NO_DELIVERY")).toBe(true);

  const { version } = await client.read(ids["Fans"]!);
  const archived = await client.change("Archive", { id: ids["Fans"], version });
  expect(archived).toMatchObject({ audiencePack: null, userErrors: [{ code: "IN_USE", field: ["id"] }] });
});

it("lists the packs of the day, newest change first", async () => {
  const { audiencePacks } = (await operate("Packs", { brand: fixture.brand })).brand;
  expect(audiencePacks).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
  const campaign = { id: ids["11.11"], name: "11.11" };
  const byName = [...audiencePacks.nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const common = { builtAt: expect.any(String), expiresAt: null, size: { people: "3" } };
  expect(byName).toEqual([
    {
      ...common,
      ...{ id: ids["Buyers"], name: "Buyers", tags: [], state: "BUILT", usedBy: [], lineage: { clonedFrom: null } },
    },
    {
      ...common,
      ...{ id: ids["Fans"], name: "Fans", tags: ["11.11"], state: "FROZEN" },
      ...{ usedBy: [campaign], lineage: { clonedFrom: null } },
    },
    {
      ...common,
      ...{ id: ids["Live"], name: "Fans, live", tags: ["11.11"], state: "BUILT" },
      ...{ usedBy: [], lineage: { clonedFrom: { id: ids["Fans"] } } },
    },
  ]);
});
