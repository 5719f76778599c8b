import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import type { Socket } from "node:net";
import { join, resolve } from "node:path";
import type { DataFolder } from "./data-folder";
import type { Endpoints } from "./endpoints";
import type { EngineSelection, SupervisorOrder, SupervisorReport } from "./supervisor-report";

/** The supervisor as its owner sees it. */
export interface SupervisorChild {
  /** Resolves once it alone serves the folder. Both promises reject with what went wrong when it ends before. */
  readonly locked: Promise<true>;
  readonly ready: Promise<Endpoints>;
  end(): Promise<void>;
}

export interface SupervisorStart {
  readonly folder: DataFolder;
  readonly engines: EngineSelection;
  readonly log: (sentence: string) => void;
}

export function startSupervisor({ folder, engines, log }: SupervisorStart): SupervisorChild {
  const child = spawnSupervisor(folder, { dataDir: folder.root, engines });
  let isServing = false;
  let reason: string | undefined;
  child.on("message", (report: SupervisorReport) => {
    if (report.kind === "said") log(report.sentence);
    if (report.kind === "failed") reason = report.reason;
    if (report.kind === "ready") {
      isServing = true;
      letOwnerEnd(child);
    }
  });
  const ended = new Promise<Error>((resolve) => {
    child.once("error", resolve);
    // Not "exit", which can come before the last report has been read.
    child.once("close", (code, signal) => {
      resolve(
        new Error(
          reason ??
            `The supervisor of ${folder.root} must serve until it is told to end, but got: ${signal ?? `exit code ${code}`}.`,
        ),
      );
    });
  });
  void ended.then((error) => {
    if (isServing) log(`The embedded engines have ended. ${error.message}`);
  });
  return {
    locked: reported(child, ended, (report) => (report.kind === "locked" ? true : undefined)),
    ready: reported(child, ended, (report) => (report.kind === "ready" ? report.endpoints : undefined)),
    async end(): Promise<void> {
      isServing = false;
      child.ref();
      child.channel?.ref();
      child.stdin?.end();
      await ended;
    },
  };
}

function spawnSupervisor(folder: DataFolder, order: SupervisorOrder): ChildProcess {
  const errors = openSync(join(folder.logs, "supervisor.log"), "a", 0o600);
  const child = spawn(process.execPath, [findSupervisorScript(), JSON.stringify(order)], {
    cwd: folder.root,
    // A session of its own: Ctrl-C in a terminal is for the owner, which drains and then closes the engines.
    detached: true,
    stdio: ["pipe", "ignore", errors, "ipc"],
  });
  closeSync(errors);
  // The pipe breaks when the supervisor ends first; its exit reports that.
  child.stdin?.on("error", () => undefined);
  return child;
}

/** Engines that serve do not keep a process alive that has nothing else to do. */
function letOwnerEnd(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  (child.stdin as Socket | null)?.unref();
}

/** The first defined answer of `read` to a report. */
function reported<T>(
  child: ChildProcess,
  ended: Promise<Error>,
  read: (report: SupervisorReport) => T | undefined,
): Promise<T> {
  const promise = new Promise<T>((resolve, reject) => {
    child.on("message", (report: SupervisorReport) => {
      const answer = read(report);
      if (answer !== undefined) resolve(answer);
    });
    void ended.then(reject);
  });
  // The owner waits for one report after the other; a failure before it waits must not end the process.
  promise.catch(() => undefined);
  return promise;
}

/** Beside this file when compiled; from TypeScript sources (tests) the build's. */
function findSupervisorScript(): string {
  const compiled = [join(__dirname, "supervisor.js"), resolve(__dirname, "../../dist/src/embedded/supervisor.js")];
  const script = compiled.find(existsSync);
  if (script === undefined) {
    throw new Error(
      `The embedded engines must run compiled code, but got none in ${compiled.join(" or ")}. Run \`npm run build\`.`,
    );
  }
  return script;
}
