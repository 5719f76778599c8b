import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Client } from "pg";
import { eventually } from "../embedded/support/eventually";
import {
  createEmptyStores,
  createOperatorKey,
  type EmptyStores,
  runValuegraph,
  type Serving,
  startServe,
} from "./support/valuegraph-process";

const BRANDS = "{ viewer { brands { code } } }";

let stores: EmptyStores;
let secret: string;
let owner: Client;

beforeAll(async () => {
  stores = await createEmptyStores();
  secret = await createOperatorKey(stores.env);
  owner = new Client({ connectionString: stores.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await stores.close();
});

let serving: Serving;
const serve = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  serving = await startServe({ ...stores.env, ...env }, secret);
};
afterEach(async () => {
  await serving?.process.stop();
});

/** Keeps every reader of brands waiting until `release`. */
const blockBrands = async (): Promise<{ release(): Promise<void> }> => {
  const blocker = new Client({ connectionString: stores.ownerUrl });
  blocker.on("error", () => undefined); // some tests end every connection
  await blocker.connect();
  await blocker.query("BEGIN");
  await blocker.query("LOCK TABLE brand IN ACCESS EXCLUSIVE MODE");
  return { release: () => blocker.end() };
};

const untilSomebodyWaits = (): Promise<void> =>
  eventually("a statement that waits for the lock", 10_000, async () => {
    const { rows } = await owner.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });

const isListening = async (url: string): Promise<boolean> => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const [event] = await Promise.race([
    once(socket, "connect").then(() => ["connect"]),
    new Promise<string[]>((resolve) => socket.once("error", () => resolve(["error"]))),
  ]);
  socket.destroy();
  return event === "connect";
};

describe("valuegraph serve", () => {
  it("becomes ready on empty databases, and answers a key from create-key", async () => {
    await serve();
    const ready = await fetch(`${serving.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: "ready", unready: [] });
    expect(await serving.query("{ viewer { organisation { code } accessKey { name role } } }")).toEqual({
      data: { viewer: { organisation: { code: "cloud" }, accessKey: { name: "test", role: "OPERATOR" } } },
    });
  });

  it("drains at SIGTERM: no new connection, an answer to who waits, and code 0; a second signal changes nothing", async () => {
    await serve();
    await serving.query(BRANDS);
    const blocked = await blockBrands();
    const answer = serving.query(BRANDS);
    await untilSomebodyWaits();

    serving.process.child.kill("SIGTERM");
    await eventually("a closed port", 5_000, async () => !(await isListening(serving.url)));
    serving.process.child.kill("SIGTERM");
    serving.process.child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(serving.process.isRunning).toBe(true);

    await blocked.release();
    expect(await answer).toEqual({ data: { viewer: { brands: [] } } });
    const released = performance.now();
    const { code, stderr } = await serving.process.ended();
    expect(code).toBe(0);
    expect(performance.now() - released).toBeLessThan(5_000);
    expect(stderr).toContain('"msg":"drained"');
    expect(stderr).not.toContain("was masked");
  });

  it("ends at once when nobody waits, though clients keep their connections", async () => {
    await serve();
    await serving.query(BRANDS);
    const idle = connect(Number(new URL(serving.url).port), "127.0.0.1");
    idle.on("error", () => undefined);
    await once(idle, "connect");
    const signalled = performance.now();
    const { code } = await serving.process.stop();
    idle.destroy();
    expect(code).toBe(0);
    expect(performance.now() - signalled).toBeLessThan(5_000);
  });
});

describe("valuegraph with a bad environment", () => {
  it.each(["serve", "worker", "migrate"])("ends `%s` with code 2 and every problem", async (command) => {
    const { code, stdout, stderr } = await runValuegraph([command], {
      DATABASE_URL: "mysql://host/db",
      PORT: "70000",
      IDENTITY_KEY: "short",
    });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n")).toEqual([
      "The environment must be valid:",
      "  DATABASE_URL: must start with postgres:// or postgresql://, but got mysql://host/db",
      expect.stringMatching(/^ {2}PORT: .*65535/),
      "  IDENTITY_KEY: must have at least 32 characters: generate one with `openssl rand -hex 32`",
    ]);
  });

  it("refuses a role that does not exist", async () => {
    const { code, stdout, stderr } = await runValuegraph(["create-key", "--name", "x", "--role", "KING"], stores.env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(
      "--role must be one of OPERATOR, ADMIN, AD_OPS, PARTNER, BI, INTEGRATION, MONITOR, but got KING.",
    );
  });
});

describe("valuegraph serve when PostgreSQL drops its connections", () => {
  const dropConnections = (): Promise<unknown> =>
    owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );

  const triesUntilAnswer = async (): Promise<number> => {
    for (let tries = 1; tries <= 20; tries++) {
      const { data } = await serving.query(BRANDS);
      if (data) return tries;
    }
    throw new Error("The API must answer within 20 tries, but did not");
  };

  it("goes on, and answers again after two tries at most", async () => {
    await serve();
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 10 }, () => serving.query(BRANDS)));
      await dropConnections();
      expect(await triesUntilAnswer()).toBeLessThanOrEqual(2);
    }
    expect((await fetch(`${serving.url}/readyz`)).status).toBe(200);
    expect(serving.process.isRunning).toBe(true);
  });

  it("masks the error of who was being answered, and goes on", async () => {
    await serve();
    await serving.query(BRANDS);
    const blocked = await blockBrands();
    const answers = Array.from({ length: 5 }, () => serving.query(BRANDS));
    await untilSomebodyWaits();
    await blocked.release().catch(() => undefined);
    await Promise.all(answers);

    const again = await blockBrands();
    const cut = Array.from({ length: 5 }, () => serving.query(BRANDS));
    await untilSomebodyWaits();
    await owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    for (const { errors } of await Promise.all(cut)) {
      expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
      expect(JSON.stringify(errors)).not.toMatch(/terminat|connection/i);
    }
    await again.release();
    expect(await triesUntilAnswer()).toBeLessThanOrEqual(2);
    expect(serving.process.isRunning).toBe(true);
  });
});

/** Redis is away in the two ways that differ: nothing listens, or something takes connections and says nothing. */
describe.each(["refuses", "hangs"])("valuegraph serve with a Redis that %s", (kind) => {
  const sockets = new Set<Socket>();
  let redis: Server;
  let redisUrl: string;

  beforeAll(async () => {
    redis = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
    });
    redis.listen(0, "127.0.0.1");
    await once(redis, "listening");
    redisUrl = `redis://127.0.0.1:${(redis.address() as AddressInfo).port}`;
    if (kind === "refuses") redis.close();
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    redis.close();
  });

  it("is ready, answers within a second and drains", async () => {
    await serve({ REDIS_URL: redisUrl });
    expect((await fetch(`${serving.url}/readyz`)).status).toBe(200);
    for (let n = 0; n < 5; n++) {
      const begun = performance.now();
      expect(await serving.query(BRANDS)).toMatchObject({ data: { viewer: { brands: [] } } });
      expect(performance.now() - begun).toBeLessThan(1_000);
    }
    const signalled = performance.now();
    expect(await serving.process.stop()).toMatchObject({ code: 0 });
    expect(performance.now() - signalled).toBeLessThan(5_000);
  });
});
