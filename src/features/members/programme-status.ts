import type { NetAddTarget } from "./membership";

export const targetStates = ["NO_TARGET", "NOT_STARTED", "ON_TRACK", "BEHIND", "REACHED", "MISSED", "UNKNOWN"] as const;
export type TargetState = (typeof targetStates)[number];

/** How far a programme has come towards its target; null where withheld or not to be told. */
export interface ProgrammeStatus {
  /** The instant of `members`. */
  readonly asOf: Date;
  readonly members: bigint | null;
  /** At the first instant of the target's period; null also before it and without a target. */
  readonly atStart: bigint | null;
  readonly netAdds: bigint | null;
  /** Net adds of the target's. */
  readonly attainment: number | null;
  /** Share of the target's period that has passed, 0 to 1; null without a target. */
  readonly elapsed: number | null;
  readonly state: TargetState;
  readonly threshold: number;
}

/** On track: at least as much of the net adds is there as of the period has passed. */
export function targetState(
  target: NetAddTarget | null,
  netAdds: bigint | null,
  asOf: Date,
): Pick<ProgrammeStatus, "state" | "elapsed"> {
  if (target === null) return { state: "NO_TARGET", elapsed: null };
  const { from, to } = target;
  if (asOf <= from) return { state: "NOT_STARTED", elapsed: 0 };
  const elapsed = Math.min(1, (asOf.getTime() - from.getTime()) / (to.getTime() - from.getTime()));
  if (netAdds === null) return { state: "UNKNOWN", elapsed };
  if (netAdds >= target.netAdds) return { state: "REACHED", elapsed };
  if (asOf >= to) return { state: "MISSED", elapsed };
  return { state: Number(netAdds) >= elapsed * Number(target.netAdds) ? "ON_TRACK" : "BEHIND", elapsed };
}
