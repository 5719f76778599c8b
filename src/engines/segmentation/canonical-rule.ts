import { createHash } from "node:crypto";
import { type CanonicalPersonLeaf, canonicalPersonLeaves } from "./canonical-person-leaf";
import {
  type CanonicalDid,
  type CanonicalFrequency,
  type CanonicalSequence,
  canonicalSequence,
  didAtLeast,
  didWorth,
  frequencyAtLeast,
} from "./canonical-touch";
import {
  type BrandScope,
  type CellRule,
  type DidRule,
  type GroupRule,
  type LookAlikeRule,
  type RfmRule,
  type Rule,
  type ScoreRange,
  type Stage,
  type StagePosition,
  stagePositions,
  type Times,
} from "./rule";
import { sorted } from "./sorted";

/**
 * A question of the data in its one form: lists sorted without repetition, `times` and values lowered to a lower bound. Absent
 * fields ask nothing, so fields added later leave old hashes alone. `moved` asks for a stage twice; LAPSED is a label like others.
 */
export type CanonicalLeaf =
  | { readonly stage: { readonly in: readonly (Stage | "LAPSED")[]; readonly at?: string } }
  | { readonly cell: CellRule }
  | { readonly group: GroupRule }
  | { readonly did: CanonicalDid }
  | { readonly frequency: CanonicalFrequency }
  | { readonly sequence: CanonicalSequence }
  | { readonly rfm: CanonicalRfm }
  | { readonly lookAlike: LookAlikeRule }
  | CanonicalPersonLeaf;

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
  if ("did" in rule) return conjunction([timesDone(rule.did), worth(rule.did)]);
  if ("frequency" in rule) return between(rule.frequency.times, (n) => leaf(frequencyAtLeast(rule.frequency, n)));
  if ("sequence" in rule) return leaf({ sequence: canonicalSequence(rule.sequence) });
  if ("stage" in rule) return stageLeaf(rule.stage.in, rule.stage.at);
  if ("moved" in rule) {
    const { from, to, since, until } = rule.moved;
    return conjunction([positionLeaf(from, since), positionLeaf(to, until)]);
  }
  if ("cell" in rule) return leaf(cellLeaf(rule.cell));
  if ("group" in rule) return leaf({ group: { in: sorted(rule.group.in), ...instantOf(rule.group.at) } });
  if ("rfm" in rule) return leaf({ rfm: scores(rule.rfm) });
  if ("lookAlike" in rule) {
    const { modelId, topPercent } = rule.lookAlike;
    return leaf({ lookAlike: { modelId, topPercent } });
  }
  return conjunction(canonicalPersonLeaves(rule).map(leaf));
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

const timesDone = (did: DidRule): CanonicalRule => between(did.times, (n) => leaf(didAtLeast(did, n)));

/** A sum is a count of minor units: who has no value has 0. */
function worth(did: DidRule): CanonicalRule {
  const { totalValue } = did;
  if (!totalValue) return EVERYBODY;
  const min = BigInt(totalValue.min ?? 0);
  return conjunction([
    ...(min > 0n ? [leaf(didWorth(did, min))] : []),
    ...(totalValue.max === undefined ? [] : [negation(leaf(didWorth(did, BigInt(totalValue.max) + 1n)))]),
  ]);
}

/** `min <= count <= max` as "at least min, and not at least max + 1": sliders share leaves, and a `max` alone is a complement. */
function between({ min, max }: Times, atLeast: (times: number) => CanonicalRule): CanonicalRule {
  return conjunction([...(min > 0 ? [atLeast(min)] : []), ...(max === null ? [] : [negation(atLeast(max + 1))])]);
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

const stageLeaf = (stages: readonly (Stage | "LAPSED")[], at: string | null): CanonicalRule =>
  leaf({ stage: { in: sorted(stages), ...instantOf(at) } });

/** Who was not met has no label, so positions with NOT_MET are all people but those with the labels that are not listed. */
function positionLeaf(positions: readonly StagePosition[], at: string | null): CanonicalRule {
  const isListed = (position: StagePosition): boolean => positions.includes(position);
  const labels = stagePositions.filter((position) => position !== "NOT_MET");
  if (!isListed("NOT_MET")) return stageLeaf(labels.filter(isListed), at);
  const others = labels.filter((label) => !isListed(label));
  return others.length === 0 ? EVERYBODY : negation(stageLeaf(others, at));
}

const cellLeaf = ({ intent, loyalty, at }: CellRule): CanonicalLeaf => ({
  cell: { ...instantOf(at), intent: sorted(intent), loyalty: sorted(loyalty) },
});

const instantOf = (at: string | null | undefined): { readonly at?: string } => (at == null ? {} : { at });

/** Fields stand in the order written above, whatever order a store gave them back in: that makes the text stable. */
const leaf = (question: CanonicalLeaf): CanonicalRule => ({ key: JSON.stringify(question), leaf: question });

/** In the order of UTF-16 code units, which no locale changes. */
const distinct = (rules: readonly CanonicalRule[]): readonly CanonicalRule[] =>
  [...new Map(rules.map((rule) => [rule.key, rule])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
