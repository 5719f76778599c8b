import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createFixture, EARLY, LATE, type SnapshotFixture } from "../assets/snapshot-fixture";
import { takeSnapshot } from "../assets/take-snapshot";
import { document, finishedJobs, QUIET, schedulerOf } from "./schedule-setup";

const RESTATE = document("restate-asset-snapshots");
const READ = document("restated-snapshot");
const SET = document("set-snapshot-schedule");

const time = { now: new Date("2025-11-20T12:00:00+08:00") };
let test: TestApp;
let fixture: SnapshotFixture;
let people = 100;

beforeAll(async () => {
  test = await createTestApp(time);
  fixture = await createFixture(test);
});
afterAll(() => test.close());

const admin = (): string => fixture.acme.keys.ADMIN;
const read = async (asOf: string, knownAt: string | null = null) =>
  (await test.query(admin(), READ, { brand: fixture.brand, asOf, knownAt })).data.brand.assetSnapshot;

/** A new person searched on a day long past. */
const comeLate = () =>
  insertTouchpoints(test, [
    {
      person: `p${++people}`,
      at: "2025-10-10T12:00:00+08:00",
      action: "SEARCH",
      brandId: fixture.catalogue.brands.tvOne,
      sourceId: fixture.sourceId,
    },
  ]);

const restate = async (key?: string) =>
  (await test.query(admin(), RESTATE, { brand: fixture.brand, key })).data.restateAssetSnapshots;

describe("a snapshot that late data has outdated", () => {
  it("is taken again by call; the earlier figure stays, and says by what it was restated", async () => {
    for (const asOf of [EARLY, LATE]) await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf });
    const before = await read(LATE);
    expect(before).toMatchObject({
      state: "COMPLETE",
      people: "8",
      restatedAt: null,
      restates: null,
      restatedBy: null,
    });
    expect(await restate()).toEqual({ runs: [], hasMore: false, userErrors: [] });

    await comeLate();
    const { runs, hasMore } = await restate("again");
    expect([runs.length, hasMore]).toEqual([2, false]);
    expect((await restate("again")).runs.map(({ id }: { id: string }) => id)).toEqual(
      runs.map(({ id }: { id: string }) => id),
    );
    await finishedJobs(test, admin());

    const after = await read(LATE);
    expect(after).toMatchObject({
      state: "COMPLETE",
      stateLabel: "Complete",
      people: "9",
      restates: { id: before.id, knownAt: before.knownAt, people: "8" },
      restatedAt: null,
    });
    expect(await read(LATE, before.knownAt)).toEqual({
      ...before,
      state: "OUTDATED",
      stateLabel: "Outdated",
      restatedAt: after.knownAt,
      restatedBy: { id: after.id, people: "9" },
    });
    expect((await restate()).runs).toEqual([]);
  });

  it("is read as it was known at any time, and not at all before it was taken", async () => {
    const now = await read(LATE);
    expect((await read(LATE, now.knownAt)).id).toBe(now.id);
    expect(await read(LATE, "2025-11-20T12:00:00+08:00")).toBeNull();
  });

  it("is taken again with the next daily snapshot, when it is as young as the schedule says", async () => {
    const [early, late] = [await read(EARLY), await read(LATE)];
    await comeLate();
    // Late data first: from here on the test's own worker may ask for the day before the test does.
    await test.query(admin(), SET, { brand: fixture.brand, input: { restateDays: 30 }, expectedVersion: 0 });
    await schedulerOf(test).run(time.now, QUIET);
    await finishedJobs(test, admin());
    // 30 days before 11-20 begin on 10-21: after EARLY, before LATE.
    expect(await read(EARLY)).toMatchObject({ id: early.id, state: "OUTDATED" });
    expect(await read(LATE)).toMatchObject({ state: "COMPLETE", people: "10", restates: { id: late.id } });

    await comeLate();
    await schedulerOf(test).run(time.now, QUIET);
    await finishedJobs(test, admin());
    expect(await read(LATE)).toMatchObject({ state: "OUTDATED", people: "10" });
    time.now = new Date("2025-11-21T12:00:00+08:00");
    await schedulerOf(test).run(time.now, QUIET);
    await finishedJobs(test, admin());
    expect(await read(LATE)).toMatchObject({ state: "COMPLETE", people: "11" });
  });

  it("is restated by those who may, of brands that are theirs", async () => {
    const ask = async (secret: string, brand: string) => test.query(secret, RESTATE, { brand });
    const { data } = await ask(fixture.stranger.keys.ADMIN, fixture.brand);
    expect(data.restateAssetSnapshots).toMatchObject({ runs: [], hasMore: false, userErrors: [{ code: "NOT_FOUND" }] });
    const malformed = await ask(admin(), toNodeId("Category", 1));
    expect(malformed.data.restateAssetSnapshots.userErrors).toMatchObject([{ code: "INVALID_ID" }]);
    expect((await ask(fixture.acme.keys.BI, fixture.brand)).errors).toMatchObject([
      { extensions: { code: "FORBIDDEN" } },
    ]);
  });
});
