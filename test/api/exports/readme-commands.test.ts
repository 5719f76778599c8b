import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { toNodeId } from "../../../src/graphql/node";
import { IngestCommand } from "../../cli/run-ingest";
import { runAttribution } from "../attribution/attribution-setup";
import { type ExportSetup, openExportSetup } from "./export-setup";

const readme = readFileSync(join(__dirname, "../../../README.md"), "utf8");

/** The shell block of the README that holds this text. */
function commandWith(text: string): string {
  const block = [...readme.matchAll(/```sh\n([^`]*)```/g)].map((match) => match[1]!).find((one) => one.includes(text));
  if (block === undefined) throw new Error(`README.md must have a shell block with ${text}`);
  return block;
}

const hasTools = (() => {
  try {
    execFileSync("sh", ["-c", "command -v curl psql sed grep"]);
    return true;
  } catch {
    return false;
  }
})();

const LOGIN = `bi_readme_${process.pid}`;

// The commands are a user's, with a user's tools; where those are absent nothing can be said of them.
(hasTools ? describe : describe.skip)("last month's attribution by the README's commands", () => {
  let setup: ExportSetup;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    setup = await openExportSetup();
    const { test, tenant } = setup;
    const window = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" };
    const brand = toNodeId("Brand", tenant.brandId);
    const run = await runAttribution(test, tenant, { brandId: brand, window, models: ["LAST_TOUCH"] }, "month");
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    // As the README says it, by the command itself.
    const command = new IngestCommand(test, "watches", folder);
    const role = await command.startCommand("create-bi-role", "--name", LOGIN, "--organisation", "watches").ended;
    expect(role).toMatchObject({ code: 0, stdout: expect.stringMatching(/^postgres(ql)?:\/\/\S+\n$/) });
    env = {
      PATH: process.env["PATH"]!,
      ...{ URL: test.url, KEY: tenant.organisation.keys.BI, BRAND: brand, FROM: window.from, TO: window.to },
      REPORT: toNodeId("AttributionReport", Buffer.from(run, "base64url").toString().split(":")[1]!),
      BI_URL: role.stdout.trim(),
    };
  });
  afterAll(async () => {
    if (folder) rmSync(folder, { recursive: true, force: true });
    const owner = new Client({ connectionString: setup.test.databaseOwnerUrl });
    await owner.connect();
    await owner.query(`DROP ROLE IF EXISTS ${LOGIN}`);
    await owner.end();
    await setup.test.close();
  });

  it("gives the role to the organisation that it was made for, under a name of its own", async () => {
    const command = new IngestCommand(setup.test, "clocks", folder);
    const make = (name: string, organisation: string) =>
      command.startCommand("create-bi-role", "--name", name, "--organisation", organisation).ended;
    for (const [name, organisation, what] of [
      [LOGIN, "clocks", "another organisation's"],
      ["postgres", "watches", "must be bi_"],
      [`${LOGIN}_x`, "nobody", "must be the code of an organisation"],
    ] as const) {
      const { code, stdout, stderr } = await make(name, organisation);
      expect([name, code === 0, stdout, stderr]).toEqual([name, false, "", expect.stringContaining(what)]);
    }
  });

  const run = async (text: string): Promise<string> =>
    (await promisify(execFile)("sh", ["-c", commandWith(text)], { cwd: folder, env })).stdout;

  it("is the same in all three ways", async () => {
    const { data } = JSON.parse(await run("endCursor"));
    const { id, lines } = data.brand.attributionReport;
    expect(id).toBe(env["REPORT"]);
    const byApi = lines.nodes.map(({ key, credits: [credit] }: { key: string; credits: [Record<string, never>] }) => ({
      ...{ key, conversions: credit["conversions"], value: credit["value"]!["amount"] },
    }));
    expect(byApi.length).toBeGreaterThan(1);
    byApi.sort((a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1));

    await run("exportAttribution");
    const [header, ...rows] = readFileSync(join(folder, "attribution.csv"), "utf8").trimEnd().split("\r\n");
    const columns = header!.split(",");
    const of = (row: string, column: string): string => row.split(",")[columns.indexOf(column)]!;
    const whole = rows.filter((row) => of(row, "grain") === "WINDOW" && of(row, "dimension") === "PLATFORM");
    const told = whole.filter((row) => of(row, "row_kind") !== "UNATTRIBUTED");
    expect(
      told.map((row) => ({ key: of(row, "key"), conversions: of(row, "conversions"), value: of(row, "value") })),
    ).toEqual(byApi);

    const [, ...bySql] = (await run("bi.attribution_lines AS line JOIN")).trimEnd().split("\n");
    expect(bySql).toEqual(
      byApi.map(({ key, conversions, value }: Record<string, string>) => `${key},LAST_TOUCH,${conversions},${value}`),
    );
  });
});
