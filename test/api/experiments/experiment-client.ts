import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestApp } from "../../support/test-app";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

const DOCUMENT = document("experiments");
const PARTS = DOCUMENT.split(/\n(?=query|mutation|fragment)/);

/** One operation of the document with the fragments that it uses. */
function operation(name: string): string {
  const wanted = [PARTS.find((part) => new RegExp(`^(query|mutation) ${name}\\(`).test(part))!];
  for (const part of PARTS.filter((one) => one.startsWith("fragment"))) {
    const fragment = /^fragment (\w+)/.exec(part)![1];
    if (wanted.some((text) => text.includes(`...${fragment}`))) wanted.push(part);
  }
  return wanted.join("\n");
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
type Shape = any;

/** What an ad-ops tool does with experiments, by the document of this folder. */
export class ExperimentClient {
  constructor(
    private readonly test: TestApp,
    private readonly key: string,
  ) {}

  /** The answer of one operation's only field; errors are thrown. */
  async run(name: string, variables: object): Promise<Shape> {
    const { data, errors } = await this.test.query(this.key, operation(name), variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0];
  }

  async readOut(id: string, asOf?: string): Promise<Shape> {
    return (await this.run("ReadOut", { id, asOf })).readOut;
  }

  /** Makes an experiment that must not be refused. */
  async create(input: object): Promise<Shape> {
    const { experiment, userErrors } = await this.run("Create", { input });
    if (!experiment) throw new Error(JSON.stringify(userErrors));
    return experiment;
  }

  /** Starts it at whatever power, and waits for its arms. */
  async start(id: string, input: object = {}): Promise<Shape> {
    const answer = await this.run("Start", { id, version: 1, input: { acceptsLowPower: true, ...input } });
    if (!answer.experiment) throw new Error(JSON.stringify(answer.userErrors));
    if (answer.run) {
      const run = await this.test.waitForRun(this.key, answer.run.id);
      if (run.status !== "SUCCEEDED") throw new Error(JSON.stringify(run));
    }
    return answer.experiment;
  }
}
