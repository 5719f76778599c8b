import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { openStream } from "./support/open-stream";

let test: TestApp;
let organisation: TestOrganisation;
let code: string;
let source: string;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  organisation = await test.addOrganisation("shop");
  await addCatalogue(test, organisation.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(() => test.close());
beforeEach(async () => {
  code = `monitor-${Math.floor(Math.random() * 1e9)}`;
  source = await addSource(test, organisation.keys.OPERATOR, code);
});

const line = (event: number): string =>
  `${JSON.stringify({
    eventId: `e${event}`,
    occurredAt: "2025-11-11T00:00:00+08:00",
    action: "IMPRESSION",
    platform: "DOUYIN",
    site: "OFF_SITE",
    identities: [{ namespace: "JD_PIN", value: event.toString(16).padStart(64, "0") }],
  })}\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join("");

const open = (headers: Record<string, string> = {}, secret = organisation.keys.INTEGRATION) =>
  openStream({ url: test.url, secret, query: `source=${code}`, headers });

const storedEvents = async (): Promise<readonly string[]> => {
  const answer = await test.app.clickhouse.query({
    query:
      "SELECT event_id FROM touchpoint FINAL WHERE source_id = {number:UInt32} ORDER BY toUInt32(substring(event_id, 2))",
    query_params: { number: numberOf(source) },
    format: "JSONCompactEachRow",
  });
  return (await answer.json<[string]>()).map(([id]) => id);
};
const events = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => `e${from + i}`);

const NOTHING = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 };

describe("refused before anything is read", () => {
  const refused = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${test.url}${path}`, { method: "POST", headers, body: line(1) });
    return { status: response.status, body: await response.json() };
  };
  const ndjson = { "content-type": "application/x-ndjson" };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  it("without a key, and with one that may not send touchpoints", async () => {
    expect(await refused(`/v1/touchpoints?source=${code}`, ndjson)).toEqual({
      status: 401,
      body: {
        code: "UNAUTHENTICATED",
        message: 'Requests must carry "Authorization: Bearer <access key>", but got no Authorization header.',
      },
    });
    expect(
      await refused(`/v1/touchpoints?source=${code}`, { ...ndjson, ...bearer(organisation.keys.PARTNER) }),
    ).toEqual({
      status: 403,
      body: { code: "FORBIDDEN", message: "The key's role must hold INGEST_TOUCHPOINTS, but PARTNER does not." },
    });
  });

  it("without a source, with none that the organisation has, and with no id", async () => {
    const headers = { ...ndjson, ...bearer(organisation.keys.INTEGRATION) };
    expect(await refused("/v1/touchpoints", headers)).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    expect(await refused("/v1/touchpoints?sourceId=nonsense", headers)).toMatchObject({
      status: 400,
      body: { code: "INVALID_ID" },
    });
    expect(await refused("/v1/touchpoints?source=nobody", headers)).toEqual({
      status: 404,
      body: {
        code: "NOT_FOUND",
        message: "source must name a source of this organisation; make one with createTouchpointSource.",
      },
    });
    const stranger = await test.addOrganisation(`stranger-${Math.floor(Math.random() * 1e9)}`);
    const foreign = { ...ndjson, ...bearer(stranger.keys.INTEGRATION) };
    expect(await refused(`/v1/touchpoints?sourceId=${source}`, foreign)).toMatchObject({ status: 404 });
  });

  it("another type, another encoding, and a length beyond the bound", async () => {
    const headers = bearer(organisation.keys.INTEGRATION);
    expect(
      await refused(`/v1/touchpoints?source=${code}`, { ...headers, "content-type": "application/json" }),
    ).toMatchObject({ status: 415, body: { code: "UNSUPPORTED_MEDIA_TYPE" } });
    expect(
      await refused(`/v1/touchpoints?source=${code}`, { ...headers, ...ndjson, "content-encoding": "br" }),
    ).toMatchObject({ status: 415, body: { message: "Content-Encoding must be gzip or absent, but got br." } });

    const stream = open({ "content-length": String(3 * 1024 ** 3) });
    stream.request.flushHeaders();
    const response = await stream.response;
    expect(response.statusCode).toBe(413);
    expect(JSON.parse(String((await response.toArray())[0]))).toEqual({
      code: "PAYLOAD_TOO_LARGE",
      message: "A body must have at most 2147483648 bytes, but Content-Length says 3221225472; send several.",
    });
    stream.request.destroy();
    expect(await storedEvents()).toEqual([]);
  });

  it("and cut off when it goes on sending: first it gets its answer, then its connection ends", async () => {
    const stream = open({}, "vg_unknown");
    const closed = once(stream.request, "close", { signal: AbortSignal.timeout(30_000) });
    closed.catch(() => undefined); // awaited below, where the test has not failed before
    const writing = setInterval(() => stream.request.write(lines(0, 100)), 20);
    try {
      const response = await stream.response;
      expect(response.statusCode).toBe(401);
      expect(JSON.parse(String((await response.toArray())[0]))).toMatchObject({ code: "UNAUTHENTICATED" });
      await closed;
    } finally {
      clearInterval(writing);
      stream.request.destroy();
    }
  });

  it("a GraphQL body of more than 4 MB", async () => {
    const response = await fetch(`${test.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...bearer(organisation.keys.INTEGRATION) },
      body: JSON.stringify({ query: "{ viewer { permissions } }", variables: { padding: "x".repeat(4 * 1024 ** 2) } }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      errors: [{ message: "Request body is too large", extensions: { code: "PAYLOAD_TOO_LARGE" } }],
    });
  });
});

describe("broken off", () => {
  it("in the middle of gzip: the good lines go in, and the last line says where it ended", async () => {
    const whole = gzipSync(lines(0, 800));
    const stream = open({ "content-encoding": "gzip" });
    stream.request.end(whole.subarray(0, Math.floor(whole.length * 0.7)));
    const answers = await stream.rest();
    const last = answers.at(-1) as { readonly error: { readonly line: number } };
    expect(last).toEqual({
      done: false,
      ...NOTHING,
      accepted: last.error.line,
      error: {
        code: "GZIP_TRUNCATED",
        message: "The gzip stream must be whole with nothing behind it, but breaks off; send the rest again.",
        line: last.error.line,
      },
    });
    expect(last.error.line).toBeGreaterThan(400);
    expect(last.error.line).toBeLessThan(800);
    expect(await storedEvents()).toEqual(events(0, last.error.line));
  });

  it("by what is no gzip at all", async () => {
    const stream = open({ "content-encoding": "gzip" });
    stream.request.end(lines(0, 5));
    expect(await stream.rest()).toMatchObject([{ done: false, ...NOTHING, error: { code: "GZIP_DAMAGED", line: 0 } }]);
  });

  it("by a client that goes away: whole lines are in, and what is left is taken when it comes again", async () => {
    const stream = open();
    stream.request.write(lines(0, 40) + line(40).slice(0, 50));
    expect(await stream.nextLine()).toMatchObject({ chunk: 1, accepted: 40 });
    stream.request.write(`${line(40).slice(50)}${line(41)}${line(42).slice(0, 30)}`);
    stream.request.destroy();
    const again = open();
    again.request.end(lines(0, 60));
    const { accepted, duplicates } = (await again.rest()).at(-1) as { accepted: number; duplicates: number };
    expect(accepted + duplicates).toBe(60);
    expect(await storedEvents()).toEqual(events(0, 60));
  });
});

describe("draining", () => {
  it("ends running streams after their chunk and says where to go on", async () => {
    const own = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
    const shop = await own.addOrganisation("shop");
    await addSource(own, shop.keys.OPERATOR, "monitor");
    const stream = openStream({ url: own.url, secret: shop.keys.INTEGRATION, query: "source=monitor" });
    stream.request.write(lines(0, 10));
    expect(await stream.nextLine()).toMatchObject({ chunk: 1, accepted: 10 });
    stream.request.write(lines(10, 15));
    const closed = once(stream.request, "close", { signal: AbortSignal.timeout(30_000) });
    const closing = own.close();
    const answers = await stream.rest();
    const last = answers.at(-1) as { readonly accepted: number };
    expect([10, 15]).toContain(last.accepted);
    expect(last).toEqual({
      done: false,
      ...NOTHING,
      accepted: last.accepted,
      error: {
        code: "DRAINING",
        message: "This process is about to end; send what follows the line again, it goes elsewhere.",
        line: last.accepted,
      },
    });
    stream.request.end();
    await Promise.all([closing, closed]);
  });
});
