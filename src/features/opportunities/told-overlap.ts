import type { AudienceCounts } from "../../engines/numeric/target-group-index";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";

/**
 * An overlap as a caller may see it: its four cells rounded, and all else made of them. Null when one of them is few, or would
 * follow from the others.
 */
export function tellOverlap(
  { both, audience, target, base }: AudienceCounts,
  { threshold, roundingBase }: SmallGroups,
): AudienceCounts | null {
  const cells = [both, audience - both, target - both, base - audience - target + both].map(BigInt);
  if (suppressPartition(cells, threshold).suppressedCells > 0) return null;
  const [told, others, elsewhere, rest] = cells.map((cell) => Number(roundCount(cell, roundingBase))) as [
    ...[number, number, number, number],
  ];
  return { both: told, audience: told + others, target: told + elsewhere, base: told + others + elsewhere + rest };
}
