import { gapStatus } from "../../../src/demo/gap-ledger";

const at = (own: number | null, industry: number | null) => ({ own, industry });

it.each([
  ["CLOSED", at(50, 100), at(120, 110)],
  ["NARROWED", at(50, 100), at(80, 100)],
  ["UNCHANGED", at(50, 100), at(50.9, 100)],
  ["NARROWED", at(50, 100), at(51, 100)],
  ["WIDENED", at(50, 100), at(50, 110)],
  ["NO_GAP", at(100, 100), at(50, 100)],
  ["NO_BENCHMARK", at(50, null), at(50, 100)],
])("%s: %j, then %j", (status, before, after) => {
  expect(gapStatus(before, after)).toBe(status);
});
