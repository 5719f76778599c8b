import { readRule } from "../../../../src/engines/segmentation/read-rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";

const action = "ORDER" as const;

it.each<[string, RuleInput, readonly string[], string]>([
  [
    "too many hours",
    { did: { action, within: { hours: 721 } } },
    ["did", "within", "hours"],
    "hours must be 1 to 720, but got 721; use days for longer spans.",
  ],
  [
    "days and hours",
    { did: { action, within: { days: 1, hours: 1 } } },
    ["did", "within"],
    "within must set days, but got hours too; leave one out.",
  ],
  [
    "a look-back without a length",
    { did: { action, within: {} } },
    ["did", "within"],
    "within must set days, but got none.",
  ],
  [
    "scores over hours",
    { rfm: { within: { hours: 24 }, recency: { min: 4 } } },
    ["rfm", "within"],
    "within must set days, but got none.",
  ],
])("a tree is refused for %s", (_, input, path, message) => {
  expect(readRule(input)).toMatchObject({ problems: [{ path, message }] });
});
