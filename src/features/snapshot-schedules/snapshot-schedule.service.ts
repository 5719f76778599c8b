import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { TAKE_ASSET_SNAPSHOT } from "../assets";
import type { BrandService } from "../brands";
import type { OutdatedKeyStore } from "./outdated-key.store";
import { MAX_RESTATE_DAYS, type SnapshotSchedule } from "./snapshot-schedule";
import type { SnapshotScheduleStore } from "./snapshot-schedule.store";

/** Most snapshots that one call takes again. */
export const MAX_RESTATED_RUNS = 50;

export interface Restatement {
  readonly runs: readonly JobRun[];
  /** True when more than {@link MAX_RESTATED_RUNS} are outdated. */
  readonly hasMore: boolean;
}

export interface SnapshotScheduleParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: SnapshotScheduleStore;
  readonly outdated: OutdatedKeyStore;
  readonly brands: BrandService;
}

/** What a brand's snapshots are taken by without being asked for, and taking outdated ones again. */
export class SnapshotScheduleService {
  constructor(private readonly parts: SnapshotScheduleParts) {}

  find(context: RequestContext, brandId: number): Promise<SnapshotSchedule | null> {
    return this.parts.store.find(context, brandId);
  }

  async set(
    context: RequestContext,
    schedule: Pick<SnapshotSchedule, "brandId" | "isActive" | "restateDays">,
    expectedVersion: number,
  ): Promise<SnapshotSchedule> {
    const { store, brands } = this.parts;
    await brands.requireGranted(context, schedule.brandId, ["brandId"]);
    const { restateDays } = schedule;
    if (restateDays < 0 || restateDays > MAX_RESTATE_DAYS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "restateDays"],
        `restateDays must be 0 to ${MAX_RESTATE_DAYS}, but got ${restateDays}; older snapshots are taken again by restateAssetSnapshots.`,
      );
    const isSet = await store.set(context, schedule, expectedVersion);
    const now = await store.find(context, schedule.brandId);
    if (!isSet)
      throw UserProblems.one(
        "VERSION_CONFLICT",
        ["expectedVersion"],
        `expectedVersion must be the schedule's current version ${now?.version ?? 0}, but got ${expectedVersion}; read it again and repeat the change.`,
      );
    return now!;
  }

  /** Takes again what is outdated, the newest instants first; each run ends with the snapshot that takes the place of the old one. */
  async restate(context: RequestContext, brandId: number, idempotencyKey?: string): Promise<Restatement> {
    const { database, jobs, outdated, brands } = this.parts;
    await brands.requireGranted(context, brandId, ["brandId"]);
    const call = { key: idempotencyKey, mutation: "restateAssetSnapshots", request: { brandId } };
    const { ids, hasMore } = await once(database, context, call, async (manager) => {
      const keys = await outdated.find(manager, brandId, { since: null, limit: MAX_RESTATED_RUNS + 1 });
      const ids: string[] = [];
      for (const payload of keys.slice(0, MAX_RESTATED_RUNS)) {
        const id = newId(context.clock.now());
        await jobs.enqueue(manager, context, { id, kind: TAKE_ASSET_SNAPSHOT, payload });
        ids.push(id);
      }
      return { ids, hasMore: keys.length > MAX_RESTATED_RUNS };
    });
    const runs = await Promise.all(ids.map((id) => jobs.find(context, id)));
    return { runs: runs.map((run) => run!), hasMore };
  }
}
