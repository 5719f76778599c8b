import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import type { AssetSnapshot } from "../../../../src/features/assets";
import type { EvaluationBasis } from "../../../../src/features/audiences/evaluation-basis";
import type { LeafQuery } from "../../../../src/features/audiences/leaf-query";
import { resolveLeaf, universeQuery } from "../../../../src/features/audiences/resolve-leaf";
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
};

const resolve = (input: RuleInput): LeafQuery => {
  const [leaf] = planRule(soundRule(input)).leaves.values();
  return resolveLeaf(leaf!, basis);
};
const KNOWING = { overlayId: "overlay", peopleVersion: "5" };
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
  ["members of a pack", { pack: { id: "inner" } }, { kind: "MEMBERS", buildId: "build", ...KNOWING }],
])("%s", (_, input, query) => {
  expect(resolve(input)).toEqual(query);
});

const asked = {
  kind: "DID",
  action: "ORDER",
  atLeast: 1,
  categoryIds: null,
  campaignCode: null,
  platforms: null,
  site: null,
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
])("%s", (_, more, query) => {
  const input = { did: { action: "ORDER", within: { days: 30 }, ...more } } as RuleInput;
  expect(resolve(input)).toEqual({ ...asked, ...query });
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
