import { type Client, escapeLiteral, type QueryResult } from "pg";

/** What a read statement may hold in place of $n. */
export type Literal = string | number | Date | null;

export interface ReadStatement {
  readonly role: string;
  /** Whose rows are seen; empty: those that the role sees by itself. */
  readonly organisationId: string;
  readonly statement: string;
  readonly values: readonly Literal[];
}

interface WaitingRead {
  readonly read: ReadStatement;
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
 * costs a part of one. Only for short statements: they run one after the other.
 */
export class JointReads {
  private waiting: WaitingRead[] = [];

  constructor(private readonly send: Send) {}

  read(read: ReadStatement): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.flush());
      this.waiting.push({ read, resolve, reject });
    });
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = [];
    for (let from = 0; from < waiting.length; from += MAX_STATEMENTS)
      void this.answer(waiting.slice(from, from + MAX_STATEMENTS));
  }

  /** A statement that fails takes the others of its message with it; then each is sent alone. */
  private async answer(reads: readonly WaitingRead[]): Promise<void> {
    try {
      const message = `/* database.read */ ${reads.map(({ read }) => textOf(read)).join("; ")}`;
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
  return escapeLiteral(value instanceof Date ? value.toISOString() : value);
}
