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

/** A part of wholes that are told beside it: withheld too where what it leaves of one of them is small. */
export function tellPart(part: number, wholes: readonly number[], organisation: SmallGroups): AudienceSize {
  const told = tellSize(BigInt(part), organisation);
  const isRestTold = wholes.every((whole) => suppress(BigInt(whole - part), organisation.smallGroupThreshold) !== null);
  return isRestTold ? told : { ...told, people: null };
}

/** Of figures as told, 0 to 1; null where one is withheld or the whole is empty. */
export const shareOfSize = ({ people }: AudienceSize, whole: AudienceSize): number | null =>
  people === null || whole.people === null || whole.people === 0n
    ? null
    : Math.min(1, Number(people) / Number(whole.people));
