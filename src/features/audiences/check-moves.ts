import type { PlacedLeaf } from "../../engines/segmentation/walk-leaves";
import type { ProblemList } from "../../platform/user-error";
import type { AssetSnapshot } from "../assets";

/** Whoever moved did so between two snapshots in order, labelled by the same rules: else the rules moved, not the people. */
export function checkMoves(
  leaves: readonly PlacedLeaf[],
  snapshots: ReadonlyMap<string | null, AssetSnapshot>,
  problems: ProblemList,
): void {
  for (const { leaf, path } of leaves) {
    if (!("moved" in leaf)) continue;
    const [first, last] = [snapshots.get(leaf.moved.since), snapshots.get(leaf.moved.until)];
    if (!first || !last) continue;
    if (first.asOf >= last.asOf) {
      const message = `since must lie before the audience's snapshot, which is of ${last.asOf.toISOString()}, but got ${first.asOf.toISOString()}; take a snapshot of a later instant or move since.`;
      problems.add("INVALID_INPUT", [...path, "since"], message);
    }
    if (first.ruleSet.id === last.ruleSet.id) continue;
    const message = `moved must cross snapshots by the same rules, but that of ${first.asOf.toISOString()} and that of ${last.asOf.toISOString()} are by different ones; take one of them again with takeAssetSnapshot.`;
    problems.add("RULES_DIFFER", path, message);
  }
}
