import { rm } from "node:fs/promises";
import { startClickhouse } from "./clickhouse-server";
import { type DataFolder, dataFolderAt } from "./data-folder";
import type { Addresses, Endpoints } from "./endpoints";
import { type EngineProcess, endEngine } from "./engine-process";
import type { EngineStart } from "./engine-start";
import { lockFolder } from "./folder-lock";
import { startPostgres } from "./postgres-server";
import { writePrivateFile } from "./private-file";
import { readOrCreateSecrets } from "./secrets";
import type { SupervisorOrder, SupervisorReport } from "./supervisor-report";

/**
 * The process that owns the engines of one data folder (started by supervisor-child.ts). It ends, and they with it, when its
 * standard input closes, which the kernel does for an owner that was killed; or when one of them ends, because half a store
 * answers half the questions. Killed itself, it takes the engines along too: each of them watches its own standard input.
 */
const running: EngineProcess[] = [];
let isEnding = false;

async function serve({ dataDir, engines }: SupervisorOrder): Promise<void> {
  const folder = dataFolderAt(dataDir);
  endOnRequest(folder);
  const lockDescriptor = await lockFolder(folder.lock);
  await report({ kind: "locked" });
  await rm(folder.endpoints, { force: true });

  const secrets = await readOrCreateSecrets(folder.secrets);
  const start: EngineStart = {
    folder,
    secrets,
    lockDescriptor,
    own: (engine) => running.push(engine),
    say: (sentence) => void report({ kind: "said", sentence }),
  };
  const addresses = await allOrFirstFailure<Addresses>([
    engines.postgres ? startPostgres(start) : {},
    engines.clickhouse ? startClickhouse(start) : {},
  ]);
  const endpoints: Endpoints = Object.assign({ supervisorPid: process.pid }, ...addresses);
  await writePrivateFile(folder.endpoints, JSON.stringify(endpoints, null, 2));
  for (const engine of running) void engine.ended.then((reason) => endAfterLoss(folder, engine, reason));
  await report({ kind: "ready", endpoints });
}

/** Waits for all, unlike Promise.all: ending while initdb writes would leave it writing. */
async function allOrFirstFailure<T>(starts: readonly (T | Promise<T>)[]): Promise<readonly T[]> {
  await Promise.allSettled(starts);
  return Promise.all(starts);
}

function endOnRequest(folder: DataFolder): void {
  const end = (): void => void endAll(folder, 0);
  process.stdin.once("end", end).once("close", end).on("error", end).resume();
  process.once("SIGTERM", end).once("SIGINT", end);
}

async function endAfterLoss(folder: DataFolder, engine: EngineProcess, reason: string): Promise<void> {
  if (isEnding) return;
  await report({ kind: "failed", reason: `${engine.name} ended with ${reason}; its log is ${engine.logFile}` });
  await endAll(folder, 1);
}

/** The address file goes first: nobody connects to engines that are about to end. What still starts, ends by our exit. */
async function endAll(folder: DataFolder, exitCode: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (running.length > 0) await rm(folder.endpoints, { force: true });
  await Promise.all(running.map(endEngine));
  process.exit(exitCode);
}

/** Resolves when the report is with the owner, or at once when there is none any more. */
async function report(message: SupervisorReport): Promise<void> {
  if (!process.connected) return;
  await new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

const order = JSON.parse(process.argv[2]!) as SupervisorOrder;
serve(order).catch(async (error: Error) => {
  if (isEnding) return;
  await report({ kind: "failed", reason: error.message });
  await endAll(dataFolderAt(order.dataDir), 1);
});
