import { createHash } from "node:crypto";
import type {
  Action,
  BrandScope,
  CellRule,
  CrowdGroup,
  DidRule,
  LookAlikeRule,
  RfmRule,
  Rule,
  ScoreRange,
  Site,
  Stage,
  Window,
} from "./rule";

/** A question of the data in its one form: lists sorted without repetition, `times` lowered to a lower bound. */
export type CanonicalLeaf =
  | { readonly stage: { readonly in: readonly Stage[]; readonly at?: string } }
  | { readonly cell: CellRule }
  | { readonly group: { readonly in: readonly CrowdGroup[] } }
  | { readonly did: CanonicalDid }
  | { readonly pack: { readonly id: string } }
  | { readonly rfm: CanonicalRfm }
  | { readonly lookAlike: LookAlikeRule };

/** At least `atLeast` touchpoints, which is 1 or more. Absent fields ask nothing, so fields added later leave old hashes alone. */
export interface CanonicalDid {
  readonly action: Action;
  readonly atLeast: number;
  readonly brand: BrandScope;
  readonly campaignCode?: string;
  readonly categoryId?: number;
  readonly platforms?: readonly string[];
  readonly site?: Site;
  readonly window: Window;
}

/** Absent fields ask nothing. */
export interface CanonicalRfm {
  readonly brand: BrandScope;
  readonly categoryId?: number;
  readonly days: number;
  readonly recency?: ScoreRange;
  readonly frequency?: ScoreRange;
  readonly monetary?: ScoreRange;
}

/**
 * A tree in its one form. `and` and `or` have no child of their own kind, no two equal children, and children in the order
 * of their keys; they never have exactly one. An `and` of nothing is everybody, an `or` of nothing is nobody, and either
 * stands at the root or not at all. A `not` never holds another `not`.
 */
export type CanonicalRule =
  | { readonly key: string; readonly and: readonly CanonicalRule[] }
  | { readonly key: string; readonly or: readonly CanonicalRule[] }
  | { readonly key: string; readonly not: CanonicalRule }
  | { readonly key: string; readonly leaf: CanonicalLeaf };

/** The canonical form; its `key` is the canonical text, in JSON. Trees that differ in order, repetition or nesting share it. */
export function canonicalise(rule: Rule): CanonicalRule {
  if ("allOf" in rule) return conjunction(rule.allOf.map(canonicalise));
  if ("anyOf" in rule) return disjunction(rule.anyOf.map(canonicalise));
  if ("not" in rule) return negation(canonicalise(rule.not));
  if ("did" in rule) return countBetween(rule.did);
  if ("stage" in rule) return stageLeaf(rule.stage.in, rule.stage.at);
  if ("cell" in rule) return leaf({ cell: { intent: sorted(rule.cell.intent), loyalty: sorted(rule.cell.loyalty) } });
  if ("group" in rule) return leaf({ group: { in: sorted(rule.group.in) } });
  if ("rfm" in rule) return leaf({ rfm: scores(rule.rfm) });
  if ("lookAlike" in rule) {
    const { modelId, topPercent } = rule.lookAlike;
    return leaf({ lookAlike: { modelId, topPercent } });
  }
  return leaf({ pack: { id: rule.pack.id } });
}

/** SHA-256 of the canonical text, in hexadecimal. */
export const hashOf = (rule: CanonicalRule): string => createHash("sha256").update(rule.key).digest("hex");

const EVERYBODY: CanonicalRule = { key: '{"and":[]}', and: [] };
const NOBODY: CanonicalRule = { key: '{"or":[]}', or: [] };

function conjunction(rules: readonly CanonicalRule[]): CanonicalRule {
  const flat = distinct(rules.flatMap((rule) => ("and" in rule ? rule.and : rule)));
  if (flat.some((rule) => rule.key === NOBODY.key)) return NOBODY;
  return flat.length === 1 ? flat[0]! : { key: `{"and":[${flat.map(({ key }) => key).join()}]}`, and: flat };
}

function disjunction(rules: readonly CanonicalRule[]): CanonicalRule {
  const flat = distinct(rules.flatMap((rule) => ("or" in rule ? rule.or : rule)));
  if (flat.some((rule) => rule.key === EVERYBODY.key)) return EVERYBODY;
  return flat.length === 1 ? flat[0]! : { key: `{"or":[${flat.map(({ key }) => key).join()}]}`, or: flat };
}

function negation(rule: CanonicalRule): CanonicalRule {
  if ("not" in rule) return rule.not;
  if (rule.key === EVERYBODY.key) return NOBODY;
  if (rule.key === NOBODY.key) return EVERYBODY;
  return { key: `{"not":${rule.key}}`, not: rule };
}

/** `min <= count <= max` as "at least min, and not at least max + 1": sliders share leaves, and a `max` alone is a complement. */
function countBetween(did: DidRule): CanonicalRule {
  const { min, max } = did.times;
  return conjunction([
    ...(min > 0 ? [atLeast(did, min)] : []),
    ...(max === null ? [] : [negation(atLeast(did, max + 1))]),
  ]);
}

function atLeast(did: DidRule, times: number): CanonicalRule {
  return leaf({
    did: {
      action: did.action,
      atLeast: times,
      brand: did.brand,
      ...(did.campaignCode !== null && { campaignCode: did.campaignCode }),
      ...(did.categoryId !== null && { categoryId: did.categoryId }),
      ...(did.platforms && { platforms: sorted(did.platforms) }),
      ...(did.site && { site: did.site }),
      window: "days" in did.window ? { days: did.window.days } : { from: did.window.from, to: did.window.to },
    },
  });
}

const scores = ({ brand, categoryId, days, ...axes }: RfmRule): CanonicalRfm => ({
  brand,
  ...(categoryId !== null && { categoryId }),
  days,
  ...(axes.recency && { recency: range(axes.recency) }),
  ...(axes.frequency && { frequency: range(axes.frequency) }),
  ...(axes.monetary && { monetary: range(axes.monetary) }),
});

const range = ({ min, max }: ScoreRange): ScoreRange => ({ min, max });

const stageLeaf = (stages: readonly Stage[], at: string | null): CanonicalRule =>
  leaf({ stage: { in: sorted(stages), ...(at !== null && { at }) } });

/** Fields stand in the order written above, whatever order a store gave them back in: that makes the text stable. */
const leaf = (question: CanonicalLeaf): CanonicalRule => ({ key: JSON.stringify(question), leaf: question });

const sorted = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();

/** In the order of UTF-16 code units, which no locale changes. */
const distinct = (rules: readonly CanonicalRule[]): readonly CanonicalRule[] =>
  [...new Map(rules.map((rule) => [rule.key, rule])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
