import { execFileSync } from "node:child_process";

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

function list(): readonly Row[] {
  const text = execFileSync("ps", ["-axo", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), state: state!, command: command! }] : [];
  });
}

/** Children, grandchildren and so on. */
export function descendantsOf(pid: number): readonly Row[] {
  const rows = list();
  const below = (parent: number): readonly Row[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

/** Of these, the ones that still run. A zombie has ended: who reaps it is the business of process 1. */
export function stillRunning(pids: readonly number[]): readonly Row[] {
  return list().filter((row) => pids.includes(row.pid) && !row.state.startsWith("Z"));
}
