import { createHash } from "node:crypto";
import fc from "fast-check";
import { canonicalise, hashOf } from "../../../../src/engines/segmentation/canonical-rule";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import { type StagePosition, stagePositions } from "../../../../src/engines/segmentation/rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { findOversize } from "../../../../src/engines/segmentation/rule-limits";
import { ruleInput } from "./arbitrary-rule";
import { soundRule } from "./engine";

const textOf = (input: RuleInput): string => canonicalise(soundRule(input)).key;

const stage = (...stages: ("AWARE" | "APPEAL" | "ACT")[]): RuleInput => ({ stage: { in: stages } });
const pack = (id: string): RuleInput => ({ pack: { id } });
const orders = (times?: { min?: number; max?: number }): RuleInput => ({
  did: { action: "ORDER", within: { days: 60 }, times },
});
const spent = (range: { min?: string; max?: string }): RuleInput => ({
  did: { action: "ORDER", within: { days: 60 }, totalValue: { currencyCode: "CNY", ...range } },
});
const worthEach = (range: { min: string }): RuleInput => ({
  did: { action: "ORDER", within: { days: 60 }, value: { currencyCode: "CNY", ...range } },
});
const exposed = (times: { min?: number; max?: number }): RuleInput => ({
  frequency: { ...times, platforms: ["JD"], within: { days: 30 } },
});
const THEN = new Date("2025-10-01T00:00:00Z");
const SINCE = THEN.toISOString();
const moved = (from: readonly StagePosition[], to: readonly StagePosition[]): RuleInput => ({
  moved: { from, to, since: THEN },
});
const AT = (labels: readonly string[], at?: string): string => JSON.stringify({ stage: { in: labels, at } });
const EXPOSED = (times: number): string =>
  `{"frequency":{"atLeast":${times},"brand":"OWN","platforms":["JD"],"window":{"days":30}}}`;
const WORTH = (minor: number | string): string =>
  `{"did":{"action":"ORDER","atLeast":1,"brand":"OWN","window":{"days":60},"worth":{"currencyCode":"CNY","minor":"${minor}"}}}`;
const AT_LEAST = (times: number): string =>
  `{"did":{"action":"ORDER","atLeast":${times},"brand":"OWN","window":{"days":60}}}`;

describe("canonical text", () => {
  it("is the same JSON for ever: stored hashes depend on it", () => {
    const tree: RuleInput = {
      allOf: [
        stage("APPEAL", "ACT"),
        {
          did: {
            action: "CONTENT_VIEW",
            platforms: ["XIAOHONGSHU", "DOUYIN"],
            site: "OFF_SITE",
            brand: "RIVAL",
            categoryId: 7,
            campaignCode: "1111",
            times: { min: 1 },
            between: { from: new Date("2025-10-01T00:00:00+08:00"), to: new Date("2025-11-01T00:00:00+08:00") },
          },
        },
        { not: orders() },
      ],
    };
    const text =
      '{"and":[' +
      '{"did":{"action":"CONTENT_VIEW","atLeast":1,"brand":"RIVAL","campaignCode":"1111","categoryId":7,"platforms":["DOUYIN","XIAOHONGSHU"],"site":"OFF_SITE","window":{"from":"2025-09-30T16:00:00.000Z","to":"2025-10-31T16:00:00.000Z"}}},' +
      '{"not":{"did":{"action":"ORDER","atLeast":1,"brand":"OWN","window":{"days":60}}}},' +
      '{"stage":{"in":["ACT","APPEAL"]}}]}';
    expect(textOf(tree)).toBe(text);
    expect(hashOf(canonicalise(soundRule(tree)))).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it.each<[string, RuleInput, string]>([
    ["a list of one is its element", { allOf: [{ anyOf: [pack("a")] }] }, '{"pack":{"id":"a"}}'],
    [
      "nested lists of one kind are one",
      { anyOf: [pack("b"), { anyOf: [pack("c"), pack("a")] }] },
      '{"or":[{"pack":{"id":"a"}},{"pack":{"id":"b"}},{"pack":{"id":"c"}}]}',
    ],
    [
      "lists of the other kind stay",
      { allOf: [pack("c"), { anyOf: [pack("b"), pack("a")] }] },
      '{"and":[{"or":[{"pack":{"id":"a"}},{"pack":{"id":"b"}}]},{"pack":{"id":"c"}}]}',
    ],
    ["repetitions count once", { allOf: [pack("a"), pack("a"), { allOf: [pack("a")] }] }, '{"pack":{"id":"a"}}'],
    ["a not of a not is nothing", { not: { not: { not: pack("a") } } }, '{"not":{"pack":{"id":"a"}}}'],
    ["labels are sorted and distinct", stage("AWARE", "ACT", "AWARE"), '{"stage":{"in":["ACT","AWARE"]}}'],
    [
      "an absent axis is all of it",
      { cell: { intent: ["BRAND"] } },
      '{"cell":{"intent":["BRAND"],"loyalty":["LOYAL","POTENTIAL","SWING"]}}',
    ],
    [
      "a FROZEN pack reads as before there were LIVE ones",
      { pack: { id: "a", mode: "FROZEN" } },
      '{"pack":{"id":"a"}}',
    ],
    ["a LIVE pack", { pack: { mode: "LIVE", id: "a" } }, '{"pack":{"id":"a","mode":"LIVE"}}'],
    [
      "a random share",
      { randomShare: { skip: 50, perMille: 100, salt: "holdout" } },
      '{"randomShare":{"salt":"holdout","from":50,"to":150}}',
    ],
    [
      "values of an attribute are sorted and distinct",
      { attribute: { in: ["T2", "T1", "T2"], code: "city_tier" } },
      '{"attribute":{"code":"city_tier","in":["T1","T2"]}}',
    ],
    [
      "bounds of an attribute",
      { attribute: { code: "visits", min: "1", max: "9" } },
      '{"attribute":{"code":"visits","max":"9","min":"1"}}',
    ],
    [
      "namespaces and platforms are two questions",
      { reachable: { platforms: ["JD", "DOUYIN"], namespaces: ["PHONE"] } },
      '{"and":[{"reachable":{"namespaces":["PHONE"]}},{"reachable":{"platforms":["DOUYIN","JD"]}}]}',
    ],
    ["any membership", { membership: {} }, '{"membership":{}}'],
    ["tiers", { membership: { tiers: ["SILVER", "GOLD"] } }, '{"membership":{"tiers":["GOLD","SILVER"]}}'],
    [
      "value tiers and quadrants",
      { valueTier: { in: ["MID", "HIGH"], quadrants: ["LOW_NOW_HIGH_NEXT"] } },
      '{"valueTier":{"in":["HIGH","MID"],"quadrants":["LOW_NOW_HIGH_NEXT"]}}',
    ],
    ["lifecycle states", { lifecycle: { in: ["NEW", "LOST"] } }, '{"lifecycle":{"in":["LOST","NEW"]}}'],
    ["a list", { list: { id: "crm" } }, '{"list":{"id":"crm"}}'],
    ["min alone", orders({ min: 2 }), AT_LEAST(2)],
    [
      "conditions stand in the order of their names, and lists are sorted",
      {
        did: {
          action: "SEARCH",
          keywords: ["b", "a", "b"],
          aliasOf: { productCodes: ["y", "x"] },
          placementCodes: ["q", "p"],
          value: { min: "1", max: "2", currencyCode: "CNY" },
          within: { days: 1 },
        },
      },
      '{"did":{"action":"SEARCH","aliasOf":{"productCodes":["x","y"]},"atLeast":1,"brand":"OWN","keywords":["a","b"],"placementCodes":["p","q"],"value":{"currencyCode":"CNY","max":"2","min":"1"},"window":{"days":1}}}',
    ],
    [
      "a total is at least and not more",
      spent({ min: "100", max: "199" }),
      `{"and":[${WORTH(100)},{"not":${WORTH(200)}}]}`,
    ],
    ["a total beyond what numbers hold", spent({ max: "9007199254740993" }), `{"not":${WORTH("9007199254740994")}}`],
    ["a total of at least nothing is everybody", spent({ min: "0" }), '{"and":[]}'],
    [
      "times and a total both hold",
      {
        did: {
          action: "ORDER",
          within: { days: 60 },
          times: { min: 2 },
          totalValue: { currencyCode: "CNY", min: "1" },
        },
      },
      `{"and":[${WORTH(1)},${AT_LEAST(2)}]}`,
    ],
    ["a frequency from 1 to 3", exposed({ min: 1, max: 3 }), `{"and":[${EXPOSED(1)},{"not":${EXPOSED(4)}}]}`],
    ["a frequency of at most 3", exposed({ max: 3 }), `{"not":${EXPOSED(4)}}`],
    [
      "a sequence",
      {
        sequence: {
          first: { action: "IMPRESSION", platforms: ["b", "a"] },
          second: { action: "ORDER", brand: "ANY" },
          gap: { minHours: 0, maxHours: 24 },
          within: { days: 7 },
        },
      },
      '{"sequence":{"first":{"action":"IMPRESSION","brand":"OWN","platforms":["a","b"]},"maxHours":24,"second":{"action":"ORDER","brand":"ANY"},"window":{"days":7}}}',
    ],
    [
      "a move is a stage at two instants",
      moved(["APPEAL", "AWARE"], ["ACT"]),
      `{"and":[${AT(["ACT"])},${AT(["APPEAL", "AWARE"], SINCE)}]}`,
    ],
    ["the lapsed have a label", moved(["LAPSED"], ["ACT"]), `{"and":[${AT(["ACT"])},${AT(["LAPSED"], SINCE)}]}`],
    [
      "who was not met has none of the labels",
      moved(["NOT_MET"], ["ACT"]),
      `{"and":[{"not":${AT(["ACT", "ADVOCATE", "APPEAL", "AWARE", "LAPSED"], SINCE)}},${AT(["ACT"])}]}`,
    ],
    [
      "not met or lapsed is all but the stages",
      moved(["NOT_MET", "LAPSED"], ["ACT"]),
      `{"and":[{"not":${AT(["ACT", "ADVOCATE", "APPEAL", "AWARE"], SINCE)}},${AT(["ACT"])}]}`,
    ],
    ["a move from anywhere to anywhere is everybody", moved(stagePositions, stagePositions), '{"and":[]}'],
    [
      "a cell and a group at an instant",
      { allOf: [{ cell: { intent: ["BRAND"], loyalty: ["LOYAL"], at: THEN } }, { group: { in: ["BASE"], at: THEN } }] },
      `{"and":[{"cell":{"at":"${SINCE}","intent":["BRAND"],"loyalty":["LOYAL"]}},{"group":{"in":["BASE"],"at":"${SINCE}"}}]}`,
    ],
    ["max alone is a complement", orders({ max: 2 }), `{"not":${AT_LEAST(3)}}`],
    ["min and max", orders({ min: 2, max: 4 }), `{"and":[${AT_LEAST(2)},{"not":${AT_LEAST(5)}}]}`],
    ["any number is everybody", orders({ min: 0 }), '{"and":[]}'],
    ["not everybody is nobody", { not: orders({ min: 0 }) }, '{"or":[]}'],
    ["not nobody is everybody", { not: { not: orders({ min: 0 }) } }, '{"and":[]}'],
    ["and everybody says nothing", { allOf: [orders({ min: 0 }), pack("a")] }, '{"pack":{"id":"a"}}'],
    ["or everybody says all", { anyOf: [orders({ min: 0 }), pack("a")] }, '{"and":[]}'],
    ["and nobody says all", { allOf: [{ not: orders({ min: 0 }) }, pack("a")] }, '{"or":[]}'],
    ["or nobody says nothing", { anyOf: [{ not: orders({ min: 0 }) }, pack("a")] }, '{"pack":{"id":"a"}}'],
  ])("%s", (_, input, text) => {
    expect(textOf(input)).toBe(text);
  });

  it.each<[string, RuleInput, RuleInput]>([
    ["all and any", { allOf: [pack("a"), pack("b")] }, { anyOf: [pack("a"), pack("b")] }],
    ["a rule and its not", pack("a"), { not: pack("a") }],
    ["counts", orders({ min: 1 }), orders({ min: 2 })],
    ["a touchpoint's value and their total", spent({ min: "1" }), worthEach({ min: "1" })],
    ["a cell now and then", { cell: { intent: ["BRAND"] } }, { cell: { intent: ["BRAND"], at: new Date(0) } }],
    ["a stage now and then", stage("ACT"), { stage: { in: ["ACT"], at: new Date(0) } }],
    [
      "quotes in a code and the structure around it",
      { allOf: [pack('a"}},{"pack":{"id":"b')] },
      { allOf: [pack("a"), pack("b")] },
    ],
  ])("tells %s apart", (_, left, right) => {
    expect(textOf(left)).not.toBe(textOf(right));
  });

  it("survives order, repetition, nesting and double negation", () => {
    fc.assert(
      fc.property(ruleInput, fc.infiniteStream(fc.nat(1_000)), (rule, numbers) => {
        const draw = (): number => numbers.next().value;
        const disguised = disguise(rule, draw);
        fc.pre(findOversize(disguised).length === 0);
        expect(textOf(disguised)).toBe(textOf(rule));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it("survives a store that gives fields back in an order of its own", () => {
    fc.assert(
      fc.property(ruleInput, (input) => {
        const rule = soundRule(input);
        const stored = JSON.parse(JSON.stringify(rule, reversedFields)) as typeof rule;
        expect(canonicalise(stored).key).toBe(canonicalise(rule).key);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

it("a plan asks each question once, in the order of the canonical tree", () => {
  const plan = planRule(
    soundRule({ anyOf: [{ allOf: [pack("b"), pack("a")] }, { not: pack("b") }, orders({ min: 1, max: 3 })] }),
  );
  expect([...plan.leaves.keys()]).toEqual([AT_LEAST(1), AT_LEAST(4), '{"pack":{"id":"a"}}', '{"pack":{"id":"b"}}']);
});

/** The same tree as another person might have written it. */
function disguise(rule: RuleInput, draw: () => number): RuleInput {
  const children = rule.allOf ?? rule.anyOf;
  if (children) {
    const disguised = children.map((child) => disguise(child, draw));
    const twice = draw() % 2 === 0 ? [...disguised, disguised[draw() % disguised.length]!] : disguised;
    const shuffled = twice
      .map((child) => ({ child, place: draw() }))
      .sort((a, b) => a.place - b.place)
      .map(({ child }) => child);
    const kind = rule.allOf ? "allOf" : "anyOf";
    const [first, ...rest] = shuffled;
    return draw() % 2 === 0 ? { [kind]: shuffled } : { [kind]: [{ [kind]: [first] }, ...rest] };
  }
  if (rule.not) return { not: disguise(rule.not, draw) };
  return draw() % 3 === 0 ? { not: { not: rule } } : rule;
}

const reversedFields = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).reverse())
    : value;
