import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { App } from "../app";
import { ingestFiles, rejectFolderOf } from "../cli/ingest";
import { commandContext, openApp } from "../cli/open-app";
import { untilStopped } from "../cli/until-stopped";
import type { Config } from "../config";
import { projectRoot } from "../platform/project-root";
import { ApiClient } from "./api-client";
import { type DescribedCloud, readCloud, readDelivery } from "./described-cloud";
import { type LoopResult, runLoop } from "./loop";
import { addCatalogue, type CatalogueIds, type DemoKeys, exists, generateOnce, keysOnce } from "./prepare";
import { printReport } from "./report";

export interface DemoOptions {
  /** Ends after the report instead of serving on. */
  readonly exit: boolean;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** `valuegraph demo`: a synthetic cloud, the whole loop through the API, and a report; then it keeps serving. */
export async function demo(config: Config, options: DemoOptions): Promise<void> {
  const folder = join(config.dataDir, "demo");
  const began = performance.now();
  const { app, logger, close } = await openApp({
    ...config,
    logLevel: config.logLevel === "info" ? "warn" : config.logLevel,
  });
  const worker = app.worker();
  await worker.start();
  const server = await app.serve();
  const url = await server.http.listen({ host: config.host, port: config.port });
  try {
    say("A synthetic marketing cloud: every person, brand and figure in it is made up.");
    const generation = await generateOnce(folder);
    const cloud = await readCloud(folder);
    const keys = await keysOnce(app, folder);
    const ids = await addCatalogue(url, keys, cloud);
    const imported = await importOnce(app, logger, { config, folder, files: cloud.files });
    const loopBegan = performance.now();
    const loop = await throughApi(url, keys, { cloud, ids, folder });
    const loopSeconds = (performance.now() - loopBegan) / 1000;
    say(printReport(loop));
    const generated = generation === null ? "the generated data was there" : `generation ${generation.toFixed(1)} s`;
    say(
      `\nTimes: ${generated}, ${imported === null ? "imported before" : `import ${imported.toFixed(1)} s`}, loop ${loopSeconds.toFixed(1)} s; ${((performance.now() - began) / 1000).toFixed(1)} s in all.`,
    );
    say(`API and GraphiQL: ${url}/graphql\nKey of the demo organisation: ${keys.demo}`);
    if (!options.exit) {
      say("Serving until Ctrl-C; `npm run demo -- --exit` ends after the report.");
      await untilStopped(logger);
    }
  } finally {
    await worker.stop();
    await server.drain();
    await close();
  }
}

/** Brings the files in once; returns the seconds it took, or null when an earlier start did it whole. */
async function importOnce(
  app: App,
  logger: Logger,
  input: { config: Config; folder: string; files: readonly string[] },
): Promise<number | null> {
  const marker = join(input.folder, "imported");
  if (await exists(marker)) return null;
  const operator = (await app.access.findOrganisationByCode("cloud"))!;
  const { status, seconds } = await ingestFiles(app, commandContext(operator.id, logger), {
    organisation: "cloud",
    mappingPath: join(projectRoot, "examples", "mappings", "synthetic-cloud.json"),
    paths: input.files.map((name) => join(input.folder, name)),
    rejectFolder: rejectFolderOf(input.config.dataDir),
  });
  if (status !== "SUCCEEDED")
    throw new Error(
      "The import must end well before the loop, but did not; start the demo again: what was taken stays.",
    );
  await writeFile(marker, "");
  return seconds;
}

async function throughApi(
  url: string,
  keys: DemoKeys,
  made: { cloud: DescribedCloud; ids: CatalogueIds; folder: string },
): Promise<LoopResult> {
  const campaign = made.cloud.campaigns[0]!;
  const operator = await ApiClient.open(url, keys.operator, ["operator-setup", "campaign"]);
  const { from, to } = campaign.window;
  const refreshes = [...made.ids.categories].flatMap(([code, categoryId]) =>
    [from, to].map((asOf) => ({ code, categoryId, asOf })),
  );
  await Promise.all(
    refreshes.map(({ code, categoryId, asOf }) =>
      operator.run("RefreshBenchmarks", { input: { categoryId, asOf }, key: `benchmarks ${code} ${asOf}` }),
    ),
  );
  const api = await ApiClient.open(url, keys.demo, [
    "partner-diagnosis",
    "ad-ops-pack",
    "campaign",
    "budget",
    "bi-attribution",
    "review",
  ]);
  return runLoop({
    api,
    brandId: made.ids.brands.get(campaign.brand)!,
    campaign,
    delivery: await readDelivery(made.folder),
  });
}
