import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Ready in 1 s on an idle machine; recovery of a gigabyte of write-ahead log on a slow disk that others use takes most of this. */
const START_TIMEOUT_MS = 120_000;
const PROBE_EVERY_MS = 20;

/**
 * A fast PostgreSQL shutdown writes one checkpoint, 256 MB at most. Past that it is told to quit at once, which costs the next
 * start a recovery and nothing else. The sum stays below 10 s, the time in which the engines must follow their owner.
 */
const END_STEPS: readonly { readonly waitMs: number; readonly signal: NodeJS.Signals }[] = [
  { waitMs: 5_000, signal: "SIGQUIT" },
  { waitMs: 2_000, signal: "SIGKILL" },
];

const TAIL_LINES = 15;

/** A running engine: a child that serves until its standard input closes. */
export interface EngineProcess {
  readonly name: string;
  readonly logFile: string;
  readonly child: ChildProcess;
  /** Resolves with the reason ("exit code 1", "signal SIGKILL") and never rejects. */
  readonly ended: Promise<string>;
}

export function engineProcess(name: string, child: ChildProcess, logFile: string): EngineProcess {
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  // The pipe breaks when the engine ends before us; `ended` reports that.
  child.stdin?.on("error", () => undefined);
  return { name, logFile, child, ended };
}

/** Resolves when `answers` is true; rejects with the end of the log when the engine ends or takes too long. */
export async function waitUntilServing(engine: EngineProcess, answers: () => Promise<boolean>): Promise<void> {
  const stop = new AbortController();
  const failure = await Promise.race([
    probe(answers, stop.signal).then(() => undefined),
    engine.ended.then((reason) => `it ended with ${reason}`),
    delay(START_TIMEOUT_MS, "no answer", { signal: stop.signal, ref: false }),
  ]).finally(() => stop.abort());
  if (failure === undefined) return;
  throw new Error(
    `${engine.name} must answer within ${START_TIMEOUT_MS / 1000} s, but got: ${failure}. The end of ${engine.logFile}:\n${await logTail(engine.logFile)}`,
  );
}

async function probe(answers: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await answers())) await delay(PROBE_EVERY_MS);
}

export async function endEngine(engine: EngineProcess): Promise<void> {
  engine.child.stdin?.end();
  for (const { waitMs, signal } of END_STEPS) {
    if (await endsWithin(engine, waitMs)) return;
    engine.child.kill(signal);
  }
  await engine.ended;
}

async function endsWithin(engine: EngineProcess, waitMs: number): Promise<boolean> {
  const stop = new AbortController();
  const late = delay(waitMs, false, { signal: stop.signal }).catch(() => false);
  return Promise.race([engine.ended.then(() => true), late]).finally(() => stop.abort());
}

/** The last lines of a log without ClickHouse's numbered stack frames, which would push out the sentence that matters. */
export async function logTail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\d+\. /.test(line));
  return lines.slice(-TAIL_LINES).join("\n");
}
