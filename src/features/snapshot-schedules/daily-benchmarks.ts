import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import { defaultFlowFrom, REFRESH_BENCHMARKS, type RefreshPayload } from "../benchmarks";
import type { CategoryWindow, CategoryWindowStore } from "./category-window.store";
import { type DailyFigures, MAX_RESTATED, type ScheduledDay } from "./snapshot-scheduler";

/**
 * The comparison of the brand's primary category at the instants of its snapshots, which the category's sales follow. Brands of
 * several organisations share a category, so whoever asks first asks for all: of one instant once, and once a day again while it
 * is OUTDATED.
 */
export class DailyBenchmarks implements DailyFigures {
  constructor(
    private readonly jobs: JobStore,
    private readonly windows: CategoryWindowStore,
  ) {}

  async ask(manager: EntityManager, day: ScheduledDay): Promise<void> {
    const categoryId = await this.windows.findPrimaryCategory(manager, day.brandId);
    if (categoryId === null) return;
    const { days, today, restateFrom: since } = day;
    const again =
      since === null ? [] : await this.windows.findOutdated(manager, categoryId, { since, limit: MAX_RESTATED });
    for (const asOf of days) await this.enqueue(manager, day, { categoryId, asOf, flowFrom: defaultFlowFrom(asOf) });
    for (const window of again) await this.enqueue(manager, day, { categoryId, ...window }, today);
  }

  private async enqueue(
    manager: EntityManager,
    { context }: ScheduledDay,
    { categoryId, asOf, flowFrom }: CategoryWindow & { readonly categoryId: number },
    ...again: readonly string[]
  ): Promise<void> {
    const payload: RefreshPayload = { categoryId, asOf: asOf.toISOString(), flowFrom: flowFrom.toISOString() };
    const job = { id: newId(context.clock.now()), kind: REFRESH_BENCHMARKS, payload };
    const once = [REFRESH_BENCHMARKS, categoryId, payload.asOf, payload.flowFrom, ...again].join(" ");
    await this.jobs.enqueueOnce(manager, context, job, once);
  }
}
