import type { TouchCount } from "../../engines/effects/frequency-curve";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

/** Keeps what was counted for a report, which never changes. */
export class ReportFrequencyStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, reportId: string): Promise<readonly TouchCount[] | null> {
    const [row]: { counts: readonly TouchCount[] }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* effects.findReportFrequency */ SELECT counts FROM report_frequency WHERE report_id = $1", [
        reportId,
      ]),
    );
    return row?.counts ?? null;
  }

  /** Whoever counted first is believed. */
  async keep(context: RequestContext, reportId: string, counts: readonly TouchCount[]): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* effects.keepReportFrequency */ INSERT INTO report_frequency (report_id, organisation_id, counts, counted_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [reportId, context.organisationId, JSON.stringify(counts), context.clock.now()],
      ),
    );
  }
}
