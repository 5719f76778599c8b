import { createServer } from "node:net";

/**
 * A loopback port that nobody listens on. Another process can take it before the engine does: about one start in ten thousand,
 * which then fails with "Address already in use" in its error and succeeds when tried again.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
