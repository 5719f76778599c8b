import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { SettleRequestStore } from "./settle-request.store";

export const SETTLE_PEOPLE = "SETTLE_PEOPLE";

/** Who has to be looked at: people of the cloud, and whether the asking organisation's own overlay. */
export interface Unsettled {
  readonly ordinals: readonly number[];
  readonly ownOverlay: boolean;
}

/** On whose behalf. */
type Asker = Pick<RequestContext, "organisationId" | "actor" | "clock">;

/** Asks for a settle, never for more than one job that waits. */
export class SettleRequests {
  constructor(
    private readonly database: Database,
    private readonly store: SettleRequestStore,
    private readonly jobs: JobStore,
  ) {}

  /** Leaves the request to a job that waits, or to one more. */
  async ask(asker: Asker, unsettled: Unsettled): Promise<void> {
    if (unsettled.ordinals.length === 0 && !unsettled.ownOverlay) return;
    await this.database.withSystem(async (manager) => {
      await this.write(manager, asker, unsettled);
      if (!(await this.store.needsJob(manager))) return;
      const id = newId(asker.clock.now());
      await this.jobs.enqueue(manager, asker, { id, kind: SETTLE_PEOPLE, payload: {} });
      await this.store.noteJob(manager, id);
    });
  }

  /** Leaves the request to whoever settles next. */
  async note(asker: Asker, unsettled: Unsettled): Promise<void> {
    await this.database.withSystem((manager) => this.write(manager, asker, unsettled));
  }

  private async write(manager: EntityManager, asker: Asker, { ordinals, ownOverlay }: Unsettled): Promise<void> {
    if (ordinals.length > 0) await this.store.askForPeople(manager, ordinals);
    if (ownOverlay) await this.store.askForOverlay(manager, asker.organisationId);
  }
}
