import type { Config } from "../config";
import { openApp } from "./open-app";
import { untilStopped } from "./until-stopped";

/** `valuegraph worker`: queued jobs until SIGTERM or SIGINT; those under way end first. */
export async function work(config: Config): Promise<void> {
  const { app, logger, close } = await openApp(config);
  const worker = app.worker();
  await worker.start();
  logger.info("the worker is ready");
  await untilStopped(logger);
  await worker.stop();
  await close();
  logger.info("drained");
}
