import type { Period } from "./campaign";

export type StepState = "PLANNED" | "RUNNING" | "CLOSED";

/** Derived, never stored: a step opens and closes by the clock alone. */
export function stepState({ from, to }: Period, now: Date): StepState {
  if (now < from) return "PLANNED";
  return now < to ? "RUNNING" : "CLOSED";
}
