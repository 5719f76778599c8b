import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const { findFreePort } = createRequire(import.meta.url)("../dist/src/embedded/free-port.js");

/** A Redis that the bench may hang, or null where `redis-server` is not on the PATH. */
export async function openRedis() {
  if (spawnSync("redis-server", ["--version"]).error) return null;
  const port = await findFreePort();
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const text of child.stdout) if (String(text).includes("Ready to accept connections")) break;
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    hang: () => child.kill("SIGSTOP"),
    wake: () => child.kill("SIGCONT"),
    close: () =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.kill("SIGKILL");
      }),
  };
}
