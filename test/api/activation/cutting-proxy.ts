import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: BEFORE, it is lost; AFTER, it arrives and the answer is lost. */
export type Cut = "BEFORE" | "AFTER" | null;

/** Stands in front of an HTTP server and cuts connections as a test tells it to. */
export class CuttingProxy {
  /** Method and path with query of all requests. */
  readonly asked: string[] = [];
  cut: (request: string) => Cut = () => null;

  private constructor(private readonly server: Server) {}

  static async open(port: number): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server);
    server.on("request", (incoming, outgoing) => {
      const name = `${incoming.method} ${incoming.url}`;
      proxy.asked.push(name);
      const cut = proxy.cut(name);
      if (cut === "BEFORE") {
        incoming.socket.destroy();
        return;
      }
      const { method, url: path, headers } = incoming;
      const forwarded = send({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
        if (cut === "AFTER") {
          answer.resume().on("end", () => outgoing.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.on("error", () => outgoing.destroy());
      incoming.pipe(forwarded);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
