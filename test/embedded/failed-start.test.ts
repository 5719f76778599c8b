import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbeddedEngines } from "../../src/embedded/embedded-engines";
import { makeEngineFolder, removeEngineFolder } from "./support/engine-folder";

let folder: string;

beforeAll(async () => {
  folder = await makeEngineFolder();
});

afterAll(() => removeEngineFolder(folder));

const open = () =>
  openEmbeddedEngines({ dataDir: folder, engines: { postgres: true, clickhouse: true }, log: () => undefined });

/** Run by root where the programs cannot be reached, PostgreSQL's data lies elsewhere. */
const postgresFolder = async (): Promise<string> =>
  readFile(join(folder, "postgres-elsewhere.json"), "utf8").then(
    (text) => (JSON.parse(text) as { folder: string }).folder,
    () => folder,
  );

it("says why an engine did not start, with the end of its log, and leaves none running", async () => {
  const clickhouse = join(folder, "clickhouse");
  await writeFile(clickhouse, "in the way");
  await expect(open()).rejects.toThrow(`EEXIST: file already exists, mkdir '${clickhouse}'`);
  await rm(clickhouse);

  await (await open()).close();
  await rm(join(await postgresFolder(), "postgres", "global", "pg_control"));
  await expect(open()).rejects.toThrow(
    /^PostgreSQL must answer within 120 s, but got: it ended with exit code \d\. The end of \S+postgres\.log:\n(.*\n)*.*pg_control/,
  );
});
