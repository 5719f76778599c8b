import type { FastifyInstance } from "fastify";

/**
 * How long the rest of a body is read and thrown away once its request is answered. Closing at once would reset the
 * connection, and the sender would lose the answer that tells it to stop.
 */
const LINGER_MS = 2_000;

/** Adds paths that read their bodies themselves: a body of any type and length reaches them unread. */
export function addRawRoutes(http: FastifyInstance, add: (scope: FastifyInstance) => void): void {
  http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, body, done) => done(null, body));
    scope.addHook("onResponse", async ({ raw }) => {
      if (raw.complete || raw.destroyed) return;
      // A process that stood still for that long first reads what came meanwhile.
      const cut = setTimeout(() => setImmediate(() => raw.socket.destroy()), LINGER_MS).unref();
      raw.removeAllListeners("data").once("close", () => clearTimeout(cut));
      raw.once("end", () => clearTimeout(cut)).resume();
    });
    add(scope);
  });
}
