import { readRule } from "../../../../src/engines/segmentation/read-rule";
import { type RuleInput, variants } from "../../../../src/engines/segmentation/rule-input";

const pack: RuleInput = { pack: { id: "a" } };
const did = { action: "ORDER", within: { days: 30 } } as const;
const sequence = { first: { action: "IMPRESSION" }, second: { action: "ORDER" }, within: { days: 30 } } as const;

const nested = (levels: number): RuleInput => (levels === 1 ? pack : { allOf: [nested(levels - 1)] });

describe("a tree is refused for", () => {
  it.each<[string, RuleInput, readonly string[], string]>([
    [
      "no variant",
      { allOf: [pack, {}] },
      ["allOf", "1"],
      `A rule must set exactly one of ${variants.join(", ")}, but got none; set one.`,
    ],
    [
      "two variants",
      { not: { stage: { in: ["ACT"] }, did } },
      ["not"],
      `A rule must set exactly one of ${variants.join(", ")}, but got stage and did; nest them in allOf or anyOf.`,
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
      "campaignCode must be 1 to 200 characters, but got an empty text; leave it out for any.",
    ],
    [
      "an empty list of codes",
      { did: { ...did, placementCodes: [] } },
      ["did", "placementCodes"],
      "placementCodes must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "a code of spaces",
      { did: { ...did, creatorCodes: ["KOL-7", "  "] } },
      ["did", "creatorCodes", "1"],
      "creatorCodes must be 1 to 200 characters, but got spaces only; leave it out for any.",
    ],
    [
      "a keyword longer than any",
      { did: { ...did, keywords: ["x".repeat(201)] } },
      ["did", "keywords", "0"],
      "keywords must be 1 to 200 characters, but got 201; leave it out for any.",
    ],
    [
      "aliases of no product",
      { did: { ...did, aliasOf: { productCodes: [] } } },
      ["did", "aliasOf", "productCodes"],
      "productCodes must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "a value of nothing",
      { did: { ...did, value: { currencyCode: "CNY" } } },
      ["did", "value"],
      "value must set min, max or both, but got neither; leave value out for any.",
    ],
    [
      "a negative total",
      { did: { ...did, totalValue: { currencyCode: "CNY", min: "-1" } } },
      ["did", "totalValue", "min"],
      "min must be at least 0, but got -1 minor units; what was paid back is a REFUND.",
    ],
    [
      "a largest value below the smallest",
      { did: { ...did, value: { currencyCode: "CNY", min: "200", max: "199" } } },
      ["did", "value", "max"],
      "max must be at least min (200 minor units), but got 199; swap or move them.",
    ],
    [
      "a frequency of nothing",
      { frequency: { within: { days: 30 } } },
      ["frequency"],
      "frequency must set min, max or both, but got neither; say how often.",
    ],
    [
      "a frequency without a window",
      { frequency: { min: 1 } },
      ["frequency"],
      "frequency must set exactly one of within and between, but got none; say when.",
    ],
    [
      "a bad condition on one side of a sequence",
      { sequence: { ...sequence, second: { action: "ORDER", platforms: [] } } },
      ["sequence", "second", "platforms"],
      "platforms must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "a sequence without a window",
      { sequence: { ...sequence, within: null } },
      ["sequence"],
      "sequence must set exactly one of within and between, but got none; say when.",
    ],
    [
      "a negative gap",
      { sequence: { ...sequence, gap: { minHours: -1 } } },
      ["sequence", "gap", "minHours"],
      "minHours must be 0 to 8760, but got -1.",
    ],
    [
      "a gap of no time",
      { sequence: { ...sequence, gap: { maxHours: 0 } } },
      ["sequence", "gap", "maxHours"],
      "maxHours must be 1 to 8760, but got 0.",
    ],
    [
      "a gap of more than a year",
      { sequence: { ...sequence, gap: { maxHours: 8_761 } } },
      ["sequence", "gap", "maxHours"],
      "maxHours must be 1 to 8760, but got 8761.",
    ],
    [
      "a largest gap below the smallest",
      { sequence: { ...sequence, gap: { minHours: 3, maxHours: 2 } } },
      ["sequence", "gap", "maxHours"],
      "maxHours must be at least minHours (3), but got 2; swap or move them.",
    ],
    [
      "a move from nowhere",
      { moved: { from: [], to: ["ACT"], since: new Date(0) } },
      ["moved", "from"],
      "from must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "a move in no time",
      { moved: { from: ["AWARE"], to: ["ACT"], since: new Date(0), until: new Date(0) } },
      ["moved", "until"],
      "until must be after since (1970-01-01T00:00:00.000Z), but got 1970-01-01T00:00:00.000Z; swap or move them.",
    ],
    [
      "a draw without a name",
      { randomShare: { salt: "", perMille: 100 } },
      ["randomShare", "salt"],
      "salt must be 1 to 100 characters, none of them a control character, but got 0 characters; name what is drawn.",
    ],
    [
      "a share of nobody",
      { randomShare: { salt: "holdout", perMille: 0 } },
      ["randomShare", "perMille"],
      "perMille must be 1 to 1000, but got 0; 100 is a tenth.",
    ],
    [
      "a share beyond the last part",
      { randomShare: { salt: "holdout", perMille: 101, skip: 900 } },
      ["randomShare", "perMille"],
      "perMille must be 1 to 100 after the 900 that are skipped, but got 101; 100 is a tenth.",
    ],
    [
      "a share after everybody",
      { randomShare: { salt: "holdout", perMille: 1, skip: 1000 } },
      ["randomShare", "skip"],
      "skip must be 0 to 999 per mille, but got 1000; leave it out for the first part.",
    ],
    [
      "an attribute without values",
      { attribute: { code: "city_tier" } },
      ["attribute"],
      "attribute must set in, min or max, but got none; name the values you mean.",
    ],
    [
      "an attribute with values and bounds",
      { attribute: { code: "visits", in: ["1"], max: "2" } },
      ["attribute"],
      "attribute must set either in or bounds, but got both; nest two of them in allOf.",
    ],
    [
      "an attribute with an empty list",
      { attribute: { code: "city_tier", in: [] } },
      ["attribute", "in"],
      "in must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "reach of nothing",
      { reachable: {} },
      ["reachable"],
      "reachable must set namespaces, platforms or both, but got neither; name the ones you mean.",
    ],
    [
      "an empty list of namespaces",
      { reachable: { namespaces: [] } },
      ["reachable", "namespaces"],
      "namespaces must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty list of tiers",
      { membership: { tiers: [] } },
      ["membership", "tiers"],
      "tiers must have at least one entry, but got an empty list; add one or leave it out.",
    ],
    [
      "an empty list of lifecycle states",
      { lifecycle: { in: [] } },
      ["lifecycle", "in"],
      "in must have at least one entry, but got an empty list; add one or leave it out.",
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

  it("with a total asks for no number of times", () => {
    const totalValue = { currencyCode: "CNY", max: "100" };
    expect(readRule({ did: { ...did, totalValue } }).rule).toMatchObject({
      did: { times: { min: 0, max: null }, totalValue },
    });
  });

  it("is plain JSON", () => {
    const at = new Date(0);
    const { rule } = readRule({
      allOf: [
        { stage: { in: ["ACT"], at } },
        { cell: { intent: ["BRAND"], at } },
        { group: { in: ["BASE"], at: null } },
        { moved: { from: ["NOT_MET"], to: ["ACT"], since: at } },
        { did: { ...did, times: { max: 2 }, slotCodes: ["s"], value: { currencyCode: "CNY", min: "1" }, aliasOf: {} } },
        { frequency: { max: 3, within: { days: 7 } } },
        { sequence: { ...sequence, gap: { maxHours: 24 } } },
      ],
    });
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
  });
});
