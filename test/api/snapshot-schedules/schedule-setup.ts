import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OutdatedKeyStore } from "../../../src/features/snapshot-schedules/outdated-key.store";
import { SnapshotScheduleStore } from "../../../src/features/snapshot-schedules/snapshot-schedule.store";
import { SnapshotScheduler } from "../../../src/features/snapshot-schedules/snapshot-scheduler";
import { toNodeId } from "../../../src/graphql/node";
import { JobStore } from "../../../src/platform/jobs/job-store";
import type { TestApp } from "../../support/test-app";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** The chore of one more worker; the test's own worker does it every few seconds besides. */
export const schedulerOf = ({ app: { database } }: TestApp): SnapshotScheduler =>
  new SnapshotScheduler(database, new JobStore(database), new SnapshotScheduleStore(database), new OutdatedKeyStore());

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
