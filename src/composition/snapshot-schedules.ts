import { LabelRetention } from "../features/snapshot-schedules/label-retention";
import { LabelRetentionStore } from "../features/snapshot-schedules/label-retention.store";
import { OutdatedKeyStore } from "../features/snapshot-schedules/outdated-key.store";
import { SnapshotScheduleResolver } from "../features/snapshot-schedules/snapshot-schedule.resolver";
import { SnapshotScheduleService } from "../features/snapshot-schedules/snapshot-schedule.service";
import { SnapshotScheduleStore } from "../features/snapshot-schedules/snapshot-schedule.store";
import { SnapshotScheduler } from "../features/snapshot-schedules/snapshot-scheduler";
import type { BrandsPart } from "./brands";
import type { Composed, Kernel } from "./part";

export function composeSnapshotSchedules({ database, clickhouse, mutations, jobs }: Kernel, { brands }: BrandsPart) {
  const store = new SnapshotScheduleStore(database);
  const outdated = new OutdatedKeyStore();
  const schedules = new SnapshotScheduleService({ database, jobs, store, outdated, brands });
  return {
    resolvers: [new SnapshotScheduleResolver(schedules, brands)],
    chores: [
      new SnapshotScheduler(database, jobs, store, outdated).chore,
      new LabelRetention(new LabelRetentionStore(database, clickhouse, mutations)).chore,
    ],
  } satisfies Composed;
}
