import { type ReadonlyRoaringBitmap32 as People, RoaringBitmap32 } from "roaring";
import type { CanonicalLeaf, CanonicalRule } from "./canonical-rule";
import type { Plan } from "./plan-rule";

export interface PlanData {
  readonly universe: Promise<People>;
  /** Who answers yes; people outside the universe are ignored. Asked at most once a leaf, by its key. */
  readonly answer: (key: string, leaf: CanonicalLeaf) => Promise<People>;
  /** What an answer costs, in any unit. Of the parts of an `and` the cheaper ones are asked first. */
  readonly costOf: (key: string, leaf: CanonicalLeaf) => number;
}

/**
 * The people of the universe for whom the plan's tree holds, as a bitmap of the caller's own.
 * Leaves are cut to the universe once, at the end: `and`, `or` and `universe \ x` all commute with that cut.
 */
export async function evaluatePlan({ root }: Plan, data: PlanData): Promise<RoaringBitmap32> {
  const [people, universe] = await Promise.all([new Evaluation(data).of(root), data.universe]);
  return RoaringBitmap32.and(people, universe);
}

class Evaluation {
  /** Parts that stand in several places are computed once. Bitmaps in it and of the leaves are shared: never changed. */
  private readonly known = new Map<string, Promise<People>>();

  constructor(private readonly data: PlanData) {}

  of(rule: CanonicalRule): Promise<People> {
    const known = this.known.get(rule.key) ?? this.compute(rule);
    this.known.set(rule.key, known);
    return known;
  }

  private async compute(rule: CanonicalRule): Promise<People> {
    if ("leaf" in rule) return this.data.answer(rule.key, rule.leaf);
    if ("and" in rule) return this.all(rule.and);
    if ("or" in rule) return RoaringBitmap32.orMany(await Promise.all(rule.or.map((child) => this.of(child))));
    return RoaringBitmap32.andNot(await this.data.universe, await this.of(rule.not));
  }

  /** What costs the same is asked at once; when nobody is left, the rest is never asked. */
  private async all(rules: readonly CanonicalRule[]): Promise<People> {
    let left: People | null = null;
    for (const alike of this.byCost(rules)) {
      left = await this.narrow(left, alike);
      if (left.isEmpty) break;
    }
    return left ?? this.data.universe;
  }

  /** Smallest first, so that what is left to compare shrinks at once; a `not` among others is taken away, never built. */
  private async narrow(left: People | null, rules: readonly CanonicalRule[]): Promise<People> {
    const [wanted, unwanted] = await Promise.all([
      Promise.all(rules.flatMap((rule) => ("not" in rule ? [] : this.of(rule)))),
      Promise.all(rules.flatMap((rule) => ("not" in rule ? this.of(rule.not) : []))),
    ]);
    const [smallest = await this.data.universe, ...others] = [...(left ? [left] : []), ...wanted].sort(
      (a, b) => a.size - b.size,
    );
    const both = others.reduce((people, other) => RoaringBitmap32.and(people, other), smallest);
    return unwanted.reduce((people, other) => RoaringBitmap32.andNot(people, other), both);
  }

  /** Cheapest first. */
  private byCost(rules: readonly CanonicalRule[]): readonly (readonly CanonicalRule[])[] {
    const alike = new Map<number, CanonicalRule[]>();
    for (const rule of rules) {
      const cost = this.costOf(rule);
      alike.set(cost, [...(alike.get(cost) ?? []), rule]);
    }
    return [...alike].sort(([a], [b]) => a - b).map(([, rules]) => rules);
  }

  /** As much as the dearest of its leaves; what is known already costs nothing. */
  private costOf(rule: CanonicalRule): number {
    if (this.known.has(rule.key)) return 0;
    if ("leaf" in rule) return this.data.costOf(rule.key, rule.leaf);
    if ("not" in rule) return this.costOf(rule.not);
    return Math.max(0, ...("and" in rule ? rule.and : rule.or).map((child) => this.costOf(child)));
  }
}
