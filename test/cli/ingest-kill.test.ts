import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { commandContext } from "../../src/cli/open-app";
import { readMapping } from "../../src/features/touchpoints";
import { createLogger } from "../../src/platform/logger";
import { StatementProxy } from "../support/statement-proxy";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";
import { IngestCommand, type RunningIngest } from "./run-ingest";
import { killAt, killAtPiece, killPoints, type Stores } from "./support/kill-switch";

/** A chunk each. */
const FILES = 6;
/** As many as ClickHouse reads rather than this process. */
const ROWS = 520;
/** So many that most files bring new ones. */
const PEOPLE = 2_000;
/** One of a first import and one of a resumed one. */
const KILLS_PER_POINT = 2;
const RANDOM_KILLS = 20;
const RANDOM_KILLS_PER_IMPORT = 5;
/** Pieces that the import sends to its stores: about thirty for a file, and sixty for one that ClickHouse reads. */
const PIECES_OF = { plain: 60 * FILES, quoted: 30 * FILES };
/** A file with quotes is read row by row, one without in ClickHouse. */
const HEADERS = { plain: "id,at,who,card,action", quoted: '"id",at,who,card,action' } as const;
type Form = keyof typeof HEADERS;
const FORMS = Object.keys(HEADERS) as Form[];
/** As many as the machine has cores to spare. */
const LANES = 2;
const SEED = 20_251_111;

let test: TestApp;
let shop: TestOrganisation;
let folder: string;
const lanes: Lane[] = [];

/** One import at a time, through proxies that see its statements. */
interface Lane {
  readonly stores: Stores;
  readonly command: IngestCommand;
  busy: Promise<unknown>;
}

beforeAll(async () => {
  test = await createTestApp();
  shop = await test.addOrganisation("shop");
  folder = await mkdtemp(join(tmpdir(), "valuegraph-kill-"));
  for (let i = 0; i < LANES; i++) {
    const clickhouse = await StatementProxy.open(test.clickhouseUrl);
    const postgres = await StatementProxy.open(test.databaseUrl);
    const through = { ...test, clickhouseUrl: clickhouse.url, databaseUrl: postgres.url };
    lanes.push({
      stores: { clickhouse, postgres },
      command: new IngestCommand(through, "shop", folder),
      busy: Promise.resolve(),
    });
  }
  begin();
}, 60_000);
afterAll(async () => {
  await Promise.all(lanes.flatMap(({ stores: { clickhouse, postgres } }) => [clickhouse.close(), postgres.close()]));
  await test.close();
  await rm(folder, { recursive: true });
});

interface Row {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly card: string;
  readonly action: string;
}

/** Every fifth row came in an earlier file with the same content, every seventh with another, every eleventh is rejected. */
function rowsOf(source: string, file: number): readonly Row[] {
  return Array.from({ length: ROWS }, (_, i) => {
    const isAgain = file > 0 && (i % 5 === 0 || i % 7 === 0);
    const n = isAgain ? (file - 1) * ROWS + i : file * ROWS + i;
    const person = `${source}-${(n * 17) % PEOPLE}`;
    const isOther = isAgain && i % 7 === 0;
    return {
      id: `e${n}`,
      at: `2025-11-${10 + Math.floor(n / ROWS)}T10:00:00+08:00`,
      who: person,
      card: `${person}-card`,
      action: i % 11 === 0 ? "LOOKED" : isOther ? `CLICK` : "SEARCH",
    };
  });
}

interface Outcome {
  readonly received: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rejected: number;
}

interface Left {
  readonly events: readonly string[];
  readonly keys: readonly string[];
  readonly people: number;
  readonly links: number;
}

/** What the files must leave, without the product: the first row of an event wins. */
function reference(source: string): { readonly outcome: Outcome; readonly left: Left } {
  const first = new Map<string, Row>();
  const outcome = { received: 0, accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 };
  for (const row of Array.from({ length: FILES }, (_, file) => rowsOf(source, file)).flat()) {
    outcome.received++;
    const earlier = first.get(row.id);
    if (row.action === "LOOKED") outcome.rejected++;
    else if (!earlier) {
      outcome.accepted++;
      first.set(row.id, row);
    } else if (JSON.stringify(earlier) === JSON.stringify(row)) outcome.duplicates++;
    else outcome.conflicts++;
  }
  const people = new Set([...first.values()].map(({ who }) => who)).size;
  const events = [...first.values()].map(({ id, action }) => `${id} ${action}`).sort();
  return { outcome, left: { events, keys: [...first.keys()].sort(), people, links: people } };
}

const sql = (query: string, params: readonly unknown[]): Promise<readonly object[]> =>
  test.app.database.withSystem((manager) => manager.query(query, [...params]));

const select = async <T>(query: string, params: object): Promise<readonly T[]> =>
  (await test.app.clickhouse.query({ query, query_params: { ...params }, format: "JSONCompactEachRow" })).json<T>();

/** All rows count, whether or not merges would collapse them. */
async function leftBy(source: number): Promise<Left> {
  const texts = async (query: string): Promise<readonly string[]> => (await select<[string]>(query, { source })).flat();
  const touchpoints = await select<[string, number, string]>(
    "SELECT concat(event_id, ' ', action), ordinal, toString(identity_key) FROM touchpoint WHERE source_id = {source:UInt32}",
    { source },
  );
  const persons = new Set(touchpoints.map(([, ordinal]) => ordinal));
  expect(new Set(touchpoints.map(([, ordinal, key]) => `${ordinal} ${key}`)).size).toBe(persons.size);
  return {
    events: touchpoints.map(([event]) => event).sort(),
    keys: [...(await texts("SELECT event_id FROM touchpoint_key WHERE source_id = {source:UInt32}"))].sort(),
    people: persons.size,
    links: new Set(await texts("SELECT toString((key_a, key_b)) FROM identity_link WHERE source_id = {source:UInt32}"))
      .size,
  };
}

const mappingOf = (source: string): string =>
  JSON.stringify({
    source: { code: source, name: source, visibility: "CLOUD" },
    format: "CSV",
    fields: { action: { column: "action" }, platform: { constant: "JD" }, site: { constant: "ON_SITE" } },
    time: { column: "at", format: "ISO" },
    identities: [
      { namespace: "CUSTOMER_ID", column: "who" },
      { namespace: "CUSTOMER_ID", column: "card" },
    ],
    eventId: { column: "id" },
  });

/** The state of the newest chunk of the run, and which of its rows there are. */
async function stateOf(runId: string): Promise<string> {
  const [chunk] = (await sql("SELECT number, state FROM intake_chunk WHERE run_id = $1 ORDER BY number DESC LIMIT 1", [
    runId,
  ])) as readonly { readonly number: number; readonly state: string }[];
  if (!chunk) return "none";
  const tables = { touchpoints: "touchpoint", keys: "touchpoint_key", links: "identity_link" };
  const found = await Promise.all(
    Object.entries(tables).map(async ([name, table]) => {
      const [row] = await select<[number]>(`SELECT toUInt32(count()) FROM ${table} WHERE chunk = {chunk:UInt32}`, {
        chunk: chunk.number,
      });
      return row![0] > 0 ? ` ${name}` : "";
    }),
  );
  return chunk.state + found.join("");
}

interface Killed {
  readonly source: string;
  readonly runId: string;
  /** What was found after each kill. */
  readonly found: readonly string[];
}

let sources = 0;

/**
 * Imports the files in processes that are killed one after the other; each goes on with the run of the one before. Ends
 * early when a process came to the end before it was killed.
 */
async function killAgainAndAgain(
  { command, stores }: Lane,
  { name, form, kills }: { readonly name: string; readonly form: Form; readonly kills: number },
  arm: (stores: Stores, kill: () => void) => void,
): Promise<Killed> {
  const source = `kill-${++sources}`;
  const mapping = await command.file(`${source}.json`, mappingOf(source));
  const paths = await Promise.all(
    Array.from({ length: FILES }, (_, file) => {
      const lines = rowsOf(source, file).map(
        ({ id, at, who, card, action }) => `${id},${at},${who},${card},${action}\n`,
      );
      return command.file(`${source}-${file}.csv`, `${HEADERS[form]}\n${lines.join("")}`);
    }),
  );
  const found: string[] = [];
  let runId: string | null = null;
  for (let tries = 0; found.length < kills && tries < kills + 20; tries++) {
    let isKilled = false;
    let running: RunningIngest | null = null;
    arm(stores, () => {
      isKilled = true;
      running!.kill("SIGKILL");
    });
    running = command.start(...(runId ? ["--resume", runId] : ["--mapping", mapping]), ...paths);
    const { code, stderr } = await running.ended;
    for (const proxy of [stores.clickhouse, stores.postgres]) proxy.letGo();
    runId ??= running.runId();
    if (isKilled) {
      found.push(await stateOf(runId!));
      process.stdout.write(`killed at ${name} (${form}): ${found.at(-1)}\n`);
    } else if (code === 0) break;
    // PostgreSQL may need a moment to notice that the last process is gone.
    else if (stderr.includes("another process imports it")) await delay(50);
    else throw new Error(stderr);
  }
  const context = commandContext(shop.id, createLogger("fatal"));
  const quietly = { paths, onProgress: () => undefined };
  const [{ status }] = (await sql("SELECT status FROM integration_run WHERE id = $1", [runId])) as [{ status: string }];
  if (status !== "SUCCEEDED") await resumed(() => test.app.fileIngest.resume(context, { ...quietly, runId: runId! }));
  await test.app.fileIngest.ingest(context, { ...quietly, name: "again", mapping: readMapping(mappingOf(source), "") });
  return { source, runId: runId!, found };
}

async function resumed(resume: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await resume();
      return;
    } catch (error) {
      if (tries === 20 || !String(error).includes("another process imports it")) throw error;
      await delay(50);
    }
  }
}

async function assertExact({ source }: Killed): Promise<void> {
  const { outcome, left } = reference(source);
  const runs = await sql(
    `SELECT source_id AS "sourceId", status, received::integer, accepted::integer, duplicates::integer, conflicts::integer, rejected::integer
     FROM integration_run JOIN touchpoint_source ON touchpoint_source.id = source_id WHERE code = $1 ORDER BY started_at, accepted DESC`,
    [source],
  );
  const { accepted, duplicates } = outcome;
  expect(runs).toMatchObject([
    { status: "SUCCEEDED", ...outcome },
    { status: "SUCCEEDED", ...outcome, accepted: 0, duplicates: accepted + duplicates },
  ]);
  const { sourceId } = runs[0] as { sourceId: number };
  expect(await leftBy(sourceId)).toEqual(left);
  expect(
    await sql(
      `SELECT intake_chunk.state FROM intake_chunk JOIN integration_run ON integration_run.id = run_id
       WHERE source_id = $1 AND intake_chunk.state NOT IN ('COMMITTED', 'ABANDONED')`,
      [sourceId],
    ),
  ).toEqual([]);
}

const cases = new Map<string, Promise<Killed>>();

/** Starts every import in the lanes; each test waits for its own. */
function begin(): void {
  const add = (name: string, form: Form, kills: number, arm: (stores: Stores, kill: () => void) => void): void => {
    const lane = lanes[cases.size % LANES]!;
    const killed = lane.busy.then(() => killAgainAndAgain(lane, { name, form, kills }, arm));
    lane.busy = killed.catch(() => undefined);
    cases.set(`${name} ${form}`, killed);
  };
  for (const point of killPoints) {
    for (const form of FORMS) add(point.name, form, KILLS_PER_POINT, (stores, kill) => killAt(stores, point, kill));
  }
  const random = randomFrom(SEED);
  for (let i = 0; i < RANDOM_KILLS / RANDOM_KILLS_PER_IMPORT; i++) {
    for (const form of FORMS)
      add(`random ${i}`, form, RANDOM_KILLS_PER_IMPORT, (stores, kill) => {
        const piece = Math.floor((random() * PIECES_OF[form]) / RANDOM_KILLS_PER_IMPORT);
        killAtPiece(stores, piece, random() < 0.5, kill);
      });
  }
}

/** Numerical Recipes' generator: the same places in every run of the test. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(killPoints)("an importer killed twice at: $name", ({ name, found }) => {
  it.each(FORMS)(
    "leaves what an undisturbed one leaves, of a file that is %s",
    async (form) => {
      const killed = await cases.get(`${name} ${form}`)!;
      expect(killed.found).toEqual(Array(KILLS_PER_POINT).fill(expect.stringMatching(found)));
      await assertExact(killed);
    },
    300_000,
  );
});

it.each(FORMS)(
  "an importer killed at random leaves what an undisturbed one leaves, of a file that is %s",
  async (form) => {
    const imports = Array.from(
      { length: RANDOM_KILLS / RANDOM_KILLS_PER_IMPORT },
      (_, i) => cases.get(`random ${i} ${form}`)!,
    );
    const killed = await Promise.all(imports);
    expect(killed.flatMap(({ found }) => found)).toHaveLength(RANDOM_KILLS);
    for (const one of killed) await assertExact(one);
  },
  300_000,
);
