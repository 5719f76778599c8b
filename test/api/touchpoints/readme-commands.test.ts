import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { addSource } from "../../support/catalogue";
import { createTestApp, type TestApp } from "../../support/test-app";

const setUp = readFileSync(join(__dirname, "callback-setup.graphql"), "utf8");
const readme = readFileSync(join(__dirname, "../../../README.md"), "utf8");

/** The shell block of the README that holds this text. */
function commandWith(text: string): string {
  const block = [...readme.matchAll(/```sh\n([^`]*)```/g)].map((match) => match[1]!).find((one) => one.includes(text));
  if (block === undefined) throw new Error(`README.md must have a shell block with ${text}`);
  return block;
}

const hasTools = (() => {
  try {
    execFileSync("sh", ["-c", "command -v curl openssl gzip"]);
    return true;
  } catch {
    return false;
  }
})();

const row = (eventId: string) => ({
  eventId,
  occurredAt: "2025-11-11T00:00:00+08:00",
  action: "IMPRESSION",
  platform: "DOUYIN",
  site: "OFF_SITE",
  identities: [{ namespace: "DEVICE_ID", value: "device-0001" }],
});

// The commands are a user's, with a user's tools; where those are absent nothing can be said of them.
(hasTools ? describe : describe.skip)("commands of the README", () => {
  let test: TestApp;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    test = await createTestApp();
    const { keys } = await test.addOrganisation("shop");
    const source = await addSource(test, keys.OPERATOR, "monitor");
    const { data } = await test.query(keys.INTEGRATION, setUp, { source, mapping: null, key: "k" });
    const { secret, touchpointSource } = data.rotateCallbackSecret;
    env = {
      PATH: process.env["PATH"]!,
      URL: test.url,
      KEY: keys.INTEGRATION,
      SOURCE: "monitor",
      SECRET: secret,
      CALLBACK: touchpointSource.callback.url,
    };
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    writeFileSync(join(folder, "touchpoints.ndjson"), ["a", "b"].map((id) => `${JSON.stringify(row(id))}\n`).join(""));
    writeFileSync(join(folder, "body.json"), JSON.stringify([row("b"), row("c")], null, 2));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await test.close();
  });

  const run = async (command: string): Promise<readonly object[]> => {
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd: folder, env });
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };

  it("stream a file, then send a signed callback", async () => {
    expect(await run(commandWith("/v1/touchpoints"))).toEqual([
      { chunk: 1, fromLine: 1, toLine: 2, accepted: 2, duplicates: 0, conflicts: 0, rejected: 0, rows: [] },
      { done: true, accepted: 2, duplicates: 0, conflicts: 0, rejected: 0 },
    ]);
    expect(await run(commandWith("X-Valuegraph-Signature"))).toMatchObject([
      { received: 2, accepted: 1, duplicates: 1, rows: [{ line: 1, eventId: "b", outcome: "DUPLICATE" }] },
    ]);
  });
});
