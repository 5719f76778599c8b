import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import { TAKE_ASSET_SNAPSHOT, type TakeSnapshotPayload } from "../assets";
import type { OutdatedKeyStore } from "./outdated-key.store";
import { type DailyFigures, MAX_RESTATED, type ScheduledDay } from "./snapshot-scheduler";

/** A brand's snapshots of all categories, by the rules in force; outdated ones by their own. */
export class DailySnapshots implements DailyFigures {
  constructor(
    private readonly jobs: JobStore,
    private readonly outdated: OutdatedKeyStore,
  ) {}

  async ask(manager: EntityManager, { brandId, context, days, restateFrom: since }: ScheduledDay): Promise<void> {
    const again = since === null ? [] : await this.outdated.find(manager, brandId, { since, limit: MAX_RESTATED });
    const daily = days.map((day) => ({ brandId, categoryId: null, asOf: day.toISOString(), ruleSetId: null }));
    const payloads: readonly TakeSnapshotPayload[] = [...daily, ...again];
    for (const payload of payloads)
      await this.jobs.enqueue(manager, context, { id: newId(context.clock.now()), kind: TAKE_ASSET_SNAPSHOT, payload });
  }
}
