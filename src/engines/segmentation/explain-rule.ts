import { personPhrase } from "./person-wording";
import type { Rule, Times } from "./rule";
import type { Phrase, Wording } from "./wording";

/** The tree as one sentence, in the order in which it was written; every number in it stands in the tree. */
export function explainRule(rule: Rule, wording: Wording): string {
  return wording.sentence(phraseOf(rule, wording).text);
}

function phraseOf(rule: Rule, wording: Wording): Phrase {
  if ("allOf" in rule) return join(rule.allOf, "all", wording);
  if ("anyOf" in rule) return join(rule.anyOf, "any", wording);
  if ("not" in rule) return negate(rule.not, wording);
  if ("did" in rule) return simple(wording.did(rule.did));
  if ("stage" in rule) return simple(wording.stage(rule.stage));
  if ("cell" in rule) return simple(wording.cell(rule.cell));
  if ("group" in rule) return simple(wording.group(rule.group));
  if ("rfm" in rule) return simple(wording.rfm(rule.rfm));
  if ("lookAlike" in rule) return simple(wording.lookAlike(rule.lookAlike));
  if ("moved" in rule) return simple(wording.moved(rule.moved));
  if ("frequency" in rule) return simple(wording.frequency(rule.frequency));
  if ("sequence" in rule) return simple(wording.sequence(rule.sequence));
  return simple(personPhrase(rule, wording));
}

function join(rules: readonly Rule[], how: "all" | "any", wording: Wording): Phrase {
  const phrases = rules.map((rule) => phraseOf(rule, wording));
  if (phrases.length === 1) return phrases[0]!;
  return { text: wording[how](phrases.map((phrase) => partOf(phrase, wording))), isComposite: true };
}

/** "Not at least n" reads as "at most n - 1": the law that a count is always known. */
function negate(rule: Rule, wording: Wording): Phrase {
  if ("did" in rule && isFloor(rule.did.times) && !rule.did.totalValue)
    return simple(wording.did({ ...rule.did, times: below(rule.did.times) }));
  if ("frequency" in rule && isFloor(rule.frequency.times))
    return simple(wording.frequency({ ...rule.frequency, times: below(rule.frequency.times) }));
  return simple(wording.not(partOf(phraseOf(rule, wording), wording)));
}

const isFloor = ({ min, max }: Times): boolean => min > 0 && max === null;

const below = ({ min }: Times): Times => ({ min: 0, max: min - 1 });

const partOf = ({ text, isComposite }: Phrase, wording: Wording): string =>
  isComposite ? wording.bracket(text) : text;

const simple = (text: string): Phrase => ({ text, isComposite: false });
