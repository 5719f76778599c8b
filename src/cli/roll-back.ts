import type { App } from "../app";
import type { RequestContext } from "../platform/request-context";
import { requireRunId } from "./run-id";

/** `valuegraph roll-back`: takes an import back, also one whose process died, without waiting for a worker. */
export async function rollBackRun(app: App, context: RequestContext, text: string): Promise<void> {
  const id = requireRunId(text);
  await app.integrationRuns.stopIfDead(context, id);
  await app.rollBack.runHere(context, id);
  process.stdout.write(`Run ${id}: ROLLED_BACK; its rows can be imported again.\n`);
}
