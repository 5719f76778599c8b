import { insertInto, type Passing, type StatementProxy } from "../../support/statement-proxy";

/**
 * BEFORE: the process dies as it sends the statement, and the server never gets it. DURING: the server has the whole
 * statement and the process dies at once. AFTER: the server has answered, and the process dies before it reads that.
 */
export type Moment = "BEFORE" | "DURING" | "AFTER";

/** A point of the intake protocol: a moment of a statement, or of the one that follows it on its connection. */
export interface KillPoint {
  readonly name: string;
  readonly store: "clickhouse" | "postgres";
  readonly moment: Moment;
  readonly statements: readonly RegExp[];
  /** What is found of the chunk: its state and which of its rows there are; where it is open, it depends on who was first. */
  readonly found: RegExp;
}

const inClickHouse = (name: string, moment: Moment, statement: RegExp, found: RegExp): KillPoint => ({
  name,
  store: "clickhouse",
  moment,
  statements: [statement],
  found,
});
const inPostgres = (name: string, moment: Moment, statements: readonly RegExp[], found: RegExp): KillPoint => ({
  name,
  store: "postgres",
  moment,
  statements,
  found,
});

const RECEIVE = /integrationRuns\.receiveChunk/;
const COMMIT_CHUNK = /integrationRuns\.commitChunk/;
const COMMIT = /COMMIT/;

/** Between any two steps of the protocol, and amidst each of them. */
export const killPoints: readonly KillPoint[] = [
  inPostgres("locks held", "BEFORE", [RECEIVE], /^(none|COMMITTED touchpoints keys links)$/),
  inPostgres("being received", "DURING", [RECEIVE, COMMIT], /^(none|RECEIVED|COMMITTED touchpoints keys links)$/),
  inPostgres("received", "AFTER", [RECEIVE, COMMIT], /^RECEIVED$/),
  inClickHouse("told apart", "AFTER", /plane\.findSeen|stage\.tellApart/, /^RECEIVED$/),
  inClickHouse("people being named", "DURING", insertInto("identity"), /^RECEIVED$/),
  inClickHouse("people named", "AFTER", insertInto("identity"), /^RECEIVED$/),
  inClickHouse("people being linked", "DURING", insertInto("identity_link"), /^RECEIVED( links)?$/),
  inClickHouse("people linked", "AFTER", insertInto("identity_link"), /^RECEIVED links$/),
  inClickHouse("touchpoints being inserted", "DURING", insertInto("touchpoint"), /^RECEIVED( touchpoints)? links$/),
  inClickHouse("touchpoints inserted", "AFTER", insertInto("touchpoint"), /^RECEIVED touchpoints links$/),
  inClickHouse("keys being inserted", "DURING", insertInto("touchpoint_key"), /^RECEIVED touchpoints( keys)? links$/),
  inClickHouse("keys inserted", "AFTER", insertInto("touchpoint_key"), /^RECEIVED touchpoints keys links$/),
  inPostgres("commit begun", "AFTER", [COMMIT_CHUNK], /^RECEIVED touchpoints keys links$/),
  inPostgres("being committed", "DURING", [COMMIT_CHUNK, COMMIT], /^(RECEIVED|COMMITTED) touchpoints keys links$/),
  inPostgres("committed, not answered", "AFTER", [COMMIT_CHUNK, COMMIT], /^COMMITTED touchpoints keys links$/),
];

export interface Stores {
  readonly clickhouse: StatementProxy;
  readonly postgres: StatementProxy;
}

/** Kills when a process comes to the point. */
export function killAt({ clickhouse, postgres }: Stores, point: KillPoint, kill: () => void): void {
  const proxy = point.store === "clickhouse" ? clickhouse : postgres;
  /** How many of the statements a connection has sent. */
  const reached = new Map<number, number>();
  let done = false;
  const strike = (): void => {
    done = true;
    kill();
  };
  proxy.onRequest = ({ connection, text }: Passing) => {
    if (done) return undefined;
    let next = reached.get(connection) ?? 0;
    const before = next;
    if (next < point.statements.length && point.statements[next]!.test(text)) reached.set(connection, ++next);
    if (next < point.statements.length) return undefined;
    if (point.moment === "BEFORE") {
      strike();
      return false;
    }
    // The body of an insert comes in pieces, and this one is its last; a statement without rows is its own body.
    const isStatement = next > before && !/^POST [^\n]*INSERT/.test(text);
    const isWhole = point.store === "postgres" ? next > before : isStatement || text.endsWith("0\r\n\r\n");
    if (point.moment === "DURING" && isWhole) strike();
    return undefined;
  };
  proxy.onResponse = ({ connection }) => {
    const isAnswer = !done && point.moment === "AFTER" && reached.get(connection) === point.statements.length;
    if (!isAnswer) return undefined;
    strike();
    return false;
  };
}

/** Kills when the n-th piece after the first chunk was received is on its way to either store, or has just passed. */
export function killAtPiece({ clickhouse, postgres }: Stores, n: number, passes: boolean, kill: () => void): void {
  let left = Number.POSITIVE_INFINITY;
  const onRequest = ({ text }: Passing): undefined | false => {
    if (left === Number.POSITIVE_INFINITY && RECEIVE.test(text)) left = n;
    if (left-- !== 0) return undefined;
    kill();
    return passes ? undefined : false;
  };
  clickhouse.onRequest = onRequest;
  postgres.onRequest = onRequest;
}
