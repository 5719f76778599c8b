import type { RuleInput, RuleProblem } from "./rule-input";

/** Levels of the deepest tree: a rule of alternatives of exceptions of conditions takes 4, and twice that is spare. */
export const MAX_DEPTH = 8;

/** Rules of the largest tree: at 0.15 s for a leaf that is new, a hundred answer within the request's deadline. */
export const MAX_RULES = 100;

/** Entries of the longest list inside a rule. */
export const MAX_LIST = 50;

/** Characters of the longest code or keyword: as long as a touchpoint's. */
export const MAX_TEXT = 200;

/** A tree that is too large is not read further. Walks with a stack of its own: no input overflows the process's. */
export function findOversize(root: RuleInput): readonly RuleProblem[] {
  let rules = 0;
  let depth = 0;
  let firstTooDeep: readonly string[] | null = null;
  const pending: Place[] = [{ rule: root, depth: 1, path: [] }];
  for (let place = pending.pop(); place; place = pending.pop()) {
    rules++;
    depth = Math.max(depth, place.depth);
    if (place.depth === MAX_DEPTH + 1) firstTooDeep ??= place.path;
    pending.push(...childrenOf(place));
  }
  const problems: RuleProblem[] = [];
  const remedy = "build parts of it as packs and refer to them";
  if (firstTooDeep) {
    const message = `A rule tree must nest at most ${MAX_DEPTH} levels, but got ${depth}; ${remedy}.`;
    problems.push({ path: firstTooDeep, message });
  }
  if (rules > MAX_RULES) {
    const message = `A rule tree must have at most ${MAX_RULES} rules, but got ${rules}; ${remedy}.`;
    problems.push({ path: [], message });
  }
  return problems;
}

interface Place {
  readonly rule: RuleInput;
  readonly depth: number;
  readonly path: readonly string[];
}

/** Last first, so that the stack gives them back in the order of the tree. Paths below the limit are not needed. */
function childrenOf({ rule, depth, path }: Place): readonly Place[] {
  const child = (input: RuleInput, ...steps: string[]): Place => ({
    rule: input,
    depth: depth + 1,
    path: depth > MAX_DEPTH ? path : [...path, ...steps],
  });
  return [
    ...(rule.allOf ?? []).map((input, index) => child(input, "allOf", String(index))),
    ...(rule.anyOf ?? []).map((input, index) => child(input, "anyOf", String(index))),
    ...(rule.not ? [child(rule.not, "not")] : []),
  ].reverse();
}
