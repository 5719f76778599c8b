import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LabelRetention } from "../../../src/features/snapshot-schedules/label-retention";
import { LabelRetentionStore } from "../../../src/features/snapshot-schedules/label-retention.store";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { newId } from "../../../src/platform/ids";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createFixture, NOW, type SnapshotFixture } from "../assets/snapshot-fixture";
import { takeSnapshot } from "../assets/take-snapshot";
import { campaignInput, createCampaign } from "../campaigns/campaign-setup";
import { document } from "./schedule-setup";

const DAY = 86_400_000;
const READ = document("restated-snapshot");
const TRANSITION = readFileSync(join(__dirname, "../flows/stage-transition.graphql"), "utf8");
const ESTIMATE = readFileSync(join(__dirname, "../audiences/estimate.graphql"), "utf8");

/** Days whose labels are kept, and two that nothing needs. */
const [FIRST_OF_MONTH, PLAIN, BEGIN, STEP, END, NEWEST, RESTATED] = [
  "2025-10-01T00:00:00+08:00",
  "2025-10-12T00:00:00+08:00",
  "2025-10-20T00:00:00+08:00",
  "2025-10-24T20:00:00+08:00",
  "2025-11-13T00:00:00+08:00",
  "2025-11-20T00:00:00+08:00",
  "2025-11-02T00:00:00+08:00",
] as const;

let test: TestApp;
let fixture: SnapshotFixture;
let mutations: Mutations;

const admin = (): string => fixture.acme.keys.ADMIN;
const read = async (asOf: string, knownAt: string | null = null) =>
  (await test.query(admin(), READ, { brand: fixture.brand, asOf, knownAt })).data.brand.assetSnapshot;
const hasLabels = async (asOf: string): Promise<boolean> => (await read(asOf)).hasLabels;

const thin = (now: Date): Promise<void> =>
  new LabelRetention(new LabelRetentionStore(test.app.database, test.app.clickhouse, mutations)).run(now);

/** How many labels' bitmaps there are. */
const labelled = async (): Promise<number> => {
  const answer = await test.app.clickhouse.query({
    query: "SELECT uniqExact(labels_id) AS labels FROM asset_label",
    format: "JSONEachRow",
  });
  return Number((await answer.json<{ labels: string }>())[0]!.labels);
};

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  mutations = new Mutations(test.plane);
  fixture = await createFixture(test);
  await createCampaign({ test }, fixture.acme, {
    ...campaignInput(fixture.brand),
    window: { from: BEGIN, to: END },
    // A snapshot of any instant of the day counts, as promotions begin in the evening.
    steps: [{ step: "ACQUIRE", from: "2025-10-24T09:00:00+08:00", to: "2025-11-13T00:00:00+08:00" }],
  });
  const asOfs = [FIRST_OF_MONTH, PLAIN, BEGIN, STEP, END, NEWEST, RESTATED];
  for (const asOf of asOfs) await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf });
});
afterAll(async () => {
  await mutations.close();
  await test.close();
});

it("keeps all labels of the last 92 days", async () => {
  // 92 days after the snapshot of 2025-10-01; what is made now is younger than a day.
  await thin(new Date(Date.parse(FIRST_OF_MONTH) + 92 * DAY));
  for (const asOf of [FIRST_OF_MONTH, PLAIN, BEGIN]) expect(await hasLabels(asOf)).toBe(true);
});

it("keeps those of firsts of months, of the days on which campaigns and steps begin and end, and the newest", async () => {
  await test.app.clickhouse.command({
    query: `INSERT INTO asset_label SELECT toUUID('${newId(new Date())}'), 1, 'STAGE', 0, groupBitmapState(toUInt32(1))`,
  });
  expect(await labelled()).toBe(8);
  const { people } = await read(PLAIN);
  await thin(new Date(Date.now() + 2 * DAY));
  const kept = [FIRST_OF_MONTH, BEGIN, STEP, END, NEWEST];
  expect(await Promise.all(kept.map(hasLabels))).toEqual(kept.map(() => true));
  expect(await Promise.all([PLAIN, RESTATED].map(hasLabels))).toEqual([false, false]);
  expect(await read(PLAIN)).toMatchObject({ people, state: "COMPLETE" });
  // Those of the two, and those that no snapshot ever named, are deleted.
  expect(await labelled()).toBe(5);
});

describe("a snapshot without labels", () => {
  it("answers what asks for them with a reason", async () => {
    const variables = { brand: fixture.brand, from: PLAIN, to: NEWEST };
    const { data, errors } = await test.query(admin(), TRANSITION, variables);
    expect(data.brand.stageTransition).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [
        {
          code: "LABELS_THINNED",
          message:
            "The snapshot's labels must be kept to say who was where, but only its figures are; take it again with takeAssetSnapshot.",
        },
      ],
    });
    const rules = { allOf: [{ stage: { in: ["ACT"], at: new Date(PLAIN).toISOString() } }] };
    const estimate = await test.query(admin(), ESTIMATE, { brand: fixture.brand, rules });
    expect(estimate.errors![0]!.extensions).toMatchObject({
      problems: [{ code: "LABELS_THINNED", field: ["rules", "allOf", "0", "stage", "at"] }],
    });
    const asked =
      "query($brand: ID!, $asOf: DateTime!) { brand(id: $brand) { diagnosis(asOf: $asOf) { platformPotentialBasis { state } } } }";
    const potential = await test.query(admin(), asked, { brand: fixture.brand, asOf: PLAIN });
    expect(potential.data.brand.diagnosis.platformPotentialBasis.state).toBe("LABELS_THINNED");
  });

  it("is taken again with the same figures and labels", async () => {
    const before = await read(PLAIN);
    await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: PLAIN });
    const after = await read(PLAIN);
    expect(after).toMatchObject({ hasLabels: true, people: before.people, restates: { id: before.id } });
    const { data } = await test.query(admin(), TRANSITION, { brand: fixture.brand, from: PLAIN, to: NEWEST });
    expect(data.brand.stageTransition.cells).toHaveLength(25);
  });
});

it("gives up labels of what was restated a day after, whatever its day", async () => {
  const before = await read(BEGIN);
  await insertTouchpoints(test, [
    {
      person: "p50",
      at: "2025-10-10T12:00:00+08:00",
      action: "SEARCH",
      brandId: fixture.catalogue.brands.tvOne,
      sourceId: fixture.sourceId,
    },
  ]);
  await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: BEGIN });
  await thin(new Date());
  expect((await read(BEGIN, before.knownAt)).hasLabels).toBe(true);
  await thin(new Date(Date.now() + 2 * DAY));
  expect(await read(BEGIN, before.knownAt)).toMatchObject({ id: before.id, hasLabels: false, people: before.people });
  expect(await hasLabels(BEGIN)).toBe(true);
});
