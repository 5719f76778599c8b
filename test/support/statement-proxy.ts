import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A piece as it passes; `connection` numbers the connections in the order they were opened. */
export interface Passing {
  readonly connection: number;
  readonly text: string;
}

/** Answers false of a piece that must not go on. */
type Watch = (passing: Passing) => undefined | false | Promise<undefined | false>;

/** An insert into the table, as it stands in a body or (encoded) in a path. */
export const insertInto = (table: string): RegExp =>
  new RegExp(`INSERT(?: |%20|\\+)INTO(?: |%20|\\+)${table}(?: |%20|\\+)`);

/**
 * Stands between a process and ClickHouse or PostgreSQL and sees every statement with its tag. A piece waits for whoever
 * watches it, and all that follows on its connection waits with it.
 */
export class StatementProxy {
  onRequest: Watch = () => undefined;
  onResponse: Watch = () => undefined;
  private readonly holds = new Set<() => void>();
  private readonly sockets = new Set<Socket>();
  private connections = 0;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  /** In front of the server of the address. */
  static async open(target: string): Promise<StatementProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port: own } = server.address() as AddressInfo;
    const url = Object.assign(new URL(target), { hostname: "127.0.0.1", port: String(own) }).toString();
    const proxy = new StatementProxy(url, server);
    server.on("connection", (client) => proxy.join(client, connect(Number(port), hostname)));
    return proxy;
  }

  /** The first request that matches waits until `release` is called. */
  hold(needle: RegExp): { readonly seen: Promise<void>; readonly release: () => void } {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.holds.add(release);
    const seen = new Promise<void>((resolve) => {
      this.onRequest = async ({ text }) => {
        if (!needle.test(text)) return undefined;
        this.onRequest = () => undefined;
        resolve();
        await released;
        return undefined;
      };
    });
    return { seen, release };
  }

  /** Of a test that ended early: nothing waits any more. */
  letGo(): void {
    this.onRequest = () => undefined;
    for (const release of this.holds) release();
    this.holds.clear();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, "close");
  }

  private join(client: Socket, upstream: Socket): void {
    const connection = this.connections++;
    const pass = (from: Socket, to: Socket, watch: Watch): void => {
      this.sockets.add(from);
      let earlier = Promise.resolve();
      from.on("data", (bytes: Buffer) => {
        earlier = earlier.then(async () => {
          const answer = await watch({ connection, text: bytes.toString("latin1") });
          if (answer !== false && to.writable) to.write(bytes);
        });
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        this.sockets.delete(from);
        void earlier.then(() => to.destroySoon());
      });
    };
    pass(client, upstream, (passing) => this.onRequest(passing));
    pass(upstream, client, (passing) => this.onResponse(passing));
  }
}
