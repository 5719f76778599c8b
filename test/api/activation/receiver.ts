import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly key: string;
  readonly isSigned: (secret: string) => boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a receiver reads what it was sent
  readonly body: any;
}

/** A partner's receiver of webhooks: it takes what is new by its Idempotency-Key, and answers as a test tells it to. */
export class Receiver {
  /** All that it was sent, also what it refused or had before. */
  readonly calls: Received[] = [];
  /** By Idempotency-Key. */
  readonly taken = new Map<string, Received>();
  /** Status for a call; DROP: it takes the call and the answer is lost; HANG: it never answers. */
  answer: (call: Received) => number | "DROP" | "HANG" = () => 200;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const call = read(request.headers, Buffer.concat(pieces));
      receiver.calls.push(call);
      const status = receiver.answer(call);
      if (status === 200 || status === "DROP") receiver.taken.set(call.key, call);
      if (status === "HANG") return;
      if (status === "DROP") response.destroy();
      else
        response.writeHead(status).end(JSON.stringify({ matched: (call.body.ids?.length ?? 0) - 1, said: call.body }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/audiences`;
  }

  /** Ids of the chunks that it took of an operation. */
  ids(operation: "ADD" | "REMOVE"): readonly string[] {
    const chunks = [...this.taken.values()].filter(
      ({ body }) => body.event === "chunk" && body.operation === operation,
    );
    return chunks.flatMap(({ body }) => body.ids);
  }

  forget(): void {
    this.calls.length = 0;
    this.taken.clear();
    this.answer = () => 200;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function read(headers: IncomingHttpHeaders, bytes: Buffer): Received {
  const [, seconds, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-valuegraph-signature"])) ?? [];
  const isSigned = (secret: string): boolean =>
    createHmac("sha256", secret).update(`${seconds}.`).update(bytes).digest("hex") === digest;
  return { key: String(headers["idempotency-key"]), isSigned, body: JSON.parse(bytes.toString()) };
}
