import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import type { AssetSnapshot } from "../../../../src/features/assets";
import type { EvaluationBasis } from "../../../../src/features/audiences/evaluation-basis";
import type { LeafQuery } from "../../../../src/features/audiences/leaf-query";
import { resolveLeaf } from "../../../../src/features/audiences/resolve-leaf";
import { universeQuery } from "../../../../src/features/audiences/universe";
import type { AttributeDefinition } from "../../../../src/features/people";
import { soundRule } from "../../engines/segmentation/engine";

const AS_OF = new Date("2025-11-11T00:00:00Z");
const EARLIER = "2025-10-01T00:00:00.000Z";
const DAY = 86_400_000;

const snapshot = (labelsId: string): AssetSnapshot =>
  ({
    labelsId,
    brandId: 7,
    ruleSet: {
      definition: {
        groups: {
          BASE: [["BRAND", "LOYAL"]],
          INDUSTRY: [
            ["CATEGORY", "SWING"],
            ["CATEGORY", "LOYAL"],
          ],
        },
      },
    },
  }) as unknown as AssetSnapshot;

const attribute = (code: string, type: "INTEGER" | "ENUM", maximumAgeDays: number | null): AttributeDefinition =>
  ({
    code,
    type,
    maximumAgeDays,
    allowedValues: ["T1", "T2"],
    minimum: 1n,
    maximum: 100n,
  }) as unknown as AttributeDefinition;

const basis: EvaluationBasis = {
  brandId: 7,
  asOf: AS_OF,
  planeVersion: 42n,
  overlayId: "overlay",
  peopleVersion: 5n,
  sourceIds: [1, 2],
  cloudSourceIds: [1],
  currencyCode: "CNY",
  rivalBrandIds: [8, 9],
  categoryTrees: new Map([[10, [10, 11]]]),
  snapshots: new Map([
    [null, snapshot("now")],
    [EARLIER, snapshot("then")],
  ]),
  buildIds: new Map([["inner", "build"]]),
  aliases: {
    zone: "Asia/Shanghai",
    terms: [
      { words: " 小 方 块 ", productCode: "GA-2100", validFrom: "2025-10-01", validTo: null },
      { words: " haoyu ", productCode: null, validFrom: "2025-01-01", validTo: "2025-11-01" },
    ],
  },
  liveRules: new Map(),
  person: {
    organisationId: "acme",
    nextOrdinal: 1_048_577,
    attributes: new Map([
      ["visits", { version: "7 of them", definition: attribute("visits", "INTEGER", 30) }],
      ["city_tier", { version: "", definition: attribute("city_tier", "ENUM", null) }],
    ]),
    lists: new Map([["crm", ["upload 1", "upload 2"]]]),
    identities: "5 named",
    standing: { evaluationId: "evaluation", tiers: ["SILVER", "GOLD"] },
    lifecycle: { lost: 1, lapsing: 2 },
    values: {
      scoringId: "scoring",
      bounds: { high: "9000", mid: "500" },
      medians: { past: "1200", worth: "700" },
    },
  },
};

const resolve = (input: RuleInput): LeafQuery => {
  const [leaf] = planRule(soundRule(input)).leaves.values();
  return resolveLeaf(leaf!, basis);
};
const STAGES = ["AWARE", "APPEAL", "ACT", "ADVOCATE"] as const;
const KNOWING = { overlayId: "overlay", peopleVersion: "5" };
const OF_BRAND = { brandId: 7, sourceIds: [1, 2], overlayId: "overlay", asOf: AS_OF.getTime(), planeVersion: "42" };
const ATTRIBUTE = { kind: "ATTRIBUTE", organisationId: "acme", asOf: AS_OF.getTime(), ...KNOWING };
const LABEL = { kind: "LABEL", labelsId: "now", brandId: 7, ...KNOWING };

it.each<[string, RuleInput, object]>([
  [
    "stages as of the audience",
    { stage: { in: ["ADVOCATE", "AWARE"] } },
    { ...LABEL, dimension: "STAGE", labels: [1, 4] },
  ],
  [
    "stages at another instant",
    { stage: { in: ["ACT"], at: new Date(EARLIER) } },
    { ...LABEL, labelsId: "then", dimension: "STAGE", labels: [3] },
  ],
  ["a list", { list: { id: "crm" } }, { kind: "LIST", uploadIds: ["upload 1", "upload 2"], ...KNOWING }],
  // Cells are numbered row by row: BRAND 1 to 3, CATEGORY 4 to 6, PLATFORM 7 to 9; LOYAL, POTENTIAL, SWING.
  [
    "cells of rows and columns",
    { cell: { intent: ["PLATFORM", "BRAND"], loyalty: ["POTENTIAL"] } },
    { ...LABEL, dimension: "CELL", labels: [2, 8] },
  ],
  [
    "cells of groups, by the snapshot's rule set",
    { group: { in: ["BASE", "INDUSTRY"] } },
    { ...LABEL, dimension: "CELL", labels: [1, 4, 6] },
  ],
  [
    "cells at another instant",
    { cell: { intent: ["BRAND"], loyalty: ["LOYAL"], at: new Date(EARLIER) } },
    { ...LABEL, labelsId: "then", dimension: "CELL", labels: [1] },
  ],
  [
    "groups at another instant",
    { group: { in: ["BASE"], at: new Date(EARLIER) } },
    { ...LABEL, labelsId: "then", dimension: "CELL", labels: [1] },
  ],
  [
    "the lapsed by their label",
    { moved: { from: ["NOT_MET", ...STAGES], to: ["LAPSED"], since: new Date(EARLIER) } },
    { ...LABEL, labelsId: "then", dimension: "STAGE", labels: [0] },
  ],
  [
    "a share of numbers that leaves room for newcomers",
    { randomShare: { salt: "holdout", perMille: 100, skip: 50 } },
    // SHA-256 of "acme", a zero character and "holdout", its first two eighths as little-endian numbers.
    {
      kind: "SHARE",
      key: ["15180988637017089678", "17061117084932470907"],
      from: 50,
      to: 150,
      bound: 2_097_152,
    },
  ],
  [
    "values of an attribute that never go stale",
    { attribute: { code: "city_tier", in: ["T2"] } },
    {
      ...ATTRIBUTE,
      attribute: "city_tier",
      type: "ENUM",
      in: ["T2"],
      min: null,
      max: null,
      freshFrom: null,
      recorded: "",
    },
  ],
  [
    "bounds of an attribute, as they are spelt when recorded, beyond what a value may be",
    { attribute: { code: "visits", min: "007", max: "1000" } },
    {
      ...ATTRIBUTE,
      ...{ attribute: "visits", type: "INTEGER", in: null, min: "7", max: "1000" },
      ...{ freshFrom: AS_OF.getTime() - 30 * DAY, recorded: "7 of them" },
    },
  ],
  [
    "people of platforms, as those of the universe who were met there",
    { reachable: { platforms: ["JD", "DOUYIN"] } },
    { ...universeQuery(basis), platforms: ["DOUYIN", "JD"] },
  ],
  [
    "people of namespaces, by what the organisation can have seen",
    { reachable: { namespaces: ["PHONE"] } },
    {
      ...{ kind: "NAMESPACE", organisationId: "acme", sourceIds: [1, 2], overlayId: "overlay" },
      ...{ namespaces: ["PHONE"], identities: "5 named", planeVersion: "42" },
    },
  ],
  ["members in whatever tier", { membership: {} }, { kind: "MEMBERSHIP", ...OF_BRAND }],
  [
    "members in tiers of the evaluation",
    { membership: { tiers: ["GOLD"] } },
    { kind: "TIERS", evaluationId: "evaluation", tiers: ["SILVER", "GOLD"], in: ["GOLD"], ...KNOWING },
  ],
  [
    "people of value tiers, by the scoring's bounds",
    { valueTier: { in: ["HIGH"] } },
    {
      ...{ kind: "VALUE_TIER", scoringId: "scoring", tiers: ["HIGH"], quadrants: null },
      ...{ bounds: { high: "9000", mid: "500" }, medians: { past: "1200", worth: "700" }, ...KNOWING },
    },
  ],
  [
    "people of lifecycle states",
    { lifecycle: { in: ["NEW"] } },
    { kind: "LIFECYCLE", in: ["NEW"], lost: 1, lapsing: 2, ...OF_BRAND },
  ],
  ["members of a pack", { pack: { id: "inner" } }, { kind: "MEMBERS", buildId: "build", ...KNOWING }],
])("%s", (_, input, query) => {
  expect(resolve(input)).toEqual(query);
});

const anyTouch = {
  categoryIds: null,
  campaignCode: null,
  codes: {},
  keywords: null,
  aliases: null,
  platforms: null,
  site: null,
  value: null,
};
const asked = {
  kind: "DID",
  ...anyTouch,
  actions: ["ORDER"],
  atLeast: 1,
  worth: null,
  planeVersion: "42",
  overlayId: "overlay",
  joinedBy: null,
};
const window = { from: AS_OF.getTime() - 30 * DAY, to: AS_OF.getTime() };

it.each<[string, object, object]>([
  ["own touchpoints, from every source that may be read", {}, { brandIds: [7], sourceIds: [1, 2], ...window }],
  [
    "rivals, from the cloud's sources and by its people, whom the overlay joins afterwards",
    { brand: "RIVAL" },
    { brandIds: [8, 9], sourceIds: [1], overlayId: null, joinedBy: "overlay", ...window },
  ],
  ["any brand or none", { brand: "ANY" }, { brandIds: null, sourceIds: [1, 2], ...window }],
  [
    "a category with all below it",
    { categoryId: 10 },
    { brandIds: [7], sourceIds: [1, 2], ...window, categoryIds: [10, 11] },
  ],
  [
    "between two instants",
    { within: null, between: { from: new Date(1), to: new Date(2) } },
    { brandIds: [7], sourceIds: [1, 2], from: 1, to: 2 },
  ],
  [
    "codes, whole keywords and a value",
    { placementCodes: ["b", "a"], keywords: ["x"], value: { currencyCode: "CNY", min: "100" } },
    {
      brandIds: [7],
      sourceIds: [1, 2],
      ...window,
      codes: { placementCodes: ["a", "b"] },
      keywords: ["x"],
      value: { currencyCode: "CNY", min: "100" },
    },
  ],
  [
    "aliases of a product with their days",
    { aliasOf: { productCodes: ["GA-2100"] } },
    {
      brandIds: [7],
      sourceIds: [1, 2],
      ...window,
      aliases: { zone: "Asia/Shanghai", terms: [basis.aliases!.terms[0]] },
    },
  ],
  ["all aliases", { aliasOf: {} }, { brandIds: [7], sourceIds: [1, 2], ...window, aliases: basis.aliases }],
])("%s", (_, more, query) => {
  const input = { did: { action: "ORDER", within: { days: 30 }, ...more } } as RuleInput;
  expect(resolve(input)).toEqual({ ...asked, ...query });
});

it("a frequency counts everything that begins a journey, off site", () => {
  const query = resolve({ frequency: { brand: "RIVAL", platforms: ["DOUYIN"], min: 2, within: { days: 30 } } });
  expect(query).toEqual({
    ...asked,
    actions: ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"],
    atLeast: 2,
    brandIds: [8, 9],
    platforms: ["DOUYIN"],
    site: "OFF_SITE",
    sourceIds: [1],
    ...window,
    overlayId: null,
    joinedBy: "overlay",
  });
});

describe("a sequence", () => {
  const sides = (first: object, second: object, gap?: object): RuleInput =>
    ({
      sequence: {
        first: { action: "ADD_TO_CART", ...first },
        second: { action: "ORDER", ...second },
        gap,
        within: { days: 30 },
      },
    }) as RuleInput;
  const side = (action: string, more: object) => ({ ...anyTouch, actions: [action], ...more });
  const own = { brandIds: [7], sourceIds: [1, 2] };
  const rival = { brandIds: [8, 9], sourceIds: [1] };

  it("of a rival's and the own brand is read as the organisation knows people, rivals from the cloud's sources", () => {
    expect(resolve(sides({ brand: "RIVAL" }, {}, { minHours: 2, maxHours: 48 }))).toEqual({
      kind: "SEQUENCE",
      first: side("ADD_TO_CART", rival),
      second: side("ORDER", own),
      minGap: 7_200_000,
      maxGap: 172_800_000,
      ...window,
      overlayId: "overlay",
      joinedBy: null,
      planeVersion: "42",
    });
  });

  it("of rivals alone is one of the cloud's people", () => {
    expect(resolve(sides({ brand: "RIVAL" }, { brand: "RIVAL" }))).toMatchObject({
      first: rival,
      second: rival,
      overlayId: null,
      joinedBy: "overlay",
    });
  });

  it("without a gap is later by a millisecond to the whole window", () => {
    expect(resolve(sides({}, {}))).toMatchObject({ minGap: 1, maxGap: 30 * DAY });
  });
});

it("the universe is everybody seen in the 365 days before, by a source that may be read", () => {
  expect(universeQuery(basis)).toEqual({
    kind: "SEEN",
    sourceIds: [1, 2],
    from: AS_OF.getTime() - 365 * DAY,
    to: AS_OF.getTime(),
    overlayId: "overlay",
    joinedBy: null,
    planeVersion: "42",
  });
});
