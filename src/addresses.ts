import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "./config";
import { openEmbeddedEngines } from "./embedded/embedded-engines";
import { type PlaneAddress, planeAddress } from "./platform/clickhouse/cluster";

/** Where the stores and destinations are and under which keys identities are kept: all that tells an embedded setup from a given one. */
export interface Addresses {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly databaseDirectUrl: string;
  readonly plane: PlaneAddress;
  readonly redisUrl: string | undefined;
  /** Where connectors may lead. */
  readonly destinationNetworks: "PUBLIC" | "PRIVATE";
  /** Above the folders of file drops; undefined: there are none. */
  readonly fileDropDir: string | undefined;
  readonly identityKey: string;
  readonly receiptKey: string;
  close(): Promise<void>;
}

/** Takes given addresses as they are and starts (or joins) an embedded engine for each one that is missing. */
export async function openAddresses(config: Config, logger: Logger): Promise<Addresses> {
  const engines = { postgres: config.databaseUrl === undefined, clickhouse: config.clickhouseUrl === undefined };
  const embedded =
    engines.postgres || engines.clickhouse
      ? await openEmbeddedEngines({ dataDir: config.dataDir, engines, log: (sentence) => logger.info(sentence) })
      : { close: async () => undefined };
  const databaseUrl = config.databaseUrl ?? given(embedded.databaseUrl);
  const databaseOwnerUrl = config.databaseOwnerUrl ?? embedded.databaseOwnerUrl ?? databaseUrl;
  return {
    databaseUrl,
    databaseOwnerUrl,
    databaseDirectUrl: config.databaseDirectUrl ?? databaseOwnerUrl,
    plane: planeAddress(config.clickhouseUrl ?? given(embedded.clickhouseUrl), config.clickhouseCluster),
    redisUrl: config.redisUrl,
    destinationNetworks: config.destinationNetworks,
    fileDropDir: config.fileDropDir,
    ...(await keys(config)),
    close: () => embedded.close(),
  };
}

function given(address: string | undefined): string {
  if (address === undefined)
    throw new Error(
      "The embedded engines must name their addresses, but did not; remove DATA_DIR/endpoints.json and start again",
    );
  return address;
}

interface Keys {
  readonly identityKey: string;
  readonly receiptKey: string;
}

/** The install's two secrets: from the environment, else made once and kept beside the embedded data. */
async function keys(config: Config): Promise<Keys> {
  if (config.identityKey && config.receiptKey)
    return { identityKey: config.identityKey, receiptKey: config.receiptKey };
  await mkdir(config.dataDir, { recursive: true });
  const file = join(config.dataDir, "keys.json");
  const fresh: Keys = { identityKey: randomBytes(32).toString("hex"), receiptKey: randomBytes(32).toString("hex") };
  await writeFile(file, JSON.stringify(fresh), { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return JSON.parse(await readFile(file, "utf8")) as Keys;
}
