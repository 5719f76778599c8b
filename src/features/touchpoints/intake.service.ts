import { newId } from "../../platform/ids";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import type { ChunkCounts, IntegrationRunStore } from "./integration-run.store";
import type { PersonDirectory } from "./person-directory";
import type { PlaneStore } from "./plane.store";
import { isRejection, type Rejection } from "./rejection";
import type { SealedTouchpoint } from "./seal-touchpoint";

export type RowOutcome = "ACCEPTED" | "DUPLICATE" | "CONFLICT" | "REJECTED";

export interface Chunk {
  readonly runId: string;
  readonly sourceId: number;
  /** Sealed rows and rejections in the order they came. */
  readonly rows: readonly (SealedTouchpoint | Rejection)[];
}

export interface ChunkResult {
  /** One for each row, in order. */
  readonly outcomes: readonly RowOutcome[];
  readonly counts: ChunkCounts;
}

/** Days are locked one by one up to this many; a chunk that spans more locks its whole source. */
const MAX_DAY_LOCKS = 40;
const DAY_LOCKS = 1n << 40n;

interface Candidate {
  readonly index: number;
  readonly touchpoint: SealedTouchpoint;
}

/**
 * The intake protocol. (1) chunk RECEIVED in PostgreSQL; under a lock per (source, day): (2) what was seen is told apart
 * into duplicates and conflicts, (3) touchpoints are inserted, (4) then their keys, (5) chunk COMMITTED, then the answer.
 * A crash between any two steps leaves rows that the same steps, run again, do not double: the touchpoint table
 * collapses equal rows, and rows without a key are taken as new. The first write of an event wins.
 */
export class IntakeService {
  constructor(
    private readonly runs: IntegrationRunStore,
    private readonly plane: PlaneStore,
    private readonly people: PersonDirectory,
    private readonly locks: AdvisoryLocks,
  ) {}

  async commit(context: RequestContext, chunk: Chunk): Promise<ChunkResult> {
    const id = newId(context.clock.now());
    await this.runs.receiveChunk(context, { id, runId: chunk.runId, received: chunk.rows.length });
    const candidates = chunk.rows.flatMap((row, index): Candidate[] =>
      isRejection(row) ? [] : [{ index, touchpoint: row }],
    );
    const outcomes: RowOutcome[] = chunk.rows.map(() => "REJECTED");
    const take = async (): Promise<void> => {
      const fresh = await this.tellApart(chunk.sourceId, candidates, outcomes);
      await this.write(context, chunk, fresh);
      await this.runs.commitChunk(context, {
        id,
        runId: chunk.runId,
        counts: countsOf(outcomes),
        lastTouchpointAt: newestByPlatform(fresh),
      });
    };
    if (candidates.length === 0) await take();
    else await this.locks.hold(lockKeys(chunk.sourceId, candidates), take);
    return { outcomes, counts: countsOf(outcomes) };
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

  private async write(context: RequestContext, chunk: Chunk, fresh: readonly Candidate[]): Promise<void> {
    if (fresh.length === 0) return;
    const now = context.clock.now();
    const people = await this.people.resolve(
      fresh.map(({ touchpoint }) => touchpoint.identities),
      chunk.sourceId,
      now,
    );
    const rows = fresh.map(({ touchpoint }, i) => ({
      json: touchpoint.json,
      ordinal: people[i]!.ordinal,
      identityKey: people[i]!.key,
    }));
    await this.plane.insertTouchpoints(rows, { sourceId: chunk.sourceId, runId: chunk.runId, ingestedAt: now });
    await this.plane.insertKeys(
      chunk.sourceId,
      fresh.map(({ touchpoint }) => touchpoint),
    );
  }
}

function lockKeys(sourceId: number, candidates: readonly Candidate[]): readonly bigint[] {
  const days = [...new Set(candidates.map(({ touchpoint }) => touchpoint.day))];
  const base = BigInt(sourceId) * DAY_LOCKS;
  // The whole source is every bucket: a few locks that any chunk of it shares at least one of.
  const buckets =
    days.length > MAX_DAY_LOCKS ? Array.from({ length: MAX_DAY_LOCKS }, (_, bucket) => bucket) : days.map(bucketOf);
  return buckets.map((bucket) => base + BigInt(bucket));
}

const bucketOf = (day: string): number => Math.floor(Date.parse(day) / 86_400_000) % MAX_DAY_LOCKS;

function countsOf(outcomes: readonly RowOutcome[]): ChunkCounts {
  const count = (outcome: RowOutcome): number => outcomes.reduce((sum, one) => sum + (one === outcome ? 1 : 0), 0);
  return {
    received: outcomes.length,
    accepted: count("ACCEPTED"),
    duplicates: count("DUPLICATE"),
    conflicts: count("CONFLICT"),
    rejected: count("REJECTED"),
  };
}

function newestByPlatform(fresh: readonly Candidate[]): Record<string, string> {
  const newest = new Map<string, number>();
  for (const { touchpoint } of fresh) {
    const { platform, occurredAt } = touchpoint;
    if (occurredAt > (newest.get(platform) ?? Number.NEGATIVE_INFINITY)) newest.set(platform, occurredAt);
  }
  return Object.fromEntries([...newest].map(([platform, time]) => [platform, new Date(time).toISOString()]));
}
