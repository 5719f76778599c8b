import { newId } from "../../platform/ids";
import type { AdvisoryLocks, LockHolder } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { IDENTITY_WAS_ERASED, type PersonDirectory, PLANE_SHAPE } from "../people";
import {
  type ChunkCounts,
  type ChunkReceipt,
  type FilePosition,
  type IntegrationRunStore,
  LOST_LOCKS,
} from "./integration-run.store";
import { oldestTouchpoints } from "./late-touchpoints";
import type { PlaneStore } from "./plane.store";
import type { ReceivedChunks } from "./received-chunks";
import type { RejectedRow } from "./rejected-row";
import { isRejection, type Rejection, rejection } from "./rejection";
import type { SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointSource } from "./touchpoint.store";

export type RowOutcome = "ACCEPTED" | "DUPLICATE" | "CONFLICT" | "REJECTED";

export interface Chunk {
  readonly runId: string;
  readonly source: Pick<TouchpointSource, "id" | "visibility">;
  /** Sealed rows and rejections in the order they came. */
  readonly rows: readonly (SealedTouchpoint | Rejection)[];
  /** The rejected ones of them as they are kept, in order. */
  readonly rejects: readonly RejectedRow[];
  /** Where a row of it stood, for who keeps it as rejected. */
  readonly placeOf: (index: number) => Pick<RejectedRow, "file" | "line">;
  /** Where the chunk ends in the run's files; null for API calls. */
  readonly position: FilePosition | null;
}

export interface ChunkResult {
  /** One for each row, in order. */
  readonly outcomes: readonly RowOutcome[];
  readonly counts: ChunkCounts;
  /** Rows that were good in themselves and not taken all the same, by their place. */
  readonly refused: ReadonlyMap<number, Rejection>;
  /** Somebody asked the run to stop: no further chunk shall follow. */
  readonly isStopRequested: boolean;
}

/** Days are locked one by one up to this many; a chunk that spans more locks its whole source. */
const MAX_DAY_LOCKS = 40;
const DAY_LOCKS = 1n << 40n;

interface Candidate {
  readonly index: number;
  readonly touchpoint: SealedTouchpoint;
}

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
    private readonly plane: PlaneStore,
    private readonly people: PersonDirectory,
    private readonly received: ReceivedChunks,
    private readonly locks: AdvisoryLocks,
  ) {}

  async commit(context: RequestContext, chunk: Chunk): Promise<ChunkResult> {
    const candidates = chunk.rows.flatMap((row, index): Candidate[] =>
      isRejection(row) ? [] : [{ index, touchpoint: row }],
    );
    const lockKeys = candidates.length === 0 ? [] : lockKeysOf(chunk.source.id, candidates);
    if (lockKeys.length === 0) return this.take(context, chunk, [], [], async () => null);
    const take = async (askHolder: () => Promise<LockHolder>): Promise<ChunkResult> => {
      await this.received.recover(context, lockKeys);
      return this.take(context, chunk, candidates, lockKeys, askHolder);
    };
    return this.locks.hold(lockKeys, (_, askHolder) => take(askHolder), [PLANE_SHAPE]);
  }

  private async take(
    context: RequestContext,
    chunk: Chunk,
    candidates: readonly Candidate[],
    lockKeys: readonly bigint[],
    askHolder: () => Promise<LockHolder | null>,
  ): Promise<ChunkResult> {
    const id = newId(context.clock.now());
    const received = chunk.rows.length;
    const receipt = await this.runs.receiveChunk(context, { id, runId: chunk.runId, received, lockKeys });
    try {
      const result = await this.finish(context, chunk, { ...receipt, id }, candidates, askHolder);
      this.people.keepLinksOf(receipt.number);
      return result;
    } catch (error) {
      this.people.forgetLinksOf(receipt.number);
      await askHolder().catch((cause) => {
        throw new RequestError("UNAVAILABLE", LOST_LOCKS, { cause });
      });
      throw error;
    }
  }

  /** Steps 2 to 5. */
  private async finish(
    context: RequestContext,
    chunk: Chunk,
    receipt: ChunkReceipt & { readonly id: string },
    candidates: readonly Candidate[],
    askHolder: () => Promise<LockHolder | null>,
  ): Promise<ChunkResult> {
    const outcomes: RowOutcome[] = chunk.rows.map(() => "REJECTED");
    const refused = await this.refuseErased(candidates, receipt);
    const welcome = refused.size === 0 ? candidates : candidates.filter(({ index }) => !refused.has(index));
    const fresh = await this.tellApart(chunk.source.id, welcome, outcomes);
    await this.write(context, chunk, receipt, fresh);
    const counts = countsOf(outcomes);
    const isStopRequested = await this.runs.commitChunk(context, {
      id: receipt.id,
      runId: chunk.runId,
      holder: await askHolder(),
      counts,
      rejectedByReason: reasonsOf(chunk.rows, refused),
      lastTouchpointAt: newestByPlatform(fresh),
      oldestTouchpoints: oldestTouchpoints(fresh.map(({ touchpoint }) => touchpoint)),
      visibility: chunk.source.visibility,
      position: chunk.position,
      rejects: refused.size === 0 ? chunk.rejects : allRejects(chunk, refused),
    });
    return { outcomes, counts, refused, isStopRequested };
  }

  /** Candidates that name an erased identity; before they are told apart, so that none of them makes a conflict. */
  private async refuseErased(
    candidates: readonly Candidate[],
    receipt: ChunkReceipt,
  ): Promise<ReadonlyMap<number, Rejection>> {
    const erased = await this.people.findErased(
      candidates.map(({ touchpoint }) => touchpoint.identities),
      receipt,
    );
    return new Map(
      [...erased].map(([candidate, place]) => [
        candidates[candidate]!.index,
        rejection("IDENTITY_ERASED", ["identities", String(place), "value"], IDENTITY_WAS_ERASED),
      ]),
    );
  }

  /** Writes the outcome of every candidate and returns those that are new, the first of each event. */
  private async tellApart(
    sourceId: number,
    candidates: readonly Candidate[],
    outcomes: RowOutcome[],
  ): Promise<readonly Candidate[]> {
    const seen = new Map(
      await this.plane.findSeen(
        sourceId,
        candidates.map((candidate) => candidate.touchpoint),
      ),
    );
    return candidates.filter(({ index, touchpoint: key }) => {
      const name = `${key.day} ${key.eventId}`;
      const earlier = seen.get(name);
      outcomes[index] = earlier === undefined ? "ACCEPTED" : earlier === key.payloadHash ? "DUPLICATE" : "CONFLICT";
      if (earlier === undefined) seen.set(name, key.payloadHash);
      return earlier === undefined;
    });
  }

  private async write(
    context: RequestContext,
    { runId, source }: Chunk,
    { number, peopleVersion }: ChunkReceipt,
    fresh: readonly Candidate[],
  ): Promise<void> {
    if (fresh.length === 0) return;
    const now = context.clock.now();
    const people = await this.people.resolve(
      fresh.map(({ touchpoint }) => touchpoint.identities),
      {
        source,
        chunk: { number, runId, committedOf: (numbers) => this.runs.findCommitted(context, runId, numbers) },
        now,
        peopleVersion,
        context,
      },
    );
    const rows = fresh.map(({ touchpoint }, i) => ({
      columns: touchpoint.columns,
      ordinal: people[i]!.ordinal,
      identityKey: people[i]!.key,
    }));
    const origin = { sourceId: source.id, runId, chunk: number, ingestedAt: now };
    await this.plane.insertTouchpoints(rows, origin);
    await this.plane.insertKeys(
      fresh.map(({ touchpoint }) => touchpoint),
      origin,
    );
  }
}

function lockKeysOf(sourceId: number, candidates: readonly Candidate[]): readonly bigint[] {
  const days = [...new Set(candidates.map(({ touchpoint }) => touchpoint.day))];
  const base = BigInt(sourceId) * DAY_LOCKS;
  // The whole source is every bucket: a few locks that any chunk of it shares at least one of.
  const buckets =
    days.length > MAX_DAY_LOCKS
      ? Array.from({ length: MAX_DAY_LOCKS }, (_, bucket) => bucket)
      : [...new Set(days.map(bucketOf))];
  return buckets.map((bucket) => base + BigInt(bucket));
}

const bucketOf = (day: string): number => Math.floor(Date.parse(day) / 86_400_000) % MAX_DAY_LOCKS;

export function countsOf(outcomes: readonly RowOutcome[]): ChunkCounts {
  const count = (outcome: RowOutcome): number => outcomes.reduce((sum, one) => sum + (one === outcome ? 1 : 0), 0);
  return {
    received: outcomes.length,
    accepted: count("ACCEPTED"),
    duplicates: count("DUPLICATE"),
    conflicts: count("CONFLICT"),
    rejected: count("REJECTED"),
  };
}

function reasonsOf(rows: Chunk["rows"], refused: ChunkResult["refused"]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of [...rows.filter(isRejection), ...refused.values()])
    counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Rejected and refused rows in the order they came. Of a refused one nothing is kept but where it stood. */
function allRejects({ rows, rejects, placeOf }: Chunk, refused: ChunkResult["refused"]): readonly RejectedRow[] {
  const rejected = rejects.values();
  return rows.flatMap((row, index): RejectedRow[] => {
    if (isRejection(row)) return [rejected.next().value!];
    const rejection = refused.get(index);
    return rejection ? [{ ...placeOf(index), row: null, rejection }] : [];
  });
}

function newestByPlatform(fresh: readonly Candidate[]): Record<string, string> {
  const newest = new Map<string, number>();
  for (const { touchpoint } of fresh) {
    const { platform, occurredAt } = touchpoint;
    if (occurredAt > (newest.get(platform) ?? Number.NEGATIVE_INFINITY)) newest.set(platform, occurredAt);
  }
  return Object.fromEntries([...newest].map(([platform, time]) => [platform, new Date(time).toISOString()]));
}
