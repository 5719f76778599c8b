import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { AS_OF, didInput, ruleInput, world } from "./arbitrary-rule";
import { evaluateByEngine, soundRule } from "./engine";
import { evaluateByReference, type World, type WorldTouchpoint } from "./reference-evaluator";

describe("the engine agrees with the reference evaluator", () => {
  it("on random trees over random touchpoints", () => {
    fc.assert(
      fc.property(ruleInput, world, (rule, data) => {
        expect(evaluateByEngine(rule, data)).toEqual(evaluateByReference(rule, data));
      }),
      { numRuns: 2_000, seed: 20251111 },
    );
  });
});

describe("logic", () => {
  const sameByEngine = (left: RuleInput, right: RuleInput, data: World): void =>
    expect(evaluateByEngine(left, data)).toEqual(evaluateByEngine(right, data));

  it("not (count > n) is count <= n or never", () => {
    fc.assert(
      fc.property(didInput, fc.nat(3), world, (did, n, data) => {
        const more = { did: { ...did, times: { min: n + 1 } } };
        const atMost = { did: { ...did, times: { max: n } } };
        const never = { not: { did: { ...did, times: { min: 1 } } } };
        sameByEngine({ not: more }, atMost, data);
        sameByEngine({ not: more }, { anyOf: [atMost, never] }, data);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("a rule and its not share nobody and together are the universe", () => {
    fc.assert(
      fc.property(ruleInput, world, (rule, data) => {
        const yes = evaluateByEngine(rule, data);
        const no = evaluateByEngine({ not: rule }, data);
        const everybody = evaluateByReference(
          { did: { action: "ORDER", within: { days: 1 }, times: { min: 0 } } },
          data,
        );
        expect([...yes, ...no].sort((a, b) => a - b)).toEqual(everybody);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("not (a or b) is not a and not b", () => {
    fc.assert(
      fc.property(ruleInput, ruleInput, world, (a, b, data) => {
        sameByEngine({ not: { anyOf: [a, b] } }, { allOf: [{ not: a }, { not: b }] }, data);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe("did", () => {
  const order = (person: number, daysAgo: number): WorldTouchpoint => ({
    person,
    at: AS_OF - daysAgo * 86_400_000,
    action: "ORDER",
    platform: "JD",
    site: "ON_SITE",
    brandId: 1,
    categoryId: 0,
    campaign: "",
    sourceId: 1,
  });
  // Orders: person 1 once, 2 twice, 3 three times, all within 10 days; 4 only looked; 5 was last seen 366 days ago.
  const data: World = {
    asOf: AS_OF,
    touchpoints: [
      ...[order(1, 5), order(2, 5), order(2, 6), order(3, 1), order(3, 2), order(3, 10)],
      { ...order(4, 5), action: "VISIT" },
      order(5, 366),
    ],
    ownBrandId: 1,
    rivalBrandIds: [],
    visibleSourceIds: [1],
    cloudSourceIds: [1],
    categoryTree: (id) => [id],
    stages: new Map(),
    cells: new Map(),
    groups: { BASE: [], POTENTIAL: [], INDUSTRY: [], PENETRATION: [] },
    packs: new Map([["old", [1, 5]]]),
  };
  const within = { days: 30 };

  it.each<[string, RuleInput, readonly number[]]>([
    ["once or more by default", { did: { action: "ORDER", within } }, [1, 2, 3]],
    ["at least 2", { did: { action: "ORDER", within, times: { min: 2 } } }, [2, 3]],
    ["1 to 2", { did: { action: "ORDER", within, times: { min: 1, max: 2 } } }, [1, 2]],
    ["at most 1, those who never did included", { did: { action: "ORDER", within, times: { max: 1 } } }, [1, 4]],
    ["exactly 0", { did: { action: "ORDER", within, times: { min: 0, max: 0 } } }, [4]],
    ["at least 0 is everybody", { did: { action: "ORDER", within, times: { min: 0 } } }, [1, 2, 3, 4]],
    [
      "the window begins with its first instant",
      { did: { action: "ORDER", within: { days: 10 }, times: { min: 3 } } },
      [3],
    ],
    [
      "the window ends before its last instant",
      {
        did: {
          action: "ORDER",
          between: { from: new Date(AS_OF - 6 * 86_400_000), to: new Date(AS_OF - 5 * 86_400_000) },
        },
      },
      [2],
    ],
    ["people not seen for a year are in no answer", { did: { action: "ORDER", within: { days: 400 } } }, [1, 2, 3]],
    ["nor as members of another pack", { pack: { id: "old" } }, [1]],
  ])("%s", (_, rule, people) => {
    expect(evaluateByEngine(rule, data)).toEqual(people);
    expect(evaluateByReference(rule, data)).toEqual(people);
  });
});

describe("evaluatePlan", () => {
  const rule = soundRule({ allOf: [{ pack: { id: "a" } }, { not: { pack: { id: "b" } } }] });

  it("leaves the bitmaps it was given as they were", () => {
    const plan = planRule(rule);
    const given = [...plan.leaves.keys()].map((key, index) => [key, RoaringBitmap32.of(index, 5)] as const);
    evaluatePlan(plan, { universe: RoaringBitmap32.of(0, 1, 5), leaves: new Map(given) });
    expect(given.map(([, bitmap]) => bitmap.toArray())).toEqual([
      [0, 5],
      [1, 5],
    ]);
  });

  it("gives a bitmap of the caller's own, also when the tree is a single leaf", () => {
    const plan = planRule(soundRule({ pack: { id: "a" } }));
    const leaf = RoaringBitmap32.of(1, 2);
    const people = evaluatePlan(plan, {
      universe: RoaringBitmap32.of(1, 2),
      leaves: new Map([...plan.leaves.keys()].map((key) => [key, leaf])),
    });
    people.add(3);
    expect(leaf.toArray()).toEqual([1, 2]);
  });

  it("refuses a plan whose leaf is missing", () => {
    expect(() => evaluatePlan(planRule(rule), { universe: RoaringBitmap32.of(1), leaves: new Map() })).toThrow(
      'Every leaf of a plan must come with its people, but {"pack":{"id":"a"}} did not; load all of plan.leaves.',
    );
  });
});
