import type { PlaneAddress } from "../../src/platform/clickhouse/cluster";

/** Addresses that the global set-up leaves for the test files of its run, in an environment variable that workers inherit. */
export interface TestEngines {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  /** Without a cluster one address. */
  readonly plane: PlaneAddress;
  readonly redisUrl: string | null;
  /** Migrated database, in PostgreSQL and ClickHouse, that every file clones; of this run only. */
  readonly template: string;
}

const VARIABLE = "VALUEGRAPH_TEST_ENGINES";

export function leaveTestEngines(engines: TestEngines): void {
  process.env[VARIABLE] = JSON.stringify(engines);
}

export function testEngines(): TestEngines {
  const text = process.env[VARIABLE];
  if (!text) throw new Error("The engines must be open, but are not; run the tests with jest and its configuration");
  return JSON.parse(text) as TestEngines;
}
