import { cpus, loadavg, totalmem } from "node:os";
import { select } from "./engines.mjs";

/** What figures depend on. The load says whether the machine was busy with other work. */
export async function machine({ clickhouse }) {
  const [{ version }] = await select(clickhouse, "SELECT version() AS version");
  return bareMachine(`ClickHouse ${version}; `);
}

/** The same of what needs no engine. */
export function bareMachine(engines = "") {
  const [{ model }] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0].toFixed(1);
  return `${model.trim()}, ${cpus().length} cores, ${gib} GiB; Node ${process.version}; ${engines}load ${load}`;
}
