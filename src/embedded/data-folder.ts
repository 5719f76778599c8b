import { join } from "node:path";

/** Where everything of the embedded engines lies below the data folder. All of it is private to the user who runs us. */
export interface DataFolder {
  readonly root: string;
  /** Addresses and passwords of the running engines; absent while none run. */
  readonly endpoints: string;
  readonly secrets: string;
  /** Locked (flock) by the supervisor and by every engine process, so it is free only when the last of them is gone. */
  readonly lock: string;
  readonly postgres: string;
  /** Says where PostgreSQL's data is when it cannot be in `postgres` (see postgres-place.ts). */
  readonly postgresElsewhere: string;
  readonly clickhouse: string;
  readonly clickhouseConfig: string;
  readonly backups: string;
  readonly logs: string;
}

export function dataFolderAt(root: string): DataFolder {
  return {
    root,
    endpoints: join(root, "endpoints.json"),
    secrets: join(root, "secrets.json"),
    lock: join(root, "supervisor.lock"),
    postgres: join(root, "postgres"),
    postgresElsewhere: join(root, "postgres-elsewhere.json"),
    clickhouse: join(root, "clickhouse"),
    clickhouseConfig: join(root, "clickhouse-config"),
    backups: join(root, "backups"),
    logs: join(root, "logs"),
  };
}
