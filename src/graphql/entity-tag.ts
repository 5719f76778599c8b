import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/**
 * Answers of GET /graphql carry a weak entity tag of their body, and a client that has the body already gets 304 without it (RFC
 * 9110, 13.1.2). The work behind the answer is done, so it is never an old one; what is saved is the way and the client's reading.
 * Answers differ by key, so only the client itself may keep them, and it asks again each time.
 */
export function addEntityTags(http: FastifyInstance): void {
  http.addHook("onSend", async (request, reply, payload) => {
    const isQuery = request.method === "GET" && request.routeOptions.url === "/graphql";
    if (!isQuery || reply.statusCode !== 200 || typeof payload !== "string") return payload;
    const tag = `W/"${createHash("sha256").update(payload).digest("base64url").slice(0, 27)}"`;
    reply.header("etag", tag).header("cache-control", "private, no-cache").header("vary", "Authorization, Origin");
    if (!matches(request.headers["if-none-match"], tag)) return payload;
    reply.status(304).removeHeader("content-length").removeHeader("content-type");
    return "";
  });
}

/** Weak comparison: the mark of weakness does not count. */
function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (each: string): string => each.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((each) => opaque(each) === opaque(tag));
}
