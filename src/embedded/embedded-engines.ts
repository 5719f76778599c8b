import { mkdir, realpath } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type DataFolder, dataFolderAt } from "./data-folder";
import { type Addresses, type Endpoints, readLiveEndpoints } from "./endpoints";
import { startSupervisor } from "./supervisor-child";
import type { EngineSelection } from "./supervisor-report";

/** How often a process that waits for the folder looks whether another one has begun to serve it. */
const LOOK_EVERY_MS = 100;

export interface EmbeddedEnginesOptions {
  /** Made if missing. Everything of the engines is kept below it (data-folder.ts). */
  readonly dataDir: string;
  readonly engines: EngineSelection;
  /** Gets a few sentences for a person: where the engines are, and when they ended by themselves. */
  readonly log: (sentence: string) => void;
}

/** The addresses of the engines that were asked for, and the way to end them. */
export interface EmbeddedEngines extends Addresses {
  close(): Promise<void>;
}

/**
 * PostgreSQL and ClickHouse from npm packages, on loopback and free ports, for one machine and for tests (Linux and macOS).
 *
 * The first process to open a folder owns its engines: they run under one supervisor child and end with `close()` or with the
 * owner, also when it is killed. A process that opens the folder meanwhile uses the same engines; its `close()` does nothing,
 * and when the owner ends the engines end under it: it sees lost connections and may open the folder again, then as the owner.
 * If one engine ends by itself, the supervisor ends the other too and `log` gets the reason.
 */
export async function openEmbeddedEngines({ dataDir, engines, log }: EmbeddedEnginesOptions): Promise<EmbeddedEngines> {
  if (!engines.postgres && !engines.clickhouse) return { close: async () => undefined };
  const startedAt = performance.now();
  const folder = await makeDataFolder(dataDir);
  const served = await readLiveEndpoints(folder);
  if (served) return joinEngines(served, engines, folder, log);

  const supervisor = startSupervisor({ folder, engines, log });
  const looking = new AbortController();
  const first = await Promise.race([supervisor.locked, findOtherSupervisor(folder, looking.signal)]).finally(() =>
    looking.abort(),
  );
  if (first !== true) {
    await supervisor.end();
    return joinEngines(first, engines, folder, log);
  }
  const endpoints = await supervisor.ready;
  const names = [engines.postgres && "PostgreSQL", engines.clickhouse && "ClickHouse"].filter(Boolean).join(" and ");
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  log(`Embedded ${names} started in ${seconds} s; the data is in ${folder.root}.`);
  return { ...addressesOf(endpoints), close: () => supervisor.end() };
}

/** Others may pass through the folder (PostgreSQL's user must), but each thing in it is private. An existing one stays as it is. */
async function makeDataFolder(dataDir: string): Promise<DataFolder> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const folder = dataFolderAt(await realpath(dataDir));
  await mkdir(folder.logs, { recursive: true, mode: 0o700 });
  return folder;
}

/** Meanwhile our own supervisor waits for the lock, so one of the two comes about. */
async function findOtherSupervisor(folder: DataFolder, signal: AbortSignal): Promise<Endpoints> {
  for (;;) {
    const endpoints = await readLiveEndpoints(folder);
    if (endpoints) return endpoints;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

function joinEngines(
  endpoints: Endpoints,
  engines: EngineSelection,
  folder: DataFolder,
  log: (sentence: string) => void,
): EmbeddedEngines {
  const missing =
    (engines.postgres && !endpoints.databaseUrl && "PostgreSQL") ||
    (engines.clickhouse && !endpoints.clickhouseUrl && "ClickHouse");
  if (missing) {
    throw new Error(
      `Every process on ${folder.root} must use the engines that its first one started, but got no ${missing} from process ${endpoints.supervisorPid}. End that one first, or give it the same addresses in the environment.`,
    );
  }
  log(`Using the embedded engines that already serve ${folder.root}.`);
  return { ...addressesOf(endpoints), close: async () => undefined };
}

function addressesOf({ supervisorPid: _, ...addresses }: Endpoints): Addresses {
  return addresses;
}
