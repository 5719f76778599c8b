// Usage: node scripts/sum-jest-results.mjs FOLDER [FAILED_SECTION...]
//
// Sums the jest results `FOLDER/<section>.json` into the closing line of `.ci/run`. The mistake it prevents: a run that
// crashed before its first test, or a suite that could not be loaded, was once read as "0 failed".
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [folder, ...failedSections] = process.argv.slice(2);

let passed = 0;
let failed = 0;
const counted = new Set();

for (const name of readdirSync(folder).sort()) {
  const result = readResult(join(folder, name));
  if (result === undefined) continue;
  const failures = result.numFailedTests + result.numRuntimeErrorTestSuites;
  passed += result.numPassedTests;
  failed += failures;
  if (failures > 0) counted.add(basename(name, ".json"));
}
for (const section of failedSections) {
  console.log(`failed: ${section}`);
  if (!counted.has(section)) failed += 1;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** A run that was killed while it wrote leaves half a file: its section failed and is counted as such. */
function readResult(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
