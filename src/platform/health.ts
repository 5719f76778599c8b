import type { ClickHouseClient } from "@clickhouse/client";
import type { Database } from "./postgres/database";

/** Longest that a store may take to say that it is there. */
const PROBE_MS = 1_000;

const answers = async (probe: Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_MS);
  });
  try {
    return await Promise.race([
      probe.then(
        (answer) => answer !== false,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
};

/** Stores without which no answer can be given. Redis is not among them: without it the process is slower, never wrong. */
export async function unreadyStores(database: Database, clickhouse: ClickHouseClient): Promise<readonly string[]> {
  const [postgres, plane] = await Promise.all([
    answers(database.dataSource.query("SELECT 1")),
    answers(clickhouse.ping().then((pong) => pong.success)),
  ]);
  return [...(postgres ? [] : ["postgresql"]), ...(plane ? [] : ["clickhouse"])];
}
