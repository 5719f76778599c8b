// npm run bench -- [import] [replay] [intake] [memory] [diagnosis] [snapshot] [audiences] [allocation] [experiments] [attribution] [customer-value] [export] [--rows N] [--requests N] [--people N] [--rounds N];
// without a name the first three.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { benchAllocation } from "./allocation.mjs";
import { benchAttribution } from "./attribution.mjs";
import { benchAudiences } from "./audiences.mjs";
import { benchCustomerValue } from "./customer-value.mjs";
import { benchDiagnosis } from "./diagnosis.mjs";
import { benchExperiments } from "./experiments.mjs";
import { benchExport } from "./export.mjs";
import { benchImport } from "./import.mjs";
import { benchIntake } from "./intake.mjs";
import { benchMemory } from "./memory.mjs";
import { benchReplay } from "./replay.mjs";
import { benchSnapshot } from "./snapshot.mjs";

const benches = {
  import: benchImport,
  replay: benchReplay,
  intake: benchIntake,
  memory: benchMemory,
  diagnosis: benchDiagnosis,
  snapshot: benchSnapshot,
  audiences: benchAudiences,
  allocation: benchAllocation,
  attribution: benchAttribution,
  "customer-value": benchCustomerValue,
  experiments: benchExperiments,
  export: benchExport,
};
const count = (text) => Number.parseInt(text, 10);

await new Command("bench")
  .description("measures intake and answers on embedded engines in a temporary folder")
  .addArgument(new Argument("[what...]", "default: import, replay and intake").choices(Object.keys(benches)))
  .option("--rows <number>", "rows of a file or a round", count)
  .option("--requests <number>", "requests of a round of `diagnosis`", count)
  .option(
    "--people <number>",
    "people whom the brand met, of `snapshot`, `audiences` and `attribution`, customers of `customer-value`, members of `export`",
    count,
  )
  .option("--rounds <number>", "timed rounds, of which the median counts", count)
  .action(async (what, options) => {
    const folder = mkdtempSync(join(tmpdir(), "valuegraph-bench-files-"));
    try {
      for (const name of what.length > 0 ? what : ["import", "replay", "intake"]) await benches[name](options, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })
  .parseAsync();
