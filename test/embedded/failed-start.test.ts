import { rm, writeFile } from "node:fs/promises";
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

it("says why an engine did not start, with the end of its log, and leaves none running", async () => {
  const clickhouse = join(folder, "clickhouse");
  await writeFile(clickhouse, "in the way");
  await expect(open()).rejects.toThrow(`EEXIST: file already exists, mkdir '${clickhouse}'`);
  await rm(clickhouse);

  await (await open()).close();
  await rm(join(folder, "postgres", "global", "pg_control"));
  await expect(open()).rejects.toThrow(
    /^PostgreSQL must answer within 120 s, but got: it ended with exit code \d\. The end of \S+postgres\.log:\n(.*\n)*.*pg_control/,
  );
});
