import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { tagged } from "./client";
import { insertRows, type RowInsert } from "./insert-rows";

/** Between two statements a session may wait for locks; after this long without one the server drops its tables. */
const IDLE_SECONDS = 600;

/**
 * Of an INSERT SELECT of hundreds of thousands of rows: two threads write, each parts of its own, in no order but the table's. An
 * import of two million rows took 16.3 in place of 19.2 s, and ClickHouse 15.4 in place of 19.8 s of CPU, as rows that a statement
 * sorts go through one thread.
 */
export const SELECTED_INSERT = { max_insert_threads: "2" } as const;

export interface SessionStatement {
  /** The function that asks, e.g. `stage.load`. */
  readonly place: string;
  readonly sql: string;
  readonly params?: Record<string, unknown>;
  readonly settings?: ClickHouseSettings;
  /** A name by which the statement can be found while it runs. */
  readonly queryId?: string;
}

/**
 * Statements that share temporary tables, one after another. Such tables live in the memory of the server that answers,
 * nobody else sees them, and they go with `close`, or by themselves when the process that asked died.
 */
export class ClickHouseSession {
  private readonly id = randomUUID();

  constructor(private readonly clickhouse: ClickHouseClient) {}

  async run(statement: SessionStatement): Promise<void> {
    await whenFree(() => this.clickhouse.command(this.paramsOf(statement)));
  }

  rows<Row>(statement: SessionStatement): Promise<readonly Row[]> {
    return whenFree(async () => {
      const answer = await this.clickhouse.query({ ...this.paramsOf(statement), format: "JSONCompactEachRow" });
      return answer.json<Row>();
    });
  }

  /** The answer in the statement's own format, as a whole. */
  bytes(statement: SessionStatement): Promise<Buffer> {
    return whenFree(async () => {
      const { stream } = await this.clickhouse.exec(this.paramsOf(statement));
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    });
  }

  /** An insert whose rows are in the body, in the statement's format. */
  async load(statement: SessionStatement, body: () => Readable): Promise<void> {
    await whenFree(async () => {
      const { stream } = await this.clickhouse.exec({ ...this.paramsOf(statement), values: body() });
      await finished(stream.resume());
    });
  }

  async insert<Row>(insert: Omit<RowInsert<Row>, "queryId" | "settings">): Promise<void> {
    const exec: ClickHouseClient["exec"] = (params) => this.clickhouse.exec({ ...params, ...this.own() });
    await whenFree(() => insertRows({ exec }, { ...insert, queryId: randomUUID() }));
  }

  /** Where it cannot be told to, the server lets go of the tables by itself. */
  async close(): Promise<void> {
    await this.run({ place: "session.close", sql: "SELECT 1 FORMAT Null", settings: CLOSE }).catch(() => undefined);
  }

  private paramsOf({ place, sql, params, settings, queryId }: SessionStatement) {
    return {
      query: tagged(place, sql),
      ...(params && { query_params: params }),
      ...(queryId && { query_id: queryId }),
      ...this.own(settings),
    };
  }

  private own(settings: ClickHouseSettings = {}) {
    return { session_id: this.id, clickhouse_settings: { ...settings, ...TIMEOUT } };
  }
}

/** SESSION_IS_LOCKED: the server has answered the statement before, and has yet to put its session back. */
const LOCKED: unknown = "373";
const PATIENCE_MS = 10_000;
const PAUSE_MS = 2;

/** A refused statement has done nothing, so it can be sent again. */
async function whenFree<T>(send: () => Promise<T>): Promise<T> {
  for (const began = performance.now(); ; await sleep(PAUSE_MS)) {
    try {
      return await send();
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCKED || performance.now() - began > PATIENCE_MS) throw error;
    }
  }
}

/** Parameters of the HTTP interface, which the client passes on like settings. */
const TIMEOUT = { session_timeout: String(IDLE_SECONDS) } as ClickHouseSettings;
const CLOSE = { close_session: "1" } as ClickHouseSettings;
