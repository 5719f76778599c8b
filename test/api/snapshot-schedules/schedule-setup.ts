import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DailyScoringStore } from "../../../src/features/customer-value/daily-scoring.store";
import { DailyScorings } from "../../../src/features/customer-value/daily-scorings";
import { DailyEvaluationStore } from "../../../src/features/members/daily-evaluation.store";
import { DailyEvaluations } from "../../../src/features/members/daily-evaluations";
import { CategoryWindowStore } from "../../../src/features/snapshot-schedules/category-window.store";
import { DailyBenchmarks } from "../../../src/features/snapshot-schedules/daily-benchmarks";
import { DailySnapshots } from "../../../src/features/snapshot-schedules/daily-snapshots";
import { OutdatedKeyStore } from "../../../src/features/snapshot-schedules/outdated-key.store";
import { SnapshotScheduleStore } from "../../../src/features/snapshot-schedules/snapshot-schedule.store";
import { SnapshotScheduler } from "../../../src/features/snapshot-schedules/snapshot-scheduler";
import { toNodeId } from "../../../src/graphql/node";
import { JobStore } from "../../../src/platform/jobs/job-store";
import { createLogger } from "../../../src/platform/logger";
import type { TestApp } from "../../support/test-app";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export const QUIET = createLogger("fatal");

/** The chore of one more worker; the test's own worker does it every few seconds besides. */
export const schedulerOf = ({ app: { database } }: TestApp): SnapshotScheduler => {
  const jobs = new JobStore(database);
  return new SnapshotScheduler(database, new SnapshotScheduleStore(database), [
    new DailySnapshots(jobs, new OutdatedKeyStore()),
    new DailyBenchmarks(jobs, new CategoryWindowStore()),
    new DailyEvaluations(jobs, new DailyEvaluationStore()),
    new DailyScorings(jobs, new DailyScoringStore()),
  ]);
};

/** Payloads of all snapshot jobs so far, in the order of their instants, once all of them have succeeded. */
export async function finishedJobs(
  test: TestApp,
  secret: string,
): Promise<readonly { asOf: string; brandId: number }[]> {
  const jobs: { id: string; payload: { asOf: string; brandId: number } }[] = await test.app.database.withSystem(
    (manager) =>
      manager.query("SELECT id, payload FROM job_run WHERE kind = 'TAKE_ASSET_SNAPSHOT' ORDER BY payload->>'asOf', id"),
  );
  for (const { id } of jobs)
    expect(await test.waitForRun(secret, toNodeId("AssetSnapshotRun", id))).toMatchObject({ status: "SUCCEEDED" });
  return jobs.map(({ payload }) => payload);
}
