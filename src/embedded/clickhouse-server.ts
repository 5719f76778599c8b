import { spawn } from "node:child_process";
import { join } from "node:path";
import { CLICKHOUSE_DATABASE, CLICKHOUSE_USER, writeClickhouseConfig } from "./clickhouse-config";
import type { Addresses } from "./endpoints";
import { clickhouseAnswers } from "./engine-answers";
import { openEngineLog } from "./engine-log";
import { engineProcess, waitUntilServing } from "./engine-process";
import type { EngineStart } from "./engine-start";
import { findFreePort } from "./free-port";
import { loadOptional } from "./optional-package";

export async function startClickhouse({ folder, secrets, lockDescriptor, own }: EngineStart): Promise<Addresses> {
  // This entry of the package names the library's path and loads nothing.
  const { libchdbPath } = await loadOptional("chdb", () => import("chdb/libchdb"));
  const library = await loadOptional("chdb", () => libchdbPath());
  const port = await findFreePort();
  const logFile = join(folder.logs, "clickhouse.log");
  const logDescriptor = openEngineLog(logFile);
  const configFile = await writeClickhouseConfig({ folder, port, password: secrets.clickhouse, logFile });
  const child = spawn(process.execPath, [join(__dirname, "clickhouse-child.js"), library, configFile], {
    cwd: folder.clickhouse,
    stdio: ["pipe", logDescriptor, logDescriptor, lockDescriptor],
  });
  const engine = engineProcess("ClickHouse", child, logFile);
  own(engine);
  const clickhouseUrl = `http://${CLICKHOUSE_USER}:${secrets.clickhouse}@127.0.0.1:${port}/${CLICKHOUSE_DATABASE}`;
  await waitUntilServing(engine, () => clickhouseAnswers(clickhouseUrl));
  return { clickhouseUrl };
}
