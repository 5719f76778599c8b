import { graphql } from "graphql";
import type { App } from "../app";
import type { RequestContext } from "../platform/request-context";

/** Answers are read as the documents select them; the API's own tests check their shapes. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the document's
export type Answer = any;

/** How often a run is looked at. */
const POLL_MS = 100;

const RUN = "query ($id: ID!) { node(id: $id) { ... on Run { status failure { message } } } }";

/** The API without a server in between: a command asks what any client would, on its own behalf. */
export class LocalApi {
  constructor(
    private readonly app: App,
    private readonly contextOf: () => RequestContext,
  ) {}

  async send(source: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const contextValue = this.contextOf();
    const { data, errors } = await graphql({ schema: this.app.schema(), source, variableValues, contextValue });
    if (errors) throw new Error(errors.map(({ message }) => message).join(" "), { cause: errors[0] });
    return data;
  }

  /** Sends a mutation that starts a run, and waits for its success. */
  async run(source: string, variables: Readonly<Record<string, unknown>>): Promise<void> {
    const [payload] = Object.values(await this.send(source, variables)) as Answer[];
    const [problem] = payload.userErrors;
    if (problem) throw new Error(problem.message);
    for (;;) {
      const { node } = await this.send(RUN, { id: payload.run.id });
      if (node.status === "SUCCEEDED") return;
      if (node.status === "FAILED" || node.status === "CANCELLED") throw new Error(node.failure.message);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
