import type { RequestContext } from "../../platform/request-context";
import type { BatchResult } from "./group-commit";
import type { ChunkCounts } from "./integration-run.store";
import type { SealRow, TouchpointService } from "./touchpoint.service";
import type { TouchpointSource } from "./touchpoint.store";
import type { RowBatch, RowReport, UnacceptedRow } from "./touchpoint-stream-batch";
import type { BodyEvent, StreamBody, StreamFault } from "./touchpoint-stream-body";
import { FillingChunk } from "./touchpoint-stream-filling";

export interface TouchpointStream {
  readonly source: TouchpointSource;
  readonly body: Pick<StreamBody, "next" | "close">;
  /** Who sends, asked anew for every piece: a stream may outlive its key. Rejects when the key may send no more. */
  readonly caller: () => Promise<RequestContext>;
  /** What the sender is told of an error. */
  readonly explain: (error: unknown) => StreamFault;
  readonly report?: RowReport;
}

type Counts = Omit<ChunkCounts, "received">;

/** One chunk, durable now. */
interface ChunkAnswer extends Counts {
  /** From 1, in the order of the body. */
  readonly chunk: number;
  readonly fromLine: number;
  readonly toLine: number;
  readonly rows: readonly UnacceptedRow[];
}

/** The last line: done, or the error and the last line up to which everything was answered. */
interface LastAnswer extends Counts {
  readonly done: boolean;
  readonly error?: StreamFault & { readonly line: number };
}

export type StreamAnswer = ChunkAnswer | LastAnswer;

/** What a slow sender sent is committed after this time, though the chunk is not full. */
const LULL_MS = 500;

type Event =
  | BodyEvent
  | { readonly kind: "LULL" }
  | { readonly kind: "COMMITTED"; readonly batch: RowBatch; readonly result: BatchResult }
  | { readonly kind: "FAILED"; readonly fault: StreamFault };

const refuse: SealRow = () => {
  throw new Error("No row comes before the first piece");
};

/**
 * Brings a body of NDJSON in, chunk by chunk. One chunk is committed while the next one is read, and nothing more is read
 * until there is room: a sender who is faster than the stores waits, and memory holds two chunks whatever the body's length.
 */
export class StreamIntake {
  private readonly filling = new FillingChunk();
  private seal = refuse;
  private context: RequestContext | null = null;
  private reading: Promise<Event> | null = null;
  private committing: Promise<Event> | null = null;
  private lull: Promise<Event> | null = null;
  private lullTimer: NodeJS.Timeout | undefined;
  private isLull = false;
  /** Null while more may come. */
  private end: { readonly fault: StreamFault | null } | null = null;
  private chunks = 0;
  private lastLine = 0;
  private readonly totals = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 };

  constructor(
    private readonly touchpoints: Pick<TouchpointService, "sealer" | "commitRows">,
    private readonly stream: TouchpointStream,
  ) {}

  async *answers(): AsyncGenerator<StreamAnswer> {
    try {
      for (;;) {
        do this.filling.fill(this.seal);
        while (this.commitIfDue());
        if (this.end && this.committing === null) return yield this.last(this.end.fault, this.filling.line);
        const event = await Promise.race(this.awaited());
        if (event.kind === "FAILED") return yield this.last(event.fault, this.lastLine);
        if (event.kind === "COMMITTED") yield this.answer(event.batch, event.result);
        else this.take(event);
      }
    } finally {
      this.stream.body.close();
      clearTimeout(this.lullTimer);
    }
  }

  private commitIfDue(): boolean {
    const { filling } = this;
    if (this.committing !== null || !filling.hasRows) return false;
    if (!filling.isFull && !this.end && !this.isLull) return false;
    this.committing = this.commit(filling.take());
    clearTimeout(this.lullTimer);
    this.lull = null;
    this.isLull = false;
    return true;
  }

  /** Whatever may happen next; reading is among it only while there is room. */
  private awaited(): readonly Promise<Event>[] {
    const awaited: Promise<Event>[] = [];
    if (this.committing) awaited.push(this.committing);
    if (!this.end && this.filling.wantsMore) {
      this.reading ??= this.read();
      awaited.push(this.reading);
    }
    if (this.committing === null && this.filling.hasRows) {
      this.lull ??= new Promise((resolve) => {
        this.lullTimer = setTimeout(() => resolve({ kind: "LULL" }), LULL_MS);
      });
      awaited.push(this.lull);
    }
    return awaited;
  }

  private take(event: Exclude<Event, { kind: "COMMITTED" | "FAILED" }>): void {
    if (event.kind === "LULL") {
      this.isLull = true;
      return;
    }
    this.reading = null;
    if (event.kind === "PIECE") this.filling.push(event.bytes);
    if (event.kind === "END") this.filling.finish();
    if (event.kind !== "PIECE") this.end = { fault: event.kind === "FAULT" ? event.fault : null };
  }

  private async read(): Promise<Event> {
    try {
      const event = await this.stream.body.next();
      if (event.kind === "PIECE") {
        this.context = await this.stream.caller();
        this.seal = await this.touchpoints.sealer(this.context);
      }
      return event;
    } catch (error) {
      return { kind: "FAULT", fault: this.stream.explain(error) };
    }
  }

  private async commit(batch: RowBatch): Promise<Event> {
    try {
      const result = await this.touchpoints.commitRows(this.context!, this.stream.source, batch);
      return { kind: "COMMITTED", batch, result };
    } catch (error) {
      return { kind: "FAILED", fault: this.stream.explain(error) };
    }
  }

  private answer(batch: RowBatch, result: BatchResult): ChunkAnswer {
    this.committing = null;
    this.lastLine = batch.lastLine;
    const { accepted, duplicates, conflicts, rejected } = result.counts;
    this.totals.accepted += accepted;
    this.totals.duplicates += duplicates;
    this.totals.conflicts += conflicts;
    this.totals.rejected += rejected;
    const place = { chunk: ++this.chunks, fromLine: batch.firstLine, toLine: batch.lastLine };
    const rows = batch.unaccepted(result, this.stream.report);
    return { ...place, accepted, duplicates, conflicts, rejected, rows };
  }

  private last(fault: StreamFault | null, line: number): LastAnswer {
    return { done: fault === null, ...this.totals, ...(fault && { error: { ...fault, line } }) };
  }
}
