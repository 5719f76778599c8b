import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { transformSync } from "@swc/core";

/** A mistake that somebody might make: one place of one file, written otherwise. */
export interface Fault {
  /** Below `src`, without its ending. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

const SRC = resolve(__dirname, "../../src");

/**
 * Loads modules of `src` anew with a fault in one of them. Modules of `folders` see the fault in each other; all else is the
 * real thing. The text must stand in its file exactly once, so that a fault cannot outlive the code that it is about.
 */
export function loadWithFault(fault: Fault, folders: readonly string[]): <T>(module: string) => T {
  const loaded = new Map<string, { exports: unknown }>();
  const isReached = (file: string): boolean => folders.some((folder) => file.startsWith(join(SRC, folder, "/")));
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    const { code } = transformSync(sourceOf(file, fault), {
      filename: file,
      module: { type: "commonjs" },
      jsc: {
        parser: { syntax: "typescript", decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: "es2022",
      },
    });
    const native = createRequire(file);
    const requireFrom = (name: string): unknown => {
      const path = name.startsWith(".") ? join(dirname(file), `${name}.ts`) : null;
      if (path && isReached(path) && existsSync(path)) return load(path);
      return path ? require(existsSync(path) ? path : join(dirname(file), name)) : native(name);
    };
    new Function("module", "exports", "require", code)(module, module.exports, requireFrom);
    return module.exports;
  };
  return <T>(module: string): T => load(join(SRC, `${module}.ts`)) as T;
}

function sourceOf(file: string, fault: Fault): string {
  const source = readFileSync(file, "utf8");
  if (file !== join(SRC, `${fault.file}.ts`)) return source;
  const times = source.split(fault.text).length - 1;
  if (times !== 1) throw new Error(`${fault.file} must hold "${fault.text}" once, but holds it ${times} times.`);
  return source.replace(fault.text, () => fault.instead);
}
