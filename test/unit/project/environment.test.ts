import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentVariables } from "../../../src/config";

const root = resolve(__dirname, "../../..");
const composeText = readFileSync(join(root, "docker-compose.yml"), "utf8");
const known = environmentVariables.map(({ name }) => name).sort();

/** Names that start a line `NAME=`, also where the line is commented out because the variable is optional. */
function namesOfExample(): readonly string[] {
  const path = join(root, ".env.example");
  if (!existsSync(path))
    throw new Error(`.env.example must list every variable of src/config.ts, but got no file at ${path}`);
  return unique([...readFileSync(path, "utf8").matchAll(/^(?:# ?)?([A-Z][A-Z0-9_]*)=/gm)]);
}

/** What the compose file hands to our own processes: the shared blocks above `services:`. */
function namesOfContainers(): readonly string[] {
  const shared = composeText.slice(0, composeText.indexOf("\nservices:"));
  return unique([...shared.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)]);
}

/** What the compose file asks of its user, as `${NAME:?…}` or `${NAME:-…}`. */
function namesAskedByCompose(): readonly string[] {
  return unique([...composeText.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)]);
}

function unique(matches: readonly RegExpMatchArray[]): readonly string[] {
  return [...new Set(matches.map((match) => match[1] ?? ""))].sort();
}

describe("environment variables", () => {
  it("are described in one sentence each", () => {
    expect(environmentVariables.filter(({ description }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
  });

  it("all reach the containers, and no other name does", () => {
    expect(namesOfContainers()).toEqual(known);
  });

  it("are listed in .env.example, with what docker-compose.yml asks besides, and nothing else is", () => {
    expect(namesOfExample()).toEqual([...new Set([...known, ...namesAskedByCompose()])].sort());
  });
});

describe("docker-compose.yml", () => {
  it("holds no password or key of its own: each must be set", () => {
    const secrets = [...composeText.matchAll(/\$\{(\w*(?:PASSWORD|KEY))(:?[?-]?)/g)];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((match) => match[2] !== ":?").map((match) => match[0])).toEqual([]);
    expect(composeText).not.toMatch(/^ +\w*(PASSWORD|KEY): (?!\$\{)/m);
    expect(composeText).not.toMatch(/:\/\/\w+:(?!\$\{)[^@\s]+@/);
  });

  it("publishes on the loopback interface only", () => {
    const published = [...composeText.matchAll(/^ +- "(\S+:\d+)"$/gm)].map((match) => match[1] ?? "");
    expect(published.length).toBeGreaterThanOrEqual(4);
    expect(published.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });
});
