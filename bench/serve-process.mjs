import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const { findFreePort } = createRequire(import.meta.url)("../dist/src/embedded/free-port.js");
const program = fileURLToPath(new URL("../dist/src/main.js", import.meta.url));
const PATIENCE_MS = 60_000;

/** `valuegraph serve` as a process of its own, with a key of the role; one that may send touchpoints unless given. */
export async function serve({ dataDir }, { role = "INTEGRATION", env: more = {} } = {}) {
  const port = await findFreePort();
  const env = { ...process.env, ...more, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: "warn" };
  const key = createKey({ dataDir }, role, more);
  const options = process.env.BENCH_NODE_OPTIONS?.match(/\S+/g) ?? [];
  const child = spawn(process.execPath, [...options, program, "serve"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; ; waited += 100) {
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) break;
    if (waited > PATIENCE_MS) throw new Error(`${url} must be ready within ${PATIENCE_MS / 1000} s, but is not`);
    await sleep(100);
  }
  return {
    url,
    pid: child.pid,
    headers: { authorization: `Bearer ${key}` },
    close: () => ended(child),
  };
}

/** A further key of the bench's organisation. */
export function createKey({ dataDir }, role, more = {}) {
  const env = { ...process.env, ...more, DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  return execFileSync(process.execPath, [program, "create-key", "--name", "bench", "--role", role], { env })
    .toString()
    .trim();
}

/** `valuegraph worker` beside it. */
export function work({ dataDir }, more = {}) {
  const env = { ...process.env, ...more, DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, [program, "worker"], { env, stdio: ["ignore", "ignore", "inherit"] });
  return { pid: child.pid, close: () => ended(child) };
}

const ended = (child) =>
  new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
