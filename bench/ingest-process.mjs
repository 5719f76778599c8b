import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SAMPLE_MS = 250;
/** Of /proc/PID/stat; Linux tells programs 100 on every platform. */
const TICKS_PER_SECOND = 100;
/** As `npm run valuegraph` starts it: package.json says with which options. */
const { scripts } = JSON.parse(readFileSync(here("../package.json"), "utf8"));
const shipped = scripts.valuegraph.match(/--max-semi-space-size=\d+/g) ?? [];
/** BENCH_NODE_OPTIONS adds to them, e.g. `--cpu-prof --cpu-prof-dir=/tmp/profile`. */
const nodeOptions = [...shipped, ...(process.env.BENCH_NODE_OPTIONS?.match(/\S+/g) ?? [])];

/** What Linux tells of a process: bytes of memory, seconds of CPU; null where there is no /proc. */
export function usageOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)[1]) * 1024;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user, system] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12);
    return { peak: bytes("VmHWM"), now: bytes("VmRSS"), cpu: (Number(user) + Number(system)) / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

/** `valuegraph ingest` of the built program as a process of its own: seconds from its start to its end, and its memory. */
export async function ingestFile({ dataDir }, path) {
  const command = [here("../dist/src/main.js"), "ingest", "--mapping", here("mapping.json"), path];
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, ...command], {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", process.stderr.isTTY ? "inherit" : "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr?.on("data", (text) => {
    output += text;
  });
  const memory = [];
  const sample = () => {
    const taken = usageOf(child.pid);
    if (taken) memory.push({ second: (performance.now() - began) / 1000, ...taken });
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const code = await new Promise((resolve) => {
    child.once("close", resolve);
  });
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`ingest must succeed, but ended with ${code}: ${output}`);
  const last = memory.at(-1);
  return { seconds, memory, cpu: last?.cpu ?? Number.NaN, peak: last?.peak ?? Number.NaN };
}
