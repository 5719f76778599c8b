import { PackRefresher } from "../../../../src/features/audiences/pack-refresher";
import { PackRunStore } from "../../../../src/features/audiences/pack-run.store";
import { PackScheduleStore } from "../../../../src/features/audiences/pack-schedule.store";
import { newId } from "../../../../src/platform/ids";
import { createLogger } from "../../../../src/platform/logger";
import { createTestApp, type TestApp } from "../../../support/test-app";
import { insertTouchpoints } from "../../../support/touchpoint-rows";
import { type AudienceFixture, buildPack, createAudienceFixture, createPack, NOW } from "../audience-fixture";
import { audienceServicesOf, keyOfNode } from "../audience-services";
import { PackClient } from "./pack-client";

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

const at = (text: string): Date => new Date(`${text}+08:00`);
const favourite = (person: string, instant: string) => ({
  person,
  at: `${instant}+08:00`,
  action: "FAVOURITE",
  brandId: fixture.brandId,
});
const rules = { did: { action: "FAVOURITE", within: { days: 30 } } };

/** A worker's round of the chore, as often as there are workers, all at once. */
async function rounds(workers: number): Promise<void> {
  const { database } = test.app;
  const refresher = () =>
    new PackRefresher(
      database,
      new PackScheduleStore(database),
      new PackRunStore(database),
      audienceServicesOf(test).builder,
    );
  await Promise.all(Array.from({ length: workers }, () => refresher().run(time.now, createLogger("fatal"))));
}

/** Waits until every build of the pack has ended. */
async function builds(id: string): Promise<readonly { readonly status: string; readonly cause: string }[]> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const { nodes } = (await client.read(id)).builds;
    if (nodes.every(({ status }: { status: string }) => status === "SUCCEEDED" || status === "FAILED")) return nodes;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the builds must end, but did not");
}

describe("a live pack", () => {
  it("is built again when its time has come, by one of many workers, and tells who entered and who left", async () => {
    await insertTouchpoints(test, [favourite("p30", "2025-10-12T10:00:00"), favourite("p31", "2025-11-10T12:00:00")]);
    const { id } = (await createPack(test, fixture, { name: "Live", rules })).audiencePack;
    await buildPack(test, fixture, { id, version: 1 });
    expect((await client.change("SetRefresh", { id, version: 1 })).audiencePack.refreshSchedule).toEqual({
      hourOfDay: null,
      everyHours: 6,
      nextAt: at("2025-11-11T15:30:30").toISOString(),
      skipped: null,
    });
    await insertTouchpoints(test, [favourite("p32", "2025-11-11T12:00:00"), favourite("p33", "2025-11-11T12:00:00")]);

    time.now = at("2025-11-11T15:30:29");
    await rounds(1);
    expect((await client.read(id)).builds.totalCount).toBe(1);

    time.now = at("2025-11-11T15:31:10");
    await rounds(5);
    const pack = (made: object) => ({ audiencePack: { id }, ...made });
    expect(await builds(id)).toEqual([
      {
        status: "SUCCEEDED",
        cause: "SCHEDULE",
        asOf: at("2025-11-11T15:31:00").toISOString(),
        failure: null,
        audiencePack: { id },
        results: [pack({ size: { people: "3" }, entered: { people: "2" }, left: { people: "1" } })],
      },
      {
        status: "SUCCEEDED",
        cause: "CALL",
        asOf: at("2025-11-11T09:30:00").toISOString(),
        failure: null,
        audiencePack: { id },
        results: [pack({ size: { people: "2" }, entered: null, left: null })],
      },
    ]);
    expect(await client.read(id)).toMatchObject({
      state: "BUILT",
      version: 2,
      size: { people: "3" },
      refreshSchedule: { nextAt: at("2025-11-11T21:30:30").toISOString() },
    });
  });

  it("is built once for all that was missed while nobody worked", async () => {
    const { id } = (await createPack(test, fixture, { name: "Missed", rules })).audiencePack;
    await client.change("SetRefresh", { id, version: 1, schedule: { hourOfDay: 3 } });
    time.now = at("2025-11-15T09:00:00");
    await rounds(2);
    await rounds(2);
    expect(await builds(id)).toHaveLength(1);
    expect((await client.read(id)).refreshSchedule.nextAt).toBe(at("2025-11-16T03:00:00").toISOString());
  });

  it("skips a refresh while a build is under way, and says so", async () => {
    const { id } = (await createPack(test, fixture, { name: "Busy", rules })).audiencePack;
    await client.change("SetRefresh", { id, version: 1 });
    const [run] = await runningBuildOf(id);
    time.now = at("2025-11-11T16:00:00");
    await rounds(3);
    const { builds: history, refreshSchedule } = await client.read(id);
    expect(history.totalCount).toBe(1);
    expect(refreshSchedule).toMatchObject({
      nextAt: at("2025-11-11T21:30:30").toISOString(),
      skipped: {
        at: time.now.toISOString(),
        code: "BUILD_UNDER_WAY",
        message:
          "A refresh must find the pack at rest, but a build of it was under way; the next refresh comes as planned.",
      },
    });
    await test.app.database.withSystem((manager) =>
      manager.query("UPDATE job_run SET status = 'FAILED' WHERE id = $1", [run!.id]),
    );
    time.now = at("2025-11-11T22:00:00");
    await rounds(1);
    expect(await builds(id)).toMatchObject([{ status: "SUCCEEDED", cause: "SCHEDULE" }, { status: "FAILED" }]);
  });

  it("skips what cannot be built, with the reason", async () => {
    const { id } = (await createPack(test, fixture, { name: "Without a snapshot" })).audiencePack;
    await client.change("SetRefresh", { id, version: 1 });
    time.now = at("2025-11-11T16:00:00");
    await rounds(1);
    const { builds: history, refreshSchedule } = await client.read(id);
    expect(history.totalCount).toBe(0);
    expect(refreshSchedule.skipped).toMatchObject({ code: "NO_SNAPSHOT" });
  });

  it("rests while its state allows no build, and for good when the schedule is taken away", async () => {
    const { id } = (await createPack(test, fixture, { name: "Resting", rules })).audiencePack;
    await client.change("SetRefresh", { id, version: 1 });
    await buildPack(test, fixture, { id, version: 2 });
    await client.change("Freeze", { id, version: 2 });
    time.now = at("2025-11-12T00:00:00");
    await rounds(1);
    expect(await client.read(id)).toMatchObject({ builds: { totalCount: 1 }, refreshSchedule: { nextAt: null } });

    const other = (await createPack(test, fixture, { name: "On demand", rules })).audiencePack.id;
    await client.change("SetRefresh", { id: other, version: 1 });
    await client.change("SetRefresh", { id: other, version: 2, schedule: null });
    await rounds(1);
    expect(await client.read(other)).toMatchObject({ builds: { totalCount: 0 }, refreshSchedule: null });
  });

  it.each([
    [{}, ["schedule"], "Exactly one of hourOfDay and everyHours must be given, but got none."],
    [
      { hourOfDay: 1, everyHours: 1 },
      ["schedule"],
      "Exactly one of hourOfDay and everyHours must be given, but got both.",
    ],
    [{ hourOfDay: 24 }, ["schedule", "hourOfDay"], "hourOfDay must be 0 to 23, but got 24."],
    [
      { everyHours: 169 },
      ["schedule", "everyHours"],
      "everyHours must be 1 to 168, but got 169; use hourOfDay for once a day.",
    ],
  ])("refuses the schedule %j", async (schedule, field, message) => {
    const { id } = (await createPack(test, fixture, { name: `Refused ${message}`, rules })).audiencePack;
    expect((await client.change("SetRefresh", { id, version: 1, schedule })).userErrors).toEqual([
      { code: "INVALID_INPUT", field, message },
    ]);
  });
});

/** A build that some other worker has begun and not ended. */
async function runningBuildOf(id: string): Promise<readonly { readonly id: string }[]> {
  const payload = { packs: [{ id: keyOfNode(id), version: 2 }], asOf: NOW.toISOString(), cause: "CALL" };
  return test.app.database.withSystem((manager) =>
    manager.query(
      `WITH run AS (
         INSERT INTO job_run (id, organisation_id, access_key_id, kind, status, payload, created_at, lease_until)
         VALUES ($4, $1, $1, 'BUILD_AUDIENCE_PACK', 'RUNNING', $2, now(), now() + interval '1 hour') RETURNING id
       )
       INSERT INTO audience_pack_run (audience_pack_id, run_id, organisation_id) SELECT $3, id, $1 FROM run RETURNING run_id AS id`,
      [fixture.organisation.id, JSON.stringify(payload), keyOfNode(id), newId(NOW)],
    ),
  );
}
