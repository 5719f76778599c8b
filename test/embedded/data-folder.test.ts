import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbeddedEngines } from "../../src/embedded/embedded-engines";
import { countRows, queryPostgres, writeRows } from "./support/engine-clients";
import { makeEngineFolder, removeEngineFolder } from "./support/engine-folder";
import { startOwnerProcess } from "./support/owner-process";

let folder: string;
let said: string[];

beforeAll(async () => {
  folder = await makeEngineFolder();
});

afterAll(() => removeEngineFolder(folder));

beforeEach(() => {
  said = [];
});

const both = { postgres: true, clickhouse: true };
const open = (engines = both) =>
  openEmbeddedEngines({ dataDir: folder, engines, log: (sentence) => said.push(sentence) });

/** What was said, less the one line about where PostgreSQL's data went: run by root below an unreachable checkout it is due. */
const withoutMove = (sentences: readonly string[]): string[] =>
  sentences.filter((sentence) => !sentence.startsWith("PostgreSQL cannot run as root"));

it("keeps data when the engines are closed and opened again", async () => {
  const first = await open();
  await writeRows(first);
  await first.close();
  await expect(queryPostgres(first.databaseUrl!, "SELECT 1")).rejects.toThrow("ECONNREFUSED");

  const second = await open();
  expect(await countRows(second)).toEqual({ postgres: 1000, clickhouse: 1000 });
  await second.close();
  expect(withoutMove(said)).toEqual([
    expect.stringMatching(/^Embedded PostgreSQL and ClickHouse started in \d+\.\d s; the data is in .*\.$/),
    expect.stringMatching(/^Embedded PostgreSQL and ClickHouse started in /),
  ]);
});

it("serves a second opener, of this process or another, by the same engines, which only the first one closes", async () => {
  const owner = await open();
  const here = await open();
  const elsewhere = await startOwnerProcess(folder);
  const { close: _, ...urls } = owner;
  expect(here).toMatchObject(urls);
  expect(elsewhere.urls).toEqual(urls);
  expect(withoutMove(elsewhere.said)).toEqual([`Using the embedded engines that already serve ${folder}.`]);

  await here.close();
  await elsewhere.close();
  expect(await queryPostgres(owner.databaseUrl!, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await owner.close();
});

it("gives two processes that open at the same moment one supervisor", async () => {
  const [one, other] = await Promise.all([startOwnerProcess(folder), startOwnerProcess(folder)]);
  expect(one.urls).toEqual(other.urls);
  expect(withoutMove([...one.said, ...other.said]).sort()).toEqual([
    expect.stringContaining("started in"),
    `Using the embedded engines that already serve ${folder}.`,
  ]);
  await Promise.all([one.close(), other.close()]);
});

it("replaces an endpoints.json whose engines are gone, and a damaged one", async () => {
  const first = await open();
  const endpoints = await readFile(join(folder, "endpoints.json"), "utf8");
  await writeRows(first);
  await first.close();
  for (const stale of [endpoints, '{"supervisorPid":1,']) {
    await writeFile(join(folder, "endpoints.json"), stale);
    const again = await open();
    expect(await countRows(again)).toEqual({ postgres: 1000, clickhouse: 1000 });
    expect(JSON.parse(await readFile(join(folder, "endpoints.json"), "utf8"))).toMatchObject({
      clickhouseUrl: again.clickhouseUrl,
    });
    await again.close();
  }
});

it("starts only what is asked for, and says so to a second opener that needs the rest", async () => {
  const owner = await open({ postgres: true, clickhouse: false });
  expect(owner.clickhouseUrl).toBeUndefined();
  await expect(open()).rejects.toThrow(
    /^Every process on .* must use the engines that its first one started, but got no ClickHouse from process \d+\. End that one first, or give it the same addresses in the environment\.$/,
  );
  await owner.close();
  expect(await open({ postgres: false, clickhouse: false })).toEqual({ close: expect.any(Function) });
});
