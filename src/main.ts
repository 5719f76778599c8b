#!/usr/bin/env node
import { Command } from "commander";
import { createKey } from "./cli/create-key";
import { ingestFiles, rejectFolderOf } from "./cli/ingest";
import { commandContext, openApp, organisationByCode } from "./cli/open-app";
import { serve } from "./cli/serve";
import { work } from "./cli/work";
import { type Config, ConfigError, readConfig } from "./config";
import { demo } from "./demo/demo";
import { UserProblems } from "./platform/user-error";

/** Exit code of a command whose input was refused; anything unexpected ends with 1 and its stack. */
const REFUSED = 2;

const program = new Command("valuegraph").description("A GraphQL backend for marketing clouds.");

program
  .command("serve")
  .description("serve the GraphQL API until SIGTERM")
  .action(() => run(serve));

program
  .command("worker")
  .description("run queued jobs until SIGTERM")
  .action(() => run(work));

program
  .command("migrate")
  .description("bring PostgreSQL and ClickHouse to this release; safe to repeat")
  .action(() =>
    run(async (config) => {
      const opened = await openApp(config);
      await opened.close();
      process.stdout.write("PostgreSQL and ClickHouse are at this release.\n");
    }),
  );

program
  .command("create-key")
  .description("issue an access key and print it once")
  .requiredOption("--name <name>", "who or what will hold it")
  .option("--organisation <code>", "organisation that it belongs to", "cloud")
  .option("--role <role>", "OPERATOR, ADMIN, AD_OPS, PARTNER, BI or INTEGRATION", "OPERATOR")
  .action((options) => run((config) => createKey(config, options)));

program
  .command("ingest")
  .description("bring touchpoint files in (CSV or NDJSON, plain or .gz)")
  .requiredOption("--mapping <file>", "how rows become touchpoints (docs/touchpoint-mapping.schema.json)")
  .option("--organisation <code>", "organisation that owns the source", "cloud")
  .argument("<path...>", "files")
  .action((paths: string[], options: { mapping: string; organisation: string }) =>
    run(async (config) => {
      const opened = await openApp(config);
      try {
        const context = commandContext(await organisationByCode(opened.app, options.organisation), opened.logger);
        const summary = await ingestFiles(opened.app, context, {
          mappingPath: options.mapping,
          paths,
          rejectFolder: rejectFolderOf(config.dataDir),
        });
        if (summary.status !== "SUCCEEDED") process.exitCode = REFUSED;
      } finally {
        await opened.close();
      }
    }),
  );

program
  .command("demo")
  .description("generate a synthetic cloud, run the whole loop through the API, print a report and keep serving")
  .option("--exit", "end after the report", false)
  .action((options: { exit: boolean }) => run((config) => demo(config, options)));

async function run(command: (config: Config) => Promise<void>): Promise<void> {
  try {
    await command(readConfig());
  } catch (error) {
    const isRefusal = error instanceof ConfigError || error instanceof UserProblems;
    process.stderr.write(`${isRefusal ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = isRefusal ? REFUSED : 1;
  }
}

void program.parseAsync();
