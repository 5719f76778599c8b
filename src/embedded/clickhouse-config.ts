import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataFolder } from "./data-folder";
import { writePrivateFile } from "./private-file";

export const CLICKHOUSE_USER = "valuegraph";
export const CLICKHOUSE_DATABASE = "valuegraph";

export interface ClickhouseSettings {
  readonly folder: DataFolder;
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

/**
 * Writes the server's files and returns the path of the main one.
 *
 * The session that opens the listener (clickhouse-child.ts) is always user `default` without a password from 127.0.0.1, and
 * nothing in users.xml tells it from an HTTP client. So HTTP is closed to everybody by a rule on the Authorization header:
 * a request without exactly our credentials finds no handler (404) but /ping, and `default` is out of reach.
 *
 * Background pools: left alone they have 2 threads each, and the log says that due merges are paused for want of one.
 */
export async function writeClickhouseConfig(settings: ClickhouseSettings): Promise<string> {
  const { folder } = settings;
  for (const path of [folder.clickhouse, folder.clickhouseConfig, folder.backups]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  const usersFile = join(folder.clickhouseConfig, "users.xml");
  const configFile = join(folder.clickhouseConfig, "config.xml");
  await writePrivateFile(usersFile, usersXml(settings.password));
  await writePrivateFile(configFile, configXml(settings, usersFile));
  return configFile;
}

function configXml({ folder, port, password, logFile }: ClickhouseSettings, usersFile: string): string {
  const credentials = Buffer.from(`${CLICKHOUSE_USER}:${password}`).toString("base64");
  return `<clickhouse>
  <path>${escapeXml(folder.clickhouse)}/</path>
  <users_config>${escapeXml(usersFile)}</users_config>
  <logger><log>${escapeXml(logFile)}</log></logger>
  <log-level>information</log-level>
  <timezone>UTC</timezone>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${port}</http_port>
  <http_handlers>
    <rule><url>/ping</url><handler><type>ping</type></handler></rule>
    <rule>
      <headers><Authorization>Basic ${credentials}</Authorization></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
  </http_handlers>
  <max_server_memory_usage_to_ram_ratio>0.4</max_server_memory_usage_to_ram_ratio>
  <background_pool_size>4</background_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_schedule_pool_size>16</background_schedule_pool_size>
  <backups><allowed_path>${escapeXml(folder.backups)}/</allowed_path></backups>
</clickhouse>
`;
}

function usersXml(password: string): string {
  const digest = createHash("sha256").update(password).digest("hex");
  const rest = "<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>";
  return `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default><no_password/>${rest}</default>
    <${CLICKHOUSE_USER}><password_sha256_hex>${digest}</password_sha256_hex>${rest}</${CLICKHOUSE_USER}>
  </users>
</clickhouse>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
