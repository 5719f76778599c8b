import { type RuleSetDefinition, stages } from "../../../../src/features/assets";
import { checkDefinition } from "../../../../src/features/rule-sets/check-definition";
import type { DefinitionDraft } from "../../../../src/features/rule-sets/definition-draft";
import { ProblemList, UserProblems } from "../../../../src/platform/user-error";
import { STRICT } from "../../../api/rule-sets/definitions";

const SOUND = STRICT as unknown as DefinitionDraft;

/** What is wrong, as "path: message". */
function problemsOf(draft: DefinitionDraft): readonly string[] {
  const problems = new ProblemList();
  checkDefinition(problems, draft, ["definition"]);
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as UserProblems).problems.map(({ field, message }) => `${field!.slice(1).join(".")}: ${message}`);
  }
}

it("takes sound rules and maps every cell to its group", () => {
  expect(problemsOf(SOUND)).toEqual([]);
  const { groups } = checkDefinition(new ProblemList(), SOUND, []);
  const placed: RuleSetDefinition["groups"] = groups;
  expect(Object.values(placed).flat()).toHaveLength(9);
  expect(placed.INDUSTRY).toEqual([]);
});

it.each<readonly [string, Partial<DefinitionDraft>, readonly string[]]>([
  ["a look-back of zero", { aware: { days: 0 } }, ["aware.days: aware.days must be 1 to 365, but got 0."]],
  ["a universe of ten years", { universeDays: 3650 }, ["universeDays: universeDays must be 1 to 365, but got 3650."]],
  [
    "a stage that looks further back than the universe",
    { act: { days: 31 } },
    ["act.days: act.days must be at most universeDays (30), as only people of the universe have a stage, but got 31."],
  ],
  [
    "stages that overlap without priority",
    { stagePriority: ["ADVOCATE", "ACT", "APPEAL"] },
    [
      "stagePriority: stagePriority must name each of AWARE, APPEAL, ACT, ADVOCATE once, else they overlap: who meets two of them would be in both; but got ADVOCATE, ACT, APPEAL.",
    ],
  ],
  [
    "stages of equal priority",
    { stagePriority: ["ADVOCATE", "ACT", "APPEAL", "APPEAL"] },
    [
      "stagePriority: stagePriority must name each of AWARE, APPEAL, ACT, ADVOCATE once, else they overlap: who meets two of them would be in both; but got ADVOCATE, ACT, APPEAL, APPEAL.",
    ],
  ],
  [
    "a shallow stage before a deep one",
    { stagePriority: stages },
    [
      "stagePriority: stagePriority must be ADVOCATE, ACT, APPEAL, AWARE, as a stage is a depth that people reach, but got AWARE, APPEAL, ACT, ADVOCATE.",
    ],
  ],
  [
    "rows that overlap without priority",
    { nineGrid: { ...SOUND.nineGrid, intentPriority: [] } },
    [
      "nineGrid.intentPriority: nineGrid.intentPriority must name each of BRAND, CATEGORY, PLATFORM once, else they overlap: who shows two of them would be in both rows; but got none.",
    ],
  ],
  [
    "counts of nothing and of no action",
    { appeal: { days: 15, repeated: { actions: [], times: 1 }, strong: { actions: ["SEARCH"], times: 0 } } },
    [
      "appeal.repeated.actions: appeal.repeated.actions must name at least one action, but got none.",
      "appeal.strong.times: appeal.strong.times must be 1 to 1000, but got 0.",
    ],
  ],
  [
    "orders and refunds as counted actions, and an action twice",
    {
      appeal: {
        days: 15,
        repeated: { actions: ["CLICK", "ORDER", "REFUND"], times: 1 },
        strong: { actions: ["SEARCH", "SEARCH"], times: 1 },
      },
    },
    [
      "appeal.repeated.actions: appeal.repeated.actions must not name ORDER, REFUND, which have rules of their own, but got ORDER, REFUND.",
      "appeal.strong.actions: appeal.strong.actions must name each action once, but got SEARCH, SEARCH.",
    ],
  ],
  [
    "a rating and days that nobody has, and reviews counted whatever their rating",
    { advocate: { days: 30, orderDays: 0, minimumRating: 6, actionsAfterOrder: ["REVIEW"] } },
    [
      "advocate.orderDays: advocate.orderDays must be 1 to 1000, but got 0.",
      "advocate.minimumRating: advocate.minimumRating must be 1 to 5, but got 6.",
      "advocate.actionsAfterOrder: advocate.actionsAfterOrder must not name ORDER, REFUND, REVIEW, which have rules of their own, but got REVIEW.",
    ],
  ],
  [
    "a share above one",
    { nineGrid: { ...SOUND.nineGrid, loyalShare: 1.5, loyaltyDays: 366, intentDays: -1 } },
    [
      "nineGrid.intentDays: nineGrid.intentDays must be 1 to 365, but got -1.",
      "nineGrid.loyaltyDays: nineGrid.loyaltyDays must be 1 to 365, but got 366.",
      "nineGrid.loyalShare: loyalShare must be 0 to 1, but got 1.5.",
    ],
  ],
  [
    "a share that is no number",
    { nineGrid: { ...SOUND.nineGrid, loyalShare: Number.NaN } },
    ["nineGrid.loyalShare: loyalShare must be 0 to 1, but got NaN."],
  ],
  [
    "a cell in two groups, a cell in none, and a group twice",
    {
      groups: [
        { group: "BASE", cells: [{ intent: "BRAND", loyalty: "LOYAL" }] },
        ...SOUND.groups.map(({ group, cells }) => ({
          group,
          cells: cells.filter(({ intent, loyalty }) => intent !== "PLATFORM" || loyalty !== "SWING"),
        })),
      ],
    },
    [
      "groups.1.group: group must be named once, but BASE is named again.",
      "groups.1.cells.0: A cell must be in one group, but BRAND x LOYAL is in BASE and in BASE.",
      "groups: groups must place all nine cells, but PLATFORM x SWING are in none.",
    ],
  ],
])("refuses %s", (_, change, expected) => {
  expect(problemsOf({ ...SOUND, ...change })).toEqual(expected);
});
