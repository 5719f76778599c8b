import fc from "fast-check";
import { canonicalise } from "../../../../src/engines/segmentation/canonical-rule";
import { expandLivePacks, walkExpandedLeaves } from "../../../../src/engines/segmentation/live-packs";
import { findReferenceProblems, MAX_LIVE_PACKS } from "../../../../src/engines/segmentation/pack-references";
import type { Rule } from "../../../../src/engines/segmentation/rule";

const act: Rule = { stage: { in: ["ACT"], at: null } };
const aware: Rule = { stage: { in: ["AWARE"], at: null } };
const live = (id: string): Rule => ({ pack: { id, mode: "LIVE" } });
const frozen = (id: string): Rule => ({ pack: { id } });

describe("expansion", () => {
  const rules = new Map<string, Rule>([
    ["inner", { anyOf: [act, frozen("built")] }],
    ["outer", { not: live("inner") }],
  ]);

  it("puts rules in place of the packs that have them, as deep as they go", () => {
    expect(expandLivePacks({ allOf: [live("outer"), frozen("outer"), aware] }, rules)).toEqual({
      allOf: [{ not: { anyOf: [act, frozen("built")] } }, frozen("outer"), aware],
    });
  });

  it("is the same question as the tree written out", () => {
    expect(canonicalise(expandLivePacks({ not: live("outer") }, rules)).key).toBe(
      canonicalise({ anyOf: [frozen("built"), act] }).key,
    );
  });

  it("places what came from a pack where the pack was named", () => {
    expect(walkExpandedLeaves({ allOf: [aware, live("outer")] }, rules, ["rules"])).toEqual([
      { leaf: aware, path: ["rules", "allOf", "0", "stage"] },
      { leaf: act, path: ["rules", "allOf", "1", "pack"] },
      { leaf: frozen("built"), path: ["rules", "allOf", "1", "pack"] },
    ]);
  });

  it("needs all rules", () => {
    expect(() => expandLivePacks(live("lost"), rules)).toThrow(
      "A tree must come with the rules of every LIVE pack, but lacks those of lost.",
    );
  });
});

/** Random packs, each naming some of the others, in circles too. */
const packs = fc
  .array(fc.array(fc.tuple(fc.nat(6), fc.boolean()), { maxLength: 3 }), { minLength: 1, maxLength: 7 })
  .map((references) => {
    const names = references.map((_, index) => `p${index}`);
    const rule = (named: readonly (readonly [number, boolean])[]): Rule => ({
      anyOf: [act, ...named.map(([to, isLive]) => (isLive ? live : frozen)(names[to % names.length]!))],
    });
    return new Map(references.map((named, index) => [names[index]!, { name: names[index]!, rule: rule(named) }]));
  });

const namedBy = (rule: Rule): readonly { readonly id: string; readonly mode?: "LIVE" }[] =>
  "anyOf" in rule ? rule.anyOf.flatMap((child) => ("pack" in child ? child.pack : [])) : [];

describe("references of random packs", () => {
  /** Every way through LIVE packs from here, until it is longer than allowed. */
  const longest = (id: string, all: ReadonlyMap<string, { readonly rule: Rule }>, length = 1): number =>
    length > MAX_LIVE_PACKS
      ? length
      : Math.max(
          length,
          ...namedBy(all.get(id)!.rule).flatMap((next) => (next.mode ? longest(next.id, all, length + 1) : [])),
        );
  const leadsTo = (id: string, to: string, all: ReadonlyMap<string, { readonly rule: Rule }>): boolean => {
    const reached = new Set([id]);
    for (const one of reached) for (const next of namedBy(all.get(one)!.rule)) reached.add(next.id);
    return reached.has(to);
  };

  it("are refused where some way through LIVE packs is too long, and only there", () => {
    fc.assert(
      fc.property(packs, (all) => {
        const problems = findReferenceProblems({ rule: live("p0"), path: [], packId: null }, all);
        expect(problems.length > 0).toBe(longest("p0", all) > MAX_LIVE_PACKS);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it("are refused where they lead back to the pack whose rules they are, over any mode, and only there", () => {
    fc.assert(
      fc.property(packs, (all) => {
        fc.pre(all.has("p1"));
        const problems = findReferenceProblems({ rule: frozen("p0"), path: [], packId: "p1" }, all);
        expect(problems.length > 0).toBe(leadsTo("p0", "p1", all));
      }),
      { numRuns: 2000, seed: 12 },
    );
  });
});
