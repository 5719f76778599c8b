import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePort } from "../../src/embedded/free-port";

/** Whether this machine has a Redis to start; without one the tests that break it are skipped by name. */
export const hasRedis = ((): boolean => {
  try {
    execFileSync("redis-server", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

/** A Redis of a test's own, which it may hang and kill. */
export interface OwnRedis {
  readonly url: string;
  /** Keeps its connections and falls silent. */
  hang(): void;
  wake(): void;
  kill(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  restart(): Promise<void>;
}

export async function openOwnRedis(): Promise<OwnRedis> {
  const port = await findFreePort();
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    for await (const text of child.stdout!) if (String(text).includes("Ready to accept connections")) break;
    child.stdout!.resume();
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    hang: () => child.kill("SIGSTOP"),
    wake: () => child.kill("SIGCONT"),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    restart: start,
  };
}
