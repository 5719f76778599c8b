import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEngines } from "../../src/embedded/embedded-engines";
import { countRows, writeRows } from "./support/engine-clients";
import { removeEngineFolder } from "./support/engine-folder";

const asRoot = process.getuid?.() === 0 ? it : it.skip;
let unreachable: string;
let dataDir: string;
let said: string[];

beforeAll(async () => {
  unreachable = await mkdtemp(join(tmpdir(), "valuegraph-embedded-"));
  dataDir = join(unreachable, "checkout", ".data");
  said = [];
});

afterAll(async () => {
  await removeEngineFolder(dataDir);
  await rm(unreachable, { recursive: true, force: true });
});

const open = (folder: string) =>
  openEmbeddedEngines({
    dataDir: folder,
    engines: { postgres: true, clickhouse: true },
    log: (sentence) => said.push(sentence),
  });

asRoot(
  "serves root below a folder that nobody else can enter, saying where the data is (skipped unless root)",
  async () => {
    const first = await open(dataDir);
    expect(said).toEqual([
      expect.stringMatching(
        /^PostgreSQL cannot run as root, and user (postgres|nobody) cannot reach \S+ or PostgreSQL's programs: its data and a copy of the programs are in \/var\/tmp\/valuegraph-[0-9a-f]{12}-\w{6}\.$/,
      ),
      expect.stringContaining("started in"),
    ]);
    await writeRows(first);
    await first.close();

    const second = await open(dataDir);
    expect(await countRows(second)).toEqual({ postgres: 1000, clickhouse: 1000 });
    await second.close();
  },
);

asRoot(
  "refuses a copy of such a folder, which would write into the original's database (skipped unless root)",
  async () => {
    const copy = join(unreachable, "copy");
    await cp(dataDir, copy, { recursive: true });
    await expect(open(copy)).rejects.toThrow(
      /^The data folder must stay where it was made, because its PostgreSQL data is in \S+, but \S+ is now \S+\. Move it back, or set DATABASE_URL\.$/,
    );
  },
);
