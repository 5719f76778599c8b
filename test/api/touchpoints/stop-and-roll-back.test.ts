import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import {
  FileImports,
  type Line,
  ROLL_BACK,
  ROLL_BACK_STATUS,
  RUNS,
  readRun,
  rollBack,
  rowsOf,
  runId,
  STOP,
  wipe,
} from "./run-setup";

const INGEST = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const GONE = { touchpoint: 0, touchpoint_key: 0, identity_link: 0 };

let test: TestApp;
let files: FileImports;
let shop: TestOrganisation;
let sources = 0;

beforeAll(async () => {
  test = await createTestApp();
  files = await FileImports.open(test);
  shop = await test.addOrganisation("shop");
  await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(async () => {
  await files.close();
  await test.close();
});

const secret = (): string => shop.keys.INTEGRATION;
const newSource = (): string => `source-${++sources}`;
const lines = (prefix: string, count: number): readonly Line[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, who: `${prefix}person-${i}` }));
const stop = async (id: string) => (await test.query(secret(), STOP, { id })).data.stopIntegrationRun;
const askRollBack = async (id: string, key?: string) =>
  (await test.query(secret(), ROLL_BACK, { id, key })).data.rollBackIntegrationRun;
const planeVersions = async (): Promise<{ version: number; people: number }> => {
  const [row] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT version::integer, people_version::integer AS people FROM touchpoint_plane"),
  );
  return row;
};

describe("stopping", () => {
  it("ends a living import after its current chunk: what it committed stays, and it cannot be rolled back before", async () => {
    // A chunk each: the two calls take as long as a few of them.
    const paths = await Promise.all(Array.from({ length: 80 }, (_, n) => files.file(`s${n}.csv`, lines(`s${n}-`, 2))));
    const source = newSource();
    let asked: Promise<readonly object[]> | undefined;
    const onProgress = (): void => {
      asked ??= (async () => {
        const [run] = (await test.query(secret(), RUNS, { first: 1 })).data.viewer.integrationRuns.nodes;
        const early = await askRollBack(run.id);
        return [early, await stop(run.id)];
      })();
    };
    const run = await files.import(shop, source, paths, { onProgress });
    const [early, stopped] = (await asked)!;
    expect(early).toEqual({
      run: null,
      userErrors: [
        {
          code: "RUN_NOT_ENDED",
          field: ["id"],
          message: "The run must have ended, but is RUNNING; stop it with stopIntegrationRun, then roll it back.",
        },
      ],
    });
    expect(stopped).toMatchObject({ integrationRun: { id: runId(run), status: "RUNNING" }, userErrors: [] });
    expect(run.status).toBe("STOPPED");
    expect(run.received).toBeGreaterThan(0n);
    expect(run.received).toBeLessThan(160n);
    expect(run.accepted).toBe(run.received);
    expect((await rowsOf(test, run)).touchpoint).toBe(Number(run.accepted));
    // What is there already changes nothing when it comes again.
    expect(await files.import(shop, source, paths)).toMatchObject({
      status: "SUCCEEDED",
      accepted: 160n - run.accepted,
      duplicates: run.accepted,
    });
  });

  it("ends a run at once whose process died, and takes away what it had not committed", async () => {
    const run = await files.import(shop, newSource(), [await files.file("dead.csv", lines("dead", 4))]);
    const [chunk] = await test.app.database.withSystem(async (manager) => {
      await manager.query("UPDATE integration_run SET status = 'RUNNING', finished_at = NULL WHERE id = $1", [run.id]);
      return manager.query(
        `INSERT INTO intake_chunk (id, organisation_id, run_id, state, received, lock_keys, received_at)
         VALUES (gen_random_uuid(), $1, $2, 'RECEIVED', 1, '{77}', now()) RETURNING number`,
        [shop.id, run.id],
      );
    });
    await test.app.clickhouse.command({
      query: `INSERT INTO touchpoint (ordinal, event_id, occurred_at, chunk, run_id) SELECT 9999, 'half', now64(3), ${chunk.number}, '${run.id}'`,
    });
    expect((await rowsOf(test, run)).touchpoint).toBe(5);
    expect(await stop(runId(run))).toMatchObject({
      integrationRun: { status: "STOPPED", accepted: "4" },
      userErrors: [],
    });
    expect((await rowsOf(test, run)).touchpoint).toBe(4);
  });

  it("leaves a chunk of rejected rows only to its sender, as it holds no locks and wrote nothing to take away", async () => {
    const run = await files.import(shop, newSource(), [await files.file("living.csv", lines("living", 1))]);
    const [chunk] = await test.app.database.withSystem(async (manager) => {
      await manager.query("UPDATE integration_run SET status = 'RUNNING', finished_at = NULL WHERE id = $1", [run.id]);
      return manager.query(
        `INSERT INTO intake_chunk (id, organisation_id, run_id, state, received, lock_keys, received_at)
         VALUES (gen_random_uuid(), $1, $2, 'RECEIVED', 1, '{}', now()) RETURNING id`,
        [shop.id, run.id],
      );
    });
    expect(await stop(runId(run))).toMatchObject({ integrationRun: { status: "STOPPED" }, userErrors: [] });
    const [{ state }] = await test.app.database.withSystem((manager) =>
      manager.query("SELECT state FROM intake_chunk WHERE id = $1", [chunk.id]),
    );
    expect(state).toBe("RECEIVED");
  });

  it("ends two dozen such runs at the same time", async () => {
    const run = await files.import(shop, newSource(), [await files.file("model.csv", lines("model", 1))]);
    const dead: { id: string }[] = await test.app.database.withSystem(async (manager) => {
      const runs = await manager.query(
        `INSERT INTO integration_run (id, organisation_id, source_id, name, status, started_at)
         SELECT gen_random_uuid(), organisation_id, source_id, 'dead', 'RUNNING', now()
         FROM integration_run CROSS JOIN generate_series(1, 24) WHERE id = $1 RETURNING id`,
        [run.id],
      );
      await manager.query(
        `INSERT INTO intake_chunk (id, organisation_id, run_id, state, received, lock_keys, received_at)
         SELECT gen_random_uuid(), $1, run_id, 'RECEIVED', 1, ARRAY[1000 + place], now()
         FROM unnest($2::uuid[]) WITH ORDINALITY AS dead (run_id, place)`,
        [shop.id, runs.map(({ id }: { id: string }) => id)],
      );
      return runs;
    });
    const stopped = await Promise.all(dead.map(({ id }) => stop(runId({ id }))));
    expect(stopped.map(({ integrationRun }) => integrationRun.status)).toEqual(dead.map(() => "STOPPED"));
  });

  it("leaves a run that has ended as it is, and does not know one of another organisation", async () => {
    const run = await files.import(shop, newSource(), [await files.file("ended.csv", lines("ended", 1))]);
    expect(await stop(runId(run))).toMatchObject({ integrationRun: { status: "SUCCEEDED" }, userErrors: [] });
    const stranger = await test.addOrganisation("stopper");
    const { data } = await test.query(stranger.keys.INTEGRATION, STOP, { id: runId(run) });
    expect(data.stopIntegrationRun).toMatchObject({
      integrationRun: null,
      userErrors: [{ code: "NOT_FOUND", field: ["id"] }],
    });
  });
});

describe("rolling back", () => {
  it("takes all of a run away and nothing else, keeps its counts, and lets it be imported again", async () => {
    const source = newSource();
    const kept = await files.import(shop, source, [await files.file("kept.csv", lines("kept", 3))]);
    const paths = [await files.file("a.csv", lines("a", 5)), await files.file("b.csv", lines("b", 7))];
    const run = await files.import(shop, source, paths);
    expect(await rowsOf(test, run)).toMatchObject({ touchpoint: 12, touchpoint_key: 12 });
    const before = await planeVersions();

    expect(await rollBack(test, secret(), runId(run))).toMatchObject({
      status: "SUCCEEDED",
      progress: 1,
      integrationRun: { id: runId(run), status: "ROLLED_BACK", rolledBackAt: expect.any(String), accepted: "12" },
    });
    expect(await rowsOf(test, run)).toEqual(GONE);
    expect((await rowsOf(test, kept)).touchpoint).toBe(3);
    expect(await planeVersions()).toEqual({ version: before.version + 1, people: before.people + 1 });
    expect((await readRun(test, secret(), runId(run))).people).toMatchObject({ distinctPeople: "0", personTimes: "0" });

    const again = await files.import(shop, source, paths);
    expect(again).toMatchObject({ accepted: 12n, duplicates: 0n, conflicts: 0n });
    expect((await rowsOf(test, again)).touchpoint).toBe(12);
  });

  it.each([
    ["before anything was taken away", []],
    ["after the keys", ["touchpoint_key"]],
    ["after keys and links", ["touchpoint_key", "identity_link"]],
    ["after everything, not yet published", ["touchpoint_key", "identity_link", "touchpoint"]],
  ])("ends right when a worker was killed %s", async (_, wiped) => {
    const source = newSource();
    const paths = [await files.file("killed.csv", lines("k", 6))];
    const run = await files.import(shop, source, paths);
    // What such a worker leaves: the request, and some of the tables without the run's rows.
    await test.app.database.withSystem((manager) =>
      manager.query("UPDATE integration_run SET roll_back_requested_at = now() WHERE id = $1", [run.id]),
    );
    await wipe(test, run, wiped);
    expect(await rollBack(test, secret(), runId(run))).toMatchObject({ integrationRun: { status: "ROLLED_BACK" } });
    expect(await rowsOf(test, run)).toEqual(GONE);
    expect(await files.import(shop, source, paths)).toMatchObject({ accepted: 6n, duplicates: 0n });
  });

  it("is the last word: a process that goes on importing a run that counts as stopped commits nothing to it any more", async () => {
    const paths = await Promise.all(Array.from({ length: 80 }, (_, n) => files.file(`f${n}.csv`, lines(`f${n}-`, 2))));
    const source = newSource();
    const fence = `UPDATE integration_run SET status = 'STOPPED', roll_back_requested_at = now()
      FROM touchpoint_source WHERE touchpoint_source.id = source_id AND code = $1 RETURNING integration_run.id`;
    let asked: Promise<[[{ id: string }], number]> | undefined;
    const onProgress = (): void => {
      asked ??= test.app.database.withSystem((manager) => manager.query(fence, [source]));
    };
    await expect(files.import(shop, source, paths, { onProgress })).rejects.toThrow(
      /^Run [0-9a-f-]+ must not be rolled back while rows come in, but is; send the rows again\.$/,
    );
    const [[run]] = (await asked)!;
    expect(await rollBack(test, secret(), runId(run))).toMatchObject({ integrationRun: { status: "ROLLED_BACK" } });
    expect(await rowsOf(test, run)).toEqual(GONE);
  });

  it("answers a repeated call with the first one's run, and refuses a run that is rolled back", async () => {
    const run = await files.import(shop, newSource(), [await files.file("once.csv", lines("once", 2))]);
    const first = await askRollBack(runId(run), "once");
    await test.waitForRun(secret(), first.run.id);
    expect((await askRollBack(runId(run), "once")).run.id).toBe(first.run.id);
    expect(await askRollBack(runId(run))).toMatchObject({
      run: null,
      userErrors: [
        { code: "RUN_ROLLED_BACK", message: "The run must not be rolled back yet, but is; import it again." },
      ],
    });
    const stranger = await test.addOrganisation("roller");
    const { data } = await test.query(stranger.keys.INTEGRATION, ROLL_BACK, { id: runId(run) });
    expect(data.rollBackIntegrationRun).toMatchObject({ run: null, userErrors: [{ code: "NOT_FOUND" }] });
    expect((await test.query(stranger.keys.INTEGRATION, ROLL_BACK_STATUS, { id: first.run.id })).data.node).toBeNull();
  });

  it("of a day of API calls takes a stop first; the calls after it are another run", async () => {
    const source = await addSource(test, shop.keys.OPERATOR, newSource());
    const ingest = async (eventId: string) => {
      const touchpoint = {
        eventId,
        occurredAt: "2025-11-11T00:00:00+08:00",
        action: "SEARCH",
        platform: "JD",
        site: "ON_SITE",
        identities: [{ namespace: "CUSTOMER_ID", value: "somebody" }],
      };
      const { data } = await test.query(secret(), INGEST, {
        source,
        touchpoints: [touchpoint],
        key: `${Math.random()}`,
      });
      return data.ingestTouchpoints;
    };
    const runs = async () =>
      (await test.query(secret(), RUNS, { first: 9, filter: { sourceId: source } })).data.viewer.integrationRuns.nodes;
    await ingest("e1");
    await ingest("e2");
    const [first] = await runs();
    expect(first).toMatchObject({ status: "RUNNING", received: "2" });
    expect((await askRollBack(first.id)).userErrors).toMatchObject([{ code: "RUN_NOT_ENDED" }]);
    expect(await stop(first.id)).toMatchObject({ integrationRun: { status: "STOPPED" } });
    expect(await ingest("e1")).toMatchObject({ accepted: 0, duplicates: 1 });
    await rollBack(test, secret(), first.id);
    expect(await ingest("e1")).toMatchObject({ accepted: 1, duplicates: 0 });
    const [second, ...rest] = await runs();
    expect(rest).toMatchObject([{ id: first.id, status: "ROLLED_BACK", received: "2" }]);
    expect(second).toMatchObject({ status: "RUNNING", received: "2" });
    const answer = await test.app.clickhouse.query({
      query: "SELECT event_id FROM touchpoint FINAL WHERE source_id = {source:UInt32}",
      query_params: { source: numberOf(source) },
      format: "JSONEachRow",
    });
    expect(await answer.json()).toEqual([{ event_id: "e1" }]);
  });
});
