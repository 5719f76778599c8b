import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../../src/embedded/free-port";
import type { PlaneAddress } from "../../src/platform/clickhouse/cluster";

const CLUSTER = "two_shards";

/** Two embedded servers that know each other as one cluster of two shards. */
export interface ClickHouseCluster {
  readonly address: PlaneAddress;
  close(): Promise<void>;
}

interface Node {
  readonly http: number;
  readonly tcp: number;
}

/** Both nodes listen on loopback only and are gone after the test, so their user has no password. */
export async function openClickHouseCluster(): Promise<ClickHouseCluster> {
  const folder = mkdtempSync(join(tmpdir(), "valuegraph-cluster-"));
  const nodes: Node[] = [];
  for (let i = 0; i < 2; i++) nodes.push({ http: await findFreePort(), tcp: await findFreePort() });
  const children = nodes.map((_, i) => startNode(join(folder, `node${i}`), nodes, i));
  const urls = nodes.map(({ http }) => `http://default@127.0.0.1:${http}/valuegraph`);
  await Promise.all(urls.map(untilAnswers));
  return {
    address: { urls, cluster: CLUSTER },
    close: async () => {
      await Promise.all(children.map(ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startNode(folder: string, nodes: readonly Node[], own: number): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const { http, tcp } = nodes[own]!;
  const shards = nodes.map(
    (node) => `<shard><replica><host>127.0.0.1</host><port>${node.tcp}</port><user>default</user></replica></shard>`,
  );
  const rest = "<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>";
  writeFileSync(
    join(folder, "users.xml"),
    `<clickhouse><profiles><default/></profiles><quotas><default/></quotas><users><default><no_password/>${rest}</default></users></clickhouse>`,
  );
  const config = join(folder, "config.xml");
  writeFileSync(
    config,
    `<clickhouse><path>${folder}/data/</path><users_config>${folder}/users.xml</users_config>
      <listen_host>127.0.0.1</listen_host><http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><timezone>UTC</timezone>
      <remote_servers><${CLUSTER}>${shards.join("")}</${CLUSTER}></remote_servers>
      <max_server_memory_usage_to_ram_ratio>0.2</max_server_memory_usage_to_ram_ratio>
      <background_pool_size>4</background_pool_size><background_common_pool_size>2</background_common_pool_size>
      <background_schedule_pool_size>16</background_schedule_pool_size></clickhouse>`,
  );
  const log = openSync(join(folder, "log"), "w");
  return spawn(process.execPath, [join(__dirname, "cluster-node.cjs"), config], { stdio: ["pipe", log, log] });
}

async function untilAnswers(url: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const answer = await fetch(new URL("/ping", url.replace("default@", ""))).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} must answer within 30 s, but did not`);
}

/** A node ends when its standard input does. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}
