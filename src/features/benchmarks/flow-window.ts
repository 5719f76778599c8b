import type { ProblemList } from "../../platform/user-error";

/** The window of every flow efficiency: people labelled at `flowFrom`, followed until `asOf`. */
export interface FlowWindow {
  readonly flowFrom: Date;
  readonly asOf: Date;
}

const DAY_MS = 86_400_000;
const DEFAULT_FLOW_DAYS = 30;
/** Longest window: the look-back of the longest stage. Beyond it, people at the start could not be told from people at its end. */
const MAX_FLOW_DAYS = 365;

/** Days are 24 hours, as in rule sets. */
export const defaultFlowFrom = (asOf: Date): Date => new Date(asOf.getTime() - DEFAULT_FLOW_DAYS * DAY_MS);

export function checkFlowWindow(problems: ProblemList, { flowFrom, asOf }: FlowWindow, field: readonly string[]): void {
  const length = asOf.getTime() - flowFrom.getTime();
  if (length > 0 && length <= MAX_FLOW_DAYS * DAY_MS) return;
  problems.add(
    "INVALID_INPUT",
    field,
    `flowFrom must lie before asOf, at most ${MAX_FLOW_DAYS} days, but got ${flowFrom.toISOString()} with asOf ${asOf.toISOString()}; leave it out for ${DEFAULT_FLOW_DAYS} days before asOf.`,
  );
}
