import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Addresses that the global set-up leaves for the test files of this run. */
export interface TestEngines {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly clickhouseUrl: string;
  readonly redisUrl: string | null;
}

export const TEMPLATE_DATABASE = "valuegraph_test_template";

/** One run per checkout at a time: the name carries the folder's path. */
export const testEnginesFile = join(tmpdir(), `valuegraph-test-engines${process.cwd().replace(/\W+/g, "-")}.json`);

export const testEngines = (): TestEngines => JSON.parse(readFileSync(testEnginesFile, "utf8")) as TestEngines;
