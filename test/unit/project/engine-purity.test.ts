import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findImpureCalls } from "./find-impure-calls";

const engines = resolve(__dirname, "../../../src/engines");

describe("findImpureCalls", () => {
  it.each([
    "Date.now()",
    "const clock = Date.now",
    "Math.random()",
    "globalThis.Math.random()",
    "performance.now()",
    "new Date()",
    "new Date",
    "Date()",
    "randomUUID()",
    "process.hrtime.bigint()",
    "setTimeout(run, 1)",
  ])("finds %s", (expression) => {
    expect(findImpureCalls(`\n${expression};`)).toHaveLength(1);
  });

  it("says where", () => {
    expect(findImpureCalls("const a = 1;\nconst b = [Math.random()];")).toEqual(["2: Math.random"]);
  });

  it.each(["new Date(0)", "Date.parse(text)", "Math.max(1, 2)", "random.next()", "// Date.now()", '"Date.now()"'])(
    "lets %s pass",
    (expression) => {
      expect(findImpureCalls(expression)).toEqual([]);
    },
  );
});

it("engines read no clock and draw no random number: both are passed in", () => {
  const paths = readdirSync(engines, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const offences = paths.flatMap((path) =>
    findImpureCalls(readFileSync(join(engines, path), "utf8")).map((offence) => `src/engines/${path}:${offence}`),
  );
  expect(paths).not.toEqual([]);
  expect(offences).toEqual([]);
});
