import { DailyScoringStore } from "../features/customer-value/daily-scoring.store";
import { DailyScorings } from "../features/customer-value/daily-scorings";
import { DailyEvaluationStore } from "../features/members/daily-evaluation.store";
import { DailyEvaluations } from "../features/members/daily-evaluations";
import { CategoryRefreshResolver } from "../features/snapshot-schedules/category-refresh.resolver";
import { CategoryWindowStore } from "../features/snapshot-schedules/category-window.store";
import { DailyBenchmarks } from "../features/snapshot-schedules/daily-benchmarks";
import { DailySnapshots } from "../features/snapshot-schedules/daily-snapshots";
import { LabelRetention } from "../features/snapshot-schedules/label-retention";
import { LabelRetentionStore } from "../features/snapshot-schedules/label-retention.store";
import { OutdatedKeyStore } from "../features/snapshot-schedules/outdated-key.store";
import { SnapshotScheduleResolver } from "../features/snapshot-schedules/snapshot-schedule.resolver";
import { SnapshotScheduleService } from "../features/snapshot-schedules/snapshot-schedule.service";
import { SnapshotScheduleStore } from "../features/snapshot-schedules/snapshot-schedule.store";
import { SnapshotScheduler } from "../features/snapshot-schedules/snapshot-scheduler";
import type { BenchmarksPart } from "./benchmarks";
import type { BrandsPart } from "./brands";
import type { MarketPart } from "./market";
import type { Composed, Kernel, Services } from "./part";

export function composeSnapshotSchedules(
  { database, clickhouse, mutations, jobs }: Kernel,
  { brands, benchmarks, market }: BrandsPart & BenchmarksPart & MarketPart,
) {
  const store = new SnapshotScheduleStore(database);
  const outdated = new OutdatedKeyStore();
  const schedules = new SnapshotScheduleService({ database, jobs, store, outdated, brands });
  const scheduler = new SnapshotScheduler(database, store, [
    new DailySnapshots(jobs, outdated),
    new DailyBenchmarks(jobs, new CategoryWindowStore()),
    new DailyEvaluations(jobs, new DailyEvaluationStore()),
    new DailyScorings(jobs, new DailyScoringStore()),
  ]);
  return {
    schedules,
    resolvers: [
      new SnapshotScheduleResolver(schedules, brands),
      new CategoryRefreshResolver(brands, benchmarks, market),
    ],
    chores: [scheduler.chore, new LabelRetention(new LabelRetentionStore(database, clickhouse, mutations)).chore],
  } satisfies Composed;
}

export type SnapshotSchedulesPart = Services<typeof composeSnapshotSchedules>;
