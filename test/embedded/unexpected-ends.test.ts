import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { clickhouseAnswers, postgresAnswers } from "../../src/embedded/engine-answers";
import { commandClickhouse, countRows, queryPostgres, writeRows } from "./support/engine-clients";
import { makeEngineFolder, removeEngineFolder } from "./support/engine-folder";
import { eventually } from "./support/eventually";
import { type OwnerProcess, startOwnerProcess } from "./support/owner-process";
import { descendantsOf, stillRunning } from "./support/processes";

let folder: string;
let owner: OwnerProcess;
let engineProcesses: readonly number[] = [];

beforeAll(async () => {
  folder = await makeEngineFolder();
});

afterAll(() => removeEngineFolder(folder));

beforeEach(async () => {
  owner = await startOwnerProcess(folder);
  engineProcesses = descendantsOf(owner.child.pid!).map((row) => row.pid);
});

afterEach(async () => {
  owner?.child.kill("SIGKILL");
  await eventually("the engines' end", 10_000, () => stillRunning(engineProcesses).length === 0);
});

async function expectEverythingGone(): Promise<void> {
  await eventually("the end of every process", 10_000, () => stillRunning(engineProcesses).length === 0);
  expect(await postgresAnswers(owner.urls.databaseUrl)).toBe(false);
  expect(await clickhouseAnswers(owner.urls.clickhouseUrl)).toBe(false);
}

async function expectRowsAfterReopening(): Promise<void> {
  const next = await startOwnerProcess(folder);
  expect(await countRows(next.urls)).toEqual({ postgres: 1000, clickhouse: 1000 });
  await next.close();
}

function pidOf(command: string): number {
  const found = descendantsOf(owner.child.pid!).find((row) => row.command.includes(command));
  if (!found) throw new Error(`A process ${command} must run below the owner, but got none`);
  return found.pid;
}

it("ends both engines within 10 s of a kill -9 of their owner, idle or busy, and loses nothing", async () => {
  await writeRows(owner.urls);
  const busy = [
    queryPostgres(owner.urls.databaseUrl, "SELECT pg_sleep(60)"),
    commandClickhouse(
      owner.urls.clickhouseUrl,
      "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1",
    ),
  ];
  const ended = Promise.allSettled(busy);
  owner.child.kill("SIGKILL");
  await expectEverythingGone();
  expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expectRowsAfterReopening();
});

it("lets the next process open the folder at once while the engines of a killed owner still end", async () => {
  await writeRows(owner.urls);
  owner.child.kill("SIGKILL");
  await once(owner.child, "exit");
  await expectRowsAfterReopening();
});

it("ends both engines with their supervisor", async () => {
  await writeRows(owner.urls);
  const { supervisorPid } = JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8")) as {
    supervisorPid: number;
  };
  process.kill(supervisorPid, "SIGKILL");
  expect(await owner.nextSentence()).toMatch(/^The embedded engines have ended\. .* but got: SIGKILL\.$/);
  await expectEverythingGone();
  await expectRowsAfterReopening();
});

it.each([
  ["ClickHouse", "clickhouse-child.js"],
  ["PostgreSQL", "bin/postgres"],
])("ends the other engine when %s is killed, says so, and loses no acknowledged row", async (name, command) => {
  await writeRows(owner.urls);
  process.kill(pidOf(command), "SIGKILL");
  expect(await owner.nextSentence()).toMatch(
    new RegExp(`^The embedded engines have ended\\. ${name} ended with signal SIGKILL; its log is \\S+\\.log$`),
  );
  await expectEverythingGone();
  await expectRowsAfterReopening();
});
