import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, type SnapshotFixture } from "../assets/snapshot-fixture";
import { document, finishedJobs, schedulerOf } from "./schedule-setup";

const SET = document("set-snapshot-schedule");
const READ = document("snapshot-schedule");

/** The present as the app sees it; tests move it on. */
const time = { now: new Date("2025-11-11T23:59:00+08:00") };
let test: TestApp;
let fixture: SnapshotFixture;
let newYork: string;

beforeAll(async () => {
  test = await createTestApp(time);
  fixture = await createFixture(test);
  newYork = toNodeId("Brand", fixture.catalogue.brands.home);
});
afterAll(() => test.close());

const admin = (): string => fixture.acme.keys.ADMIN;

const set = async (input: object, expectedVersion: number, brand = fixture.brand, secret = admin()) =>
  (await test.query(secret, SET, { brand, input, expectedVersion })).data.setSnapshotSchedule;

const read = async (brand = fixture.brand) => (await test.query(admin(), READ, { brand })).data.brand;

/** Days that were asked for until now, after two workers looked at once. */
const askedFor = async (brand = fixture.brand): Promise<readonly string[]> => {
  await Promise.all([schedulerOf(test).run(time.now), schedulerOf(test).run(time.now)]);
  const jobs = await finishedJobs(test, admin());
  return jobs.filter(({ brandId }) => toNodeId("Brand", brandId) === brand).map(({ asOf }) => asOf);
};

const at = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

describe("a schedule", () => {
  it("is none until it is set, and begins with the day on which it is", async () => {
    expect((await read()).snapshotSchedule).toBeNull();
    expect(await set({}, 0)).toEqual({
      snapshotSchedule: { isActive: true, restateDays: 35, lastDay: null, nextAt: at("2025-11-11"), version: 1 },
      userErrors: [],
    });
    expect(await askedFor()).toEqual([at("2025-11-11")]);
    expect((await read()).snapshotSchedule).toEqual({
      isActive: true,
      lastDay: "2025-11-11",
      nextAt: at("2025-11-12"),
      version: 1,
    });
  });

  it("asks once a day, when the day has begun in the brand's zone, however many workers look", async () => {
    expect(await askedFor()).toEqual([at("2025-11-11")]);
    time.now = new Date("2025-11-12T00:00:00+08:00");
    expect(await askedFor()).toEqual([at("2025-11-11"), at("2025-11-12")]);
    expect(await askedFor()).toHaveLength(2);
    await set({}, 0, newYork);
    // It is 11:00 of the day before there.
    expect(await askedFor(newYork)).toEqual(["2025-11-11T05:00:00.000Z"]);
  });

  it("gives figures that are provisional until late data is no longer expected", async () => {
    const states = async () =>
      (await read()).assetSnapshots.nodes.map(({ state, stateLabel }: Record<string, string>) => [state, stateLabel]);
    expect(await states()).toEqual([
      ["PROVISIONAL", "暂定"],
      ["PROVISIONAL", "暂定"],
    ]);
    time.now = new Date("2025-11-13T00:00:00+08:00");
    expect(await states()).toEqual([
      ["PROVISIONAL", "暂定"],
      ["COMPLETE", "完整"],
    ]);
  });

  it("catches up the days on which nobody worked", async () => {
    time.now = new Date("2025-11-15T08:00:00+08:00");
    expect((await askedFor()).slice(2)).toEqual([at("2025-11-13"), at("2025-11-14"), at("2025-11-15")]);
  });

  it("takes nothing while it is paused, and goes on with the day on which it is taken up again", async () => {
    expect(await set({ isActive: false, restateDays: 0 }, 1)).toMatchObject({
      snapshotSchedule: { isActive: false, nextAt: null, version: 2 },
    });
    time.now = new Date("2025-11-20T08:00:00+08:00");
    expect(await askedFor()).toHaveLength(5);
    await set({ restateDays: 0 }, 2);
    expect((await askedFor()).slice(5)).toEqual([at("2025-11-20")]);
  });

  it("changes from the version that the caller saw, to what it allows, by those who may", async () => {
    expect((await set({}, 1)).userErrors).toEqual([
      {
        code: "VERSION_CONFLICT",
        field: ["expectedVersion"],
        message:
          "expectedVersion must be the schedule's current version 3, but got 1; read it again and repeat the change.",
      },
    ]);
    expect((await set({ restateDays: 93 }, 3)).userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "restateDays"],
        message: "restateDays must be 0 to 92, but got 93; older snapshots are taken again by restateAssetSnapshots.",
      },
    ]);
    const { stranger } = fixture;
    expect((await set({}, 0, fixture.brand, stranger.keys.ADMIN)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    const { errors } = await test.query(fixture.acme.keys.PARTNER, SET, {
      brand: fixture.brand,
      input: {},
      expectedVersion: 3,
    });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});
