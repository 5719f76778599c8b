import type { Clock } from "../../platform/clock";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { type PersonDirectory, PLANE_SHAPE } from "../people";
import { noKey } from "./no-key";
import type { PlaneStore } from "./plane.store";
import type { UnendedChunk, UnendedChunkStore } from "./unended-chunk.store";

export interface ReceivedChunksParts {
  readonly unended: UnendedChunkStore;
  readonly plane: PlaneStore;
  readonly people: PersonDirectory;
  readonly locks: AdvisoryLocks;
}

/** On whose watch; a chunk is wiped in the name of its own organisation. */
type Wiper = Pick<RequestContext, "clock" | "logger">;

/**
 * Chunks that began and did not end. Dead is one of whose locks somebody else got hold, but its process may live, without
 * its locks and without a notion of it, and its last insert may be on its way for as long as it likes. So whoever wipes
 * shuts the doors first, and only then sweeps: (1) FENCED in PostgreSQL, which no commit leaves; (2) its number refused by
 * ClickHouse wherever a row of it lands, and the inserts ended that were through that door already; (3) its rows deleted;
 * (4) ABANDONED. Each step can be run again, and a chunk that stayed FENCED because its wiper died is found like one that
 * is RECEIVED. No row of it can be read after (3), also none that comes later.
 */
export class ReceivedChunks {
  constructor(private readonly parts: ReceivedChunksParts) {}

  /** Wipes what holds these locks on paper; the caller holds them, and PLANE_SHAPE. */
  async recover(wiper: Wiper, lockKeys: readonly bigint[]): Promise<void> {
    const dead = await this.parts.unended.findUnder(lockKeys);
    await this.wipe(wiper, dead);
  }

  /** Waits for those of the run that are still being committed and wipes those that never will be. */
  async settle(context: Wiper, runId: string): Promise<void> {
    const { unended, locks } = this.parts;
    for (const chunk of await unended.findOfRun(runId))
      await locks.hold(chunk.lockKeys, () => this.wipe(context, [chunk]), [PLANE_SHAPE]);
  }

  /** Wipes those of all runs that nobody is committing. */
  async sweep(wiper: Wiper): Promise<void> {
    const { unended, locks } = this.parts;
    for (const chunk of await unended.findAll())
      await locks.holdIfFree(chunk.lockKeys[0]!, () => this.wipe(wiper, [chunk]), [PLANE_SHAPE]);
  }

  /** Ends what wipers that died had begun; the caller holds PLANE_SHAPE. */
  async endWipes(wiper: Wiper): Promise<void> {
    await this.wipe(wiper, await this.parts.unended.findFenced());
  }

  private async wipe(wiper: Wiper, chunks: readonly UnendedChunk[]): Promise<void> {
    if (chunks.length === 0) return;
    const { unended, plane, people } = this.parts;
    const dead = await unended.fence(chunks.map(({ number }) => number));
    if (dead.length === 0) return;
    await plane.refuseChunks(dead);
    for (const organisationId of new Set(chunks.map((chunk) => chunk.organisationId))) {
      const own = chunks.filter((chunk) => chunk.organisationId === organisationId && dead.includes(chunk.number));
      await people.unsettleLinksOf(
        askerOf(organisationId, wiper.clock),
        own.map(({ number }) => number),
      );
    }
    await plane.wipeChunks(dead);
    await unended.abandon(dead);
    wiper.logger.warn({ chunks: dead }, "wiped what intake chunks had written that never ended");
  }
}

const askerOf = (organisationId: string, clock: Clock) => ({ organisationId, clock, actor: noKey("intake") });
