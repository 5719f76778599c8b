import { createHash } from "node:crypto";
import type { RequestContext } from "../../platform/request-context";
import type { IntegrationRunStore } from "./integration-run.store";

/**
 * The run of today's API calls of a source, so that their sums can be read in one place: UTC days, and the first call of a
 * day ends the run of an earlier one. Once today's was stopped or rolled back, the next call opens another.
 */
export async function openDailyRun(
  runs: IntegrationRunStore,
  context: RequestContext,
  sourceId: number,
): Promise<string> {
  const day = context.clock.now().toISOString().slice(0, 10);
  for (let generation = 0; ; generation++) {
    const id = dailyRunId(sourceId, day, generation);
    const name = generation === 0 ? `API ${day}` : `API ${day} (${generation + 1})`;
    const isNew = await runs.insertRun(context, { id, sourceId, name });
    if (isNew) await runs.finishEarlierRuns(context, sourceId, day);
    if (isNew || (await runs.isRunning(context, id))) return id;
  }
}

function dailyRunId(sourceId: number, day: string, generation: number): string {
  const hex = createHash("sha256")
    .update(`api ${sourceId} ${day}${generation === 0 ? "" : ` ${generation}`}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
