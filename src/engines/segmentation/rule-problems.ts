import type { RuleProblem } from "./rule-input";
import { MAX_LIST, MAX_TEXT } from "./rule-limits";

/** Collects what is wrong while a tree is read. */
export class RuleProblems {
  private readonly problems: RuleProblem[] = [];

  get found(): readonly RuleProblem[] {
    return this.problems;
  }

  add(path: readonly string[], message: string): void {
    this.problems.push({ path, message });
  }

  refuseEmpty(list: readonly unknown[], path: readonly string[]): void {
    if (list.length === 0) {
      const name = path.at(-1);
      this.add(path, `${name} must have at least one entry, but got an empty list; add one or leave it out.`);
    }
  }

  /** Longer than any touchpoint carries is as wrong as nothing. */
  refuseBlank(text: string, path: readonly string[]): void {
    if (text.trim() !== "" && text.length <= MAX_TEXT) return;
    const got = text.length > MAX_TEXT ? `${text.length}` : text === "" ? "an empty text" : "spaces only";
    const name = /^\d+$/.test(path.at(-1)!) ? path.at(-2) : path.at(-1);
    this.add(path, `${name} must be 1 to ${MAX_TEXT} characters, but got ${got}; leave it out for any.`);
  }

  refuseLength(list: readonly unknown[], path: readonly string[]): void {
    this.refuseEmpty(list, path);
    if (list.length > MAX_LIST) {
      const name = path.at(-1);
      this.add(
        path,
        `${name} must have at most ${MAX_LIST} entries, but got ${list.length}; split the rule with anyOf.`,
      );
    }
  }
}
