import { type ClientRequest, type IncomingMessage, request } from "node:http";

export interface StreamTarget {
  readonly url: string;
  readonly secret: string;
  /** Query of the address, e.g. "source=monitor". */
  readonly query: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body under way over a real connection: written to bit by bit while its answers are read. */
export interface OpenStream {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
  /** The next line of the answer; null after the last. */
  nextLine(): Promise<Record<string, unknown> | null>;
  /** All lines that are left. */
  rest(): Promise<readonly Record<string, unknown>[]>;
}

export function openStream({ url, secret, query, headers }: StreamTarget): OpenStream {
  const sent = request(`${url}/v1/touchpoints?${query}`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${secret}`, ...headers },
  });
  sent.on("error", () => undefined); // the server may close first; what it said before is what tests look at
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent
      .once("response", resolve)
      .once("close", () => reject(new Error("the connection was closed without an answer")));
  });
  response.catch(() => undefined);
  const lines = linesOf(response);
  const nextLine = async (): Promise<Record<string, unknown> | null> => (await lines.next()).value ?? null;
  return {
    request: sent,
    response,
    nextLine,
    rest: async () => {
      const rest: Record<string, unknown>[] = [];
      for (let line = await nextLine(); line !== null; line = await nextLine()) rest.push(line);
      return rest;
    },
  };
}

async function* linesOf(response: Promise<IncomingMessage>): AsyncGenerator<Record<string, unknown>> {
  let text = "";
  for await (const piece of (await response).setEncoding("utf8")) {
    text += piece;
    const parts = text.split("\n");
    text = parts.pop()!;
    for (const part of parts) yield JSON.parse(part);
  }
  if (text !== "") throw new Error(`every line must end with a line feed, but this does not: ${text}`);
}
