import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

export interface OwnerUrls {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly clickhouseUrl: string;
}

/** A process of its own that opened the engines of a folder and can be killed. */
export interface OwnerProcess {
  readonly child: ChildProcess;
  readonly urls: OwnerUrls;
  readonly said: readonly string[];
  /** The next sentence after it opened. */
  nextSentence(): Promise<string>;
  close(): Promise<void>;
}

export async function startOwnerProcess(dataDir: string): Promise<OwnerProcess> {
  const child = spawn(process.execPath, [join(__dirname, "open-engines.cjs"), dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const opened = await nextLine(lines);
  if (opened.error !== undefined) throw new Error(opened.error);
  return {
    child,
    urls: opened.urls!,
    said: opened.said!,
    nextSentence: async () => (await nextLine(lines)).said![0]!,
    async close() {
      const exit = once(child, "exit");
      child.stdin.write("close\n");
      const [code] = await exit;
      if (code !== 0) throw new Error(`The owner must end well, but got exit code ${code}`);
    },
  };
}

interface Line {
  readonly urls?: OwnerUrls;
  readonly said?: readonly string[];
  readonly error?: string;
}

async function nextLine(lines: Interface): Promise<Line> {
  const [line] = (await once(lines, "line")) as [string];
  return JSON.parse(line) as Line;
}
