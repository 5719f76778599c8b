import { canonicalise } from "../../../../src/engines/segmentation/canonical-rule";
import { diffRules } from "../../../../src/engines/segmentation/diff-rules";
import type { Rule, Stage } from "../../../../src/engines/segmentation/rule";

const stage = (...stages: Stage[]): Rule => ({ stage: { in: stages, at: null } });
const pack = (id: string): Rule => ({ pack: { id } });
const key = (rule: Rule): string => canonicalise(rule).key;

describe("diffRules", () => {
  it("tells conditions that came, went and stayed, however the trees are nested and ordered", () => {
    const from: Rule = { allOf: [stage("ACT", "APPEAL"), { allOf: [pack("a"), pack("b")] }] };
    const to: Rule = { allOf: [pack("c"), { not: { not: pack("b") } }, stage("APPEAL", "ACT")] };
    const { added, removed, kept } = diffRules(from, to);
    expect(added).toEqual([pack("c")]);
    expect(removed).toEqual([pack("a")]);
    expect(kept.map(key)).toEqual([pack("b"), stage("ACT", "APPEAL")].map(key));
  });

  it("takes alternatives as one condition", () => {
    const either: Rule = { anyOf: [pack("a"), pack("b")] };
    expect(diffRules(either, pack("a"))).toEqual({ added: [pack("a")], removed: [either], kept: [] });
  });

  it("has nothing to tell of trees that mean the same", () => {
    expect(diffRules(pack("a"), { allOf: [pack("a"), pack("a")] })).toMatchObject({ added: [], removed: [] });
  });

  it("leads from one tree to the other: what stayed and what came is all of the new one", () => {
    const conditions = ["a", "b", "c", "d"].map(pack);
    for (let from = 1; from < 16; from++)
      for (let to = 1; to < 16; to++) {
        const tree = (bits: number): Rule => ({ allOf: conditions.filter((_, index) => bits & (1 << index)) });
        const { added, removed, kept } = diffRules(tree(from), tree(to));
        expect(key({ allOf: [...kept, ...added] })).toBe(key(tree(to)));
        expect(key({ allOf: [...kept, ...removed] })).toBe(key(tree(from)));
      }
  });
});
