import { once } from "node:events";
import { connect } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import type { SealedTouchpoint } from "../../../../src/features/touchpoints/seal-touchpoint";
import type { TouchpointService } from "../../../../src/features/touchpoints/touchpoint.service";
import { addStreamRoute } from "../../../../src/features/touchpoints/touchpoint-stream.route";
import { httpErrorHandler } from "../../../../src/graphql/http-errors";
import { createLogger } from "../../../../src/platform/logger";
import type { RequestContext } from "../../../../src/platform/request-context";

/** What is told of as many duplicates, about 20 MB, is more than the buffers of a connection hold. */
const ROWS = 150_000;

/** Stores that know every row already. */
const touchpoints: Pick<TouchpointService, "findOwnSource" | "sealer" | "commitRows"> = {
  findOwnSource: async () => ({ id: 1, organisationId: "", code: "monitor", name: "", visibility: "CLOUD" }),
  sealer: async () => (draft) => draft as unknown as SealedTouchpoint,
  commitRows: async (_context, _source, { rows: { length } }) => ({
    outcomes: Array.from({ length }, () => "DUPLICATE"),
    counts: { received: length, accepted: 0, duplicates: length, conflicts: 0, rejected: 0 },
    refused: new Map(),
    isStopRequested: false,
  }),
};

let http: FastifyInstance;
let port: number;

beforeAll(async () => {
  http = fastify();
  http.setErrorHandler(httpErrorHandler(createLogger("silent")));
  addStreamRoute({
    http,
    contextOf: async () => ({ permissions: new Set(["INGEST_TOUCHPOINTS"]) }) as unknown as RequestContext,
    draining: new AbortController().signal,
    touchpoints: touchpoints as TouchpointService,
  });
  port = Number(new URL(await http.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterAll(() => http.close());

/** Writes all, and reads nothing before the last byte is gone. */
async function sendThenRead(query: string, body: string): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.pause();
  const head = ["Host: valuegraph", "Content-Type: application/x-ndjson", "Connection: close"];
  socket.write(
    `POST /v1/touchpoints?${query} HTTP/1.1\r\n${head.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
  );
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.write(body, () => resolve());
  });
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  socket.resume();
  await once(socket, "end");
  return answer;
}

it("replays a large body when it asks for problems only: the counts tell of the duplicates", async () => {
  const rows = Array.from({ length: ROWS }, (_, place) =>
    JSON.stringify({
      eventId: `event-${place}`.padEnd(60, "e"),
      occurredAt: "2025-11-11T00:00:00Z",
      action: "CLICK",
      platform: "JD",
      site: "ON_SITE",
      identities: [{ namespace: "JD_PIN", value: "0".repeat(64) }],
    }),
  );
  const answer = await sendThenRead("source=monitor&rows=problems", `${rows.join("\n")}\n`);
  expect(answer).toContain(`"done":true,"accepted":0,"duplicates":${ROWS},"conflicts":0,"rejected":0`);
  expect(answer).not.toContain('"outcome"');
});

it("may ask for all rows or for problems", async () => {
  expect(await sendThenRead("source=monitor&rows=none", "{}\n")).toContain(
    '{"code":"BAD_REQUEST","message":"rows must be all or problems, but got none."}',
  );
});
