import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, TestApp } from "../../../support/test-app";
import type { AudienceFixture } from "../audience-fixture";

export const packDocument = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

const CHANGES = packDocument("change-pack");
const FRAGMENTS = CHANGES.slice(CHANGES.indexOf("fragment State"));
const CHANGE = new Map(
  CHANGES.split(/\n(?=mutation|fragment)/).map((part) => [/mutation (\w+)/.exec(part)?.[1], part] as const),
);

export interface PackAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  readonly audiencePack?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly run?: any;
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: readonly string[];
    readonly message: string;
  }[];
}

/** What an ad-ops tool does with packs, by the documents of this folder. */
export class PackClient {
  constructor(
    private readonly test: TestApp,
    private readonly fixture: AudienceFixture,
  ) {}

  /** Runs one mutation of change-pack.graphql; fragments that it does not use are left out. */
  async change(name: string, variables: object, key = this.fixture.organisation.keys.AD_OPS): Promise<PackAnswer> {
    const mutation = CHANGE.get(name)!;
    const fragments = FRAGMENTS.split(/\n(?=fragment)/).filter((text) =>
      mutation.includes(`...${/fragment (\w+)/.exec(text)![1]}`),
    );
    const { data, errors } = await this.test.query(key, [mutation, ...fragments].join("\n"), variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data)[0] as PackAnswer;
  }

  ask(document: string, variables: object, key = this.fixture.organisation.keys.AD_OPS): Promise<Answer> {
    return this.test.query(key, packDocument(document), variables);
  }

  async read(id: string): Promise<Answer["data"]> {
    const { data, errors } = await this.ask("read-pack", { id });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.node;
  }
}
