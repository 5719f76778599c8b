import { keyOfPlace, parentKey, withAncestors } from "./budget-place";
import type { PlacementUse } from "./budget-tree";

/** Planned minor units by key of a place; the root is always there. */
export type PlannedAmounts = ReadonlyMap<string, bigint>;

export interface NodeFigures {
  readonly planned: bigint;
  /** Planned for its parts. */
  readonly allocated: bigint;
  readonly committed: bigint;
  readonly spent: bigint;
  /** Below 0 where media cost more than was planned. */
  readonly unallocated: bigint;
}

/**
 * Figures of every place. A placement counts in the deepest place of the tree that it belongs to and in all above; there it ties up
 * what it was given or, where media cost more, what it cost.
 */
export function tellNodes(planned: PlannedAmounts, uses: readonly PlacementUse[]): ReadonlyMap<string, NodeFigures> {
  const sums = new Map([...planned.keys()].map((key) => [key, { allocated: 0n, committed: 0n, spent: 0n, tied: 0n }]));
  for (const [key, amount] of planned) {
    const parent = parentKey(key);
    if (parent !== null) sums.get(parent)!.allocated += amount;
  }
  for (const { place, committed, spent } of uses) {
    let tied = committed;
    if (spent > tied) tied = spent;
    const above = withAncestors(keyOfPlace(place)).filter((key) => planned.has(key));
    for (const key of above) {
      sums.get(key)!.committed += committed;
      sums.get(key)!.spent += spent;
    }
    sums.get(above[0]!)!.tied += tied;
  }
  return new Map(
    [...planned].map(([key, amount]) => {
      const { allocated, committed, spent, tied } = sums.get(key)!;
      return [key, { planned: amount, allocated, committed, spent, unallocated: amount - allocated - tied }];
    }),
  );
}

/** A place that a change would leave with less than its parts and placements need. */
export interface Overspend {
  readonly key: string;
  readonly figures: NodeFigures;
  readonly short: bigint;
}

/** Places that a change makes overspent or more so; those that already were, because media cost more, hinder nothing else. */
export function findOverspends(
  before: ReadonlyMap<string, NodeFigures>,
  after: ReadonlyMap<string, NodeFigures>,
): readonly Overspend[] {
  return [...after].flatMap(([key, figures]) => {
    const known = before.get(key)?.unallocated ?? 0n;
    const isWorse = figures.unallocated < 0n && figures.unallocated < known;
    return isWorse ? [{ key, figures, short: -figures.unallocated }] : [];
  });
}

/** Another amount of one place. Places above that are not in the tree yet are made with the same amount. */
export function setPlanned(planned: PlannedAmounts, key: string, amount: bigint): PlannedAmounts {
  const changed = new Map(planned);
  for (const above of withAncestors(key)) if (above === key || !planned.has(above)) changed.set(above, amount);
  return changed;
}

/**
 * An amount from one place to another: what is planned changes on the ways from both to the place that they share, whose own amount
 * stays. Places of the way to the second one that are not in the tree yet are made.
 */
export function movePlanned(
  planned: PlannedAmounts,
  { from, to, amount }: { readonly from: string; readonly to: string; readonly amount: bigint },
): PlannedAmounts {
  const changed = new Map(planned);
  const [above, below] = [withAncestors(from), withAncestors(to)];
  for (const key of above) if (!below.includes(key)) changed.set(key, changed.get(key)! - amount);
  for (const key of below) if (!above.includes(key)) changed.set(key, (changed.get(key) ?? 0n) + amount);
  return changed;
}

/** Amounts of new lines; a place that has parts and no line of its own is planned with their sum. */
export function plannedOfLines(total: bigint, lines: ReadonlyMap<string, bigint>): PlannedAmounts {
  const planned = new Map([...lines, ["", total]]);
  const missing = [...lines.keys()].flatMap(withAncestors).filter((key) => !planned.has(key));
  const deepestFirst = [...new Set(missing)].sort((a, b) => b.split("/").length - a.split("/").length);
  for (const key of deepestFirst) {
    const parts = [...planned].filter(([part]) => parentKey(part) === key);
    planned.set(
      key,
      parts.reduce((sum, [, amount]) => sum + amount, 0n),
    );
  }
  return planned;
}
