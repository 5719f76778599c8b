import { roundCount, suppress, suppressPartition } from "../../platform/small-groups";
import type { Organisation } from "../access";
import type { PushPlan } from "./activation-plan";

type SmallGroups = Pick<Organisation, "smallGroupThreshold" | "roundingBase">;

/** Counts of a plan as its organisation may see them; null where withheld. */
export interface ToldPlan {
  readonly people: bigint | null;
  readonly dropped: readonly (bigint | null)[];
  readonly entered: bigint | null;
  readonly left: bigint | null;
  readonly ids: bigint | null;
}

/** People and those dropped are parts of the pack, whose size is told, so they are suppressed as a partition. */
export function tellPlan(plan: PushPlan, groups: SmallGroups): ToldPlan {
  const { smallGroupThreshold, roundingBase } = groups;
  const parts = [plan.people, ...plan.dropped.map(({ people }) => people)].map(BigInt);
  const [people, ...dropped] = suppressPartition(parts, smallGroupThreshold).counts.map((count) =>
    count === null ? null : roundCount(count, roundingBase),
  );
  const alone = (count: number | null): bigint | null => (count === null ? null : tellIds(count, groups));
  const ids = people === null ? null : tellIds(plan.add.ids + plan.remove.ids, groups);
  return { people: people!, dropped, entered: alone(plan.entered), left: alone(plan.left), ids };
}

/**
 * Whether so many surely can leave: by the fewest people whom the count as it is told may stand for, so that trying other minimums
 * tells no more than the count.
 */
export const surelyReaches = (told: bigint | null, roundingBase: number, minimum: number): boolean =>
  told !== null && Number(told) - Math.floor(roundingBase / 2) >= minimum;

/** A count of ids: those of one person at least, so it is told as people are. */
export function tellIds(ids: number, { smallGroupThreshold, roundingBase }: SmallGroups): bigint | null {
  const told = suppress(BigInt(ids), smallGroupThreshold);
  return told === null ? null : roundCount(told, roundingBase);
}
