/** A ClickHouse server of a test cluster: the embedded library as in src/embedded/clickhouse-child.ts, with its native listener open to the other nodes. */
const { DataType, load, open } = require("ffi-rs");
const { libchdbPath } = require("chdb/libchdb");

const [configFile] = process.argv.slice(2);
const serve = `
  CREATE DATABASE IF NOT EXISTS valuegraph ENGINE = Atomic;
  SYSTEM START LISTEN HTTP;
  SYSTEM START LISTEN TCP;
  SELECT count() FROM file('-', LineAsString) FORMAT Null;
  SYSTEM KILL`;
const command = ["clickhouse", `--config-file=${configFile}`, `--query=${serve}`];
open({ library: "chdb", path: libchdbPath() });
load({
  library: "chdb",
  funcName: "chdb_query_cmdline",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [command.length, command],
});
process.exit(1);
