import { roundCount, suppress } from "../../platform/small-groups";
import type { Organisation } from "../access";

/** A count of people as its organisation may see it. */
export interface AudienceSize {
  /** Rounded; null where withheld. */
  readonly people: bigint | null;
  readonly roundedTo: number;
  /** Counts above zero and below this are withheld. */
  readonly suppressedBelow: number;
}

type SmallGroups = Pick<Organisation, "smallGroupThreshold" | "roundingBase">;

/** Suppressed, then rounded: a size is the answer to a tree of the caller's choice, and two that differ by a person must look alike. */
export function tellSize(people: bigint, { smallGroupThreshold, roundingBase }: SmallGroups): AudienceSize {
  const told = suppress(people, smallGroupThreshold);
  return {
    people: told === null ? null : roundCount(told, roundingBase),
    roundedTo: roundingBase,
    suppressedBelow: smallGroupThreshold,
  };
}
