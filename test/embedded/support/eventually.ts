import { setTimeout as delay } from "node:timers/promises";

/** Waits until `isTrue`, or throws `what` with the time that was given. */
export async function eventually(
  what: string,
  withinMs: number,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what} must be so within ${withinMs} ms, but got no change`);
    await delay(50);
  }
}
