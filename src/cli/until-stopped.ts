import type { Logger } from "pino";

/** Resolves at the first SIGTERM or SIGINT; a second one is ignored, so that it cannot cut the drain short. */
export function untilStopped(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        logger.info({ signal }, "draining");
        resolve();
      });
    }
  });
}
