import { readRule } from "../../../../src/engines/segmentation/read-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";

const pack: RuleInput = { pack: { id: "a" } };
const did = { action: "ORDER", within: { days: 30 } } as const;

const nested = (levels: number): RuleInput => (levels === 1 ? pack : { allOf: [nested(levels - 1)] });

describe("a tree is refused for", () => {
  it.each<[string, RuleInput, readonly string[], string]>([
    [
      "no variant",
      { allOf: [pack, {}] },
      ["allOf", "1"],
      "A rule must set exactly one of allOf, anyOf, not, stage, cell, group, did, pack, rfm, lookAlike, but got none; set one.",
    ],
    [
      "two variants",
      { not: { stage: { in: ["ACT"] }, did } },
      ["not"],
      "A rule must set exactly one of allOf, anyOf, not, stage, cell, group, did, pack, rfm, lookAlike, but got stage and did; nest them in allOf or anyOf.",
    ],
    [
      "an empty allOf",
      { allOf: [] },
      ["allOf"],
      "allOf must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty anyOf",
      { allOf: [{ anyOf: [] }] },
      ["allOf", "0", "anyOf"],
      "anyOf must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty stage list",
      { stage: { in: [] } },
      ["stage", "in"],
      "in must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty group list",
      { group: { in: [] } },
      ["group", "in"],
      "in must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty row list",
      { cell: { intent: [] } },
      ["cell", "intent"],
      "intent must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty column list",
      { cell: { loyalty: [] } },
      ["cell", "loyalty"],
      "loyalty must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty platform list",
      { did: { ...did, platforms: [] } },
      ["did", "platforms"],
      "platforms must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "a long list",
      { did: { ...did, platforms: Array.from({ length: 51 }, () => "JD") } },
      ["did", "platforms"],
      "platforms must have at most 50 entries, but got 51; split the rule with anyOf.",
    ],
    [
      "a cell without axes",
      { cell: {} },
      ["cell"],
      "cell must set intent, loyalty or both, but got neither; name the rows or columns you mean.",
    ],
    [
      "times of nothing",
      { did: { ...did, times: {} } },
      ["did", "times"],
      "times must set min, max or both, but got neither; leave times out for at least once.",
    ],
    [
      "a negative min",
      { did: { ...did, times: { min: -1 } } },
      ["did", "times", "min"],
      "min must be at least 0, but got -1; nobody does anything less often.",
    ],
    [
      "max below min",
      { did: { ...did, times: { min: 3, max: 2 } } },
      ["did", "times", "max"],
      "max must be at least min (3), but got 2; swap or move them.",
    ],
    [
      "a negative max",
      { did: { ...did, times: { max: -1 } } },
      ["did", "times", "max"],
      "max must be at least min (0), but got -1; swap or move them.",
    ],
    [
      "no window",
      { did: { action: "ORDER" } },
      ["did"],
      "did must set exactly one of within and between, but got none; say when.",
    ],
    [
      "two windows",
      { did: { ...did, between: { from: new Date(0), to: new Date(1) } } },
      ["did"],
      "did must set exactly one of within and between, but got both; leave one out.",
    ],
    [
      "0 days",
      { did: { ...did, within: { days: 0 } } },
      ["did", "within", "days"],
      "days must be 1 to 3650, but got 0; use between for other spans.",
    ],
    [
      "3651 days",
      { did: { ...did, within: { days: 3651 } } },
      ["did", "within", "days"],
      "days must be 1 to 3650, but got 3651; use between for other spans.",
    ],
    [
      "an empty window",
      { did: { action: "ORDER", between: { from: new Date(0), to: new Date(0) } } },
      ["did", "between", "to"],
      "to must be after from (1970-01-01T00:00:00.000Z), but got 1970-01-01T00:00:00.000Z; swap or move them.",
    ],
    [
      "an empty campaign code",
      { did: { ...did, campaignCode: "" } },
      ["did", "campaignCode"],
      "campaignCode must be a campaign's code, but got an empty text; leave it out for any.",
    ],
    [
      "9 levels",
      nested(9),
      Array.from({ length: 8 }, () => ["allOf", "0"]).flat(),
      "A rule tree must nest at most 8 levels, but got 9; build parts of it as packs and refer to them.",
    ],
    [
      "101 rules",
      { anyOf: Array.from({ length: 100 }, () => pack) },
      [],
      "A rule tree must have at most 100 rules, but got 101; build parts of it as packs and refer to them.",
    ],
  ])("%s", (_, input, path, message) => {
    expect(readRule(input)).toEqual({ rule: null, problems: [{ path, message }] });
  });

  it("all its problems at once, in the order of the tree", () => {
    const { problems } = readRule({
      allOf: [{}, { did: { ...did, times: { min: 2, max: 1 }, within: { days: 0 } } }, { not: { stage: { in: [] } } }],
    });
    expect(problems.map(({ path }) => path.join("."))).toEqual([
      "allOf.0",
      "allOf.1.did.times.max",
      "allOf.1.did.within.days",
      "allOf.2.not.stage.in",
    ]);
  });

  it("100,000 levels without exhausting the stack", () => {
    let deep: RuleInput = pack;
    for (let level = 1; level < 100_000; level++) deep = { not: deep };
    expect(readRule(deep).problems).toEqual([
      {
        path: Array.from({ length: 8 }, () => "not"),
        message:
          "A rule tree must nest at most 8 levels, but got 100000; build parts of it as packs and refer to them.",
      },
      {
        path: [],
        message:
          "A rule tree must have at most 100 rules, but got 100000; build parts of it as packs and refer to them.",
      },
    ]);
  });
});

describe("a sound tree", () => {
  it.each([
    ["8 levels", nested(8)],
    ["100 rules", { anyOf: Array.from({ length: 99 }, () => pack) }],
    ["3650 days", { did: { ...did, within: { days: 3650 } } }],
    ["fields that are null", { allOf: null, stage: null, pack: { id: "a" } }],
  ])("may have %s", (_, input: RuleInput) => {
    expect(readRule(input).problems).toEqual([]);
  });

  it("gets its defaults written out", () => {
    expect(readRule({ did }).rule).toEqual({
      did: {
        action: "ORDER",
        platforms: null,
        site: null,
        brand: "OWN",
        categoryId: null,
        campaignCode: null,
        times: { min: 1, max: null },
        window: { days: 30 },
      },
    });
  });

  it("is plain JSON", () => {
    const { rule } = readRule({
      allOf: [{ stage: { in: ["ACT"], at: new Date(0) } }, { did: { ...did, times: { max: 2 } } }],
    });
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
  });
});
