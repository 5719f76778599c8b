#!/usr/bin/env node
import { Command, Option } from "commander";
import { compact } from "./cli/compact";
import { type CreateBiRoleOptions, createBiRole } from "./cli/create-bi-role";
import { createKey } from "./cli/create-key";
import { type DiagnoseOptions, diagnose } from "./cli/diagnose";
import { ingestFiles, rejectFolderOf } from "./cli/ingest";
import { ingestAttributes, ingestIdentities } from "./cli/ingest-people";
import { commandContext, openApp, organisationByCode } from "./cli/open-app";
import { type ReviewOptions, review } from "./cli/review";
import { rollBackRun } from "./cli/roll-back";
import { serve } from "./cli/serve";
import { stopOnInterrupt } from "./cli/stop-on-interrupt";
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
  .option("--role <role>", "OPERATOR, ADMIN, AD_OPS, PARTNER, BI, INTEGRATION or MONITOR", "OPERATOR")
  .action((options) => run((config) => createKey(config, options)));

program
  .command("create-bi-role")
  .description("make a login of PostgreSQL that reads the schema bi alone, and print its address once")
  .requiredOption("--name <name>", "bi_ and small letters; of an existing one of the organisation: a new password")
  .requiredOption("--organisation <code>", "organisation whose rows it reads")
  .action((options: CreateBiRoleOptions) => run((config) => createBiRole(config, options)));

program
  .command("ingest")
  .description("bring touchpoint files in (CSV or NDJSON, plain or .gz)")
  .option("--mapping <file>", "how rows become touchpoints (docs/touchpoint-mapping.schema.json)")
  .option(
    "--resume <run id>",
    "go on with a run that stopped, failed or died, in place of a new one; its files, no mapping",
  )
  .option("--organisation <code>", "organisation that owns the source", "cloud")
  .argument("<path...>", "files")
  .action((paths: string[], options: { mapping?: string; resume?: string; organisation: string }) =>
    run(async (config) => {
      const what = importOf(options);
      const opened = await openApp(config);
      try {
        const context = commandContext(await organisationByCode(opened.app, options.organisation), opened.logger);
        const summary = await ingestFiles(opened.app, context, {
          organisation: options.organisation,
          ...what,
          paths,
          rejectFolder: rejectFolderOf(config.dataDir),
          signal: stopOnInterrupt(
            "Stopping after the current chunk; Ctrl-C again ends at once and loses no counted row.",
          ),
        });
        if (summary.status !== "SUCCEEDED") process.exitCode = REFUSED;
      } finally {
        await opened.close();
      }
    }),
  );

const peopleFiles = [
  ["attributes", "bring values of people's attributes in", ingestAttributes],
  ["identities", "bring first-party identities with consent in", ingestIdentities],
] as const;
for (const [what, description, ingestPeople] of peopleFiles) {
  program
    .command(`ingest-${what}`)
    .description(`${description} (CSV or NDJSON, plain or .gz)`)
    .requiredOption(
      "--mapping <file>",
      `what the columns say (docs/${what === "attributes" ? "attribute" : "identity"}-mapping.schema.json)`,
    )
    .option("--organisation <code>", "organisation that owns the source", "cloud")
    .argument("<path...>", "files")
    .action((paths: string[], options: { mapping: string; organisation: string }) =>
      run(async (config) => {
        const opened = await openApp(config);
        try {
          const context = commandContext(await organisationByCode(opened.app, options.organisation), opened.logger);
          const rejectFolder = rejectFolderOf(config.dataDir);
          const result = await ingestPeople(opened.app, context, { mappingPath: options.mapping, paths, rejectFolder });
          if (result.failure !== null) process.exitCode = REFUSED;
        } finally {
          await opened.close();
        }
      }),
    );
}

program
  .command("diagnose")
  .description("print a brand's diagnosis; takes the snapshot and compares its category where that was not done")
  .requiredOption("--brand <code>", "a brand granted to the organisation")
  .requiredOption("--as-of <day>", "counted at the first instant of this day of the brand's zone, e.g. 2025-11-11")
  .option("--flow-from <day>", "flows are followed from this day on; default: 30 days before")
  .option("--organisation <code>", "whose view of the brand", "cloud")
  .addOption(new Option("--language <language>", "of sentences and stages").choices(["EN", "ZH"]).default("EN"))
  .action((options: DiagnoseOptions) =>
    run(async (config) => {
      const opened = await openApp(config);
      try {
        process.stdout.write(`${await diagnose(opened.app, opened.logger, options)}\n`);
      } finally {
        await opened.close();
      }
    }),
  );

program
  .command("review")
  .description("print the newest review of a closed campaign; publishes the first one where there is none")
  .requiredOption("--campaign <code>", "a campaign of the organisation")
  .option("--publish", "publish another review first", false)
  .option("--organisation <code>", "whose campaign", "cloud")
  .action((options: ReviewOptions) =>
    run(async (config) => {
      const opened = await openApp(config);
      try {
        process.stdout.write(`${await review(opened.app, opened.logger, options)}\n`);
      } finally {
        await opened.close();
      }
    }),
  );

program
  .command("roll-back")
  .description("take away all that an import brought; it can be imported again afterwards")
  .option("--organisation <code>", "organisation that owns the source", "cloud")
  .argument("<run id>", "as ingest printed it")
  .action((id: string, options: { organisation: string }) =>
    run(async (config) => {
      const opened = await openApp(config);
      try {
        const context = commandContext(await organisationByCode(opened.app, options.organisation), opened.logger);
        await rollBackRun(opened.app, context, id);
      } finally {
        await opened.close();
      }
    }),
  );

program
  .command("compact")
  .description(
    "take erased people off the disks: rewrites the tables, waits until old parts are dropped; safe to repeat",
  )
  .action(() => run(compact));

program
  .command("demo")
  .description("generate a synthetic cloud, run the whole loop through the API, print a report and keep serving")
  .option("--exit", "end after the report", false)
  .action((options: { exit: boolean }) => run((config) => demo(config, options)));

function importOf({
  mapping,
  resume,
}: {
  mapping?: string;
  resume?: string;
}): { mappingPath: string } | { resume: string } {
  if (resume !== undefined && mapping === undefined) return { resume };
  if (mapping !== undefined && resume === undefined) return { mappingPath: mapping };
  const got = mapping === undefined ? "neither" : "both";
  throw UserProblems.one("INVALID_INPUT", null, `Either --mapping or --resume must be given, but got ${got}.`);
}

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
