import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import { type DailyFigures, MAX_RESTATED, type ScheduledDay } from "../snapshot-schedules";
import type { DailyEvaluationStore } from "./daily-evaluation.store";
import { EVALUATE_MEMBERS, type EvaluatePayload } from "./evaluate-members";

/** The evaluation of a brand's members by the tiers in force; outdated ones by their own. */
export class DailyEvaluations implements DailyFigures {
  constructor(
    private readonly jobs: JobStore,
    private readonly store: DailyEvaluationStore,
  ) {}

  async ask(manager: EntityManager, { brandId, context, days, restateFrom: since }: ScheduledDay): Promise<void> {
    const tiersId = await this.store.findTiersInForce(manager, brandId);
    if (tiersId === null) return;
    const again = since === null ? [] : await this.store.findOutdated(manager, brandId, { since, limit: MAX_RESTATED });
    const daily = days.map((asOf) => ({ tiersId, asOf }));
    for (const key of [...daily, ...again]) {
      const payload: EvaluatePayload = { brandId, tiersId: key.tiersId, asOf: key.asOf.toISOString() };
      await this.jobs.enqueue(manager, context, { id: newId(context.clock.now()), kind: EVALUATE_MEMBERS, payload });
    }
  }
}
