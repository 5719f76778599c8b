import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { TestOrganisation } from "../../support/test-app";
import { takeSnapshot } from "../assets/take-snapshot";
import { runAttribution } from "../attribution/attribution-setup";
import { assertPeople, createPeopleCloud, ingest, type PeopleCloud, type PeopleRow, settle } from "./people-setup";

const documentAt = (path: string): string => readFileSync(join(__dirname, "..", `${path}.graphql`), "utf8");
const SNAPSHOT = documentAt("assets/brand-snapshot");
const TRANSITION = documentAt("flows/stage-transition");
const ESTIMATE = documentAt("audiences/estimate");
const AS_OF = "2025-11-25T00:00:00.000Z";
const LATER = "2025-11-26T00:00:00.000Z";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud(["late", "early", "private", "frozen"]);
});
afterAll(() => cloud.test.close());

async function snapshotOf(organisation: TestOrganisation, brand: string, asOf = AS_OF) {
  const { ADMIN } = organisation.keys;
  await takeSnapshot(cloud.test, ADMIN, { brandId: cloud.brands[brand], asOf });
  const { assetSnapshot } = (await cloud.test.query(ADMIN, SNAPSHOT, { brand: cloud.brands[brand], asOf })).data.brand;
  return assetSnapshot;
}

const stagesOf = ({ stages }: { stages: readonly { stage: string; people: string }[] }) =>
  Object.fromEntries(stages.map(({ stage, people }) => [stage, people]));

async function estimate(organisation: TestOrganisation, brand: string, rules: object): Promise<string> {
  const answer = await cloud.test.query(organisation.keys.ADMIN, ESTIMATE, { brand: cloud.brands[brand], rules });
  expect(answer.errors).toBeUndefined();
  return answer.data.estimateAudiencePack.size.people;
}

it("are after settle those of a cloud that knew all links from the start", async () => {
  const random = SeededRandom.fromSeed(7);
  const people = Array.from({ length: 30 }, (_, index) => `q${index}`);
  const pairs = Array.from({ length: 18 }, () => [random.integer(0, 29), random.integer(0, 29)] as const);
  const acts = Array.from({ length: 160 }, (_, index) => ({
    event: `act-${index}`,
    person: people[random.integer(0, 29)]!,
    action: ["VISIT", "CONTENT_VIEW", "SEARCH", "ADD_TO_CART", "FAVOURITE", "ORDER", "ORDER", "SHARE"][
      random.integer(0, 7)
    ]!,
    at: new Date(Date.parse("2025-06-01T00:00:00Z") + random.integer(0, 170) * 86_400_000).toISOString(),
  }));
  const rowsOf = (brand: string): PeopleRow[] =>
    acts.map(({ event, person, action, at }) => ({
      ...{ event: `${brand}-${event}`, people: [`${brand}-${person}`], brand, action, at },
      ...(action === "ORDER" && { orderId: event }),
    }));
  const linksOf = (brand: string): PeopleRow[] =>
    pairs.map(([a, b], index) => ({
      ...{ event: `${brand}-link-${index}`, brand, at: "2025-11-30T00:00:00Z" },
      people: [`${brand}-q${a}`, `${brand}-q${b}`],
    }));
  await ingest(cloud, "media", linksOf("early"));
  await ingest(cloud, "shop", rowsOf("early"));
  const late = rowsOf("late");
  await ingest(cloud, "shop", late.slice(0, 60));
  await ingest(cloud, "media", linksOf("late").slice(0, 9));
  await ingest(cloud, "shop", late.slice(60, 120));
  await ingest(cloud, "media", linksOf("late").slice(9));
  await ingest(cloud, "shop", late.slice(120));

  const figures = ({ people: all, stages, lapsed, nineGrid, stageByCell }: Record<string, unknown>) =>
    JSON.stringify({ all, stages, lapsed, nineGrid, stageByCell });
  const early = await snapshotOf(cloud.acme, "early");
  expect(Number(early.people)).toBeGreaterThan(10);
  expect(Number(early.people)).toBeLessThan(30);
  expect(figures(await snapshotOf(cloud.acme, "late"))).toBe(figures(early));
});

describe("a private link", () => {
  let campaignId: string;
  let before: readonly { people: string; state: string }[];
  beforeAll(async () => {
    // One identity saw the campaign, the other ordered. Both are the cloud's; that they are one, acme alone knows.
    await ingest(cloud, "media", [
      {
        event: "seen",
        people: ["touch"],
        brand: "private",
        action: "CLICK",
        at: "2025-11-10T00:00:00Z",
        campaignCode: "C1",
      },
      { event: "other", people: ["else"], brand: "private", action: "VISIT", at: "2025-11-10T00:00:00Z" },
    ]);
    const order = { action: "ORDER", at: "2025-11-12T00:00:00Z", orderId: "o1" };
    await ingest(cloud, "shop", [{ event: "bought", people: ["buyer"], brand: "private", ...order }]);
    before = await Promise.all([snapshotOf(cloud.acme, "private"), snapshotOf(cloud.beta, "private")]);
    await ingest(cloud, "acme", [{ event: "card", people: ["buyer", "touch"], at: "2025-11-30T00:00:00Z" }]);
    await settle(cloud);
  });

  it("outdates the snapshots of its organisation, and of no other", async () => {
    expect(before.map(({ people, state }) => [people, state])).toEqual([
      ["3", "COMPLETE"],
      ["3", "COMPLETE"],
    ]);
    const states = await Promise.all(
      (["acme", "beta"] as const).map(async (name) => {
        const variables = { brand: cloud.brands["private"], asOf: AS_OF };
        return (await cloud.test.query(cloud[name].keys.ADMIN, SNAPSHOT, variables)).data.brand.assetSnapshot.state;
      }),
    );
    expect(states).toEqual(["OUTDATED", "COMPLETE"]);
  });

  it("changes the snapshot of its organisation, and of no other", async () => {
    expect(await snapshotOf(cloud.acme, "private")).toMatchObject({ people: "2" });
    expect(await snapshotOf(cloud.beta, "private")).toMatchObject({ people: "3" });
  });

  it("changes the estimates of its organisation, and of no other", async () => {
    const both = {
      allOf: [{ did: { action: "CLICK", within: { days: 60 } } }, { did: { action: "ORDER", within: { days: 60 } } }],
    };
    expect(await estimate(cloud.acme, "private", both)).toBe("1");
    expect(await estimate(cloud.beta, "private", both)).toBe("0");
    // A rival's people are the cloud's; for the brand they are counted as its organisation knows them.
    const notBoth = { allOf: [{ did: { action: "CLICK", within: { days: 60 } } }, { not: both.allOf[1] }] };
    expect(await estimate(cloud.acme, "private", notBoth)).toBe("0");
    expect(await estimate(cloud.beta, "private", notBoth)).toBe("1");
  });

  it.each([
    ["acme", "1", "0"],
    ["beta", "0", "1"],
  ] as const)("lets %s attribute %s of its orders", async (name, attributed, unattributed) => {
    const organisation = cloud[name];
    const created = await cloud.test.query(
      organisation.keys.ADMIN,
      "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
      {
        input: {
          ...{ brandId: cloud.brands["private"], code: "C1", name: "C1", steps: [], placements: [] },
          window: { from: "2025-11-01T00:00:00Z", to: "2025-11-20T00:00:00Z" },
        },
      },
    );
    campaignId = created.data.createCampaign.campaign.id;
    const tenant = { organisation, brandId: 0, otherBrandId: 0, sourceId: 0 };
    await runAttribution(cloud.test, tenant, { campaignId, models: ["LAST_TOUCH"] }, `run-${name}`);
    const { data } = await cloud.test.query(
      organisation.keys.BI,
      "query($id: ID!) { campaign(id: $id) { attributionReport { conversions unattributed { conversions } } } }",
      { id: campaignId },
    );
    const { conversions, unattributed: rest } = data.campaign.attributionReport;
    expect([String(Number(conversions) - Number(rest.conversions)), rest.conversions]).toEqual([
      attributed,
      unattributed,
    ]);
  });
});

describe("what was frozen before a merge", () => {
  it("is crossed as the people of today, who are in the deepest stage that parts of them had", async () => {
    const { acme } = cloud;
    await ingest(cloud, "shop", [
      { event: "f1", people: ["f-viewer"], brand: "frozen", action: "VISIT" },
      { event: "f2", people: ["f-viewer"], brand: "frozen", action: "VISIT", at: "2025-11-20T13:00:00Z" },
      { event: "f3", people: ["f-buyer"], brand: "frozen", action: "ORDER", orderId: "f3" },
      { event: "f4", people: ["f-other"], brand: "frozen", action: "IMPRESSION", site: "OFF_SITE" },
    ]);
    const before = await snapshotOf(acme, "frozen");
    expect(before).toMatchObject({ people: "3" });
    expect(stagesOf(before)).toMatchObject({ ACT: "1" });
    await assertPeople(cloud, "merge-people", "media", ["f-viewer", "f-buyer"]);

    // The published figure stays as it was and says that it is old.
    const again = await cloud.test.query(acme.keys.ADMIN, SNAPSHOT, { brand: cloud.brands["frozen"], asOf: AS_OF });
    expect(again.data.brand.assetSnapshot).toMatchObject({ people: "3", state: "OUTDATED" });
    // Its labels are read as two people: the merged one is where its buyer was.
    const met = { stage: { in: ["AWARE", "APPEAL", "ACT", "ADVOCATE"] } };
    expect(await estimate(acme, "frozen", met)).toBe("2");
    expect(await estimate(acme, "frozen", { stage: { in: ["ACT"] } })).toBe("1");
    expect(await estimate(acme, "frozen", { stage: { in: ["AWARE", "APPEAL"] } })).toBe("1");
    expect(await estimate(acme, "frozen", { allOf: [met, { did: { action: "VISIT", within: { days: 60 } } }] })).toBe(
      "1",
    );

    const after = await snapshotOf(acme, "frozen", LATER);
    expect(after).toMatchObject({ people: "2" });
    const window = { brand: cloud.brands["frozen"], from: AS_OF, to: LATER };
    const { data } = await cloud.test.query(acme.keys.ADMIN, TRANSITION, window);
    const cells: readonly { from: string | null; to: string | null; people: string }[] =
      data.brand.stageTransition.cells;
    expect(cells.filter(({ people }) => people !== "0")).toMatchObject([
      { from: "AWARE", to: "AWARE", people: "1" },
      { from: "ACT", to: "ACT", people: "1" },
    ]);
  });
});
