import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { AS_OF, didInput, ruleInput, world } from "./arbitrary-rule";
import { evaluateByEngine, soundRule } from "./engine";
import { evaluateByReference, universeOf, type World, type WorldTouchpoint } from "./reference-evaluator";

describe("the engine agrees with the reference evaluator", () => {
  it("on random trees over random touchpoints", async () => {
    await fc.assert(
      fc.asyncProperty(ruleInput, world, async (rule, data) => {
        expect(await evaluateByEngine(rule, data)).toEqual(evaluateByReference(rule, data));
      }),
      { numRuns: 2_000, seed: 20251111 },
    );
  });
});

describe("logic", () => {
  const sameByEngine = async (left: RuleInput, right: RuleInput, data: World): Promise<void> =>
    expect(await evaluateByEngine(left, data)).toEqual(await evaluateByEngine(right, data));

  it("not (count > n) is count <= n or never", async () => {
    await fc.assert(
      fc.asyncProperty(didInput, fc.nat(3), world, async (did, n, data) => {
        const more = { did: { ...did, times: { min: n + 1 } } };
        const atMost = { did: { ...did, times: { max: n } } };
        const never = { not: { did: { ...did, times: { min: 1 } } } };
        await sameByEngine({ not: more }, atMost, data);
        await sameByEngine({ not: more }, { anyOf: [atMost, never] }, data);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("a rule and its not share nobody and together are the universe", async () => {
    await fc.assert(
      fc.asyncProperty(ruleInput, world, async (rule, data) => {
        const yes = await evaluateByEngine(rule, data);
        const no = await evaluateByEngine({ not: rule }, data);
        expect([...yes, ...no].sort((a, b) => a - b)).toEqual(universeOf(data));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("not (a or b) is not a and not b", async () => {
    await fc.assert(
      fc.asyncProperty(ruleInput, ruleInput, world, async (a, b, data) => {
        await sameByEngine({ not: { anyOf: [a, b] } }, { allOf: [{ not: a }, { not: b }] }, data);
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
    lists: new Map(),
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
  ])("%s", async (_, rule, people) => {
    expect(await evaluateByEngine(rule, data)).toEqual(people);
    expect(evaluateByReference(rule, data)).toEqual(people);
  });
});

describe("evaluatePlan", () => {
  const pack = (id: string): RuleInput => ({ pack: { id } });
  const everybody = RoaringBitmap32.of(0, 1, 2, 3, 4, 5).freeze();

  /** Evaluates a tree of packs, each at its cost, and tells which were asked for, in order. */
  async function ask(
    rule: RuleInput,
    packs: Readonly<Record<string, { readonly people: readonly number[]; readonly cost: number }>>,
  ): Promise<{ readonly people: RoaringBitmap32; readonly asked: readonly string[] }> {
    const asked: string[] = [];
    const packOf = (key: string) => packs[JSON.parse(key).pack.id]!;
    const people = await evaluatePlan(planRule(soundRule(rule)), {
      universe: Promise.resolve(everybody),
      answer: async (key) => {
        asked.push(JSON.parse(key).pack.id);
        return new RoaringBitmap32(packOf(key).people).freeze();
      },
      costOf: (key) => packOf(key).cost,
    });
    return { people, asked };
  }

  it("asks what is cheap first, and nothing more when nobody is left", async () => {
    const packs = {
      cheap: { people: [1, 2], cost: 1 },
      other: { people: [3], cost: 2 },
      dear: { people: [1, 3], cost: 3 },
    };
    const { people, asked } = await ask({ allOf: [pack("dear"), pack("other"), pack("cheap")] }, packs);
    expect(people.toArray()).toEqual([]);
    expect(asked).toEqual(["cheap", "other"]);
  });

  it("asks all of an or, and of a not as much as of its rule", async () => {
    const packs = { cheap: { people: [1, 2], cost: 1 }, dear: { people: [2, 3], cost: 3 } };
    const either = await ask({ anyOf: [pack("dear"), pack("cheap")] }, packs);
    expect(either.people.toArray()).toEqual([1, 2, 3]);
    const without = await ask({ allOf: [{ not: pack("dear") }, pack("cheap")] }, packs);
    expect(without.people.toArray()).toEqual([1]);
    expect(without.asked).toEqual(["cheap", "dear"]);
  });

  it("asks a question once that stands in several places", async () => {
    const packs = { a: { people: [1, 2], cost: 1 }, b: { people: [2], cost: 1 } };
    const tree: RuleInput = { anyOf: [{ allOf: [pack("a"), pack("b")] }, { allOf: [pack("a"), { not: pack("b") }] }] };
    const { people, asked } = await ask(tree, packs);
    expect(people.toArray()).toEqual([1, 2]);
    expect([...asked].sort()).toEqual(["a", "b"]);
  });

  it("gives a bitmap of the caller's own, also when the tree is a single leaf", async () => {
    const leaf = RoaringBitmap32.of(1, 2).freeze();
    const people = await evaluatePlan(planRule(soundRule(pack("a"))), {
      universe: Promise.resolve(leaf),
      answer: async () => leaf,
      costOf: () => 1,
    });
    people.add(3);
    expect(leaf.toArray()).toEqual([1, 2]);
  });

  it("fails when a question does", async () => {
    const failing = evaluatePlan(planRule(soundRule({ anyOf: [pack("a"), pack("b")] })), {
      universe: Promise.resolve(everybody),
      answer: async () => Promise.reject(new Error("gone")),
      costOf: () => 1,
    });
    await expect(failing).rejects.toThrow("gone");
  });
});
