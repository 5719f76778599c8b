import { DataType, isNullPointer, load, open } from "ffi-rs";
import { CLICKHOUSE_DATABASE } from "./clickhouse-config";

/**
 * A process that is ClickHouse: libchdb's `chdb_query_cmdline` runs clickhouse-local, whose SYSTEM START LISTEN opens the
 * server's own HTTP listener, and the last SELECT keeps it open until standard input closes. Found by trying (26.7):
 * - `file('-')` reads standard input; `/dev/stdin` fails, because a spawned child's standard input is a socket.
 * - The call blocks this thread and must be on the main one: ClickHouse checks how deep its stack is. `koffi` calls on a stack
 *   of its own and fails that check; `ffi-rs` does not.
 * - SYSTEM KILL ends the process at once. Leaving the call instead waits 5 s for idle HTTP connections, and nothing is gained:
 *   MergeTree loses no acknowledged insert on a kill.
 * - The database is our own, because the library's `default` is an overlay engine and not Atomic.
 */
const SERVE = `
  CREATE DATABASE IF NOT EXISTS ${CLICKHOUSE_DATABASE} ENGINE = Atomic;
  SYSTEM START LISTEN HTTP;
  SELECT count() FROM file('-', LineAsString) FORMAT Null;
  SYSTEM KILL`;

const [libraryPath, configFile] = process.argv.slice(2);
const library = "chdb";
open({ library, path: libraryPath! });
const command = ["clickhouse", `--config-file=${configFile}`, `--query=${SERVE}`];
const result = load({
  library,
  funcName: "chdb_query_cmdline",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [command.length, command],
});

// Only a failure comes back. Most print their own message; those about the command line are in the result alone.
const onResult = { library, funcName: "chdb_result_error", paramsType: [DataType.External], paramsValue: [result] };
if (!isNullPointer(load({ ...onResult, retType: DataType.External }))) {
  console.error(load({ ...onResult, retType: DataType.String }));
}
process.exit(1);
