import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const script = resolve(__dirname, "../../../scripts/sum-jest-results.mjs");

interface Result {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function sum(results: Readonly<Record<string, Result | string>>, failedSections: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "jest-results-"));
  try {
    for (const [name, result] of Object.entries(results)) {
      writeFileSync(join(folder, `${name}.json`), typeof result === "string" ? result : JSON.stringify(result));
    }
    const { stdout, status } = spawnSync(process.execPath, [script, folder, ...failedSections], { encoding: "utf8" });
    return { lines: stdout.trim().split("\n"), status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the closing line of .ci/run", () => {
  const green = { numPassedTests: 20, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

  it("sums the runs", () => {
    expect(sum({ embedded: green, services: green }, [])).toEqual({ lines: ["40 passed, 0 failed"], status: 0 });
  });

  it("counts failed tests once, not again for their section", () => {
    const red = { numPassedTests: 18, numFailedTests: 2, numRuntimeErrorTestSuites: 0 };
    expect(sum({ embedded: green, services: red }, ["services"])).toEqual({
      lines: ["failed: services", "38 passed, 2 failed"],
      status: 1,
    });
  });

  it("counts a suite that could not be loaded", () => {
    const broken = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
    expect(sum({ embedded: broken }, ["embedded"])).toEqual({
      lines: ["failed: embedded", "5 passed, 1 failed"],
      status: 1,
    });
  });

  it("counts a section that failed without a result", () => {
    expect(sum({ embedded: green }, ["verify", "services"])).toEqual({
      lines: ["failed: verify", "failed: services", "20 passed, 2 failed"],
      status: 1,
    });
  });

  it("counts a run that was killed while it wrote its result", () => {
    expect(sum({ embedded: '{ "numPassedTests": 5, "num' }, ["embedded"])).toEqual({
      lines: ["failed: embedded", "0 passed, 1 failed"],
      status: 1,
    });
  });

  it("counts a run that failed although every test passed", () => {
    expect(sum({ embedded: green }, ["embedded"])).toEqual({
      lines: ["failed: embedded", "20 passed, 1 failed"],
      status: 1,
    });
  });
});
