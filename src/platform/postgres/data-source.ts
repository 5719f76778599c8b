import type { Logger } from "pino";
import { DataSource, type DataSourceOptions } from "typeorm";
import { SnakeNaming } from "./snake-naming";

export interface DataSourceInput {
  readonly url: string;
  readonly entities: DataSourceOptions["entities"];
  readonly migrations: DataSourceOptions["migrations"];
  readonly poolSize: number;
  readonly logger: Logger;
}

/** Longest that one statement may run: an API answer that needs more is a job. */
const STATEMENT_TIMEOUT_MS = 30_000;

export function createDataSource(input: DataSourceInput): DataSource {
  return new DataSource({
    type: "postgres",
    url: input.url,
    entities: input.entities ?? [],
    migrations: input.migrations ?? [],
    migrationsTableName: "schema_migration",
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    logging: false,
    poolSize: input.poolSize,
    poolErrorHandler: (error: Error) =>
      input.logger.warn({ error: error.message }, "an idle PostgreSQL connection was lost"),
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: 5_000,
    },
  });
}
