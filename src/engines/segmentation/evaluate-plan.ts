import { type ReadonlyRoaringBitmap32 as People, RoaringBitmap32 } from "roaring";
import type { CanonicalRule } from "./canonical-rule";
import type { Plan } from "./plan-rule";

export interface PlanData {
  readonly universe: People;
  /** Who answers yes, by the key of the leaf; people outside the universe are ignored. */
  readonly leaves: ReadonlyMap<string, People>;
}

/**
 * The people of the universe for whom the plan's tree holds, as a bitmap of the caller's own.
 * Leaves are cut to the universe once, at the end: `and`, `or` and `universe \ x` all commute with that cut.
 */
export function evaluatePlan({ root }: Plan, data: PlanData): RoaringBitmap32 {
  return RoaringBitmap32.and(new Evaluation(data).of(root), data.universe);
}

class Evaluation {
  /** Parts that stand in several places are computed once. Bitmaps in it and of the leaves are shared: never changed. */
  private readonly known = new Map<string, People>();

  constructor(private readonly data: PlanData) {}

  of(rule: CanonicalRule): People {
    if ("leaf" in rule) return this.leaf(rule.key);
    const known = this.known.get(rule.key);
    if (known) return known;
    const people = this.compute(rule);
    this.known.set(rule.key, people);
    return people;
  }

  private compute(rule: Exclude<CanonicalRule, { readonly leaf: unknown }>): People {
    if ("and" in rule) return this.all(rule.and);
    if ("or" in rule) return RoaringBitmap32.orMany(rule.or.map((child) => this.of(child)));
    return RoaringBitmap32.andNot(this.data.universe, this.of(rule.not));
  }

  /** Smallest first, so that what is left to compare shrinks at once; a `not` among others is taken away, never built. */
  private all(rules: readonly CanonicalRule[]): People {
    const wanted = rules.flatMap((rule) => ("not" in rule ? [] : this.of(rule)));
    const unwanted = rules.flatMap((rule) => ("not" in rule ? this.of(rule.not) : []));
    const [smallest = this.data.universe, ...others] = wanted.sort((a, b) => a.size - b.size);
    const both = others.reduce((people, other) => RoaringBitmap32.and(people, other), smallest);
    return unwanted.reduce((people, other) => RoaringBitmap32.andNot(people, other), both);
  }

  private leaf(key: string): People {
    const people = this.data.leaves.get(key);
    if (!people)
      throw new Error(`Every leaf of a plan must come with its people, but ${key} did not; load all of plan.leaves.`);
    return people;
  }
}
