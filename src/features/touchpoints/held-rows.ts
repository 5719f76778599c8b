import type { RequestContext } from "../../platform/request-context";
import { IDENTITY_WAS_ERASED, type PersonDirectory } from "../people";
import type { ChunkOrigin, ChunkRows, TakenRows } from "./chunk-rows";
import type { ChunkCounts, ChunkReceipt, IntegrationRunStore } from "./integration-run.store";
import { oldestTouchpoints } from "./late-touchpoints";
import type { PlaneStore } from "./plane.store";
import type { RejectedRow } from "./rejected-row";
import { isRejection, type Rejection, rejection } from "./rejection";
import type { SealedTouchpoint } from "./seal-touchpoint";

export type RowOutcome = "ACCEPTED" | "DUPLICATE" | "CONFLICT" | "REJECTED";

/** Rows as one sender brings them. */
export interface SealedRows {
  /** Sealed rows and rejections in the order they came. */
  readonly rows: readonly (SealedTouchpoint | Rejection)[];
  /** The rejected ones of them as they are kept, in order. */
  readonly rejects: readonly RejectedRow[];
  /** Where a row of it stood, for who keeps it as rejected. */
  readonly placeOf: (index: number) => Pick<RejectedRow, "file" | "line">;
}

export interface AnsweredRows extends TakenRows {
  /** One for each row, in order. */
  readonly outcomes: readonly RowOutcome[];
  /** Rows that were good in themselves and not taken all the same, by their place. */
  readonly refused: ReadonlyMap<number, Rejection>;
}

export interface HeldRowsParts {
  readonly runs: Pick<IntegrationRunStore, "findCommitted">;
  readonly plane: PlaneStore;
  readonly people: PersonDirectory;
}

interface Candidate {
  readonly index: number;
  readonly touchpoint: SealedTouchpoint;
}

/** Rows of a chunk that this process holds, each answered. */
export class HeldRows implements ChunkRows<AnsweredRows> {
  private readonly candidates: readonly Candidate[];

  constructor(
    private readonly parts: HeldRowsParts,
    private readonly sealed: SealedRows,
  ) {
    this.candidates = sealed.rows.flatMap((row, index): Candidate[] =>
      isRejection(row) ? [] : [{ index, touchpoint: row }],
    );
  }

  get received(): number {
    return this.sealed.rows.length;
  }

  get days(): readonly string[] {
    return [...new Set(this.candidates.map(({ touchpoint }) => touchpoint.day))];
  }

  async take(context: RequestContext, origin: ChunkOrigin, receipt: ChunkReceipt): Promise<AnsweredRows> {
    const { rows, rejects } = this.sealed;
    const outcomes: RowOutcome[] = rows.map(() => "REJECTED");
    const refused = await this.refuseErased(receipt);
    const welcome = refused.size === 0 ? this.candidates : this.candidates.filter(({ index }) => !refused.has(index));
    const fresh = await this.tellApart(origin.source.id, welcome, outcomes);
    await this.write(context, origin, receipt, fresh);
    return {
      outcomes,
      refused,
      counts: countsOf(outcomes),
      rejectedByReason: reasonsOf([...rows.filter(isRejection), ...refused.values()]),
      lastTouchpointAt: newestByPlatform(fresh.map(({ touchpoint }) => touchpoint)),
      oldestTouchpoints: oldestTouchpoints(fresh.map(({ touchpoint }) => touchpoint)),
      rejects: refused.size === 0 ? rejects : allRejects(this.sealed, refused),
    };
  }

  /** Candidates that name an erased identity; before they are told apart, so that none of them makes a conflict. */
  private async refuseErased(receipt: ChunkReceipt): Promise<ReadonlyMap<number, Rejection>> {
    const { candidates } = this;
    const erased = await this.parts.people.findErased(
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
      await this.parts.plane.findSeen(
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
    { runId, source }: ChunkOrigin,
    { number, peopleVersion }: ChunkReceipt,
    fresh: readonly Candidate[],
  ): Promise<void> {
    if (fresh.length === 0) return;
    const { runs, plane } = this.parts;
    const now = context.clock.now();
    const people = await this.parts.people.resolve(
      fresh.map(({ touchpoint }) => touchpoint.identities),
      {
        source,
        chunk: { number, runId, committedOf: (numbers) => runs.findCommitted(context, runId, numbers) },
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
    await plane.insertTouchpoints(rows, origin);
    await plane.insertKeys(
      fresh.map(({ touchpoint }) => touchpoint),
      origin,
    );
  }
}

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

export function reasonsOf(rejections: Iterable<{ readonly reason: string }>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejections) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Rejected and refused rows in the order they came. Of a refused one nothing is kept but where it stood. */
function allRejects({ rows, rejects, placeOf }: SealedRows, refused: AnsweredRows["refused"]): readonly RejectedRow[] {
  const rejected = rejects.values();
  return rows.flatMap((row, index): RejectedRow[] => {
    if (isRejection(row)) return [rejected.next().value!];
    const rejection = refused.get(index);
    return rejection ? [{ ...placeOf(index), row: null, rejection }] : [];
  });
}

/** Newest time by platform, as ISO 8601. */
export function newestByPlatform(
  touchpoints: Iterable<{ readonly platform: string; readonly occurredAt: number }>,
): Record<string, string> {
  const newest = new Map<string, number>();
  for (const { platform, occurredAt } of touchpoints)
    if (occurredAt > (newest.get(platform) ?? Number.NEGATIVE_INFINITY)) newest.set(platform, occurredAt);
  return Object.fromEntries([...newest].map(([platform, time]) => [platform, new Date(time).toISOString()]));
}
