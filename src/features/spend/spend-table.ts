import { denseRanks } from "../../engines/numeric/rank";
import { type LineSize, mergedLines } from "../../platform/small-lines";
import type { SpendFact } from "./spend-value";

export const spendAxes = ["FEE", "CREATIVE", "TRAFFIC"] as const;
export type SpendAxis = (typeof spendAxes)[number];

export const lineKinds = ["NAMED", "NOT_STATED", "OTHER"] as const;

/** Facts of one key. */
export interface SpendLine {
  readonly kind: (typeof lineKinds)[number];
  /** Null unless NAMED. */
  readonly key: string | null;
  /** Known cost in minor units. */
  readonly cost: bigint;
  /** Placements of the line that media have reported no cost of. */
  readonly placementsWithoutCost: number;
  readonly conversions: bigint;
  readonly value: bigint;
  /** value / cost; null without a cost, or while a part of it is not known. */
  readonly roi: number | null;
  /** By roi, the highest first; null without one. */
  readonly rank: number | null;
}

/** What a line is about; null: not stated. */
const KEYS: Readonly<Record<SpendAxis, (fact: SpendFact) => string | null>> = {
  FEE: ({ placement }) => placement?.objective ?? null,
  CREATIVE: ({ creative }) => (creative === "" ? null : creative),
  TRAFFIC: ({ platform, site }) => `${platform}/${site}`,
};

interface Cell {
  readonly kind: SpendLine["kind"];
  readonly key: string | null;
  readonly facts: readonly SpendFact[];
}

/**
 * All facts by one axis, ranked: any two tables of the same facts have the same sums. A line with fewer than `threshold` people
 * who ordered goes into OTHER, with the smallest others until that is no small line either, as it follows from the total.
 */
export function spendTable(
  facts: readonly SpendFact[],
  costs: ReadonlyMap<string, bigint>,
  axis: SpendAxis,
  threshold: number,
): readonly SpendLine[] {
  const groups = new Map<string | null, SpendFact[]>();
  for (const fact of facts) {
    const key = KEYS[axis](fact);
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  const cells = [...groups].map(([key, of]): Cell => ({ kind: key === null ? "NOT_STATED" : "NAMED", key, facts: of }));
  return rank(mergeSmall(cells, threshold).map((cell) => toLine(cell, costs)));
}

function mergeSmall(cells: readonly Cell[], threshold: number): readonly Cell[] {
  const sizeOf = ({ key, facts }: Cell): LineSize => ({
    people: new Set(facts.flatMap(({ people }) => [...people])),
    conversions: facts.reduce((sum, { conversions }) => sum + conversions, 0n),
    key: key ?? "",
  });
  const merged = mergedLines(cells, sizeOf, threshold);
  if (merged.size === 0) return cells;
  const rest = cells.filter((cell) => !merged.has(cell));
  return [...rest, { kind: "OTHER", key: null, facts: [...merged].flatMap(({ facts }) => facts) }];
}

function toLine({ kind, key, facts }: Cell, costs: ReadonlyMap<string, bigint>): Omit<SpendLine, "rank"> {
  const sum = (of: (fact: SpendFact) => bigint): bigint => facts.reduce((total, fact) => total + of(fact), 0n);
  const placements = new Set(facts.flatMap(({ placement }) => placement?.id ?? []));
  const placementsWithoutCost = [...placements].filter((id) => !costs.has(id)).length;
  const [cost, value] = [sum((fact) => fact.cost), sum((fact) => fact.value)];
  const roi = cost === 0n || placementsWithoutCost > 0 ? null : Number(value) / Number(cost);
  return { kind, key, cost, placementsWithoutCost, conversions: sum((fact) => fact.conversions), value, roi };
}

function rank(lines: readonly Omit<SpendLine, "rank">[]): readonly SpendLine[] {
  const ranks = denseRanks(lines.flatMap(({ roi }) => roi ?? []));
  const ranked = lines.map((line) => ({ ...line, rank: line.roi === null ? null : ranks.get(line.roi)! }));
  const place = (line: SpendLine): number => line.rank ?? Number.MAX_SAFE_INTEGER;
  return ranked.sort((a, b) => place(a) - place(b) || ((a.key ?? "~") < (b.key ?? "~") ? -1 : 1));
}
