import fc from "fast-check";
import { type GridPlace, type GroupCells, placesOfRule } from "../../../../src/engines/segmentation/cells-of-rule";
import { intents, loyalties, type Rule } from "../../../../src/engines/segmentation/rule";

const GROUPS: GroupCells = {
  BASE: [["BRAND", "LOYAL"]],
  POTENTIAL: [
    ["BRAND", "POTENTIAL"],
    ["BRAND", "SWING"],
  ],
  INDUSTRY: loyalties.map((loyalty) => ["CATEGORY", loyalty] as const),
  PENETRATION: loyalties.map((loyalty) => ["PLATFORM", loyalty] as const),
};
const ALL = 10;
const namesOf = (rule: Rule): readonly string[] =>
  placesOfRule(rule, GROUPS).map((place) => (place ? `${place.intent} ${place.loyalty}` : "NONE"));

describe("placesOfRule", () => {
  const base: Rule = { group: { in: ["BASE"] } };
  const act: Rule = { stage: { in: ["ACT"], at: null } };

  it("keeps to the cells of a group, and adds places by anyOf", () => {
    expect(namesOf({ allOf: [base, act] })).toEqual(["BRAND LOYAL"]);
    expect(namesOf({ anyOf: [base, { cell: { intent: ["BRAND"], loyalty: ["SWING"] } }] })).toEqual([
      "BRAND LOYAL",
      "BRAND SWING",
    ]);
  });

  it("rules out nothing by other leaves, nor by a label of another instant", () => {
    expect(namesOf(act)).toHaveLength(ALL);
    expect(namesOf({ anyOf: [base, act] })).toHaveLength(ALL);
    expect(namesOf({ group: { in: ["BASE"], at: "2025-11-01T00:00:00.000Z" } })).toHaveLength(ALL);
  });

  it("counts those in no cell among who is not in a group", () => {
    const others = namesOf({ not: base });
    expect(others).toHaveLength(ALL - 1);
    expect(others).toContain("NONE");
    expect(namesOf({ allOf: [base, { not: base }] })).toEqual([]);
  });

  it("has every place in which a random rule holds of somebody", () => {
    const leaf: fc.Arbitrary<Rule> = fc.oneof(
      fc
        .record({
          intent: fc.subarray([...intents], { minLength: 1 }),
          loyalty: fc.subarray([...loyalties], { minLength: 1 }),
        })
        .map((cell) => ({ cell })),
      fc.constantFrom<Rule>(base, { group: { in: ["INDUSTRY", "POTENTIAL"] } }),
      fc.nat(2).map((id) => ({ pack: { id: String(id) } })),
    );
    const { tree } = fc.letrec<{ tree: Rule }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
        tie("tree").map((not) => ({ not })),
      ),
    }));
    const everywhere = placesOfRule(act, GROUPS);
    fc.assert(
      fc.property(tree, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (rule, packs) => {
        const possible = placesOfRule(rule, GROUPS);
        for (const place of everywhere) if (holds(rule, place, packs)) expect(possible).toContainEqual(place);
      }),
    );
  });
});

/** Of one person, of whom everything is known. */
function holds(rule: Rule, place: GridPlace, packs: readonly boolean[]): boolean {
  if ("allOf" in rule) return rule.allOf.every((child) => holds(child, place, packs));
  if ("anyOf" in rule) return rule.anyOf.some((child) => holds(child, place, packs));
  if ("not" in rule) return !holds(rule.not, place, packs);
  if ("pack" in rule) return packs[Number(rule.pack.id)]!;
  if (place === null) return false;
  const { intent, loyalty } = place;
  if ("cell" in rule) return rule.cell.intent.includes(intent) && rule.cell.loyalty.includes(loyalty);
  if ("group" in rule)
    return rule.group.in.some((group) => GROUPS[group].some(([row, column]) => row === intent && column === loyalty));
  throw new Error(`There must be no other leaf, but got ${JSON.stringify(rule)}.`);
}
