import type { RequestContext } from "../../platform/request-context";
import type { ChunkOrigin } from "./chunk-rows";
import { type AnsweredRows, countsOf, type SealedRows } from "./held-rows";
import type { TouchpointSource } from "./touchpoint.store";

/** What one call brings; its rejects are those of its rows. */
export type Batch = SealedRows;

/** Batches of several calls as one chunk. */
export type HeldChunk = ChunkOrigin & SealedRows;

/** What became of the rows that a call brought. */
export type BatchResult = Pick<AnsweredRows, "outcomes" | "counts" | "refused">;

export interface HeldIntake {
  commit(context: RequestContext, chunk: HeldChunk): Promise<BatchResult>;
}

interface WaitingBatch {
  readonly context: RequestContext;
  readonly batch: Batch;
  readonly resolve: (result: BatchResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Says under which run rows of API calls come in now. */
type OpenRun = (context: RequestContext, sourceId: number) => Promise<string>;

/** Rows of one chunk: many calls of the usual size, and still of flat memory. */
const MAX_ROWS = 20_000;

/**
 * Calls of one source that come while another is committed go in together, as one chunk: a chunk costs a dozen round trips
 * whatever its size, and those of the same days wait for one another anyway. Each call is answered with its own rows.
 */
export class GroupCommit {
  private readonly waiting = new Map<number, WaitingBatch[]>();

  constructor(
    private readonly intake: HeldIntake,
    private readonly openRun: OpenRun,
  ) {}

  commit(context: RequestContext, source: TouchpointSource, batch: Batch): Promise<BatchResult> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(source.id);
      const entry = { context, batch, resolve, reject };
      if (waiting) waiting.push(entry);
      else {
        this.waiting.set(source.id, [entry]);
        void this.commitAll(source);
      }
    });
  }

  /** Goes on while calls of the source wait; those that a failed chunk held fail with it. */
  private async commitAll(source: TouchpointSource): Promise<void> {
    const waiting = this.waiting.get(source.id)!;
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      try {
        const results = await this.commitGroup(source, group);
        for (const [index, { resolve }] of group.entries()) resolve(results[index]!);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.waiting.delete(source.id);
  }

  private async commitGroup(source: TouchpointSource, group: readonly WaitingBatch[]): Promise<readonly BatchResult[]> {
    const { context } = group[0]!;
    const runId = await this.openRun(context, source.id);
    const rows = group.flatMap(({ batch }) => batch.rows);
    const rejects = group.flatMap(({ batch }) => batch.rejects);
    const places = group.flatMap(({ batch }) => batch.rows.map((_, index) => ({ batch, index })));
    const placeOf: HeldChunk["placeOf"] = (row) => places[row]!.batch.placeOf(places[row]!.index);
    const whole = await this.intake.commit(context, { runId, source, rows, rejects, placeOf });
    let from = 0;
    return group.map(({ batch }) => {
      const to = from + batch.rows.length;
      const result = partOf(whole, from, to);
      from = to;
      return result;
    });
  }
}

/** The result of rows `from` to before `to` as if they had come alone. */
function partOf({ outcomes, refused }: BatchResult, from: number, to: number): BatchResult {
  const own = outcomes.slice(from, to);
  const refusedHere = [...refused].filter(([row]) => row >= from && row < to);
  return {
    outcomes: own,
    counts: countsOf(own),
    refused: new Map(refusedHere.map(([row, rejection]) => [row - from, rejection])),
  };
}

/** Takes from the front as many as fit one chunk, at least one. */
function takeGroup(waiting: WaitingBatch[]): readonly WaitingBatch[] {
  let rows = 0;
  const end = waiting.findIndex(({ batch }, index) => {
    rows += batch.rows.length;
    return index > 0 && rows > MAX_ROWS;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}
