import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { FigureCache } from "../../../src/features/benchmarks/figure-cache";
import type { Cache } from "../../../src/platform/cache/cache";
import { MemoryCache } from "../../../src/platform/cache/memory-cache";
import { RedisCache } from "../../../src/platform/cache/redis-cache";
import { createLogger } from "../../../src/platform/logger";
import { testEngines } from "../../support/test-engines";

const logger = createLogger("fatal");
const { redisUrl } = testEngines();

const kinds: readonly (readonly [string, () => Cache])[] = [
  ["MemoryCache", () => new MemoryCache()],
  ...(redisUrl ? [["RedisCache", () => new RedisCache(redisUrl, logger)] as const] : []),
];

/** What features rely on, whichever cache is behind the port. */
describe.each(kinds)("%s", (_, open) => {
  let cache: Cache;
  const key = (): string => `test:${randomUUID()}`;

  beforeAll(async () => {
    cache = open();
    while (!(await cache.ping())) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  afterAll(() => cache.close());

  it("knows nothing of a key that was not set", async () => {
    expect(await cache.get(key())).toBeNull();
  });

  it("returns what was set last, to the character", async () => {
    const name = key();
    await cache.set(name, "first", 60);
    await cache.set(name, '{"zh":"行业均值","lines":"\\n"}', 60);
    expect(await cache.get(name)).toBe('{"zh":"行业均值","lines":"\\n"}');
  });

  it("forgets when the time is up", async () => {
    const name = key();
    await cache.set(name, "soon gone", 1);
    expect(await cache.get(name)).toBe("soon gone");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await cache.get(name)).toBeNull();
  });

  it("answers a second reader of figures without the store", async () => {
    const figureKey = { organisationId: randomUUID(), benchmarkId: randomUUID(), brandId: 1 };
    const figure = {
      metric: "ASSET_PEOPLE",
      own: 2 / 3,
      numerator: 2n ** 62n,
      denominator: 3n,
      peers: 0,
      standing: null,
    } as const;
    const load = jest.fn(async () => [figure]);
    expect(await new FigureCache(cache).read(figureKey, load)).toEqual([figure]);
    await new Promise((resolve) => setTimeout(resolve, 50)); // what is kept is kept behind the answer
    expect(await new FigureCache(cache).read(figureKey, load)).toEqual([figure]);
    expect(load).toHaveBeenCalledTimes(1);
  });
});

/** A Redis that went away, and one that keeps its connections and falls silent. */
describe.each(["refuses", "hangs"])("a Redis that %s", (kind) => {
  const sockets = new Set<Socket>();
  let isSilent = false;
  let server: Server;
  let cache: Cache;

  beforeAll(async () => {
    // Says PONG to every command, which is all that a connection needs to become ready.
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => {
        if (!isSilent) socket.write("+PONG\r\n".repeat(bytes.toString().split(/^\*\d+\r\n/m).length - 1));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cache = new RedisCache(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`, logger);
    while (!(await cache.ping())) await new Promise((resolve) => setTimeout(resolve, 50));
    isSilent = true;
    if (kind === "hangs") return;
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  afterAll(async () => {
    await cache.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it("costs no figure, and one short wait for many look-ups", async () => {
    const figures = new FigureCache(cache);
    const started = performance.now();
    for (let brandId = 0; brandId < 20; brandId++) {
      expect(await figures.read({ organisationId: "o", benchmarkId: "b", brandId }, async () => [])).toEqual([]);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
