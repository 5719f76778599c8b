import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { type PersonDirectory, PLANE_SHAPE } from "../people";
import type { IntegrationRunStore } from "./integration-run.store";
import type { PlaneStore } from "./plane.store";
import type { RunStateStore } from "./run-state.store";

export interface ReceivedChunksParts {
  readonly runs: IntegrationRunStore;
  readonly states: RunStateStore;
  readonly plane: PlaneStore;
  readonly people: PersonDirectory;
  readonly locks: AdvisoryLocks;
}

/** Chunks of a run that began and did not end. */
export class ReceivedChunks {
  constructor(private readonly parts: ReceivedChunksParts) {}

  /**
   * Waits for those that are still being committed and wipes those that never will be: without it the next chunk of the
   * same days does so, and until then their rows can be read.
   */
  async settle(context: RequestContext, runId: string): Promise<void> {
    const { runs, states, plane, people, locks } = this.parts;
    for (const { number, lockKeys } of await states.findReceivedChunks(context, runId)) {
      const wipe = async (): Promise<void> => {
        const isDead = (await states.findReceivedChunks(context, runId)).some((chunk) => chunk.number === number);
        if (!isDead) return;
        await people.unsettleLinksOf(context, [number]);
        await plane.wipeChunks([number]);
        await runs.abandonChunks(context, [number]);
      };
      await locks.hold(lockKeys, wipe, [PLANE_SHAPE]);
    }
  }
}
