import { type Client, escapeLiteral, type QueryResult } from "pg";

/** What a read statement may hold in place of $n; a list must be cast to its type there, as it may be empty. */
export type Literal = string | number | Date | null | readonly string[];

export interface ReadStatement {
  readonly role: string;
  /** Whose rows are seen; empty: those that the role sees by itself. */
  readonly organisationId: string;
  readonly statement: string;
  readonly values: readonly Literal[];
}

interface WaitingRead {
  readonly text: string;
  readonly rows: () => Promise<unknown[]>;
  readonly resolve: (rows: unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes a connection for one message; the connection is another one when the first was lost. */
type Send = (message: (client: Pick<Client, "query">) => Promise<QueryResult[]>) => Promise<QueryResult[]>;

/** More would have the last of them wait for the first. */
const MAX_STATEMENTS = 16;

/**
 * Reads that are asked for in one turn of the event loop go to PostgreSQL as one message, each under its own role and
 * organisation. PostgreSQL runs all statements of a message as one transaction, so what costs four ways there and back alone
 * costs a part of one; what is asked for twice in a turn is read once. Only for short statements: they run one after the other.
 */
export class JointReads {
  private waiting = new Map<string, WaitingRead>();

  constructor(private readonly send: Send) {}

  /** Rows of one answer may go to several callers, so they are not to be changed. */
  read(read: ReadStatement): Promise<unknown[]> {
    const text = textOf(read);
    const known = this.waiting.get(text);
    if (known) return known.rows();
    if (this.waiting.size === 0) setImmediate(() => this.flush());
    const rows = new Promise<unknown[]>((resolve, reject) => {
      this.waiting.set(text, { text, resolve, reject, rows: () => rows });
    });
    return rows;
  }

  private flush(): void {
    const waiting = [...this.waiting.values()];
    this.waiting = new Map();
    for (let from = 0; from < waiting.length; from += MAX_STATEMENTS)
      void this.answer(waiting.slice(from, from + MAX_STATEMENTS));
  }

  /** A statement that fails takes the others of its message with it; then each is sent alone. */
  private async answer(reads: readonly WaitingRead[]): Promise<void> {
    try {
      const message = `/* database.read */ ${reads.map(({ text }) => text).join("; ")}`;
      const results = await this.send(async (client) => (await client.query(message)) as unknown as QueryResult[]);
      for (const [place, { resolve }] of reads.entries()) resolve(results[2 * place + 1]!.rows);
    } catch (error) {
      if (reads.length === 1) reads[0]!.reject(error);
      else for (const read of reads) void this.answer([read]);
    }
  }
}

const textOf = ({ role, organisationId, statement, values }: ReadStatement): string =>
  `SELECT set_config('role', ${escapeLiteral(role)}, true), set_config('app.organisation', ${escapeLiteral(organisationId)}, true); ${withLiterals(statement, values)}`;

/** A message of several statements has no parameters, so that their values stand in its text. */
const withLiterals = (statement: string, values: readonly Literal[]): string =>
  statement.replace(/\$(\d+)/g, (_, place: string) => literalOf(values[Number(place) - 1]));

function literalOf(value: Literal | undefined): string {
  if (value === undefined) throw new Error("A statement's every $n must have a value, but one has none.");
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeLiteral(value);
  return value instanceof Date ? escapeLiteral(value.toISOString()) : `ARRAY[${value.map(escapeLiteral).join(", ")}]`;
}
