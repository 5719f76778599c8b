import { newId } from "../../platform/ids";
import type { AdvisoryLocks, LockHolder } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { type PersonDirectory, PLANE_SHAPE } from "../people";
import type { ChunkOrigin, ChunkRows, TakenRows } from "./chunk-rows";
import { type FilePosition, type IntegrationRunStore, LOST_LOCKS } from "./integration-run.store";
import type { ReceivedChunks } from "./received-chunks";

export interface Chunk<Taken extends TakenRows> extends ChunkOrigin {
  readonly rows: ChunkRows<Taken>;
  /** Where the chunk ends in the run's files; null for API calls. */
  readonly position: FilePosition | null;
}

export interface ChunkResult<Taken extends TakenRows> {
  readonly taken: Taken;
  /** Somebody asked the run to stop: no further chunk shall follow. */
  readonly isStopRequested: boolean;
}

/** Days are locked one by one up to this many; a chunk that spans more locks its whole source. */
const MAX_DAY_LOCKS = 40;
const DAY_LOCKS = 1n << 40n;

/**
 * The intake protocol. Under a lock per (source, day): (0) chunks that hold these locks on paper and never ended are wiped,
 * (1) chunk RECEIVED in PostgreSQL, (2) what was seen is told apart into duplicates and conflicts, (3) touchpoints are
 * inserted, (4) then their keys, (5) chunk COMMITTED, then the answer. The first write of an event wins.
 *
 * A crash anywhere before (5) leaves a chunk that is RECEIVED while nobody holds its locks. Whoever takes one of them next
 * knows by that that it is dead, and takes its rows away by the chunk's number before anything else is compared: so no
 * touchpoint that was never acknowledged can make a duplicate or a conflict, and counts are right after any crash. Where
 * nobody comes, a worker does it. A process that lost its locks and lives on comes to nothing: see `ReceivedChunks` for what
 * it inserts, and PostgreSQL commits a chunk only while it sees the chunk's locks held.
 */
export class IntakeService {
  constructor(
    private readonly runs: IntegrationRunStore,
    private readonly people: PersonDirectory,
    private readonly received: ReceivedChunks,
    private readonly locks: AdvisoryLocks,
  ) {}

  async commit<Taken extends TakenRows>(context: RequestContext, chunk: Chunk<Taken>): Promise<ChunkResult<Taken>> {
    const { days } = chunk.rows;
    if (days.length === 0) return this.take(context, chunk, [], async () => null);
    const lockKeys = lockKeysOf(chunk.source.id, days);
    const take = async (askHolder: () => Promise<LockHolder>): Promise<ChunkResult<Taken>> => {
      await this.received.recover(context, lockKeys);
      return this.take(context, chunk, lockKeys, askHolder);
    };
    return this.locks.hold(lockKeys, (_, askHolder) => take(askHolder), [PLANE_SHAPE]);
  }

  private async take<Taken extends TakenRows>(
    context: RequestContext,
    { runId, source, rows, position }: Chunk<Taken>,
    lockKeys: readonly bigint[],
    askHolder: () => Promise<LockHolder | null>,
  ): Promise<ChunkResult<Taken>> {
    const id = newId(context.clock.now());
    const receipt = await this.runs.receiveChunk(context, { id, runId, received: rows.received, lockKeys });
    try {
      const taken = await rows.take(context, { runId, source }, receipt);
      const { counts, rejectedByReason, lastTouchpointAt, oldestTouchpoints, rejects } = taken;
      const told = { counts, rejectedByReason, lastTouchpointAt, oldestTouchpoints, rejects };
      const holder = await askHolder();
      const commit = { id, runId, holder, visibility: source.visibility, position, ...told };
      const isStopRequested = await this.runs.commitChunk(context, commit);
      this.people.keepLinksOf(receipt.number);
      return { taken, isStopRequested };
    } catch (error) {
      this.people.forgetLinksOf(receipt.number);
      await askHolder().catch((cause) => {
        throw new RequestError("UNAVAILABLE", LOST_LOCKS, { cause });
      });
      throw error;
    }
  }
}

function lockKeysOf(sourceId: number, days: readonly string[]): readonly bigint[] {
  const base = BigInt(sourceId) * DAY_LOCKS;
  // The whole source is every bucket: a few locks that any chunk of it shares at least one of.
  const buckets =
    days.length > MAX_DAY_LOCKS
      ? Array.from({ length: MAX_DAY_LOCKS }, (_, bucket) => bucket)
      : [...new Set(days.map(bucketOf))];
  return buckets.map((bucket) => base + BigInt(bucket));
}

const bucketOf = (day: string): number => Math.floor(Date.parse(day) / 86_400_000) % MAX_DAY_LOCKS;
