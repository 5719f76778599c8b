import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kind, parse } from "graphql";
import { projectRoot } from "../platform/project-root";

interface UserErrorRow {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly message: string;
}

/** Answers are read as the documents select them; the API's own tests check their shapes. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the document's
export type Answer = any;

/** How often a run is looked at. */
const POLL_MS = 100;

/** Sends the operations of examples/queries over HTTP, as any client would; an unread user error stops it. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly secret: string,
    private readonly operations: ReadonlyMap<string, string>,
  ) {}

  static async open(url: string, secret: string, documents: readonly string[]): Promise<ApiClient> {
    const operations = new Map<string, string>();
    for (const name of documents) {
      const text = await readFile(join(projectRoot, "examples", "queries", `${name}.graphql`), "utf8");
      for (const definition of parse(text).definitions) {
        if (definition.kind === Kind.OPERATION_DEFINITION && definition.name)
          operations.set(definition.name.value, text);
      }
    }
    return new ApiClient(url, secret, operations);
  }

  async send(operationName: string, variables: object): Promise<Answer> {
    const query = this.operations.get(operationName);
    if (!query) throw new Error(`${operationName} must be an operation of examples/queries, but is not`);
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.secret}` },
      body: JSON.stringify({ query, operationName, variables }),
    });
    const answer = (await response.json()) as { data?: Answer; errors?: readonly { message: string }[] };
    if (answer.errors) throw new Error(`${operationName}: ${answer.errors.map((error) => error.message).join(" ")}`);
    for (const field of Object.values(answer.data) as { userErrors?: readonly UserErrorRow[] }[]) {
      const problem = field?.userErrors?.[0];
      if (problem)
        throw new Error(
          `${operationName}: ${problem.code} at ${problem.field?.join(".") ?? "the call"}: ${problem.message}`,
        );
    }
    return answer.data;
  }

  /** Starts a run and waits for its end. */
  async run(operationName: string, variables: object): Promise<string> {
    const [payload] = Object.values(await this.send(operationName, variables)) as { run: { id: string } }[];
    const { id } = payload!.run;
    for (;;) {
      const { node } = await this.send("RunState", { id });
      if (node.status === "SUCCEEDED") return id;
      if (node.status === "FAILED" || node.status === "CANCELLED")
        throw new Error(`${operationName}: ${node.failure.code}: ${node.failure.message}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
