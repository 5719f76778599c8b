import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import { type DailyFigures, MAX_RESTATED, type ScheduledDay } from "../snapshot-schedules";
import type { DailyScoringStore } from "./daily-scoring.store";
import { SCORE_CUSTOMERS, type ScoreCustomersRequest } from "./score-customers";
import { DEFAULT_ANNUAL_DISCOUNT_RATE, DEFAULT_HORIZON_DAYS } from "./value-scoring";

/**
 * The scoring of a brand's customers by the newest approved model, as of the day that begins; none while no model is approved.
 * Outdated ones are made again by their own model, and what is scored already is not scored twice.
 */
export class DailyScorings implements DailyFigures {
  constructor(
    private readonly jobs: JobStore,
    private readonly store: DailyScoringStore,
  ) {}

  async ask(manager: EntityManager, day: ScheduledDay): Promise<void> {
    const { brandId, days, restateFrom: since } = day;
    const modelId = await this.store.findApprovedModel(manager, brandId);
    if (modelId === null) return;
    const again = since === null ? [] : await this.store.findOutdated(manager, brandId, { since, limit: MAX_RESTATED });
    const series = {
      ...{ brandId, modelId },
      ...{ horizonDays: DEFAULT_HORIZON_DAYS, annualDiscountRate: DEFAULT_ANNUAL_DISCOUNT_RATE },
    };
    const missing = await this.store.findMissing(manager, series, days);
    for (const { asOf, ...of } of [...missing.map((asOf) => ({ ...series, asOf })), ...again])
      await this.enqueue(manager, day, { ...of, days: [asOf] });
  }

  private enqueue(manager: EntityManager, { context }: ScheduledDay, payload: ScoreCustomersRequest): Promise<void> {
    return this.jobs.enqueue(manager, context, { id: newId(context.clock.now()), kind: SCORE_CUSTOMERS, payload });
  }
}
