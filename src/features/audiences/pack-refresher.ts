import type { Logger } from "pino";
import type { Chore } from "../../platform/jobs/chore";
import { permissions } from "../../platform/permission";
import type { Database } from "../../platform/postgres/database";
import { createRequestContext, type RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AudienceBuilder, BuildRequest } from "./audience-builder";
import type { PackRunStore } from "./pack-run.store";
import { nextRefreshAt } from "./pack-schedule";
import type { DueSchedule, PackScheduleStore } from "./pack-schedule.store";

type Skip = { readonly code: string; readonly message: string };

const UNDER_WAY: Skip = {
  code: "BUILD_UNDER_WAY",
  message: "A refresh must find the pack at rest, but a build of it was under way; the next refresh comes as planned.",
};

/**
 * Asks for the builds of live packs whose time has come. The schedule is moved on in the transaction that asks, so of several
 * workers one asks. What cannot be built now is skipped with the reason, and the schedule goes on.
 */
export class PackRefresher {
  readonly chore: Chore = {
    name: "refresh live audience packs",
    run: ({ clock, logger }) => this.run(clock.now(), logger),
  };

  constructor(
    private readonly database: Database,
    private readonly schedules: PackScheduleStore,
    private readonly runs: PackRunStore,
    private readonly builder: AudienceBuilder,
  ) {}

  /** A schedule that fails is tried again in the next round and holds up no other. */
  async run(now: Date, logger: Logger): Promise<void> {
    for (const schedule of await this.schedules.findDue(now))
      await this.refresh(schedule, now, logger).catch((error) =>
        logger.warn({ err: error, pack: schedule.packId }, "a scheduled build was not asked for"),
      );
  }

  private async refresh(schedule: DueSchedule, now: Date, logger: Logger): Promise<void> {
    const context = contextOf(schedule, now, logger);
    const prepared = await this.prepare(context, schedule.packId);
    await this.database.withTenant(schedule, async (manager) => {
      if (!(await this.schedules.advance(manager, schedule, nextRefreshAt(schedule, now, schedule.zone)))) return;
      const isUnderWay = await this.runs.isUnderWay(manager, schedule.packId);
      if (!isUnderWay && "packs" in prepared) await this.builder.enqueueIn(manager, context, prepared);
      else {
        const skip = "packs" in prepared ? UNDER_WAY : prepared;
        await this.schedules.recordSkip(manager, schedule.packId, { at: now, ...skip });
      }
    });
  }

  /** What is missing for the build, or out of the key's budget of questions, is a reason to skip. */
  private async prepare(context: RequestContext, packId: string): Promise<BuildRequest | Skip> {
    try {
      return await this.builder.prepare(context, packId, "SCHEDULE");
    } catch (error) {
      if (error instanceof UserProblems) return error.problems[0]!;
      if (error instanceof RequestError && error.code === "RATE_LIMITED") return error;
      throw error;
    }
  }
}

const contextOf = ({ organisationId, accessKeyId }: DueSchedule, now: Date, logger: Logger): RequestContext =>
  createRequestContext({
    organisationId,
    actor: { accessKeyId, name: "refresh schedule", role: "ADMIN", allowedOrigins: [] },
    permissions: new Set(permissions),
    clock: { now: () => now },
    logger,
  });
