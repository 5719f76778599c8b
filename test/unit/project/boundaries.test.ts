import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { allowedEdges, brokenEdges, type Edge, loop } from "./boundary-edges";

const root = resolve(__dirname, "../../..");
const configPath = join(root, ".dependency-cruiser.cjs");
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

/** One run of the cruiser: 2 s alone on 2 cores, several times that beside a full test run. */
const TIMEOUT_MS = 60_000;

const manifest = {
  name: "fixture",
  dependencies: { "decimal.js": "*", roaring: "*", "type-graphql": "*", typeorm: "*" },
  optionalDependencies: { chdb: "*" },
  devDependencies: { "dev-tool": "*" },
};

describe("who may import whom", () => {
  let folder: string;
  let violations: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "boundaries-"));
    writeTree(folder, [...brokenEdges, ...allowedEdges]);
    violations = cruise(folder);
  }, TIMEOUT_MS);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("breaks every rule at the import that is meant to break it, and at no other", () => {
    const expected = brokenEdges.flatMap(({ rules, from, to }) => rules.map((rule) => violation(rule, from, to)));
    expect(violations).toEqual(expected.sort());
  });

  it("has a broken import for every rule", () => {
    const tested = new Set(brokenEdges.flatMap(({ rules }) => rules));
    expect(forbidden().map((rule) => rule.name)).toEqual(expect.arrayContaining([...tested]));
    expect(forbidden().filter((rule) => !tested.has(rule.name))).toEqual([]);
  });

  it("says in one sentence why, for every rule", () => {
    expect(forbidden().filter((rule) => !/^\w([^.]|\.ts)+\.$/.test(rule.comment))).toEqual([]);
  });

  it("makes every rule an error", () => {
    expect(forbidden().filter((rule) => rule.severity !== "error")).toEqual([]);
  });
});

describe("the layout of src", () => {
  it("has only files and folders that the rules know", () => {
    const known =
      /^(main|app|addresses|config|entities|migrate|schema)\.ts$|^(composition|engines|features|graphql|platform|embedded|connectors|cli|demo)$/;
    expect(readdirSync(join(root, "src")).filter((entry) => !known.test(entry))).toEqual([]);
  });

  it("has only features that have their place in the loop", () => {
    const places: readonly string[] = loop;
    expect(readdirSync(join(root, "src/features")).filter((entry) => !places.includes(entry))).toEqual([]);
  });
});

interface Rule {
  readonly name: string;
  readonly severity: string;
  readonly comment: string;
}

function forbidden(): readonly Rule[] {
  return (require(configPath) as { readonly forbidden: readonly Rule[] }).forbidden;
}

function violation(rule: string, from: string, to: string): string {
  return `${rule}: ${from} -> ${to}`;
}

/** Cruises the folder as `npm run check:boundaries` does the project; packages come back by their names. */
function cruise(cwd: string): readonly string[] {
  const options = ["src", "migrations", "--config", configPath, "--output-type", "json"];
  const answer = JSON.parse(execFileSync(process.execPath, [cruiser, ...options], { cwd, encoding: "utf8" })) as {
    readonly summary: { readonly violations: readonly { rule: { name: string }; from: string; to: string }[] };
  };
  return answer.summary.violations.map(({ rule, from, to }) => violation(rule.name, from, name(to))).sort();
}

function name(resolved: string): string {
  if (resolved === "fs") return "node:fs";
  return /node_modules\/(.+)\/index\.js$/.exec(resolved)?.[1] ?? resolved;
}

function writeTree(folder: string, edges: readonly Edge[]): void {
  const sources = new Map<string, string[]>();
  for (const { from, to, typeOnly } of edges) {
    const isFile = to.endsWith(".ts");
    const specifier = isFile ? `./${relative(dirname(from), to).replace(/\.ts$/, "")}` : to;
    const line = typeOnly ? `import type {} from "${specifier}";` : `import "${specifier}";`;
    sources.set(from, [...(sources.get(from) ?? []), line]);
    if (isFile && !sources.has(to)) sources.set(to, []);
  }
  for (const [path, lines] of sources) write(join(folder, path), `${lines.join("\n")}\nexport {};\n`);
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })) {
    write(join(folder, "node_modules", dependency, "index.js"), "");
    write(join(folder, "node_modules", dependency, "package.json"), JSON.stringify({ name: dependency }));
  }
  write(join(folder, "package.json"), JSON.stringify(manifest));
  write(join(folder, "tsconfig.json"), "{}");
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
