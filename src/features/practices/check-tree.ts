import { readRule } from "../../engines/segmentation/read-rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { ProblemList } from "../../platform/user-error";

/** What is wrong in a tree at or below `at` was written by the caller at `path`: so it is told there, in the tree's own words. */
export function checkTree(
  problems: ProblemList,
  tree: RuleInput,
  { at, path }: { readonly at: readonly string[]; readonly path: readonly string[] },
): void {
  for (const problem of readRule(tree).problems)
    if (at.every((step, index) => problem.path[index] === step))
      problems.add("INVALID_INPUT", [...path, ...problem.path.slice(at.length)], problem.message);
}
